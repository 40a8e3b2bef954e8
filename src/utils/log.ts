import type { BaseLogger } from 'pino';
import type { ExchangeObserver } from './service-observer.ts';

/** The logger of one request: every line carries its request id. */
export type Log = Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

/** Logs an unexpected error. Never throws: its callers must still return an outcome. */
export const logUnexpected = (log: Log, error: unknown, message: string): void => {
  try {
    log.error({ err: error }, message);
  } catch {
    // The log itself is broken.
  }
};

/** Logs each exchange with Z-API: endpoint, status or error code, and time. At warn without a complete 2xx response. */
export const logExchange =
  (log: Log): ExchangeObserver =>
  (report) => {
    const succeeded = report.fault === undefined && report.status !== undefined && report.status < 300;
    log[succeeded ? 'debug' : 'warn'](report, 'z-api exchange');
  };
