import type { FetchImplementation } from 'jose';

/** No key set is longer than this. In bytes. */
const MAX_BYTES = 256 * 1024;

/** Fetches, and gives up on an answer that does not end. */
export const boundedFetch: FetchImplementation = async (url, init) => {
  const response = await fetch(url, init);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: response.status });
};
