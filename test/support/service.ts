import { print, type TypedQueryDocumentNode } from 'graphql';
import { createAuditLog } from '../../src/bootstrap/audit-log.ts';
import { createLogger } from '../../src/bootstrap/logger.ts';
import { readSandboxDocument } from '../../src/bootstrap/sandbox-documents.ts';
import { type Config, readConfig } from '../../src/config/config.ts';
import { startService } from '../../src/server.ts';
import type { Clock } from '../../src/utils/clock.ts';
import type { Fetch } from '../../src/z-api/fetch.ts';
import { CANARY_ACCESS, CANARY_AUDIT_KEY, leaksIn } from './canaries.ts';
import { messagesIn } from './messages-in.ts';
import { UNLIMITED } from './unlimited.ts';

export interface TestServiceOptions {
  /** Where Z-API is: a simulator's or a fault server's URL. */
  readonly zApiUrl: string;
  /** More settings, as environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
}

export interface TestService {
  readonly url: string;
  /** Where its metrics are served; undefined unless `METRICS_PORT` is set. */
  readonly metricsUrl: string | undefined;
  readonly logs: readonly Record<string, unknown>[];
  /** The events of the audit. */
  readonly audit: readonly Record<string, unknown>[];
  /** Sends one operation by POST. */
  graphql(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TestAnswer>;
  /** Sends a generated document; its data and variables are typed. */
  execute<Data, Variables extends Readonly<Record<string, unknown>>>(
    document: TypedQueryDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
  /** Any request to the service; its answer is watched for canaries like all others. */
  request(path: string, init?: RequestInit): Promise<TestAnswer>;
  /** Stops the service; throws when any answer or log line of its life held a canary. */
  close(): Promise<void>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly body: any;
}

/** The real service on a loopback port, in this process, with canaries for secrets. */
export const startTestService = async (options: TestServiceOptions): Promise<TestService> => {
  const config: Config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'trace',
    ...UNLIMITED,
    ZAPI_BASE_URL: options.zApiUrl,
    ZAPI_INSTANCE_ID: CANARY_ACCESS.instanceId,
    ZAPI_INSTANCE_TOKEN: CANARY_ACCESS.instanceToken,
    ZAPI_CLIENT_TOKEN: CANARY_ACCESS.clientToken,
    AUDIT_HASH_KEY: CANARY_AUDIT_KEY,
    ...options.environment,
  });
  const lines: string[] = [];
  const log = createLogger(config, { write: (line) => lines.push(line) });
  const audited: string[] = [];
  const audit = createAuditLog(config, { write: (line) => audited.push(line) });
  const { clock, fetch: zApiFetch } = options;
  const service = await startService(config, {
    log,
    audit,
    clock,
    fetch: zApiFetch,
    sandboxDocument: readSandboxDocument('simulator'),
  });
  const leaks: string[] = [];

  const request = async (path: string, init?: RequestInit): Promise<TestAnswer> => {
    const response = await fetch(new URL(path, service.url), { redirect: 'manual', ...init });
    const text = await response.text();
    const body = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined;
    const heads = JSON.stringify([...response.headers]);
    leaks.push(...leaksIn(text + heads, { identifiers: false }));
    leaks.push(...leaksIn(messagesIn(body).join('\n'), { identifiers: true }));
    return { status: response.status, headers: response.headers, text, body };
  };

  const graphql: TestService['graphql'] = (query, variables = {}, headers = {}) =>
    request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });

  return {
    url: service.url,
    metricsUrl:
      service.metricsPort === undefined ? undefined : `http://127.0.0.1:${service.metricsPort}/metrics`,
    get logs() {
      return lines.map((line) => JSON.parse(line));
    },
    get audit() {
      return audited.map((line) => JSON.parse(line));
    },
    request,
    graphql,
    async execute(document, variables) {
      const { body } = await graphql(print(document), variables);
      if (body.errors) throw new Error(JSON.stringify(body.errors));
      return body.data;
    },
    async close() {
      await service.close();
      leaks.push(...leaksIn(lines.join('\n'), { identifiers: true }));
      leaks.push(...leaksIn(audited.join('\n'), { identifiers: !config.audit.plainIds }));
      if (leaks.length > 0) throw new Error(`leaked: ${[...new Set(leaks)].join(', ')}`);
    },
  };
};
