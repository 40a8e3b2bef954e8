import type { Log } from '../../src/utils/log.ts';

export interface LoggedLine {
  readonly level: keyof Log;
  readonly fields: unknown;
  readonly message: unknown;
}

/** A log that keeps its lines. */
export const recordingLog = () => {
  const lines: LoggedLine[] = [];
  const at =
    (level: keyof Log): Log[keyof Log] =>
    (fields: unknown, message?: unknown) => {
      lines.push({ level, fields, message });
    };
  const log: Log = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
  };
  return { log, lines };
};
