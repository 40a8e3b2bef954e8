import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than any wait of a test should be, and below the time a test may take. In milliseconds. */
const PATIENCE_MS = 20_000;

/** Waits until something holds, looking every few milliseconds. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (const deadline = performance.now() + PATIENCE_MS; !(await holds()); await sleep(10)) {
    if (performance.now() > deadline) throw new Error('waited too long');
  }
};
