import net from 'node:net';

/** How a connection came to its end. */
export type Ending = 'closed' | 'reset' | 'refused' | 'hung';

export interface Exchange {
  readonly received: Buffer;
  readonly ending: Ending;
  readonly milliseconds: number;
}

export interface ToSend {
  readonly bytes: Buffer;
  readonly mayBeCut: boolean;
}

/** How long nothing may happen before the sending side is ended, of what may be cut. */
const QUIET_MS = 200;

/** Far above what any answer takes, and above the service's own time-outs. */
export const PATIENCE_MS = 20_000;

/** Sends bytes on a connection of their own, and waits until the other side closes it. */
export const exchange = (
  port: number,
  { bytes, mayBeCut }: ToSend,
  maxWaitMs: number = PATIENCE_MS,
): Promise<Exchange> =>
  new Promise((resolve) => {
    const startedAt = performance.now();
    const received: Buffer[] = [];
    let ending: Ending = 'closed';
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    const impatience = setTimeout(() => {
      ending = 'hung';
      socket.destroy();
    }, maxWaitMs);
    // The end of what a caller sends makes Node give up a request it has whole: only what may be cut is ended.
    const quiet = setTimeout(() => mayBeCut && socket.end(), QUIET_MS);
    socket.once('connect', () => {
      socket.write(bytes);
      quiet.refresh();
    });
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk);
      quiet.refresh();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      ending = error.code === 'ECONNREFUSED' ? 'refused' : 'reset';
    });
    socket.once('close', () => {
      clearTimeout(impatience);
      clearTimeout(quiet);
      resolve({ received: Buffer.concat(received), ending, milliseconds: performance.now() - startedAt });
    });
  });
