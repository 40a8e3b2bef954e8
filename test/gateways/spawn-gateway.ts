import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnProcess } from '../support/process.ts';
import { unusedPort } from '../support/unused-port.ts';

/** What a gateway is started from. */
export interface GatewayProgram {
  /** A file of `schema/gateway/`, run as it is; or the path of another. */
  readonly file: string;
  /** The folder whose packages it is run with. */
  readonly packages: string;
  /** The arguments of `node`. */
  readonly args: readonly string[];
  /** What it prints once it listens. */
  readonly ready: RegExp;
}

export interface GatewayProcess {
  readonly url: string;
  /** All that it printed. */
  readonly printed: () => string;
  /** Ends it; rejects when its output held a secret. */
  close(): Promise<void>;
}

const SNIPPETS = fileURLToPath(new URL('../../schema/gateway/', import.meta.url));

/** Starts a gateway as those who copy the file do: in a folder of its own, beside its packages and the supergraph. */
export const spawnGateway = async (
  { file, packages, args, ready }: GatewayProgram,
  supergraphSdl: string,
  env: Readonly<Record<string, string>>,
): Promise<GatewayProcess> => {
  const cwd = await mkdtemp(join(tmpdir(), 'gateway-'));
  await cp(resolve(SNIPPETS, file), join(cwd, basename(file)));
  await cp(join(packages, 'package.json'), join(cwd, 'package.json'));
  await symlink(join(packages, 'node_modules'), join(cwd, 'node_modules'), 'dir');
  await writeFile(join(cwd, 'supergraph.graphql'), supergraphSdl);
  const port = await unusedPort();
  const child = spawnProcess(process.execPath, args, {
    cwd,
    env: { NODE_ENV: 'production', PORT: `${port}`, ...env },
  });
  const close = async () => {
    try {
      await child.close();
    } finally {
      await rm(cwd, { recursive: true, force: true });
    }
  };
  try {
    await child.printed(ready);
  } catch (error) {
    await close();
    throw error;
  }
  const printed = () => `${child.stdout}\n${child.stderr}`;
  return { url: `http://127.0.0.1:${port}/graphql`, printed, close };
};
