import type { Log } from '../utils/log.ts';

export interface Stopping {
  readonly log: Log;
  /** What asks the process to end. */
  readonly signals: readonly NodeJS.Signals[];
  /** How long finishing may take, in milliseconds. */
  readonly graceMs: number;
  /** Takes nothing new, and resolves when everything in flight is finished and everything is closed. */
  readonly close: () => Promise<void>;
  /** The request ids of what is in flight. */
  readonly inFlight: () => readonly string[];
}

/**
 * Ends the process in order: on a signal with 0, after an error nobody caught with 1; both finish what is in flight
 * first. When that takes too long, or a signal comes while it is being done, what is left is logged and the
 * process ends with 1.
 */
export const gracefulShutdown = ({ log, signals, graceMs, close, inFlight }: Stopping): void => {
  let stopping = false;
  let exitCode = 0;

  const abandon = (why: string) => {
    for (const requestId of inFlight()) {
      log.fatal({ requestId }, 'outcome unknown: the process ended before the operation did');
    }
    log.fatal(why);
    process.exit(1);
  };

  const stop = () => {
    stopping = true;
    setTimeout(() => abandon('ended after SHUTDOWN_GRACE_MS'), graceMs);
    close().then(
      () => {
        log.info('stopped');
        process.exit(exitCode);
      },
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };

  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) return abandon(`ended by ${signal} while stopping`);
    log.info({ signal }, 'stopping: finishing what is in flight');
    stop();
  };
  for (const each of signals) process.on(each, onSignal);

  // Rejections that nobody handled come here too.
  process.on('uncaughtException', (error) => {
    exitCode = 1;
    log.fatal({ err: error }, stopping ? 'uncaught error while stopping' : 'uncaught error: stopping');
    if (!stopping) stop();
  });
};
