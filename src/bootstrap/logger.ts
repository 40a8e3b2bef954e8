import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Config } from '../config/config.ts';
import { createRedactor, secretsOf } from './redact.ts';

/**
 * Synchronous, so that lines keep their order, none is lost when the process ends, and a reader that is gone cannot hold it.
 * A reader that is there and does not read holds the whole process, once the pipe is full.
 */
export const createStandardOutput = (): DestinationStream => pino.destination({ dest: 1, sync: true });

/** JSON lines, each redacted but for the request id that a child logger binds. A line that cannot be written is lost: it never changes what a caller is told. */
export const createLogger = (config: Config, destination: DestinationStream): Logger => {
  const redact = createRedactor(secretsOf(config));
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    // Errors reach the serializer redacted already, as plain objects.
    serializers: { err: (error: unknown) => error },
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: {
      logMethod(this: Logger, args: unknown[], method: (this: Logger, ...args: unknown[]) => void) {
        try {
          method.apply(this, args.map(redact));
        } catch {
          // The log itself is broken.
        }
      },
    },
  };
  return pino(options, destination);
};
