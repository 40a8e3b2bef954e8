import type { BaseLogger } from 'pino';
import type { ExchangeObserver } from './service-observer.ts';

/** The logger of one request: every line carries its request id. */
export type Log = Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

/** Logs what nobody foresaw. Never throws: an outcome is being saved here. */
export const logUnexpected = (log: Log, error: unknown, message: string): void => {
  try {
    log.error({ err: error }, message);
  } catch {
    // Nowhere is left to say so.
  }
};

/**
 * Logs each exchange with Z-API: its endpoint, status or fault, and time; at warn when no whole 2xx answer came. Whoever
 * counts them is told first.
 */
export const observeExchange =
  (log: Log, count?: ExchangeObserver): ExchangeObserver =>
  (report) => {
    count?.(report);
    const fine = report.fault === undefined && report.status !== undefined && report.status < 300;
    log[fine ? 'debug' : 'warn'](report, 'z-api exchange');
  };
