import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { ROUTER_HEADER } from '../../src/authentication/router-secret.ts';
import { readConfig } from '../../src/config/config.ts';
import { REQUEST_ID_HEADER } from '../../src/front-door/request-id.ts';
import { COMMITTED_SCHEMA } from '../contract/subgraph/committed-schema.ts';
import { apollo, type Compose, wunderGraph } from './composers.ts';

const FOLDER = new URL('../../schema/gateway/', import.meta.url).pathname;
const textOf = (file: string) => readFileSync(resolve(FOLDER, file), 'utf8');
const yamlOf = (file: string) => parse(textOf(file));

const FORWARDED = ['authorization', 'x-api-key', REQUEST_ID_HEADER, 'accept-language'];
const TOLD = ['code', 'requestId', 'issues', 'retryAfterSeconds'];

const { deadlineMs } = readConfig({ ZAPI_MODE: 'simulator' });
const millisecondsOf = (duration: string) => Number(/^(\d+)s$/.exec(duration)?.[1]) * 1000;

/** What a file for a composer says of a subgraph, whatever else it holds. */
interface Listed {
  readonly routing_url: string;
  readonly schema: { readonly file: string };
}

const composes = (compose: Compose, name: string, { routing_url, schema }: Listed) => {
  const sdl = textOf(schema.file);
  expect(sdl).toBe(COMMITTED_SCHEMA);
  const composed = compose([{ name, url: routing_url, sdl }]);
  expect('publicSdl' in composed && composed.publicSdl).toContain('union UnlinkResult');
};

describe('the settings for composers', () => {
  it('name the subgraph, its address and its schema for rover', () => {
    const { subgraphs } = yamlOf('supergraph.yaml');
    expect(Object.keys(subgraphs)).toEqual(['communities']);
    composes(apollo, 'communities', subgraphs.communities);
  });

  it('name the subgraph, its address and its schema for Cosmo', () => {
    const { subgraphs } = yamlOf('cosmo-graph.yaml');
    expect(subgraphs).toMatchObject([{ name: 'communities' }]);
    composes(wunderGraph, 'communities', subgraphs[0]);
  });
});

describe('the settings for Apollo Router', () => {
  const { headers, traffic_shaping, include_subgraph_errors } = yamlOf('apollo-router.yaml');

  it("pass the caller's headers on, and the secret from the environment", () => {
    const rules: { propagate?: { named: string }; insert?: { name: string; value: string } }[] =
      headers.subgraphs.communities.request;
    expect(rules.flatMap(({ propagate }) => propagate?.named ?? [])).toEqual(FORWARDED);
    expect(rules.flatMap(({ insert }) => insert ?? [])).toEqual([
      { name: ROUTER_HEADER, value: `\${env.ROUTER_SECRET}` },
    ]);
  });

  it('wait longer than the service takes, and the router longer than for the service', () => {
    const [router, communities] = [traffic_shaping.router, traffic_shaping.subgraphs.communities];
    expect(millisecondsOf(communities.timeout)).toBeGreaterThan(deadlineMs);
    expect(millisecondsOf(router.timeout)).toBeGreaterThan(millisecondsOf(communities.timeout));
  });

  it('pass what the service tells in errors on, and only that', () => {
    expect(include_subgraph_errors.subgraphs.communities).toEqual({
      redact_message: false,
      allow_extensions_keys: TOLD,
    });
  });
});

describe('the settings for Cosmo', () => {
  const { headers, traffic_shaping, subgraph_error_propagation } = yamlOf('cosmo.yaml');

  it("pass the caller's headers on, and the secret from the environment", () => {
    const rules: { op: string; named?: string; name?: string; value?: string }[] =
      headers.subgraphs.communities.request;
    expect(rules.flatMap(({ named }) => named?.toLowerCase() ?? [])).toEqual(FORWARDED);
    const [set, ...others] = rules.filter(({ op }) => op === 'set');
    expect([set?.name?.toLowerCase(), set?.value, others]).toEqual([ROUTER_HEADER, `\${ROUTER_SECRET}`, []]);
  });

  it('wait longer than the service takes', () => {
    expect(millisecondsOf(traffic_shaping.subgraphs.communities.request_timeout)).toBeGreaterThan(deadlineMs);
  });

  it('pass what the service tells in errors on, and only that', () => {
    expect(subgraph_error_propagation).toEqual({ mode: 'pass-through', allowed_extension_fields: TOLD });
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
