import { connect } from 'node:net';
import { beforeAll } from '@jest/globals';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { apiKeysFile, testApiKey } from '../support/api-keys.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { type FaultServer, startFaultServer } from '../support/fault-server.ts';
import { closedAfterAll, type Opened } from '../support/resources.ts';
import { startTestService, type TestService } from '../support/service.ts';

/** A service under attack, and what stands behind it. */
export interface Target {
  readonly service: TestService;
  /** The headers that let a caller in. */
  readonly credential: Readonly<Record<string, string>>;
  /** What has arrived behind the service so far: reads too, because each call has a connection of its own. */
  reached(): Reached;
}

export interface Reached {
  readonly connections: number;
  /** Of the simulator; where nobody answers there are none. */
  readonly unlinkCalls: number;
}

export type Start = (kept: Opened, environment?: Readonly<Record<string, string>>) => Promise<Target>;

/** Open to everyone, with introspection and the Sandbox on. Z-API is the simulator. */
export const startDevelopment: Start = async (kept, environment = {}) => {
  const simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
  const relay = kept(await startRelay(Number(new URL(simulator.url).port)));
  const service = kept(
    await startTestService({
      zApiUrl: relay.url,
      environment: { NODE_ENV: 'development', ...environment },
    }),
  );
  return {
    service,
    credential: {},
    reached: () => ({ connections: relay.connections(), unlinkCalls: simulator.unlinkCalls() }),
  };
};

/** Callers have API keys; introspection and the Sandbox are off. Behind it every connection is counted and torn down. */
export const startProduction: Start = async (kept, environment = {}) => {
  const key = testApiKey();
  const zApi = kept(await startFaultServer(({ reset }) => reset()));
  const service = kept(
    await startTestService({
      zApiUrl: `https://127.0.0.1:${zApi.port}`,
      environment: {
        NODE_ENV: 'production',
        AUTH_API_KEYS_FILE: kept(apiKeysFile(key)).path,
        ...environment,
      },
    }),
  );
  return {
    service,
    credential: key.headers,
    reached: () => ({ connections: zApi.connections(), unlinkCalls: 0 }),
  };
};

export const PROFILES = [
  ['development', startDevelopment],
  ['production', startProduction],
] as const;

/** Starts a target before the tests of the block, and closes it after them. */
export const targetOf = (start: Start): (() => Target) => {
  const kept = closedAfterAll();
  let target: Target | undefined;
  beforeAll(async () => {
    target = await start(kept);
  });
  return () => {
    if (target === undefined) throw new Error('not started yet');
    return target;
  };
};

/** Passes every byte on, and counts the connections. */
const startRelay = (port: number): Promise<FaultServer> =>
  startFaultServer(({ socket }) => {
    const onward = connect(port, '127.0.0.1');
    onward.once('error', () => socket.destroy());
    socket.once('close', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  });
