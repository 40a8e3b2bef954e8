import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import type { JsonFile } from '../support/json-file.ts';
import { type Dialect, GRAPHQL, PLAIN_JSON } from './calls.ts';

/** Whoever is measured: a process that takes calls and forwards each to Z-API. */
export interface Contender {
  readonly name: string;
  /** A source in this folder; undefined for the service itself. */
  readonly source?: string;
  /** A file that is compiled already, in place of `source`. */
  readonly compiled?: string;
  /** Sources in this folder that are loaded before it. */
  readonly preload?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly dialect: Dialect;
  readonly headers?: Readonly<Record<string, string>>;
}

const PRODUCTION = { NODE_ENV: 'production' };

const bare = (name: string, source: string): Contender => ({
  name,
  source,
  env: PRODUCTION,
  dialect: PLAIN_JSON,
});

/** As it is deployed, but for what it refuses in production: plain http to Z-API, and callers whom nobody authenticates. */
const SERVICE = {
  preload: ['preload/production-libraries.ts'],
  dialect: GRAPHQL,
  env: {
    NODE_ENV: 'development',
    SANDBOX: 'off',
    INTROSPECTION: 'off',
    CALLER_MUTATIONS_PER_MINUTE: '0',
    INSTANCE_MUTATIONS_PER_MINUTE: '0',
    INSTANCE_CONCURRENT_UNLINKS: '10000',
  },
};

const overUndici = (name: string, client: string): Contender => ({
  ...SERVICE,
  name,
  preload: [...SERVICE.preload, 'preload/swap-client.ts'],
  env: { ...SERVICE.env, BENCH_CLIENT: client },
});

export const FLOOR = bare('floor', 'servers/floor.ts');
export const BARE_NODE_FETCH = bare('bare + node-fetch', 'servers/bare-node-fetch.ts');
export const HAND_WRITTEN_APOLLO: Contender = {
  name: 'hand-written Apollo',
  source: 'servers/hand-written-apollo.ts',
  env: PRODUCTION,
  dialect: GRAPHQL,
};
export const THIS_SERVICE: Contender = { ...SERVICE, name: 'this service' };

/** Whether it is in every table: another build of the service is. */
export const isMain = (contender: Contender): boolean =>
  [FLOOR, BARE_NODE_FETCH, HAND_WRITTEN_APOLLO, THIS_SERVICE].includes(contender) ||
  contender.compiled !== undefined;

const KEY = testApiKey();

/** The file that lets the caller in who has a key. */
export const openKeysFile = (): JsonFile => apiKeysFile(KEY);

export const SERVICE_WITH_KEY = 'this service (API key and metrics)';

/** All, in the order of the table. */
export const allContenders = (keys: JsonFile): readonly Contender[] => [
  FLOOR,
  bare('floor (a connection per call)', 'servers/floor-connection-per-call.ts'),
  BARE_NODE_FETCH,
  bare('bare + node-fetch (a connection per call)', 'servers/bare-node-fetch-connection-per-call.ts'),
  HAND_WRITTEN_APOLLO,
  THIS_SERVICE,
  {
    ...SERVICE,
    name: SERVICE_WITH_KEY,
    env: { ...SERVICE.env, AUTH_API_KEYS_FILE: keys.path, METRICS_PORT: '0' },
    headers: KEY.headers,
  },
  overUndici('this service over undici', 'undici-connection-per-call'),
  overUndici('this service over undici (keep-alive)', 'undici-keep-alive'),
];

/** Another build of the service, to be measured beside this one: its `dist/main.js`. */
export const otherBuild = (main: string): Contender => ({ ...SERVICE, name: 'other build', compiled: main });
