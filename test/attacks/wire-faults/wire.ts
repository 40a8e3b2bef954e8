import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, type FaultConnection, respond } from '../../support/fault-server.ts';

type Bytes = string | Buffer;

export const TRUE = '{"success":true}';
export const JSON_TYPE = { 'content-type': 'application/json' } as const;

/** Time for what was written to arrive before the connection breaks. In milliseconds. */
const ARRIVE_MS = 20;

/** Plays the fault once a request was read whole. */
export const afterRequest =
  (fault: (connection: FaultConnection) => void | Promise<void>): Fault =>
  async (connection) => {
    await connection.request();
    return fault(connection);
  };

/** Plays the fault on a connection that stands, with nothing of the request read. */
export const unread =
  (fault: (connection: FaultConnection) => void): Fault =>
  async (connection) => {
    connection.socket.pause();
    await sleep(ARRIVE_MS);
    fault(connection);
  };

/** Plays the fault once the first bytes have come, whatever they are. */
export const afterHello =
  (fault: Fault): Fault =>
  async (connection) => {
    await once(connection.socket, 'data');
    return fault(connection);
  };

/** Sends and ends the connection in good order. */
export const thenEnd = (bytes: Bytes): Fault =>
  afterRequest(({ send, end }) => {
    send(bytes);
    end();
  });

/** Sends and resets the connection when that has arrived. */
export const thenReset = (bytes: Bytes): Fault =>
  afterRequest(async ({ send, reset }) => {
    send(bytes);
    await sleep(ARRIVE_MS);
    reset();
  });

/** Sends and leaves the connection open: what is missing never comes. */
export const thenSilence = (bytes: Bytes): Fault => afterRequest(({ send }) => send(bytes));

/** Sends byte by byte, each in a TCP segment of its own. */
export const drip = (head: Bytes, bytes: Bytes, everyMs: number): Fault =>
  afterRequest(async ({ socket, send }) => {
    socket.setNoDelay();
    send(head);
    for (const byte of Buffer.from(bytes)) {
      if (socket.destroyed) return;
      send(Buffer.of(byte));
      await sleep(everyMs);
    }
  });

/** Sends the same again and again for as long as somebody listens. */
export const endless = (head: Bytes, piece: Bytes): Fault =>
  afterRequest(async ({ socket, send }) => {
    send(head);
    while (!socket.destroyed) {
      send(piece);
      await sleep(1);
    }
  });

export const inChunks = (...chunks: readonly Bytes[]): Buffer =>
  Buffer.concat(
    chunks.flatMap((chunk) => {
      const bytes = Buffer.from(chunk);
      return [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')];
    }),
  );

/** A head that announces chunks, then the body as it is. */
export const chunked = (body: Bytes): Buffer =>
  Buffer.concat([
    Buffer.from(respond('200 OK', { ...JSON_TYPE, 'transfer-encoding': 'chunked' })),
    Buffer.from(body),
  ]);

/** An answer whose body is said to be encoded so. */
export const encoded = (encoding: string, body: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(
      respond('200 OK', {
        ...JSON_TYPE,
        'content-encoding': encoding,
        'content-length': String(body.length),
      }),
    ),
    body,
  ]);
