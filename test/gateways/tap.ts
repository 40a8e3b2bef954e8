import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Stands between a gateway and the service: notes what arrives, and may answer in the service's place. */
export interface Tap {
  /** The address of the service for the gateway. */
  readonly url: string;
  /** Every request that arrived whole, in order: what the gateway really sent. */
  readonly received: readonly Received[];
  /** Plays what comes next, and forgets what was received; without a player all is passed on. */
  play(player?: Player): void;
  /** While it runs nobody listens at the address. */
  whileDown<T>(run: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Received {
  readonly headers: http.IncomingHttpHeaders;
  readonly query: string;
  /** Whether it came on a connection that had brought another before. */
  readonly onUsedConnection: boolean;
}

export type Player = (exchange: Exchange) => void | Promise<void>;

/** One request, and what may be done with it. Doing nothing is silence. */
export interface Exchange {
  /** Lets the service work on it; resolves with its whole answer, which the gateway has not seen. */
  ask(): Promise<Answer>;
  answer(answer: Answer): void;
  /** Begins to answer, and ends the connection. */
  breakOff(answer: Answer): void;
  /** Tears the gateway's connection down with a TCP reset. */
  reset(): void;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: string | Buffer;
}

const passOn: Player = async ({ ask, answer }) => answer(await ask());

const wholeOf = async (message: http.IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** Passes on to what listens at `target()` at that moment. */
export const startTap = async (target: () => string): Promise<Tap> => {
  const received: Received[] = [];
  const faults: unknown[] = [];
  const used = new WeakSet<Socket>();
  let player = passOn;

  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const body = await wholeOf(request);
    const { headers, socket } = request;
    received.push({
      headers,
      query: JSON.parse(body.toString()).query,
      onUsedConnection: used.has(socket),
    });
    used.add(socket);
    await player({
      ask: async () => {
        const { method, url = '' } = request;
        const asked = http.request(new URL(url, target()), {
          method,
          headers: { ...headers, connection: 'close' },
          agent: false,
        });
        const [answered] = await once(asked.end(body), 'response');
        const { connection: _, ...rest } = answered.headers;
        return { status: answered.statusCode, headers: rest, body: await wholeOf(answered) };
      },
      answer: (answer) => void response.writeHead(answer.status, answer.headers).end(answer.body),
      breakOff: (answer) =>
        void response.writeHead(answer.status, answer.headers).write(answer.body, () => socket.destroy()),
      reset: () => void socket.resetAndDestroy(),
    });
  };

  const server = http.createServer((request, response) => {
    serve(request, response).catch((error) => {
      faults.push(error);
      request.socket.destroy();
    });
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/graphql`,
    received,
    play: (next = passOn) => {
      player = next;
      received.splice(0);
    },
    whileDown: async (run) => {
      await stop();
      try {
        return await run();
      } finally {
        await listen(port);
      }
    },
    close: async () => {
      await stop();
      if (faults.length > 0) throw faults[0];
    },
  };
};
