import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type SpawnedProcess, spawnProcess } from './process.ts';

/** What lets Node.js run TypeScript itself: tsx as a command keeps signals to itself. */
const LOADER = pathToFileURL(resolve('node_modules/tsx/dist/loader.mjs')).href;

/** Runs a module of `src` as a process of its own, in a folder where no `.env` of a developer is. */
export const runSource = (
  module: string,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): SpawnedProcess =>
  spawnProcess('node', ['--import', LOADER, resolve('src', module), ...args], {
    cwd: tmpdir(),
    env: { ...env, TSX_TSCONFIG_PATH: resolve('tsconfig.json') },
  });

/** Where a service that runs as a process listens; waits until it does. */
export const urlOf = async (service: SpawnedProcess): Promise<string> => {
  const [, port] = await service.printed(/"port":(\d+),"mode":"\w+","msg":"ready"/);
  return `http://127.0.0.1:${port}`;
};
