import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse, validate } from 'graphql';
import { en } from '../../src/i18n/en.ts';
import { buildSchema } from '../../src/schema/build-schema.ts';
import type { TestAnswer } from '../support/service.ts';
import { ARGUMENT_MESSAGES, FIELD_MESSAGES, TYPE_MESSAGES } from './clairvoyance-messages.ts';
import {
  ALL_PROBES,
  ARGUMENT_PROBES,
  ARGUMENT_TYPE_PROBES,
  FIELD_PROBES,
  FIELD_TYPE_PROBES,
  TYPENAME_PROBES,
  WORDS,
} from './clairvoyance-probes.ts';
import { asking, expectHarmless, expectRefused, misfit } from './judging.ts';
import { PROFILES, targetOf } from './profiles.ts';

const messagesOf = ({ body }: TestAnswer): readonly string[] =>
  body.errors.map(({ message }: { message: string }) => message);

describe.each(PROFILES)('clairvoyance, in %s', (_, start) => {
  const target = targetOf(start);

  /** What was said to each probe. */
  const said = new Map<string, readonly string[]>();
  beforeAll(async () => {
    const { service, credential } = target();
    for (const [document] of ALL_PROBES) {
      said.set(document, messagesOf(await service.graphql(document, {}, credential)));
    }
  });

  it('is told the usual names of the root types', async () => {
    await expectHarmless(target(), asking('query { __typename }'), { data: { __typename: 'Query' } });
    await expectHarmless(target(), asking('mutation { __typename }'), { data: { __typename: 'Mutation' } });
  });

  it('is refused a subscription, of which there are none', async () => {
    await expectRefused(target(), asking('subscription { __typename }'), en.request.misfit);
  });

  it.each(TYPENAME_PROBES)('is told no type by a wrong field: %s', async (document, reason) => {
    const answers = await expectRefused(target(), asking(document), reason);
    for (const answer of answers) expect(messagesOf(answer)).toEqual([reason]);
  });

  it.each(FIELD_PROBES)(
    'is told of a few of its own words only, and of no field: %s',
    async (document, reason) => {
      for (const answer of await expectRefused(target(), asking(document), reason)) {
        expect(messagesOf(answer)).toHaveLength(5);
        for (const message of messagesOf(answer)) expect(WORDS.map(misfit)).toContain(message);
      }
    },
  );

  it.each(ARGUMENT_PROBES)('is told of no argument: %s', async (document, reason) => {
    await expectRefused(target(), asking(document), reason);
  });

  it.each(FIELD_TYPE_PROBES)('is told no type of a field: %s', async (document, reason) => {
    await expectRefused(target(), asking(document), reason);
  });

  it.each(ARGUMENT_TYPE_PROBES)('is told no type of an argument: %s', async (document, reason) => {
    await expectRefused(target(), asking(document), reason);
  });

  it('is told no name that it did not send', () => {
    for (const [document, messages] of said) {
      const names = messages.flatMap((message) => message.match(/(?<=")\w+(?=")/g) ?? []);
      expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(document))).toEqual([]);
    }
  });

  it.each([
    ['fields', FIELD_MESSAGES],
    ['arguments', ARGUMENT_MESSAGES],
    ['types', TYPE_MESSAGES],
  ])('reads no %s from any message', (_, readers) => {
    const messages = [...said.values()].flat();
    expect(messages.length).toBeGreaterThanOrEqual(ALL_PROBES.length);
    expect(messages.filter((message) => readers.some((reader) => reader.test(message)))).toEqual([]);
  });
});

describe('clairvoyance, before a bare schema', () => {
  const schema = buildSchema();

  it.each([
    ['fields', FIELD_MESSAGES, [...FIELD_PROBES, ...FIELD_TYPE_PROBES]],
    ['arguments', ARGUMENT_MESSAGES, ARGUMENT_PROBES],
    ['types', TYPE_MESSAGES, [...TYPENAME_PROBES, ...FIELD_TYPE_PROBES]],
  ])('reads %s from each of the same probes', (_, readers, probes) => {
    for (const [document] of probes) {
      const messages = validate(schema, parse(document)).map(({ message }) => message);
      expect(messages.filter((message) => readers.some((reader) => reader.test(message)))).not.toEqual([]);
    }
  });
});
