import http from 'node:http';
import net from 'node:net';
import { resolve } from 'node:path';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { type FaultServer, respond, startFaultServer } from '../support/fault-server.ts';
import type { SpawnedProcess } from '../support/process.ts';
import { closedAfterAll } from '../support/resources.ts';
import { runSource, urlOf } from '../support/run-source.ts';
import { until } from '../support/until.ts';

type Environment = Readonly<Record<string, string>>;

const LIVE: Environment = {
  PORT: '0',
  ZAPI_INSTANCE_ID: CANARY_ACCESS.instanceId,
  ZAPI_INSTANCE_TOKEN: CANARY_ACCESS.instanceToken,
  ZAPI_CLIENT_TOKEN: CANARY_ACCESS.clientToken,
};

const SUCCESS = { code: 0, signal: null };
const FAILURE = { code: 1, signal: null };

const kept = closedAfterAll();

interface HoldingZApi extends FaultServer {
  /** Lets every answer go. */
  release(): void;
}

/** Answers success, but to nobody before it is told to. */
const startHoldingZApi = async (): Promise<HoldingZApi> => {
  let release = () => {};
  const released = new Promise<void>((done) => {
    release = done;
  });
  const server = await startFaultServer(async ({ request, send }) => {
    await request();
    await released;
    send(respond('200 OK', { 'content-type': 'application/json' }, '{"success":true}'));
  });
  return kept({ ...server, release });
};

/** One community each: unlinks of the same one would take turns, or share one call. */
const COMMUNITY_OF = { Waiting: '98372465382764532938', Gone: '120363041278650314' } as const;
type Operation = keyof typeof COMMUNITY_OF;

const UNLINK = (operation: Operation) =>
  `mutation ${operation} { unlinkGroups(communityId: "${COMMUNITY_OF[operation]}", groupsPhones: ["1345353454354354-group"]) { __typename } }`;

const post = (query: string, requestId: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-request-id': requestId },
  body: JSON.stringify({ query }),
});

const unlinkAs = (operation: Operation) => post(UNLINK(operation), operation);

const UNLINKED = { status: 200, body: { data: { unlinkGroups: { __typename: 'UnlinkSuccess' } } } };

const succeeded = (operation: Operation) => ({ operation, results: [{ type: 'UnlinkSuccess' }] });

const operationsOf = ({ logs }: SpawnedProcess) =>
  logs.filter(({ msg }) => msg === 'operation').map(({ operation, results }) => ({ operation, results }));

/** Asks on a connection of its own. */
const ask = async (
  url: URL,
  path: string,
  { body, ...init }: ReturnType<typeof post> | { body?: string } = {},
) => {
  const request = http.request(new URL(path, url), { ...init, agent: false });
  const answered = new Promise<http.IncomingMessage>((answer, reject) => {
    request.once('response', answer).once('error', reject);
  });
  request.end(body);
  const answer = await answered;
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  const read = (await json(answer)) as any;
  return { status: answer.statusCode, connection: answer.headers.connection, body: read };
};

const running = async (env: Environment = {}) => {
  const zApi = await startHoldingZApi();
  const service = kept(runSource('main.ts', { ...LIVE, ZAPI_BASE_URL: zApi.url, ...env }));
  const url = new URL(await urlOf(service));
  return { zApi, service, url, graphql: new URL('/graphql', url) };
};

