import type { Log } from './community/log.ts';

/**
 * Ends the process in order: on SIGTERM or SIGINT with 0, after an error nobody caught with 1; each finishes what is in
 * flight. A second signal ends it at once.
 */
export const stopInOrder = (log: Log, close: () => Promise<void>): void => {
  const stop = (exitCode: number) => {
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
    process.off('SIGTERM', onSignal).off('SIGINT', onSignal);
    log.info({ signal }, 'stopping: finishing what is in flight');
    stop(0);
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught error: stopping');
    stop(1);
  });
};
