import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
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
  for (let waiting = 0; waiting < KNOCKS_UNANSWERED; ) {
    if (knocking.length >= MOST_KNOCKS) {
      await close();
      throw new Error('the queue does not fill up');
    }
    const socket = net.connect(port, '127.0.0.1').on('error', () => {});
    knocking.push(socket);
    await Promise.race([once(socket, 'connect'), sleep(KNOCK_MS)]);
    // On a busy machine the time can be up before what has long arrived is seen.
    if (socket.connecting) await sleep(KNOCK_MS);
    waiting = socket.connecting ? waiting + 1 : 0;
  }
  return { port, close };
};

const MOST_KNOCKS = 50;
/** So many in a row left waiting mean that the queue is full. */
const KNOCKS_UNANSWERED = 2;
/** A connection that is not taken up in twice this time will not be. In milliseconds. */
const KNOCK_MS = 150;
