import { isIPv4 } from 'node:net';

/** Loopback by name or by literal address; nothing is looked up. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
