import { afterAll, afterEach } from '@jest/globals';

interface Resource {
  close(): Promise<void>;
}

/** Takes note of a server that was started, so that it is closed even when a test fails halfway. */
export type Opened = <R extends Resource>(resource: R) => R;

const closing = (hook: typeof afterAll): Opened => {
  const open: Resource[] = [];
  hook(async () => {
    const closed = await Promise.allSettled(open.splice(0).map((resource) => resource.close()));
    const failed = closed.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  });
  return (resource) => {
    open.push(resource);
    return resource;
  };
};

/** Closes everything after each test of the block; a test service that leaked fails that test. */
export const closedAfterEach = (): Opened => closing(afterEach);

/** Closes everything after the last test of the block; a test service that leaked fails the file. */
export const closedAfterAll = (): Opened => closing(afterAll);
