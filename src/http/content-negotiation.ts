import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';
import type { Language } from '../i18n/catalogues.ts';

/** The most texts that are memoized, and the longest: headers are the caller's choice. */
const MAX_TEXTS = 100;
const MAX_LENGTH = 200;

/** The same function of a text, which works out once what it is asked again and again. */
export const memoize = <T>(workOut: (text: string | undefined) => T): ((text: string | undefined) => T) => {
  const known = new Map<string | undefined, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = workOut(text);
    if (known.size >= MAX_TEXTS) known.clear();
    if (text === undefined || text.length <= MAX_LENGTH) known.set(text, result);
    return result;
  };
};

/** By the first part of a language tag: whoever reads the Portuguese of another country reads that of Brazil. */
const LANGUAGES: ReadonlyMap<string | undefined, Language> = new Map([
  ['en', 'en'],
  ['*', 'en'],
  ['pt', 'pt-BR'],
]);

/**
 * The language to answer a request in: of those there are, the one its `Accept-Language` likes best; English where it
 * says nothing of use. Of two liked the same, the first: negotiator by itself would take the one named more exactly.
 */
export const languageOf = (headers: IncomingHttpHeaders): Language => languageFor(headers['accept-language']);

const languageFor = memoize((acceptLanguage): Language => {
  // negotiator overlooks a weight with a space before it or a capital Q.
  const accepted = acceptLanguage?.toLowerCase().replaceAll(/\s/g, '');
  for (const tag of new Negotiator({ headers: { 'accept-language': accepted } }).languages()) {
    const language = LANGUAGES.get(tag.split('-', 1)[0]);
    if (language !== undefined) return language;
  }
  return 'en';
});

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';

/** How an answer is written, as GraphQL over HTTP has callers choose by `Accept`. */
export interface ResponseType {
  readonly contentType: string;
  /** The caller knows only plain JSON, in which a refusal by a rule of GraphQL is told with 200. */
  readonly onlyJson: boolean;
}

/** Of the two types the one the caller likes best, and JSON for a caller that accepts neither. */
export const responseTypeFor = memoize((accept): ResponseType => {
  // An empty one says nothing, as none does.
  const negotiator = new Negotiator({ headers: { accept: accept || '*/*' } });
  return {
    contentType: `${negotiator.mediaType([JSON_TYPE, GRAPHQL_TYPE]) ?? JSON_TYPE}; charset=utf-8`,
    onlyJson: negotiator.mediaTypes([GRAPHQL_TYPE]).length === 0,
  };
});
