/** Loaded before a process that is measured: tells its parent over IPC what it has used, and never outlives it. */
import { readFileSync } from 'node:fs';
import type { Question, Usage } from '../usage.ts';

/** Node's own figure begins with what the parent held when it started this process; the kernel's does not. */
const peakRss = (): number => {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
};

const answers: { readonly [Q in Question]: () => Usage[Q] } = {
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  memory: () => {
    globalThis.gc?.();
    return { rss: process.memoryUsage.rss(), peakRss: peakRss() };
  },
};

process.on('message', (question: Question) => process.send?.(answers[question]()));
process.on('disconnect', () => process.exit());
process.channel?.unref();
