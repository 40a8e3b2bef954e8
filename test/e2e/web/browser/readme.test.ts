import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { codeIn } from '../../../contract/readme.ts';

/** The files of the README's way to an unlink button, in its order, as they are in an app that Vite made. */
const FILES = [
  ...codeIn('An unlink button, with React and Apollo Client', 'ts'),
  ...codeIn('An unlink button, with React and Apollo Client', 'tsx'),
];
const NAMES = ['client.ts', 'unlink-button.tsx', 'main.tsx'];

/** What Vite's template for React holds a page to. */
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    target: 'es2023',
    lib: ['es2023', 'dom'],
    types: ['vite/client'],
    module: 'esnext',
    moduleResolution: 'bundler',
    moduleDetection: 'force',
    allowImportingTsExtensions: true,
    verbatimModuleSyntax: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    skipLibCheck: true,
    jsx: 'react-jsx',
    paths: { 'z-api-communities-graphql/client': [resolve('src/client/index.ts')] },
  },
  include: ['*'],
};

it("the README's unlink button compiles as it stands", async () => {
  expect(FILES).toHaveLength(NAMES.length);
  const folder = await mkdtemp(resolve('test/e2e/web/readme-'));
  try {
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await Promise.all(FILES.map((code, index) => writeFile(join(folder, NAMES[index] ?? ''), code)));
    const compiler = resolve('node_modules/typescript/bin/tsc');
    const faults = await promisify(execFile)(process.execPath, [compiler, '-p', folder]).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
    expect(faults).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
});
