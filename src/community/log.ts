import type { BaseLogger } from 'pino';

/** The logger of one request: every line carries its request id. */
export type Log = Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;
