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

/** Loopback by name or by literal address; nothing is looked up. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);

export const baseUrl =
  ({ production }: { readonly production: boolean }): Form<string> =>
  (text) => {
    if (!VISIBLE_ASCII.test(text) || !URL.canParse(text))
      return { fault: 'must be a URL such as https://api.z-api.io' };
    const url = new URL(text);
    if (url.username || url.password || /[?#]/.test(text)) {
      return { fault: 'must hold no user, password, query or fragment' };
    }
    if (url.protocol === 'https:') return { value: text };
    if (url.protocol !== 'http:') return { fault: 'must begin with https://' };
    if (production) return { fault: 'must begin with https:// in production' };
    return isLoopback(url.hostname)
      ? { value: text }
      : { fault: 'must begin with https://, because only a loopback host may be reached over plain http' };
  };

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
