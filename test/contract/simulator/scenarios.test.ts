import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Scenario } from '../../../src/simulator/scenario.ts';
import { communityOf, SCENARIOS } from '../../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { EXPECTED_ANSWERS } from './expected-answers.ts';
import { call, linkedGroups, unlink, type WireAnswer } from './wire.ts';

const SLOW_MS = 1_500;
/** How long to wait for what never comes. */
const GIVE_UP_MS = 500;

const scenarioNamed = (name: string): Scenario => {
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`no scenario is named ${name}`);
  return scenario;
};

interface Played {
  readonly answer?: WireAnswer;
  readonly failure?: string;
  readonly tookMs: number;
  readonly stillLinked: readonly number[];
}

const play = async (simulator: Simulator, scenario: Scenario): Promise<Played> => {
  const [announcement = '', first = '', second = '', third = ''] = communityOf(scenario).subGroups.map(
    ({ phone }) => phone,
  );
  const started = performance.now();
  const outcome = await unlink(
    simulator,
    scenario.communityId,
    [first, second],
    scenario.name === 'hang' ? AbortSignal.timeout(GIVE_UP_MS) : undefined,
  ).then(
    (answer) => ({ answer }),
    (error: { code?: string; name: string }) => ({
      failure: error.code === 'ECONNRESET' ? error.code : error.name,
    }),
  );
  const tookMs = performance.now() - started;
  const linked = await linkedGroups(simulator, scenario.communityId);
  // Whatever the scenario, the groups nobody asked for stay.
  expect(linked).toEqual(expect.arrayContaining([announcement, third]));
  const stillLinked = [first, second].flatMap((phone, index) => (linked.includes(phone) ? [index + 1] : []));
  return { ...outcome, tookMs, stillLinked };
};

describe('the scenarios', () => {
  let simulator: Simulator;
  const played = new Map<string, Played>();
  // All at once: two of them take a while, and each has a community of its own.
  beforeAll(async () => {
    simulator = await startSimulator();
    await Promise.all(
      SCENARIOS.map(async (scenario) => played.set(scenario.name, await play(simulator, scenario))),
    );
  });
  afterAll(() => simulator.close());

  it('are all expected here, under ids that count on from 901', () => {
    expect(SCENARIOS.map(({ name }) => name).sort()).toEqual(Object.keys(EXPECTED_ANSWERS).sort());
    expect(SCENARIOS.map(({ communityId }) => communityId)).toEqual(
      SCENARIOS.map((_, index) => `1203630000000009${String(index + 1).padStart(2, '0')}`),
    );
  });

  it.each(SCENARIOS)('$communityId $name: $does', ({ name }) => {
    const { status, headers = {}, body, failure, stillLinked = [1, 2] } = EXPECTED_ANSWERS[name] ?? {};
    const result = played.get(name);
    expect(result?.failure).toBe(failure);
    expect(result?.answer?.status).toBe(status);
    expect(result?.answer?.body).toBe(body);
    expect(result?.answer?.headers ?? {}).toMatchObject(headers);
    expect(result?.stillLinked).toEqual(stillLinked);
  });

  it.each(SCENARIOS)('$name says in its sentence when the groups leave', ({ name, does }) => {
    const changes = (EXPECTED_ANSWERS[name]?.stillLinked ?? [1, 2]).length < 2;
    expect(does).toMatch(changes ? /left|carries out/i : /nothing changes/);
    expect(does).toMatch(/^[A-Z].*\.$/);
  });

  it('each make one call that arrived whole, even where no answer came', () => {
    expect(simulator.unlinkCalls()).toBe(SCENARIOS.length);
  });

  it('answer slowly where they say so', () => {
    expect(played.get('slow')?.tookMs).toBeGreaterThanOrEqual(SLOW_MS - 50);
  });

  it('redirect to where a client that follows is told success', async () => {
    const { status, body } = await call(simulator, { path: '/redirected' });
    expect({ status, body }).toEqual({ status: 200, body: '{"success":true}' });
  });

  it('print "null not allowed" when the Client-Token refused was not sent at all', async () => {
    const open = await startSimulator({ clientTokenActivated: false });
    const { communityId } = scenarioNamed('client-token-not-allowed');
    const body = JSON.stringify({ communityId, groupsPhones: ['1-group'] });
    const headers = { 'client-token': undefined };
    const answer = await call(open, { method: 'POST', endpoint: '/communities/unlink', headers, body });
    await open.close();
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 403,
      body: '{"error":"null not allowed"}',
    });
  });

  it('cut the answer short by one byte after what reads as a success', async () => {
    const { instanceId, instanceToken, clientToken } = simulator.credentials;
    const { communityId } = scenarioNamed('cut-short');
    const body = JSON.stringify({ communityId, groupsPhones: ['1-group'] });
    const socket = net.connect(Number(new URL(simulator.url).port), '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      received += chunk;
    });
    socket.write(
      [
        `POST /instances/${instanceId}/token/${instanceToken}/communities/unlink HTTP/1.1`,
        'Host: 127.0.0.1',
        `Client-Token: ${clientToken}`,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
    await once(socket, 'end');
    socket.destroy();
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(received).toMatch(/\r\ncontent-length: 17\r\n/i);
    expect(received).toMatch(/\r\n\r\n\{"success":true\}$/);
  });

  it('are only about unlink: linking and reading go on as usual', async () => {
    const { communityId } = scenarioNamed('refused');
    const answer = await call(simulator, {
      method: 'POST',
      endpoint: '/communities/link',
      body: JSON.stringify({ communityId, groupsPhones: ['7-group'] }),
    });
    expect(answer.body).toBe('{"success":true}');
    expect(await linkedGroups(simulator, communityId)).toContain('7-group');
  });

  it('still refuse a body that is not well formed', async () => {
    const body = JSON.stringify({ communityId: scenarioNamed('refused').communityId, groupsPhones: [] });
    const answer = await call(simulator, { method: 'POST', endpoint: '/communities/unlink', body });
    expect(answer.body).toBe('{"error":"Invalid phone"}');
  });
});
