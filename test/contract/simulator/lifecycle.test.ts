import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { CONDOMINIO } from '../../../src/simulator/communities.ts';
import { communityOf, SCENARIOS } from '../../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { call, linkedGroups, unlink } from './wire.ts';

const portOf = (simulator: Simulator) => Number(new URL(simulator.url).port);

const using = async (simulator: Simulator, body: (simulator: Simulator) => Promise<void>) => {
  try {
    await body(simulator);
  } finally {
    await simulator.close();
  }
};

/** Waits for what another socket brings about; fails by the test's own timeout. */
const until = async (holds: () => boolean) => {
  while (!holds()) await setTimeout(5);
};

const unlinkScenario = (simulator: Simulator, name: string, signal?: AbortSignal) => {
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`no scenario is named ${name}`);
  const [, group = ''] = communityOf(scenario).subGroups.map(({ phone }) => phone);
  return unlink(simulator, scenario.communityId, [group], signal);
};

describe('starting and closing the simulator', () => {
  it('listens on a loopback port of its own, with credentials of the right shapes', async () => {
    const [one, two] = await Promise.all([startSimulator(), startSimulator()]);
    expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(two.url).not.toBe(one.url);
    expect(one.credentials.instanceId).toMatch(/^[0-9A-F]{32}$/);
    expect(one.credentials.instanceToken).toMatch(/^[0-9A-F]{24}$/);
    expect(one.credentials.clientToken).toMatch(/^F[0-9a-f]{32}S$/);
    await Promise.all([one.close(), two.close()]);
  });

  it('takes the port and the credentials it is given', async () => {
    const first = await startSimulator();
    const port = portOf(first);
    await first.close();
    const credentials = { instanceId: 'a/b', instanceToken: 'c d', clientToken: 'e' };
    await using(await startSimulator({ port, credentials }), async (simulator) => {
      expect(portOf(simulator)).toBe(port);
      expect(simulator.credentials).toEqual(credentials);
      const answer = await call(simulator, { path: '/instances/a%2Fb/token/c%20d/status' });
      expect(answer.status).toBe(200);
    });
  });

  it('rejects when the port is taken', () =>
    startSimulator().then((simulator) =>
      using(simulator, async () => {
        await expect(startSimulator({ port: portOf(simulator) })).rejects.toMatchObject({
          code: 'EADDRINUSE',
        });
      }),
    ));

  it('keeps its communities apart from those of another simulator', async () => {
    const [one, two] = await Promise.all([startSimulator(), startSimulator()]);
    await unlink(one, CONDOMINIO.id, ['1345353454354354-group']);
    expect(await linkedGroups(two, CONDOMINIO.id)).toContain('1345353454354354-group');
    await Promise.all([one.close(), two.close()]);
  });

  it('ends hanging and slow answers and idle connections when it closes', async () => {
    const simulator = await startSimulator();
    const agent = new http.Agent({ keepAlive: true });
    const idle = http.get(`${simulator.url}/`, { agent });
    const [response] = (await once(idle, 'response')) as [http.IncomingMessage];
    response.resume();
    const waiting = ['hang', 'slow'].map((name) => unlinkScenario(simulator, name));
    const failures = Promise.allSettled(waiting);
    await until(() => simulator.unlinkCalls() === 2);
    const started = performance.now();
    await simulator.close();
    expect(performance.now() - started).toBeLessThan(1_000);
    for (const failure of await failures) expect(failure).toMatchObject({ reason: { code: 'ECONNRESET' } });
    agent.destroy();
  });

  it('refuses connections once closed, and may be closed again', async () => {
    const simulator = await startSimulator();
    await Promise.all([simulator.close(), simulator.close()]);
    await simulator.close();
    await expect(call(simulator, {})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('leaves no timer of a slow answer running when it closes', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const simulator = await startSimulator();
    const failures = Promise.allSettled(Array.from({ length: 30 }, () => unlinkScenario(simulator, 'slow')));
    await until(() => simulator.unlinkCalls() === 30);
    expect(timers()).toBeGreaterThanOrEqual(30);
    await simulator.close();
    await failures;
    expect(timers()).toBeLessThan(30);
  });
});

describe('counting the unlink calls', () => {
  it('counts every POST that arrived whole, whatever the answer, and reset leaves the count', async () => {
    await using(await startSimulator(), async (simulator) => {
      expect(simulator.unlinkCalls()).toBe(0);
      await unlink(simulator, CONDOMINIO.id, ['1345353454354354-group']);
      await unlink(simulator, CONDOMINIO.id, ['1345353454354354-group']);
      await call(simulator, {
        method: 'POST',
        endpoint: '/communities/unlink',
        headers: { 'client-token': 'x' },
      });
      simulator.reset();
      expect(simulator.unlinkCalls()).toBe(3);
    });
  });

  it('counts neither other calls nor one that breaks off, and goes on after it', async () => {
    await using(await startSimulator(), async (simulator) => {
      await call(simulator, { endpoint: '/communities/unlink' });
      await call(simulator, { method: 'POST', endpoint: '/communities/link', body: '{}' });
      const { instanceId, instanceToken } = simulator.credentials;
      const socket = net.connect(portOf(simulator), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(
        `POST /instances/${instanceId}/token/${instanceToken}/communities/unlink HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{`,
      );
      await setTimeout(20);
      socket.resetAndDestroy();
      await setTimeout(20);
      expect(simulator.unlinkCalls()).toBe(0);
      expect((await call(simulator, {})).status).toBe(200);
    });
  });

  it('survives bytes that are not HTTP', async () => {
    await using(await startSimulator(), async (simulator) => {
      const socket = net.connect(portOf(simulator), '127.0.0.1');
      socket.on('error', () => {}).write('\x16\x03\x01 not http\r\n\r\n');
      socket.resume();
      await once(socket, 'close');
      expect((await call(simulator, {})).status).toBe(200);
    });
  });

  it('carries a slow unlink out although the client has left', async () => {
    await using(await startSimulator(), async (simulator) => {
      const scenario = SCENARIOS.find(({ name }) => name === 'slow');
      if (scenario === undefined) throw new Error('no scenario is named slow');
      const before = await linkedGroups(simulator, scenario.communityId);
      await expect(unlinkScenario(simulator, 'slow', AbortSignal.timeout(100))).rejects.toThrow();
      expect(await linkedGroups(simulator, scenario.communityId)).toEqual(before);
      let after = before;
      while (after.length === before.length) {
        await setTimeout(20);
        after = await linkedGroups(simulator, scenario.communityId);
      }
      expect(after).toHaveLength(before.length - 1);
      expect(simulator.unlinkCalls()).toBe(1);
    });
  });
});
