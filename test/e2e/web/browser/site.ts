import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** A host of the page: an origin of its own. It serves what `build` makes. */
export interface Site {
  readonly origin: string;
  /** Builds the page as its developer does, for an API at this address; another page where its folder is given. */
  build(apiUrl: string, page?: string): Promise<void>;
  close(): Promise<void>;
}

/** The address is known before the build: the API must be told it, and the build the API's. */
export const startSite = async (): Promise<Site> => {
  const folder = await mkdtemp(join(tmpdir(), 'site-'));
  const server = createServer(async ({ url = '/' }, response) => {
    const path = new URL(url, 'http://site').pathname;
    const file = join(folder, path === '/' ? 'index.html' : path);
    const content = await readFile(file).catch(() => undefined);
    if (content === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': MEDIA_TYPES[extname(file)] }).end(content);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async build(apiUrl, page = PROJECT) {
      const vite = join(PROJECT, 'node_modules/vite/bin/vite.js');
      const options = ['--config', join(PROJECT, 'vite.config.ts'), '--outDir', folder, '--emptyOutDir'];
      await promisify(execFile)(process.execPath, [vite, 'build', ...options], {
        cwd: page,
        env: { ...process.env, VITE_API_URL: apiUrl, NODE_ENV: 'production' },
      });
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
};
