/**
 * What a connection of its own costs per call, against plain keep-alive: CPU time of the calling process and time to the
 * answer, on loopback, interleaved in one run. Started by `npm run bench:connection`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import nodeFetch from 'node-fetch';
import { singleUseConnections } from '../../src/z-api/connections.ts';

const ROUNDS = 20;
const CALLS = 100;
const BODY = JSON.stringify({
  communityId: '98372465382764532938',
  groupsPhones: ['1345353454354354-group'],
});

const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));

const serve = (protocol: string): void => {
  const answer: http.RequestListener = (request, response) => {
    request.resume().on('end', () => response.end('{"success":true}'));
  };
  const server =
    protocol === 'https:'
      ? https.createServer({ key: pem('server.key.pem'), cert: pem('trusted.pem') }, answer)
      : http.createServer(answer);
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
};

interface Cost {
  readonly cpuMicroseconds: number;
  readonly milliseconds: number;
}

const costOf = async (url: string, agentFor: () => http.Agent): Promise<Cost> => {
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  for (let call = 0; call < CALLS; call += 1) {
    const response = await nodeFetch(url, { method: 'POST', body: BODY, agent: agentFor() });
    await response.arrayBuffer();
  }
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMicroseconds: (user + system) / CALLS, milliseconds: (performance.now() - startedAt) / CALLS };
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const measure = async (protocol: 'http:' | 'https:'): Promise<void> => {
  const server = fork(fileURLToPath(import.meta.url), [protocol]);
  const [port] = await once(server, 'message');
  const url = `${protocol}//127.0.0.1:${port}/`;
  const keepAlive =
    protocol === 'https:' ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  const openConnection = singleUseConnections(url);
  const ways = {
    'keep-alive': () => keepAlive,
    'one connection a call': () => openConnection().agent,
  };
  const costs = new Map<string, Cost[]>(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, agentFor] of Object.entries(ways)) {
      const cost = await costOf(url, agentFor);
      if (round > 0) costs.get(name)?.push(cost);
    }
  }
  for (const [name, rounds] of costs) {
    const cpu = median(rounds.map(({ cpuMicroseconds }) => cpuMicroseconds));
    const time = median(rounds.map(({ milliseconds }) => milliseconds));
    console.log(
      `${protocol.padEnd(7)} ${name.padEnd(22)} ${cpu.toFixed(0).padStart(6)} us CPU  ${time.toFixed(2).padStart(6)} ms`,
    );
  }
  keepAlive.destroy();
  server.kill();
};

const [, , serverProtocol] = process.argv;
if (serverProtocol) serve(serverProtocol);
else {
  await measure('http:');
  await measure('https:');
}
