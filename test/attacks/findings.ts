import type { TestAnswer } from '../support/service.ts';
import { CLAIRVOYANCE_MESSAGES } from './clairvoyance-messages.ts';

/** What no answer to an attacker may hold, by what it would tell. */
const SIGNS: Readonly<Record<string, readonly RegExp[]>> = {
  'a suggestion': [/did you mean/i],
  'a stack': [/\bat \S.*:\d+:\d+/, /stack ?trace|"stack"|traceback/i, /"exception"|"tracing"|"ftv1"/i],
  'text of a library': [
    /apollo|fastify|\bFST_|express\b|helmet|negotiator|undici|graphql-?js|type-?graphql|class-?validator/i,
    /csrf/i,
    /node_modules|node:|\bjose\b|ERR_[A-Z]|ECONN|\[object /,
    /(?:Syntax|Type|Range|Reference) ?Error\b[:\s]|Unexpected token|in JSON at/,
  ],
  'words of graphql-js': [
    /Cannot query field|cannot represent|Expected (?:value of )?type|is not defined by|must be an? input/i,
    /(?:Unknown|Duplicate) (?:argument|directive|type|fragment|operation)|Must provide|Cannot spread fragment/i,
    /\b(?:Argument|Directive|Field|Fragment|Variable) "/,
  ],
  'a version': [/\bv?\d+\.\d+\.\d+(?![.\d])/, /\/\d+\.\d+\b/],
  'a path of a file': [
    /\/(?:app|dist|etc|home|node_modules|opt|root|src|tmp|usr|var|work)\//,
    /\b[A-Z]:\\|file:\/\//,
    /\b[\w-]+\.(?:[cm]?[jt]sx?|map|py|rb|php)\b/,
  ],
  'what clairvoyance learns from': CLAIRVOYANCE_MESSAGES,
};

/** Headers that exist to say what answers. */
const TELLING_HEADERS = ['server', 'x-powered-by', 'via', 'x-runtime', 'x-aspnet-version'];

/** What a text tells that it should not. */
export const findingsInText = (text: string): readonly string[] =>
  Object.entries(SIGNS).flatMap(([finding, signs]) =>
    signs.some((sign) => sign.test(text)) ? [finding] : [],
  );

/** What an answer tells that it should not, in its headers, its text, and each text within it. */
export const findingsIn = ({ headers, text, body }: TestAnswer): readonly string[] => {
  const lines = [...headers].map(([header, value]) => `${header}: ${value}`);
  const found = [text, ...lines, ...textsIn(body)].flatMap(findingsInText);
  return [...new Set([...found, ...TELLING_HEADERS.filter((header) => headers.has(header))])];
};

/** Every text of a parsed answer, without the escapes of JSON. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
};
