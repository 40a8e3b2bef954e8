import type { BaseLogger } from 'pino';

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
