import { once } from 'node:events';
import net from 'node:net';
import { Worker } from 'node:worker_threads';

/** A port where every connection waits for ever: a listener that accepts nothing, its queue full. */
export interface BlackHole {
  readonly port: number;
  close(): Promise<void>;
}

/** Linux drops what knocks at a full queue, so whoever connects meets neither an answer nor a refusal. */
export const startBlackHole = async (): Promise<BlackHole> => {
  const worker = new Worker(
    `const { createServer } = require('node:net');
     const { parentPort } = require('node:worker_threads');
     const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
     });`,
    { eval: true },
  );
  const [port] = await once(worker, 'message');
  const knocking: net.Socket[] = [];
  const close = async () => {
    for (const socket of knocking) socket.destroy();
    await worker.terminate();
  };
  for (let taken = true; taken; ) {
    if (knocking.length >= MOST_KNOCKS) {
      await close();
      throw new Error('the queue does not fill up');
    }
    const socket = net.connect(port, '127.0.0.1').on('error', () => {});
    knocking.push(socket);
    taken = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise<false>((resolve) => setTimeout(resolve, KNOCK_MS, false)),
    ]);
  }
  return { port, close };
};

const MOST_KNOCKS = 50;
/** A connection that is not taken up in this time will not be. In milliseconds. */
const KNOCK_MS = 150;
