import type { Log } from './community/log.ts';

/**
 * Ends the process in order: on a signal with 0, after an error nobody caught with 1; each finishes what is in flight. A
 * second signal ends it at once.
 */
export const stopInOrder = (
  log: Log,
  close: () => Promise<void>,
  signals: readonly NodeJS.Signals[],
): void => {
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
    for (const each of signals) process.off(each, onSignal);
    log.info({ signal }, 'stopping: finishing what is in flight');
    stop(0);
  };
  for (const each of signals) process.on(each, onSignal);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught error: stopping');
    stop(1);
  });
};
