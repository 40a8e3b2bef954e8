import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** What is asked for in Accept-Encoding, and can be decoded. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The text of a body as it came over the wire. Throws when it is not whole, longer than so many bytes once decoded, of an
 * encoding that was not asked for, or not UTF-8.
 *
 * Done here because node-fetch, left to decode, forgives a truncated gzip body, and calls a legal chunked one broken.
 */
export const decodeBody = (bytes: ArrayBuffer, encoding: string | null, maxBytes: number): string =>
  utf8.decode(decompress(new Uint8Array(bytes), encoding?.trim().toLowerCase() ?? 'identity', maxBytes));

const decompress = (bytes: Uint8Array, encoding: string, maxOutputLength: number): Uint8Array => {
  if (encoding === 'identity' || encoding === '' || bytes.length === 0) return bytes;
  const options = { maxOutputLength };
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, options);
    case 'deflate':
      return hasZlibHeader(bytes) ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
    case 'br':
      return brotliDecompressSync(bytes, options);
    default:
      throw new Error('an encoding that was not asked for');
  }
};

/** Some servers send raw deflate under the name that means zlib. */
const hasZlibHeader = ([first = 0]: Uint8Array): boolean => (first & 0x0f) === 0x08;
