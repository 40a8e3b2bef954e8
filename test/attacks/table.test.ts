import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { UPSTREAM_CHECKS } from './upstream-checks.ts';

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

/** The rows of the table in the README, below its head. */
const rows = read('README.md')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.slice(2, -2).split(' | '));

/** `file`: "title", "title" */
const testsOf = (cell: string): readonly (readonly [file: string, title: string])[] => {
  const [, file = '', titles = ''] = /^`([\w.-]+)`: (".+")$/.exec(cell) ?? [];
  return titles.split('", "').map((title) => [file, title.replaceAll('"', '')]);
};

/** A title stands behind a bracket and before its test; those of blocks are left out. */
const TITLES = /(?<!describe|describe\.each\(PROFILES\))\(\s*'([^']+)',\s*(?:async )?\(/g;

const named = rows.flatMap(([, , , cell = '']) => testsOf(cell));

describe('the table of attacks', () => {
  it('has four cells in each row, none of them empty', () => {
    expect(rows.filter((cells) => cells.length !== 4 || cells.includes(''))).toEqual([]);
  });

  it.each(Object.entries(UPSTREAM_CHECKS))('has one row for each check of %s', (source, checks) => {
    const listed = rows.filter(([listedSource]) => listedSource === source).map(([, check]) => check);
    expect(listed).toEqual([...checks]);
  });

  it('has rows of these sources only', () => {
    expect([...new Set(rows.map(([source]) => source))]).toEqual(Object.keys(UPSTREAM_CHECKS));
  });

  it('names tests that exist', () => {
    const missing = named.filter(([file, title]) => title === '' || !read(file).includes(`'${title}',`));
    expect(missing).toEqual([]);
  });

  it('names every test of the attacks', () => {
    const files = readdirSync(new URL('.', import.meta.url)).filter((file) =>
      /^(?:graphql-cop|dvga-.+|clairvoyance)\.test\.ts$/.test(file),
    );
    const written = files.flatMap((file) =>
      [...read(file).matchAll(TITLES)].map(([, title]) => `${file} ${title}`),
    );
    expect(written.filter((test) => !named.some((one) => test === one.join(' ')))).toEqual([]);
    expect(written.length).toBeGreaterThan(50);
  });
});
