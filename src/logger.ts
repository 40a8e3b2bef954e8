import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import type { Config } from './config/config.ts';
import { createScrubber } from './scrub.ts';
import { secretsOf } from './secrets.ts';

/** JSON lines, each scrubbed but for the request id that a child logger binds. A line that cannot be written is lost: it never changes what a caller is told. */
export const createLogger = (config: Config, destination: DestinationStream): Logger => {
  const scrub = createScrubber(secretsOf(config));
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    // Errors come to the serializer scrubbed already, as plain objects.
    serializers: { err: (error: unknown) => error },
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: {
      logMethod(this: Logger, args: unknown[], method: (this: Logger, ...args: unknown[]) => void) {
        try {
          method.apply(this, args.map(scrub));
        } catch {
          // Nowhere is left to say so.
        }
      },
    },
  };
  return pino(options, destination);
};
