import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { UnlinkOutcomeKind } from '../../../src/client/index.ts';
import { README, tableOf } from '../../support/readme.ts';

/** The compiler asks for every kind. */
const KINDS: Readonly<Record<UnlinkOutcomeKind, true>> = {
  done: true,
  'not-linked': true,
  partly: true,
  refused: true,
  unknown: true,
  'try-later': true,
  operator: true,
};

describe("the README's table of kinds", () => {
  it('has a row for each, and for nothing else', () => {
    const rows = tableOf('kind').map(([kind = '']) => kind.replaceAll('`', ''));
    expect(rows).toEqual(Object.keys(KINDS));
  });
});

describe('the README', () => {
  it('names the tarball as npm does', () => {
    const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(README).toContain(`${name}-${version}.tgz`);
  });
});
