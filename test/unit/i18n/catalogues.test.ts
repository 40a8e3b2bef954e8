import { describe, expect, it } from '@jest/globals';
import { CommunityErrorCode } from '../../../src/api/errors/community-error.interface.ts';
import { CATALOGUES, type Language } from '../../../src/i18n/catalogues.ts';

/** Every text of a catalogue with its path. */
const textsOf = (value: unknown, path: readonly string[] = []): readonly (readonly [string, string])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => textsOf(member, [...path, key]))
    : [[path.join('.'), String(value)]];

const TEXTS = textsOf(CATALOGUES.en);
const textAt = (language: Language, path: string): string =>
  new Map(textsOf(CATALOGUES[language])).get(path) ?? '';

/** The words in which each language says what must be neither said too much nor left out. */
const WORDS = {
  en: {
    nothingChanged: /nothing was changed/i,
    nothingChangedByThis: 'Nothing was changed by this one.',
    staysLinked: /(?<!which groups )are still linked/,
    lookFirst: /check which groups are still linked/i,
    lookBeforeRetry: 'Check which groups are still linked before trying again.',
    bothLists: /out of the community.*are still linked/,
    notKnown: /not known/,
    idsAsStrings: 'send ids as strings',
    foreign: /[ãõçáéíóúâêô]|\b(?:não|de|do|da|os?|uma?|e|em|foi|nada)\b/i,
  },
  'pt-BR': {
    nothingChanged: /nada foi alterado/i,
    nothingChangedByThis: 'Nada foi alterado por este pedido.',
    staysLinked: /continuam vinculados/,
    lookFirst: /veja quais grupos ainda estão vinculados/i,
    lookBeforeRetry: 'Veja quais grupos ainda estão vinculados antes de tentar de novo.',
    bothLists: /fora da comunidade.*continuam vinculados/,
    notKnown: /não foi possível confirmar/i,
    idsAsStrings: 'envie os IDs como strings',
    foreign: /\b(?:the|is|are|was|not|and|of|at|most|with|this|nothing|send|try)\b/i,
  },
} as const satisfies Readonly<Record<Language, unknown>>;

const LANGUAGES = Object.keys(CATALOGUES) as readonly Language[];

describe.each(LANGUAGES)('the catalogue of %s', (language) => {
  const catalogue = CATALOGUES[language];
  const words = WORDS[language];
  const texts = textsOf(catalogue);

  it('has the keys of English, in its order, and no other', () => {
    expect(texts.map(([path]) => path)).toEqual(TEXTS.map(([path]) => path));
  });

  it('has a message for every CommunityErrorCode, and for nothing else', () => {
    expect(Object.keys(catalogue.errors).sort()).toEqual(Object.values(CommunityErrorCode).sort());
  });

  it.each(texts)('has a text at %s, in no other language', (_, text) => {
    expect(text).toEqual(expect.stringMatching(/^\S.*\S$/));
    expect(text).not.toMatch(words.foreign);
  });

  it('says each thing in words of its own', () => {
    const all = texts.map(([, text]) => text);
    expect([...new Set(all)]).toEqual(all);
  });

  it.each(['INVALID_INPUT', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_MISCONFIGURED', 'UPSTREAM_PROTOCOL'] as const)(
    'says for %s that nothing was changed',
    (code) => {
      expect(catalogue.errors[code]).toMatch(words.nothingChanged);
    },
  );

  it('says for RATE_LIMITED that this request changed nothing: one before may still be under way', () => {
    expect(catalogue.errors.RATE_LIMITED).toContain(words.nothingChangedByThis);
  });

  it.each(['INSTANCE_DISCONNECTED', 'INSTANCE_SUBSCRIPTION_EXPIRED'] as const)(
    'does not say for %s that nothing was changed: it may be what a reading back found',
    (code) => {
      expect(catalogue.errors[code]).not.toMatch(words.nothingChanged);
      expect(catalogue.errors[code]).toMatch(words.lookFirst);
    },
  );

  it.each([
    ['an outcome that is not known', catalogue.errors.OUTCOME_UNKNOWN],
    ['a refusal whose groups could not be read', catalogue.rejected.unread],
  ])('promises nothing for %s and asks to look first', (_, text) => {
    expect(text).not.toMatch(words.nothingChanged);
    expect(text).not.toMatch(words.staysLinked);
    expect(text).toContain(words.lookBeforeRetry);
  });

  it('says of an outcome that is not known that it is not', () => {
    expect(catalogue.errors.OUTCOME_UNKNOWN).toMatch(words.notKnown);
  });

  it.each([
    ['without a reason', catalogue.errors.UNLINK_REJECTED],
    ['for a known one', catalogue.rejected.blocked],
  ])('says of a refusal %s that the groups are still linked', (_, text) => {
    expect(text).toMatch(words.staysLinked);
    expect(text).not.toMatch(words.lookFirst);
  });

  it('says of a partial success both what is out and what stays', () => {
    expect(catalogue.partialSuccess).toMatch(words.bothLists);
  });

  it('does not say that nothing was changed of what is forbidden: it may be a part of what was done', () => {
    expect(catalogue.request.forbidden).not.toMatch(words.nothingChanged);
  });

  it('asks for ids as strings where a number was unsafe', () => {
    expect(catalogue.request.unsafeNumber).toContain(words.idsAsStrings);
  });
});

describe('the catalogue of pt-BR', () => {
  /** What clients look for by its words. */
  const SAME = ['request.persistedQuery'];

  it('says nothing in English but what clients look for', () => {
    const same = TEXTS.filter(([path, text]) => textAt('pt-BR', path) === text).map(([path]) => path);
    expect(same).toEqual(SAME);
  });

  it.each(['nothingChanged', 'staysLinked', 'lookFirst', 'notKnown'] as const)(
    'says as often as English does, and never else: %s',
    (truth) => {
      const saying = (language: Language) =>
        TEXTS.map(([path]) => path).filter((path) => WORDS[language][truth].test(textAt(language, path)));
      expect(saying('en')).not.toEqual([]);
      expect(saying('pt-BR')).toEqual(saying('en'));
    },
  );

  /** Numbers, and what is written the same in every language: code, headers, paths, names of things. */
  const UNTRANSLATED =
    /\d+|`\w+`|\/\w+|application\/json|UTF-8|unlinkGroups|CORS_ORIGINS|JSON|HTTP|GraphQL|Z-API|WhatsApp|POST/g;

  it.each(TEXTS)('names at %s the numbers and names that English does', (path, text) => {
    const namedIn = (words: string) => [...new Set(words.match(UNTRANSLATED))].sort();
    expect(namedIn(textAt('pt-BR', path))).toEqual(namedIn(text));
  });
});
