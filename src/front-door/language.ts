import type { IncomingHttpHeaders } from 'node:http';
import Negotiator from 'negotiator';
import type { Language } from '../messages/catalogues.ts';
import { remembered } from './remembered.ts';

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

const languageFor = remembered((acceptLanguage): Language => {
  // negotiator overlooks a weight with a space before it or a capital Q.
  const accepted = acceptLanguage?.toLowerCase().replaceAll(/\s/g, '');
  for (const tag of new Negotiator({ headers: { 'accept-language': accepted } }).languages()) {
    const language = LANGUAGES.get(tag.split('-', 1)[0]);
    if (language !== undefined) return language;
  }
  return 'en';
});
