import { readFileSync } from 'node:fs';

/** Relative to this module; the path is the same from src/bootstrap and from dist/bootstrap. */
const FOLDER = new URL('../../schema/sandbox/', import.meta.url);

/**
 * Reads the document that Apollo Sandbox opens with.
 *
 * - `simulator`: one operation for each outcome that the simulator can give. Each operation uses a community of its own or
 *   changes nothing, so they can run in any order.
 * - `live`: queries only, because they run against a real Z-API instance.
 */
export const readSandboxDocument = (mode: 'simulator' | 'live'): string =>
  readFileSync(new URL(`${mode}.graphql`, FOLDER), 'utf8');
