import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Checkout, copyCheckout } from '../support/process.ts';

const run = promisify(execFile);

/** What a frontend writes: it compiles only when the documents, their variables and the outcome are typed. */
const PROGRAM = `
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import {
  CommunityDocument,
  narrowUnlinkResult,
  possibleTypes,
  UnlinkGroupsDocument,
  type TypedDocument,
  type UnlinkOutcomeKind,
} from 'z-api-communities-graphql/client';

declare const call: <Data, Variables>(document: TypedDocument<Data, Variables>, variables: Variables) => Data;
declare const client: { query: <D, V>(document: TypedDocumentNode<D, V>, variables: V) => Promise<D> };

export const withApollo = async () => {
  const { community } = await client.query(CommunityDocument, { id: '1' });
  const name: string | null | undefined = community?.name;
  return name;
};

export const typed = () => {
  const data = call(UnlinkGroupsDocument, { communityId: '1', groupsPhones: ['2'] });
  // @ts-expect-error: an id is a string
  call(UnlinkGroupsDocument, { communityId: 1, groupsPhones: ['2'] });
  // @ts-expect-error: there is no such field
  data.unlinkGroup;
  return narrowUnlinkResult(data.unlinkGroups);
};

const words: Readonly<Record<UnlinkOutcomeKind, string>> = {
  done: 'done', 'not-linked': 'not linked', partly: 'partly', refused: 'refused', unknown: 'unknown',
  'try-later': 'try later', operator: 'operator',
};

const outcome = narrowUnlinkResult({ __typename: 'UnlinkSuccess', confirmation: 'VERIFIED' });
console.log(words[outcome.kind], UnlinkGroupsDocument.kind, Object.keys(possibleTypes).join());
`;

const TSCONFIG = {
  compilerOptions: { strict: true, module: 'nodenext', target: 'es2022', types: [], lib: ['es2022', 'dom'] },
  files: ['program.ts'],
};

const INSTALL = ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];

describe('the packed package, installed into an empty folder', () => {
  let checkout: Checkout;
  let folder: string;

  beforeAll(async () => {
    checkout = await copyCheckout();
    folder = await mkdtemp(join(tmpdir(), 'frontend-'));
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], {
      cwd: checkout.path,
    });
    const tarball = stdout.trim().split('\n').at(-1) ?? '';
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await writeFile(join(folder, 'program.ts'), PROGRAM);
    // An app may have another version of graphql than this package.
    await run('npm', [...INSTALL, `./${tarball}`, 'graphql@16.8.1', '@graphql-typed-document-node/core'], {
      cwd: folder,
    });
  }, 120_000);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await checkout.close();
  });

  it('compiles against the types and runs', async () => {
    await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder]);
    const { stdout } = await run(process.execPath, [join(folder, 'program.js')]);
    expect(stdout).toBe('done Document UnlinkPreviewResult,CommunityError,UnlinkResult\n');
  });

  it('brings nothing into a page but its own code', async () => {
    const entry = join(folder, 'node_modules/z-api-communities-graphql/dist/client');
    const seen = new Set<string>();
    const visit = async (file: string): Promise<void> => {
      if (seen.has(file)) return;
      seen.add(file);
      const code = await readFile(join(entry, file), 'utf8');
      const imports = [...code.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)/g)].map(
        ([, name = '']) => name,
      );
      expect(imports.filter((name) => !name.startsWith('./'))).toEqual([]);
      for (const name of imports) await visit(name);
    };
    await visit('./index.js');
    expect(seen.size).toBeGreaterThan(3);
  });

  it('holds the schema, the operations and the possible types for tools', async () => {
    const program = `
      import { readFileSync } from 'node:fs';
      const read = (name) => readFileSync(new URL(import.meta.resolve('z-api-communities-graphql/schema/' + name)), 'utf8');
      const names = ['schema.graphql', 'possible-types.json', 'operations/unlink-groups.graphql'];
      console.log(names.filter((name) => read(name).includes('UnlinkSuccess')).join());
    `;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: folder });
    expect(stdout).toBe('schema.graphql,possible-types.json,operations/unlink-groups.graphql\n');
  });
});
