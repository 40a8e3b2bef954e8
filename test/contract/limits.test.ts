import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MAX_ISSUES } from '../../src/api/arguments/argument-errors.middleware.ts';
import { MAX_GROUPS } from '../../src/api/arguments/argument-rules.ts';
import { MAX_PAGE_SIZE } from '../../src/api/community/community.args.ts';
import { MAX_READS } from '../../src/api/community/community-loader.ts';
import { MAX_JOINED_CALLERS } from '../../src/api/membership/coordinator.ts';
import { MAX_CONCURRENT_READS } from '../../src/bootstrap/tenants.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { DOCUMENT_LIMITS, MAX_TOKENS } from '../../src/graphql/document-limits.ts';
import { MAX_REPORTED_ERRORS } from '../../src/graphql/response.plugin.ts';
import {
  HEADERS_TIMEOUT_MS,
  MAX_BODY_BYTES,
  MAX_HEADER_BYTES,
  MAX_PIPELINED,
  REQUEST_TIMEOUT_MS,
} from '../../src/http/limits.ts';
import { en } from '../../src/i18n/en.ts';
import { MAX_ATTEMPTS } from '../../src/z-api/retry.ts';
import { MAX_ANSWER_BYTES } from '../../src/z-api/transport.ts';
import { tableOf } from '../support/readme.ts';

/** Every limit of the code, by the words the README has for it. */
const LIMITS: Readonly<Record<string, number>> = {
  "Bytes of a request's body, as JSON in UTF-8, not compressed": MAX_BODY_BYTES,
  "Bytes of a request's headers": MAX_HEADER_BYTES,
  'Milliseconds for the headers to arrive': HEADERS_TIMEOUT_MS,
  'Milliseconds for the whole request to arrive': REQUEST_TIMEOUT_MS,
  'Tokens of a document': MAX_TOKENS,
  'Depth of an operation': DOCUMENT_LIMITS.depth,
  'Fields of an operation': DOCUMENT_LIMITS.fields,
  'Aliases in an operation': DOCUMENT_LIMITS.aliases,
  'Directives in an operation': DOCUMENT_LIMITS.directives,
  '`unlinkGroups` in an operation': DOCUMENT_LIMITS.unlinks,
  'Fragments that lead back to themselves': DOCUMENT_LIMITS.cycles,
  'Requests of a connection that wait for their answers': MAX_PIPELINED,
  'Errors reported of a request that was refused': MAX_REPORTED_ERRORS,
  'Groups of one unlink': MAX_GROUPS,
  'Input issues reported': MAX_ISSUES,
  'Communities on a page': MAX_PAGE_SIZE,
  'Callers who share one unlink under way': MAX_JOINED_CALLERS,
  'Reads for queries at once on an instance': MAX_CONCURRENT_READS,
  'Reads for one request': MAX_READS,
  'Bytes of an answer of Z-API': MAX_ANSWER_BYTES,
  'Attempts of one call to Z-API': MAX_ATTEMPTS,
};

describe('the table of limits', () => {
  const rows = new Map(tableOf('limit').map(([what = '', value = '']) => [what, value]));

  it.each(Object.entries(LIMITS))('says %s: %d', (what, value) => {
    expect(rows.get(what)).toBe(String(value));
  });

  it('says the default of each setting that is one', () => {
    const settings = SETTINGS.filter(({ name }) => /PER_MINUTE$|^INSTANCE_(?:CONCURRENT|QUEUE)/.test(name));
    expect(settings).toHaveLength(6);
    for (const { name, default: fallback } of settings) {
      const row = [...rows].find(([what]) => what.endsWith(`(\`${name}\`)`));
      expect(row?.[1]).toBe(fallback);
    }
  });

  it('says nothing else', () => {
    const others = [...rows.keys()].filter((what) => !(what in LIMITS) && !/\(`[A-Z_]+`\)$/.test(what));
    expect(others).toEqual([]);
  });

  it('holds every limit of HTTP', () => {
    const source = readFileSync('src/http/limits.ts', 'utf8');
    const declared = source.match(/^export const (\w+)/gm) ?? [];
    // How often time-outs are looked at, and what is kept, are no limits of callers.
    expect(declared.filter((line) => !/TIMEOUT_CHECK_MS$|MAX_KEPT_DOCUMENTS$/.test(line))).toHaveLength(5);
  });
});

describe('the messages of limits', () => {
  const numberIn = (text: string) => Number(/at most (\d+)/.exec(text)?.[1]);

  it.each([
    ['tokens', MAX_TOKENS],
    ['depth', DOCUMENT_LIMITS.depth],
    ['fields', DOCUMENT_LIMITS.fields],
    ['aliases', DOCUMENT_LIMITS.aliases],
    ['directives', DOCUMENT_LIMITS.directives],
  ] as const)('name the number of %s', (limit, value) => {
    expect(numberIn(en.request.limits[limit])).toBe(value);
  });

  it('name the length of a body, and the times', () => {
    expect(numberIn(en.request.tooLarge)).toBe(MAX_BODY_BYTES);
    expect(en.request.tooSlow.match(/\d+/g)?.map((seconds) => Number(seconds) * 1_000)).toEqual([
      HEADERS_TIMEOUT_MS,
      REQUEST_TIMEOUT_MS,
    ]);
  });

  it('are there for every limit of documents', () => {
    expect(Object.keys(en.request.limits).sort()).toEqual([...Object.keys(DOCUMENT_LIMITS), 'tokens'].sort());
  });
});