/** Tells a service to stop; resolves once it does. */
const tell = async (service: SpawnedProcess, signal: NodeJS.Signals) => {
  service.kill(signal);
  await service.printed(/"msg":"stopping/);
};

describe('a service told to stop', () => {
  /** What new connections are told. */
  const look = async (url: URL) => {
    const refused = await ask(url, '/graphql', post('{ __typename }', 'late'));
    return {
      ready: await ask(url, '/health/ready'),
      live: await ask(url, '/health/live'),
      refused: { ...refused, body: refused.body.errors[0].extensions },
    };
  };

  /** Starts a service, sends the unlinks of those who will have hung up, and whatever `others` do; then stops it. */
  const stopInFlight = async <T>(
    signal: NodeJS.Signals,
    inFlight: number,
    others: (url: URL) => Promise<T>,
  ) => {
    const { zApi, service, url, graphql } = await running();
    const { body, ...leavingRequest } = unlinkAs('Gone');
    const leaving = http.request(graphql, { ...leavingRequest, agent: false }).on('error', () => {});
    leaving.end(body);
    const answered = others(graphql);
    await until(() => zApi.requests.length === inFlight);
    leaving.destroy();

    await tell(service, signal);
    const told = await look(url);
    const finishedBefore = operationsOf(service).length;
    zApi.release();
    return {
      told,
      answer: await answered,
      exit: await service.exit,
      finishedBefore,
      operations: operationsOf(service),
      saysStopped: service.logs.at(-1)?.msg === 'stopped',
      audited: service.audit.map(({ event, requestId }) => `${event} ${requestId}`),
      sent: zApi.requests.length,
    };
  };

  const stopWithCallers = (signal: NodeJS.Signals) =>
    stopInFlight(signal, 2, async (url) => {
      // One says nothing, and one stops in the middle of a word.
      for (const said of ['', 'POST /graphql HTTP/1.1\r\nHost:']) {
        const socket = net.connect(Number(url.port), url.hostname).on('error', () => {});
        socket.write(said);
      }
      const response = await fetch(url, unlinkAs('Waiting'));
      return {
        connection: response.headers.get('connection'),
        status: response.status,
        body: await response.json(),
      };
    });

  const bySignal = new Map<NodeJS.Signals, Awaited<ReturnType<typeof stopWithCallers>>>();
  let allGone: Awaited<ReturnType<typeof stopInFlight<undefined>>>;
  beforeAll(async () => {
    const signals = ['SIGTERM', 'SIGINT'] as const;
    await Promise.all([
      ...signals.map(async (signal) => bySignal.set(signal, await stopWithCallers(signal))),
      stopInFlight('SIGTERM', 1, async () => undefined).then((stopped) => {
        allGone = stopped;
      }),
    ]);
  });

  describe.each([['SIGTERM'], ['SIGINT']] as const)('by %s', (signal) => {
    it('still listens while something is in flight, is live, and is not ready', () => {
      expect(bySignal.get(signal)?.told).toMatchObject({
        ready: { status: 503, body: { status: 'stopping' } },
        live: { status: 200, body: { status: 'live' } },
      });
    });

    it('takes no more work', () => {
      expect(bySignal.get(signal)?.told.refused).toEqual({
        status: 503,
        connection: 'close',
        body: { code: 'SHUTTING_DOWN', requestId: 'late' },
      });
      expect(bySignal.get(signal)?.finishedBefore).toBe(0);
    });

    it('answers who still waits, and ends the connection', () => {
      expect(bySignal.get(signal)?.answer).toEqual({ ...UNLINKED, connection: 'close' });
    });

    it('finishes and logs what is in flight, and sends nothing twice', () => {
      const { operations, saysStopped, sent } = bySignal.get(signal) ?? {};
      expect(operations).toHaveLength(2);
      expect(operations).toEqual(expect.arrayContaining([succeeded('Waiting'), succeeded('Gone')]));
      expect({ sent, saysStopped }).toEqual({ sent: 2, saysStopped: true });
    });

    it('exits with 0', () => {
      expect(bySignal.get(signal)?.exit).toEqual(SUCCESS);
    });
  });

  it('finishes and logs an operation although nobody waits for anything any more', () => {
    expect(allGone).toMatchObject({
      answer: undefined,
      exit: SUCCESS,
      finishedBefore: 0,
      operations: [succeeded('Gone')],
      audited: ['intent Gone', 'result Gone'],
      saysStopped: true,
      sent: 1,
    });
  });
});

const LEFT = 'outcome unknown: the process ended before the operation did';

/** The last lines of a service that was ended before it had finished. */
const lastLines = ({ logs }: SpawnedProcess, count: number) =>
  logs.slice(-count).map(({ level, requestId, msg }) => ({ level, requestId, msg }));

const abandoned = (why: string, ...requestIds: readonly string[]) => [
  ...requestIds.map((requestId) => ({ level: 'fatal', requestId, msg: LEFT })),
  { level: 'fatal', requestId: undefined, msg: why },
];

/** An unlink and then a query, both waiting for Z-API. */
const sendTwo = async (zApi: HoldingZApi, graphql: URL): Promise<readonly Promise<string>[]> => {
  const send = async (init: ReturnType<typeof post>, sent: number) => {
    const answer = fetch(graphql, init).then(
      () => 'answered',
      () => 'cut off',
    );
    await until(() => zApi.requests.length === sent);
    return { answer };
  };
  const unlink = await send(unlinkAs('Waiting'), 1);
  const query = await send(post('{ communities { page } }', 'asking'), 2);
  return [unlink.answer, query.answer];
};

describe('a service that cannot finish in time', () => {
  it('logs what is left by its request id, leaves the intent in the audit, and exits with 1', async () => {
    const { zApi, service, graphql } = await running({ SHUTDOWN_GRACE_MS: '200' });
    const answers = await sendTwo(zApi, graphql);
    service.kill('SIGTERM');
    expect(await service.exit).toEqual(FAILURE);
    expect(lastLines(service, 3)).toEqual(abandoned('ended after SHUTDOWN_GRACE_MS', 'Waiting', 'asking'));
    expect(service.audit).toMatchObject([{ event: 'intent', requestId: 'Waiting' }]);
    expect(await Promise.all(answers)).toEqual(['cut off', 'cut off']);
  });
});

describe('a service told a second time', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('by %s logs what is left, and exits with 1', async (second) => {
    const { zApi, service, graphql } = await running();
    const answers = await sendTwo(zApi, graphql);
    await tell(service, 'SIGTERM');
    service.kill(second);
    expect(await service.exit).toEqual(FAILURE);
    expect(lastLines(service, 3)).toEqual(
      abandoned(`ended by ${second} while stopping`, 'Waiting', 'asking'),
    );
    expect(service.audit).toMatchObject([{ event: 'intent', requestId: 'Waiting' }]);
    expect(await Promise.all(answers)).toEqual(['cut off', 'cut off']);
  });
});

