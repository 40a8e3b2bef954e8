/** Preloaded into a service that is watched: tells its parent what the process holds, whenever it asks. */
import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Sample } from './service-process.ts';

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

const takeSample = (): Sample => {
  // Twice: what the first finds finalizers for is freed by the second.
  global.gc?.();
  global.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const count = (name: string) => resources.filter((resource) => resource === name).length;
  const sample = {
    rssMb: rss / 2 ** 20,
    heapMb: heapUsed / 2 ** 20,
    timers: count('Timeout'),
    sockets: count('TCPSocketWrap'),
    files: readdirSync('/proc/self/fd').length,
    delayMs: delay.percentile(99) / 1e6,
  };
  delay.reset();
  return sample;
};

process.on('message', () => process.send?.(takeSample()));
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
