import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file of its own, in a folder of its own. */
export interface JsonFile {
  readonly path: string;
  /** Writes other contents; a text as it is. */
  write(contents: unknown): void;
  close(): Promise<void>;
}

export const jsonFile = (contents: unknown): JsonFile => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  const path = join(folder, 'file.json');
  const write = (value: unknown) =>
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  write(contents);
  return { path, write, close: async () => rmSync(folder, { recursive: true, force: true }) };
};
