import { undiciFetch } from './undici.ts';

export const defaultFetch = undiciFetch({ pipelining: 0 });
