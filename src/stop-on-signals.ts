import type { Log } from './community/log.ts';

/** On SIGTERM or SIGINT closes and exits with 0; a second signal ends the process at once. */
export const stopOnSignals = (log: Log, close: () => Promise<void>): void => {
  const stop = (signal: NodeJS.Signals) => {
    process.off('SIGTERM', stop).off('SIGINT', stop);
    log.info({ signal }, 'stopping: finishing what is in flight');
    close().then(
      () => {
        log.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
};
