import type { ExchangeObserver } from '../z-api/exchange-report.ts';
import type { Log } from './log.ts';

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
