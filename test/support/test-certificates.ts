import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { jest } from '@jest/globals';

/** A file of test/fixtures/tls. */
export const pem = (name: string): string =>
  readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8');

/** What a server needs to present a certificate of test/fixtures/tls. */
export const certificate = (name: string): tls.TlsOptions => ({ cert: pem(name), key: pem('server.key') });

const realConnect = tls.connect;

/** Makes this process trust the test CA, on these ports or everywhere, until `jest.restoreAllMocks()`. */
export const trustTestCa = (ports?: ReadonlySet<number>): void => {
  const connect = (options: tls.ConnectionOptions) =>
    realConnect(
      ports === undefined || ports.has(Number(options.port)) ? { ...options, ca: pem('ca') } : options,
    );
  jest.spyOn(tls, 'connect').mockImplementation(connect as typeof tls.connect);
};
