import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ROUTER_HEADER } from '../../src/auth/router-secret.ts';
import { readConfig } from '../../src/config/config.ts';
import { REQUEST_ID_HEADER } from '../../src/http/request-id.ts';
import { COMMITTED_SCHEMA } from '../contract/schema/committed-schema.ts';
import { theGuild } from './composers.ts';

const FOLDER = new URL('../../schema/gateway/', import.meta.url).pathname;
const textOf = (file: string) => readFileSync(resolve(FOLDER, file), 'utf8');
const yamlOf = (file: string) => parse(textOf(file));

const FORWARDED = ['authorization', 'x-api-key', REQUEST_ID_HEADER, 'accept-language'];
const TOLD = ['code', 'requestId', 'issues', 'retryAfterSeconds'];

const { deadlineMs } = readConfig({ ZAPI_MODE: 'simulator' });

const ROUTING_URL = 'http://127.0.0.1:4000/graphql';
const SCHEMA = { file: '../schema.graphql' };

describe('the settings for composers', () => {
  it('name the subgraph, its address and its schema for rover, and nothing else', () => {
    expect(yamlOf('supergraph.yaml')).toEqual({
      federation_version: 2,
      subgraphs: { communities: { routing_url: ROUTING_URL, schema: SCHEMA } },
    });
  });

  it('name the subgraph, its address and its schema for Cosmo, and nothing else', () => {
    expect(yamlOf('cosmo-graph.yaml')).toEqual({
      version: 1,
      subgraphs: [{ name: 'communities', routing_url: ROUTING_URL, schema: SCHEMA }],
    });
  });

  it('name a schema that is there', () => {
    expect(textOf(SCHEMA.file)).toBe(COMMITTED_SCHEMA);
  });

  it('compose the supergraph that gateways are tested with', () => {
    const folder = mkdtempSync(join(tmpdir(), 'compose-'));
    const SUPERGRAPH = join(folder, 'supergraph.graphql');
    const env = { ...process.env, SUPERGRAPH, SCHEMA: resolve(FOLDER, SCHEMA.file) };
    try {
      execFileSync(process.execPath, [resolve(FOLDER, 'compose.js')], { env });
      const composed = theGuild([{ name: 'communities', url: ROUTING_URL, sdl: COMMITTED_SCHEMA }]);
      expect(composed).toMatchObject({ supergraphSdl: readFileSync(SUPERGRAPH, 'utf8') });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The settings that wait 25 s for the service. */
it('waits longer than the service takes, also where the time stands in YAML', () => {
  expect(25_000).toBeGreaterThan(deadlineMs);
});

describe('the settings for routers', () => {
  it('of Apollo are the headers and the secret, the times, and what errors tell, for this subgraph alone', () => {
    const secret = { name: ROUTER_HEADER, value: `\${env.ROUTER_SECRET}` };
    expect(yamlOf('apollo-router.yaml')).toEqual({
      headers: {
        subgraphs: {
          communities: {
            request: [...FORWARDED.map((named) => ({ propagate: { named } })), { insert: secret }],
          },
        },
      },
      traffic_shaping: { router: { timeout: '30s' }, subgraphs: { communities: { timeout: '25s' } } },
      include_subgraph_errors: {
        all: { redact_message: true, allow_extensions_keys: [] },
        subgraphs: { communities: { redact_message: false, allow_extensions_keys: TOLD } },
      },
    });
  });

  it('of Cosmo are the headers and the secret, the time, and what errors tell', () => {
    const capital = (header: string) => header.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
    const secret = { op: 'set', name: capital(ROUTER_HEADER), value: `\${ROUTER_SECRET}` };
    expect(yamlOf('cosmo.yaml')).toEqual({
      version: '1',
      execution_config: { file: { path: 'cosmo.json' } },
      headers: {
        subgraphs: {
          communities: {
            request: [...FORWARDED.map((name) => ({ op: 'propagate', named: capital(name) })), secret],
          },
        },
      },
      traffic_shaping: { subgraphs: { communities: { request_timeout: '25s' } } },
      subgraph_error_propagation: { mode: 'pass-through', allowed_extension_fields: TOLD },
    });
  });
});

describe.each(['apollo-gateway.js', 'federation-tools.js', 'hive-gateway.config.ts'])('%s', (file) => {
  it("passes the caller's headers on", () => {
    const [, list = ''] = /^const FORWARDED = \[(.*)\];$/m.exec(textOf(file)) ?? [];
    expect(list.replaceAll("'", '').split(', ')).toEqual(FORWARDED);
  });

  it('waits longer than the service takes', () => {
    const [, fallback] = /COMMUNITIES_TIMEOUT_MS = '(\d+)'/.exec(textOf(file)) ?? [];
    expect(Number(fallback)).toBeGreaterThan(deadlineMs);
  });
});

describe('the README of the settings', () => {
  it('names every file, and no other', () => {
    const named = [...textOf('README.md').matchAll(/\]\(\.\/([\w.-]+)\)/g)].map(([, file]) => file);
    const files = readdirSync(FOLDER).filter((file) => file !== 'README.md');
    expect([...new Set(named)].sort()).toEqual(files.sort());
  });

  it.each([
    [
      'test/gateways/package.json',
      ['@apollo/gateway', '@apollo/composition', '@graphql-tools/federation', '@wundergraph/composition'],
    ],
    ['test/gateways/hive/package.json', ['@graphql-hive/gateway']],
  ])('tells the versions that are run: %s', (file, packages) => {
    const { devDependencies } = JSON.parse(readFileSync(file, 'utf8'));
    for (const name of packages) expect(textOf('README.md')).toContain(`${name} ${devDependencies[name]}`);
  });
});
