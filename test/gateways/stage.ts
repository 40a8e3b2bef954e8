import { print } from 'graphql';
import { ESCOLA, FEIRA } from '../../src/simulator/communities.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { NEIGHBOUR_TYPE_DEFS } from '../contract/schema/neighbour.ts';
import { type NeighbourServer, startNeighbourServer } from '../contract/schema/neighbour-server.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { CANARY_ACCESS, CANARY_ROUTER_SECRET } from '../support/canaries.ts';
import type { Opened } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';
import type { Compose, Subgraph } from './composers.ts';
import { type GatewayProcess, type GatewayProgram, spawnGateway } from './spawn-gateway.ts';
import { startTap, type Tap } from './tap.ts';

/** How a gateway is composed, started, and set. */
export interface GatewayKind {
  readonly compose: Compose;
  readonly program: GatewayProgram;
  /** Which of the headers meant for this subgraph it gives to others too: none unless told. */
  readonly toNeighbours?: readonly string[];
}

export const CALLER = testApiKey({ id: 'backend' });
export const READER = testApiKey({ id: 'reader', scopes: ['communities:read'] });
export const UNLINKER = testApiKey({ id: 'unlinker', scopes: ['communities:unlink'] });

export const ROUTER = { 'router-authorization': CANARY_ROUTER_SECRET };

/** A community that the neighbour names and this subgraph does not know. */
export const UNKNOWN_ID = '55555';

/** Long enough for an answer, short enough to wait for silence. */
const QUICK = { ZAPI_ATTEMPT_TIMEOUT_MS: '4000', ZAPI_DEADLINE_MS: '9000' };

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly body: any;
}

export type Ask = (
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  headers?: Readonly<Record<string, string>>,
) => Promise<GatewayAnswer>;

/** A gateway before the service and a neighbour, each a process or a server of its own. */
export interface Stage {
  readonly simulator: Simulator;
  /** The service before the simulator. */
  readonly service: TestService;
  readonly neighbour: NeighbourServer;
  /** Between the gateway and the service. */
  readonly tap: Tap;
  /** Asks the gateway, with a key that may do everything unless other headers are given. */
  readonly ask: Ask;
  /** All that the gateway printed. */
  readonly printed: () => string;
  /** Another process of the gateway, with other settings. */
  spawn(env: Readonly<Record<string, string>>): Promise<GatewayProcess>;
  /** While it runs, the gateway reaches another service, before another Z-API. */
  withService(
    zApiUrl: string,
    run: (service: TestService) => Promise<void>,
    environment?: Readonly<Record<string, string>>,
  ): Promise<void>;
}

export const askAt =
  (url: string): Ask =>
  async (query, variables = {}, headers = CALLER.headers) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

/** The subgraph as a composer fetches it from the running service: with the secret of gateways and no caller. */
const fetchSubgraph = async (service: TestService, url: string): Promise<Subgraph> => {
  const { body } = await service.graphql('{ _service { sdl } }', {}, ROUTER);
  return { name: 'communities', url, sdl: body.data._service.sdl };
};

export const setStage = async ({ compose, program }: GatewayKind, kept: Opened): Promise<Stage> => {
  const simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
  const keys = kept(apiKeysFile(CALLER, READER, UNLINKER));
  const startService = (zApiUrl: string, environment: Readonly<Record<string, string>> = QUICK) =>
    startTestService({
      zApiUrl,
      environment: { AUTH_API_KEYS_FILE: keys.path, ROUTER_SECRET: CANARY_ROUTER_SECRET, ...environment },
    });
  const service = kept(await startService(simulator.url));
  let target = service.url;
  const tap = kept(await startTap(() => target));
  const neighbour = kept(await startNeighbourServer([ESCOLA.id, UNKNOWN_ID, FEIRA.id]));

  const composed = compose([
    await fetchSubgraph(service, tap.url),
    { name: 'neighbour', url: neighbour.url, sdl: print(NEIGHBOUR_TYPE_DEFS) },
  ]);
  if (!('supergraphSdl' in composed)) throw new Error(composed.errors.join('\n'));
  const spawn: Stage['spawn'] = (env) =>
    spawnGateway(program, composed.supergraphSdl ?? '', { ROUTER_SECRET: CANARY_ROUTER_SECRET, ...env });
  const gateway = kept(await spawn({}));

  return {
    simulator,
    service,
    neighbour,
    tap,
    ask: askAt(gateway.url),
    printed: gateway.printed,
    spawn,
    withService: async (zApiUrl, run, environment) => {
      const another = await startService(zApiUrl, environment);
      target = another.url;
      try {
        await run(another);
      } finally {
        target = service.url;
        await another.close();
      }
    },
  };
};
