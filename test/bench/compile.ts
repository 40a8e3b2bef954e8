import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The service as `npm run build` makes it, and whoever is measured beside it made by the same compiler: what runs TypeScript as it
 * stands adds to each call. In a folder of their own.
 */
export interface Compiled {
  readonly main: string;
  /** The file that was made of one in this folder, for example of `servers/floor.ts`. */
  fileOf(source: string): string;
  close(): void;
}

/** Throws with what the compiler says when it refuses. */
export const compile = (): Compiled => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const args = ['-p', join(ROOT, 'test/bench/tsconfig.json'), '--outDir', folder];
  const { status, stdout } = spawnSync(tsc, args, { encoding: 'utf8' });
  const close = () => rmSync(folder, { recursive: true, force: true });
  if (status !== 0) {
    close();
    throw new Error(`the bench does not compile:\n${stdout}`);
  }
  return {
    main: join(folder, 'src/main.js'),
    fileOf: (source) => join(folder, 'test/bench', source.replace(/\.ts$/, '.js')),
    close,
  };
};
