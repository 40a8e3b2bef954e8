import { isLoopback } from '../utils/loopback.ts';
import type { SettingName } from './settings.ts';

/** What a form makes of a text: the value, or what is wrong with it, to follow the setting's name. */
export type Form<T> = (text: string) => { readonly value: T } | { readonly fault: string };

export const oneOf =
  <const T extends string>(values: readonly T[]): Form<T> =>
  (text) => {
    const value = values.find((candidate) => candidate === text);
    return value === undefined ? { fault: `must be one of: ${values.join(', ')}` } : { value };
  };

export const integer =
  (least: number, most: number): Form<number> =>
  (text) => {
    const value = Number(text);
    return /^\d{1,9}$/.test(text) && value >= least && value <= most
      ? { value }
      : { fault: `must be a whole number from ${least} to ${most}` };
  };

/** Fit for a header and for a URL. */
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

export interface UrlRules {
  /** Why plain http is ruled out even to a loopback host, to follow "must begin with https://". */
  readonly httpsOnly?: string | false;
  readonly mayHaveQuery?: boolean;
}

/** A URL of https, or of http to a loopback host; without a user, password or fragment. */
export const url =
  (example: string, { httpsOnly = false, mayHaveQuery = false }: UrlRules = {}): Form<string> =>
  (text) => {
    if (!VISIBLE_ASCII.test(text) || !URL.canParse(text))
      return { fault: `must be a URL such as ${example}` };
    const { protocol, hostname, username, password } = new URL(text);
    if (username || password || (mayHaveQuery ? /#/ : /[?#]/).test(text)) {
      return { fault: `must hold no user, password${mayHaveQuery ? '' : ', query'} or fragment` };
    }
    if (protocol === 'https:') return { value: text };
    if (protocol !== 'http:') return { fault: 'must begin with https://' };
    if (httpsOnly) return { fault: `must begin with https:// ${httpsOnly}` };
    return isLoopback(hostname)
      ? { value: text }
      : { fault: 'must begin with https://, because only a loopback host may be reached over plain http' };
  };

export const baseUrl = ({ production }: { readonly production: boolean }): Form<string> =>
  url('https://api.z-api.io', { httpsOnly: production && 'in production' });

/** A name or an address to listen on. */
export const hostName: Form<string> = (text) =>
  /[[\]/]/.test(text)
    ? { fault: 'must be a name or an address, without brackets or slashes' }
    : { value: text };

/** Any text that is to be met to the letter. */
export const anyText: Form<string> = (text) => ({ value: text });

/** Some texts of one form, separated by commas, with or without spaces. */
export const listOf =
  <T>(form: Form<T>, most = Number.POSITIVE_INFINITY): Form<readonly T[]> =>
  (text) => {
    const parts = text.split(',').map((part) => form(part.trim()));
    const fault = parts.find((part) => 'fault' in part);
    if (fault !== undefined && 'fault' in fault) return fault;
    if (parts.length > most) return { fault: `must hold at most ${most}, separated by commas` };
    return { value: parts.flatMap((part) => ('value' in part ? [part.value] : [])) };
  };

/** The origin of a web page, written as browsers do: without a path, a default port or capitals. */
export const origin: Form<string> = (text) => {
  if (text === 'null' || text.includes('*')) {
    return { fault: 'must name each origin: * and null would let unknown pages in' };
  }
  const checked = url('https://app.example')(text);
  if ('fault' in checked) return checked;
  const { origin } = new URL(text);
  return origin === text
    ? { value: text }
    : { fault: 'must hold origins alone, such as https://app.example or http://localhost:5173' };
};

/** What a gateway proves itself with: fit for a header, and for a list. */
export const routerSecret: Form<string> = (text) =>
  VISIBLE_ASCII.test(text)
    ? { value: text }
    : { fault: 'must be visible ASCII characters without spaces or commas, twice at most' };

/**
 * The shapes that the three secrets were seen in (observed, not documented). Mixing them up is the commonest
 * mistake, so a value of another secret's shape is refused; a shape never seen is accepted.
 */
const SHAPES: Readonly<Partial<Record<SettingName, RegExp>>> = {
  ZAPI_INSTANCE_ID: /^[0-9a-f]{32}$/i,
  ZAPI_INSTANCE_TOKEN: /^[0-9a-f]{24}$/i,
  ZAPI_CLIENT_TOKEN: /^F[0-9a-f]{32}S$/i,
};

export const secret =
  (name: SettingName): Form<string> =>
  (text) => {
    if (!VISIBLE_ASCII.test(text) || /^\.+$/.test(text)) {
      return { fault: 'must be visible ASCII characters without spaces, and not dots alone' };
    }
    const shape = Object.entries(SHAPES).find(([, form]) => form.test(text))?.[0];
    return shape === undefined || shape === name
      ? { value: text }
      : { fault: `holds a value that looks like ${shape}: they seem to be mixed up` };
  };
