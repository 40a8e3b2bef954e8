import net from 'node:net';
import tls from 'node:tls';

/**
 * A server of bare sockets, for what an HTTP server cannot be made to do: half a head, wrong lengths,
 * a reset between two bytes, silence. It records what it was sent, byte for byte.
 */
export interface FaultServer {
  /** `http://127.0.0.1:<port>`, or `https:` when it was started with `tls`. */
  readonly url: string;
  readonly port: number;
  /** Every request read whole, in order of completion, over all connections: the ground truth. */
  readonly requests: readonly Buffer[];
  /** Connections accepted so far, those that failed their TLS handshake too. */
  connections(): number;
  /** Destroys every socket and frees the port. Rejects with the first error thrown by the fault itself. */
  close(): Promise<void>;
}

/** Decides which bytes go back, and when. Called once per connection (after the handshake, with `tls`). */
export type Fault = (connection: FaultConnection) => void | Promise<void>;

export interface FaultConnection {
  /** Where `reset` and the like do not reach. Its errors are swallowed. */
  readonly socket: net.Socket;
  /**
   * The exact bytes of the next whole request (head, and body by Content-Length) on this connection.
   * Never settles when the client leaves before.
   */
  request(): Promise<Buffer>;
  /** Writes bytes as they are; without effect once the client has left. */
  send(bytes: string | Buffer): void;
  /** Tears the connection down with a TCP reset. */
  reset(): void;
  /** Ends the connection in good order, after what was sent before. */
  end(): void;
}

const LOOPBACK = '127.0.0.1';
const HEAD_END = '\r\n\r\n';

/** Length of the request that the bytes begin with, or null when it is not whole yet. Knows no chunks. */
const wholeRequestLength = (bytes: Buffer): number | null => {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return null;
  const contentLength = /^content-length:[ \t]*(\d+)/im.exec(bytes.toString('latin1', 0, headEnd))?.[1];
  const length = headEnd + HEAD_END.length + Number(contentLength ?? 0);
  return bytes.length < length ? null : length;
};

/** Cuts the bytes of one socket into requests; whoever asks first gets the first one. */
const readRequests = (socket: net.Socket, onRequest: (request: Buffer) => void): (() => Promise<Buffer>) => {
  const unread: Buffer[] = [];
  const waiting: ((request: Buffer) => void)[] = [];
  let bytes: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let length = wholeRequestLength(bytes); length !== null; length = wholeRequestLength(bytes)) {
      const request = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      onRequest(request);
      const next = waiting.shift();
      if (next === undefined) unread.push(request);
      else next(request);
    }
  });
  return () =>
    new Promise((resolve) => {
      const request = unread.shift();
      if (request === undefined) waiting.push(resolve);
      else resolve(request);
    });
};

const swallow = () => {};

/** Starts the server on a free port of the loopback address. */
export const startFaultServer = async (
  fault: Fault,
  options: { readonly tls?: tls.TlsOptions } = {},
): Promise<FaultServer> => {
  const requests: Buffer[] = [];
  const faultErrors: unknown[] = [];
  const rawSockets = new Set<net.Socket>();
  let connections = 0;

  const play = async (socket: net.Socket): Promise<void> => {
    // Only a TCP socket can be reset, and a TLS socket does not show the one it is built on.
    const raw = [...rawSockets].find(({ remotePort }) => remotePort === socket.remotePort) ?? socket;
    socket.on('error', swallow);
    const request = readRequests(socket, (bytes) => requests.push(bytes));
    const reset = () => {
      raw.resetAndDestroy();
    };
    try {
      await fault({
        socket,
        request,
        send: (bytes) => void socket.write(bytes),
        reset,
        end: () => void socket.end(),
      });
    } catch (error) {
      faultErrors.push(error);
      socket.destroy();
    }
  };

  const onConnection = (socket: net.Socket) => void play(socket);
  const server = options.tls ? tls.createServer(options.tls, onConnection) : net.createServer(onConnection);
  // First in line, so that the raw socket is known before the fault is played on it.
  server.prependListener('connection', (socket: net.Socket) => {
    connections += 1;
    rawSockets.add(socket);
    socket.on('error', swallow).once('close', () => rawSockets.delete(socket));
  });
  server.on('tlsClientError', swallow);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, LOOPBACK, resolve);
  });
  const { port } = server.address() as net.AddressInfo;

  return {
    url: `${options.tls ? 'https' : 'http'}://${LOOPBACK}:${port}`,
    port,
    requests,
    connections: () => connections,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of rawSockets) socket.destroy();
      await closed;
      if (faultErrors.length > 0) throw faultErrors[0];
    },
  };
};

/**
 * A correct HTTP/1.1 answer: `respond('200 OK', { 'content-type': 'application/json' }, '{}')`.
 * Content-Length is added unless the headers frame the body themselves.
 */
export const respond = (
  statusLine: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): string => {
  const framed = Object.keys(headers).some((name) => /^(content-length|transfer-encoding)$/i.test(name));
  const framing = framed ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ ...headers, ...framing }).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${statusLine}`, ...lines, '', body].join('\r\n');
};
