import { fileURLToPath } from 'node:url';

/** The folders that gateways are installed in. */
export const LIGHT = fileURLToPath(new URL('.', import.meta.url));
export const HIVE = fileURLToPath(new URL('./hive/', import.meta.url));
