import { isLoopback } from '../utils/loopback.ts';

/** Parses the text of a setting. An error completes a sentence that begins with the setting's name; it never contains the value. */
export type Parser<T> = (text: string) => { readonly value: T } | { readonly error: string };

export const oneOf =
  <const T extends string>(...values: readonly T[]): Parser<T> =>
  (text) => {
    const value = values.find((candidate) => candidate === text);
    return value === undefined ? { error: `must be one of: ${values.join(', ')}` } : { value };
  };

export const onOff: Parser<boolean> = (text) => {
  const parsed = oneOf('on', 'off')(text);
  return 'error' in parsed ? parsed : { value: parsed.value === 'on' };
};

export const integer =
  (min: number, max: number): Parser<number> =>
  (text) => {
    const value = Number(text);
    return /^\d{1,9}$/.test(text) && value >= min && value <= max
      ? { value }
      : { error: `must be a whole number from ${min} to ${max}` };
  };

/** Characters that are safe in a header and in a URL. */
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/** A URL of https, or of http to a loopback host; without a user, password or fragment. Returned as written. */
export const url =
  (example: string, { allowQuery = false }: { readonly allowQuery?: boolean } = {}): Parser<string> =>
  (text) => {
    if (!VISIBLE_ASCII.test(text) || !URL.canParse(text)) {
      return { error: `must be a URL such as ${example}` };
    }
    const { protocol, hostname, username, password } = new URL(text);
    // Tested on the text, because URL drops an empty query or fragment.
    if (username || password || (allowQuery ? /#/ : /[?#]/).test(text)) {
      return { error: `must not contain a user, password${allowQuery ? '' : ', query'} or fragment` };
    }
    if (protocol === 'https:') return { value: text };
    if (protocol !== 'http:') return { error: 'must begin with https://' };
    return isLoopback(hostname)
      ? { value: text }
      : { error: 'must begin with https://, because plain http is allowed to loopback hosts only' };
  };

/** A host name or an IP address to listen on. */
export const hostName: Parser<string> = (text) =>
  /[[\]/]/.test(text)
    ? { error: 'must be a host name or an IP address, without brackets or slashes' }
    : { value: text };

export const anyText: Parser<string> = (text) => ({ value: text });

/** A list separated by commas, with or without spaces around them. */
export const listOf =
  <T>(parse: Parser<T>, max = Number.POSITIVE_INFINITY): Parser<readonly T[]> =>
  (text) => {
    const items = text.split(',').map((item) => parse(item.trim()));
    const invalid = items.find((item) => 'error' in item);
    if (invalid !== undefined && 'error' in invalid) return invalid;
    if (items.length > max) return { error: `must contain at most ${max} values, separated by commas` };
    return { value: items.flatMap((item) => ('value' in item ? [item.value] : [])) };
  };

/** The origin of a web page as browsers send it: no path, default port or capital letters. */
export const origin: Parser<string> = (text) => {
  if (text === 'null' || text.includes('*')) {
    return { error: 'must name each origin: * and null would allow unknown pages' };
  }
  const parsed = url('https://app.example')(text);
  if ('error' in parsed) return parsed;
  return new URL(text).origin === text
    ? parsed
    : { error: 'must contain only origins, such as https://app.example or http://localhost:5173' };
};

/** One shared secret of the gateway, sent in a header. */
export const routerSecret: Parser<string> = (text) =>
  VISIBLE_ASCII.test(text)
    ? { value: text }
    : { error: 'must be one or two values of visible ASCII characters, without spaces' };

/**
 * The shapes in which Z-API's three secrets were observed; they are not documented. Operators often mix the
 * secrets up, so a value in the shape of another secret is refused. An unknown shape is accepted.
 */
const SECRET_SHAPES = {
  ZAPI_INSTANCE_ID: /^[0-9a-f]{32}$/i,
  ZAPI_INSTANCE_TOKEN: /^[0-9a-f]{24}$/i,
  ZAPI_CLIENT_TOKEN: /^F[0-9a-f]{32}S$/i,
};

export const zApiSecret =
  (name: keyof typeof SECRET_SHAPES): Parser<string> =>
  (text) => {
    // Dots alone would be a relative step in the URL's path.
    if (!VISIBLE_ASCII.test(text) || /^\.+$/.test(text)) {
      return { error: 'must be visible ASCII characters without spaces, and not only dots' };
    }
    const shape = Object.entries(SECRET_SHAPES).find(([, pattern]) => pattern.test(text))?.[0];
    return shape === undefined || shape === name
      ? { value: text }
      : { error: `contains a value that looks like ${shape}: the two seem to be mixed up` };
  };