describe('a service that is killed', () => {
  it('leaves the intent of what was in flight, written before the POST', async () => {
    const { zApi, service, graphql } = await running();
    fetch(graphql, unlinkAs('Waiting')).catch(() => {});
    await until(() => zApi.requests.length === 1);
    service.kill('SIGKILL');
    expect(await service.exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(service.audit).toMatchObject([{ event: 'intent', requestId: 'Waiting' }]);
  });
});

/** Has a service run this first. */
const preloaded = (code: string): Environment => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`,
});

/** The module that the service imports as `@apollo/server`. */
const APOLLO_SERVER = pathToFileURL(resolve('node_modules/@apollo/server/dist/esm/index.js')).href;

const SECRETS = `${CANARY_ACCESS.instanceToken} of 5511999999999`;
const THROWN_ON_SIGUSR2 = preloaded(
  `process.on('SIGUSR2', () => { throw new Error('uncaught ${SECRETS}'); });`,
);
const REJECTED_ON_SIGUSR2 = preloaded(
  `process.on('SIGUSR2', () => { Promise.reject(new Error('unhandled ${SECRETS}')); });`,
);

/** Does this as soon as the service would hear of it: before anything that needs a turn of the event loop, as listening does. */
const atOnceWhenListeningFor = (event: string, code: string): Environment =>
  preloaded(
    `process.on('newListener', (event) => { if (event === '${event}') process.nextTick(() => { ${code} }); });`,
  );

describe('while it starts', () => {
  const startAndEnd = async (env: Environment) => {
    const service = kept(runSource('main.ts', { ...LIVE, ...env }));
    const exit = await service.exit;
    return { exit, stderr: service.stderr, said: service.logs.map(({ level, msg }) => ({ level, msg })) };
  };

  it('a signal ends a service before it is ready, with 0', async () => {
    const ended = await startAndEnd(atOnceWhenListeningFor('SIGTERM', "process.emit('SIGTERM', 'SIGTERM');"));
    expect(ended.exit).toEqual(SUCCESS);
    expect(ended.said).toEqual([
      { level: 'info', msg: 'stopping: finishing what is in flight' },
      { level: 'info', msg: 'stopped' },
    ]);
  });

  it('an error that nobody caught is scrubbed as well', async () => {
    const ended = await startAndEnd(
      atOnceWhenListeningFor('uncaughtException', `throw new Error('uncaught ${SECRETS}');`),
    );
    expect(ended).toEqual({
      exit: FAILURE,
      stderr: '',
      said: [
        { level: 'fatal', msg: 'uncaught error: stopping' },
        { level: 'info', msg: 'stopped' },
      ],
    });
  });
});

describe('an error that nobody caught', () => {
  const fatalLines = ({ logs }: SpawnedProcess) =>
    logs
      .filter(({ level }) => level === 'fatal')
      .map(({ msg, err }) => ({ msg, error: (err as Error | undefined)?.message }));

  const STOPPING = 'uncaught error: stopping';
  const SCRUBBED = 'uncaught [secret] of [number]';

  it('stops the service in order: what is in flight is finished, and the exit code is 1', async () => {
    const { zApi, service, url, graphql } = await running(THROWN_ON_SIGUSR2);
    const answer = fetch(graphql, unlinkAs('Waiting'));
    await until(() => zApi.requests.length === 1);
    service.kill('SIGUSR2');
    await service.printed(/"msg":"uncaught error: stopping"/);
    expect(await ask(url, '/health/ready')).toMatchObject({ status: 503 });
    service.kill('SIGUSR2');
    await service.printed(/"msg":"uncaught error while stopping"/);
    expect(await ask(url, '/health/ready')).toMatchObject({ status: 503 });
    zApi.release();
    expect(await (await answer).json()).toEqual(UNLINKED.body);
    expect(await service.exit).toEqual(FAILURE);
    expect(operationsOf(service)).toEqual([succeeded('Waiting')]);
    expect(service.logs.at(-1)).toMatchObject({ msg: 'stopped' });
    expect(fatalLines(service)).toEqual([
      { msg: STOPPING, error: SCRUBBED },
      { msg: 'uncaught error while stopping', error: SCRUBBED },
    ]);
    expect(service.stderr).toBe('');
  });

  it('is also a rejection that nobody handled', async () => {
    const { service } = await running(REJECTED_ON_SIGUSR2);
    service.kill('SIGUSR2');
    expect(await service.exit).toEqual(FAILURE);
    expect(fatalLines(service)).toEqual([{ msg: STOPPING, error: 'unhandled [secret] of [number]' }]);
    expect(service.stderr).toBe('');
  });

  it('is waited for no longer than a signal: a signal meanwhile ends the process', async () => {
    const { zApi, service, graphql } = await running(THROWN_ON_SIGUSR2);
    fetch(graphql, unlinkAs('Waiting')).catch(() => {});
    await until(() => zApi.requests.length === 1);
    service.kill('SIGUSR2');
    await service.printed(/"msg":"uncaught error: stopping"/);
    service.kill('SIGTERM');
    expect(await service.exit).toEqual(FAILURE);
    expect(lastLines(service, 2)).toEqual(abandoned('ended by SIGTERM while stopping', 'Waiting'));
  });

  it('makes the exit code 1 although a signal came first', async () => {
    const { zApi, service, graphql } = await running(THROWN_ON_SIGUSR2);
    const answer = fetch(graphql, unlinkAs('Waiting'));
    await until(() => zApi.requests.length === 1);
    await tell(service, 'SIGTERM');
    service.kill('SIGUSR2');
    await service.printed(/"msg":"uncaught error while stopping"/);
    zApi.release();
    expect((await answer).status).toBe(200);
    expect(await service.exit).toEqual(FAILURE);
    expect(service.logs.at(-1)).toMatchObject({ msg: 'stopped' });
  });

  it('in closing itself makes the exit code 1', async () => {
    const { service } = await running(
      preloaded(
        `import { ApolloServer } from '${APOLLO_SERVER}';
        ApolloServer.prototype.stop = async () => { throw new Error('uncaught ${SECRETS}'); };`,
      ),
    );
    service.kill('SIGTERM');
    expect(await service.exit).toEqual(FAILURE);
    expect(fatalLines(service)).toEqual([{ msg: 'could not stop cleanly', error: SCRUBBED }]);
  });
});
