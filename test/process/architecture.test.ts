import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

type Case = readonly [folder: string, specifier: string];

const REFUSED: readonly Case[] = [
  ['src/z-api', 'graphql'],
  ['src/z-api', 'type-graphql'],
  ['src/z-api', '@apollo/server'],
  ['src/z-api', '../config/config.ts'],
  ['src/z-api', '../community/community.type.ts'],
  ['src/community', 'node-fetch'],
  ['src/community', 'fastify'],
  ['src/community', '../front-door/context.ts'],
  ['src/community', '../server.ts'],
  ['src/community/errors', '../../config/config.ts'],
  ['src/unlink-groups', '../config/config.ts'],
  ['src/subgraph', '../config/config.ts'],
  ['src/front-door', '../config/config.ts'],
  ['src/masking', '../config/config.ts'],
  ['src/simulator', '../config/config.ts'],
  ['src/unlink-groups', 'node:http'],
  ['src/unlink-groups', '../subgraph/schema.ts'],
  ['src/unlink-groups', '../z-api/transport.ts'],
  ['src/unlink-preview', '../simulator/communities.ts'],
  ['src/subgraph', '../front-door/context.ts'],
  ['src/subgraph', '../z-api/z-api.datasource.ts'],
  ['src/community', '../authentication/api-keys.ts'],
  ['src/authentication', '../front-door/admission.ts'],
  ['src/authentication', '../config/auth-config.ts'],
  ['src/authentication', '../community/community-reader.ts'],
  ['src/authentication', 'fastify'],
  ['src/front-door', '../server.ts'],
  ['src/front-door', '../z-api/transport.ts'],
  ['src/masking', '../unlink-groups/unlink-request.ts'],
  ['src/messages', '../config/config.ts'],
  ['src/simulator', '../z-api/classification.ts'],
  ['src/simulator/scenarios', '../../z-api/classification.ts'],
  ['src/simulator', 'node-fetch'],
  ['src/client', 'graphql'],
  ['src/client', '@apollo/client'],
  ['src/client', 'node:fs'],
  ['src/client', '../unlink-groups/unlink-request.ts'],
  ...[
    'src',
    'src/config',
    'src/z-api',
    'src/community',
    'src/unlink-groups',
    'src/subgraph',
    'src/front-door',
  ].map((folder): Case => [folder, 'prom-client']),
  ['src/z-api', '@opentelemetry/core'],
  ['src/front-door', '@opentelemetry/sdk-trace-node'],
  ['src/metrics', '@opentelemetry/core'],
  ['src/metrics', '../server.ts'],
  ['src/metrics', '../config/config.ts'],
];

const ALLOWED: readonly Case[] = [
  ['src/z-api', 'node-fetch'],
  ['src/z-api', './meaning.ts'],
  ['src/unlink-groups', '../community/log.ts'],
  ['src/unlink-groups', '../z-api/z-api.datasource.ts'],
  ['src/front-door', '../community/operation-context.ts'],
  ['src/authentication', '../community/caller.ts'],
  ['src/authentication', 'jose'],
  ['src/front-door', '../authentication/authentication.ts'],
  ['src', './front-door/context.ts'],
  ['src/simulator/scenarios', '../answers.ts'],
  ['src/client', './call-failure.ts'],
  ['src/metrics', 'prom-client'],
  ['src/metrics', '../front-door/service-observer.ts'],
  ['src/z-api', '@opentelemetry/api'],
  ['src/front-door', '@opentelemetry/api'],
];

/** One file per case, each with that one import, linted in a single run under the project's own rules. */
const fileOf = (index: number, [folder]: Case) => `${folder}/case-${index}-.ts`;

describe('the lint run', () => {
  const cases = [...REFUSED, ...ALLOWED];
  let root: string;
  let report: string;

  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'architecture-'));
    cpSync('biome.json', path.join(root, 'biome.json'));
    cases.forEach((entry, index) => {
      const file = path.join(root, fileOf(index, entry));
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `import { x } from '${entry[1]}';\n\nexport const y = x;\n`);
    });
    const biome = path.resolve('node_modules/.bin/biome');
    const options = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--colors=off'];
    const { stdout, stderr } = spawnSync(biome, options, { cwd: root, encoding: 'utf8' });
    report = stdout + stderr;
  });

  afterAll(() => rmSync(root, { recursive: true }));

  const verdict = (entry: Case) =>
    new RegExp(`${fileOf(cases.indexOf(entry), entry)}:\\d+:\\d+ lint/style/noRestrictedImports`).test(
      report,
    );

  it.each(REFUSED.map((entry) => [...entry, entry] as const))(
    'refuses in %s an import of %s',
    (_, __, entry) => {
      expect(verdict(entry)).toBe(true);
    },
  );

  it.each(ALLOWED.map((entry) => [...entry, entry] as const))(
    'allows in %s an import of %s',
    (_, __, entry) => {
      expect(verdict(entry)).toBe(false);
    },
  );
});
