import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { codeIn } from '../../../support/readme.ts';
import { closedAfterAll } from '../../../support/resources.ts';
import { button, isUnlink } from './person.ts';
import { type Stage, startStage } from './stage.ts';
import { visiting } from './visit.ts';

const SECTION = 'An unlink button, with React and Apollo Client';

/** The files of the README's way to an unlink button, in its order, as they are in an app that Vite made. */
const FILES = [...codeIn(SECTION, 'ts'), ...codeIn(SECTION, 'tsx')];
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

const PAGE =
  '<!doctype html><title>x</title><link rel="icon" href="data:,"><div id="root"></div><script type="module" src="/main.tsx"></script>';

const ADDRESS = 'http://127.0.0.1:4000/graphql';
const IDS = /communityId="\d+" groupsPhones=\{\[[^\]]+\]\}/;

const write = (folder: string, files: Readonly<Record<string, string>>) =>
  Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));

describe("the README's unlink button", () => {
  const kept = closedAfterAll();
  let folder: string;
  let stage: Stage;
  beforeAll(async () => {
    expect(FILES).toHaveLength(NAMES.length);
    folder = await mkdtemp(resolve('test/e2e/web/readme-'));
    await write(folder, Object.fromEntries(NAMES.map((name, index) => [name, FILES[index] ?? ''])));
    await write(folder, { 'tsconfig.json': JSON.stringify(TSCONFIG), 'index.html': PAGE });
    stage = await startStage(kept, {
      pageFor: async (apiUrl) => {
        const [client = '', , main = ''] = FILES;
        expect(client).toContain(ADDRESS);
        expect(main).toMatch(IDS);
        await write(folder, {
          'client.ts': client.replace(ADDRESS, apiUrl),
          // Other communities too, where the page's address names one.
          'main.tsx': main.replace(
            IDS,
            `$& {...JSON.parse(decodeURIComponent(location.hash.slice(1)) || '{}')}`,
          ),
        });
        return folder;
      },
    });
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(() => stage.simulator.reset());

  const open = visiting(() => stage.browser);
  const openFor = async (communityId?: string, ...groupsPhones: string[]) => {
    const hash = communityId ? `#${encodeURIComponent(JSON.stringify({ communityId, groupsPhones }))}` : '';
    const visit = await open(`${stage.site.origin}/${hash}`);
    visit.page.on('dialog', (dialog) => void dialog.accept());
    return visit;
  };
  const press = (page: Page, name: string) => button(page, name).click();
  const says = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();

  it('compiles', async () => {
    const compiler = resolve('node_modules/typescript/bin/tsc');
    const faults = await promisify(execFile)(process.execPath, [compiler, '-p', folder]).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
    expect(faults).toBe('');
  });

  it('says what the README says that it does: done, and then out already', async () => {
    const { page } = await openFor();
    await press(page, 'Unlink');
    await says(page, 'Done: WhatsApp reported success.');
    await press(page, 'Unlink');
    await says(page, 'The groups are not in the community now.');
  });

  it('says why, where the service refuses', async () => {
    const { page } = await openFor('one', 'two');
    await press(page, 'Unlink');
    await says(page, 'A community id is 5 to 32 digits, sent as a string.');
  });

  it('lets an unknown outcome be checked, and then only what is still linked be repeated', async () => {
    const { page } = await openFor(
      '120363000000000909',
      '120363000000909001-group',
      '120363000000909009-group',
    );
    await press(page, 'Unlink');
    await says(page, 'It is not known whether the groups were unlinked.');
    await press(page, 'Check');
    await says(page, 'Still linked: 1');
    const sent = page.waitForRequest((request) => request.method() === 'POST' && isUnlink(request));
    await press(page, 'Unlink');
    expect((await sent).postDataJSON().variables.groupsPhones).toEqual(['120363000000909001-group']);
  });

  it('says that it could not be checked while the service is away, and can be pressed again', async () => {
    const { page, complaints } = await openFor();
    await page.route(`${stage.service.url}/graphql`, (route) => route.abort());
    await press(page, 'Unlink');
    await says(page, 'It is not known whether it was done.');
    await press(page, 'Check');
    await says(page, 'It could not be checked.');
    await page.unroute(`${stage.service.url}/graphql`);
    await press(page, 'Check');
    await says(page, 'Still linked: 1');
    expect(complaints.splice(0).filter((text) => !text.includes('ERR_FAILED'))).toEqual([]);
  });
});
