import {
  type Fault,
  type FaultConnection,
  type FaultServer,
  respond,
  startFaultServer,
} from '../../support/fault-server.ts';

/** Stands where Z-API does, and plays whatever a test gives it, one fault after the other. */
export interface Upstream {
  readonly url: string;
  readonly port: number;
  /** Connections accepted since the last `play`. */
  connections(): number;
  /** Plays another fault on connections from now on, and forgets the requests seen so far. */
  play(fault: Fault): void;
  /** Every whole POST since the last `play`. */
  posts(): readonly string[];
  gets(): readonly string[];
  close(): Promise<void>;
}

export const startUpstream = async (options?: Parameters<typeof startFaultServer>[1]): Promise<Upstream> => {
  let playing: Fault = ({ reset }) => reset();
  let first = 0;
  let firstConnection = 0;
  const server: FaultServer = await startFaultServer((connection) => playing(connection), options);
  const requests = (method: string) =>
    server.requests
      .slice(first)
      .map((bytes) => bytes.toString('latin1'))
      .filter((request) => request.startsWith(`${method} `));
  return {
    url: server.url,
    port: server.port,
    play(fault) {
      playing = fault;
      first = server.requests.length;
      firstConnection = server.connections();
    },
    connections: () => server.connections() - firstConnection,
    posts: () => requests('POST'),
    gets: () => requests('GET'),
    close: () => server.close(),
  };
};

/** An answer to a read that settles nothing: what is asked stays as unknown as it was. */
const UNREADABLE = respond('503 Service Unavailable');

/** Plays the fault once a POST was read whole; reads are answered with 503. */
export const onPost =
  (fault: (connection: FaultConnection, request: string) => void | Promise<void>): Fault =>
  async (connection) => {
    const request = (await connection.request()).toString('latin1');
    if (request.startsWith('POST ')) return fault(connection, request);
    connection.send(UNREADABLE);
    connection.end();
  };

/** Answers every POST with these bytes and ends the connection in good order. */
export const answerPost = (bytes: string | Buffer): Fault =>
  onPost(({ send, end }) => {
    send(bytes);
    end();
  });

/** Answers every request with these bytes and ends the connection in good order. */
export const answerAll =
  (bytes: string | Buffer): Fault =>
  async ({ request, send, end }) => {
    await request();
    send(bytes);
    end();
  };

/** A correct answer that carries a JSON value, or a text as it is. */
export const jsonAnswer = (status: number, value: unknown): string =>
  respond(
    `${status} Any`,
    { 'content-type': 'application/json' },
    typeof value === 'string' ? value : JSON.stringify(value),
  );

export const SUCCESS = jsonAnswer(200, { success: true });
