import { readFileSync } from 'node:fs';
import { cpus, loadavg, platform, release } from 'node:os';

const PACKAGES = ['@apollo/server', 'graphql', 'type-graphql', 'fastify', 'node-fetch', 'undici'];

const versionOf = (name: string): string => {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return `${name} ${JSON.parse(readFileSync(file, 'utf8')).version}`;
};

/** What figures depend on: Node.js, the machine and what else it does, the packages. */
export const describeMachine = (): string => {
  const cores = cpus();
  return [
    `Node.js ${process.version}, ${platform()} ${release()}, ${cores.length} x ${cores[0]?.model.trim()}`,
    `${PACKAGES.map(versionOf).join(', ')}`,
    `load of the machine before: ${loadavg()[0]?.toFixed(2)}`,
  ].join('\n');
};
