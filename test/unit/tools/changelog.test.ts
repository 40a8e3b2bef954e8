import { describe, expect, it } from '@jest/globals';
import { lineOf, nameOf } from '../../../src/tools/schema-guard/breaking-change.ts';
import { unrecorded } from '../../../src/tools/schema-guard/changelog.ts';

const GONE = { where: 'UnlinkSuccess.groups', what: 'Field `groups` was removed', breaks: 'clients' };
const OTHER = { where: 'UnlinkResult', what: 'Member `LateError` was removed', breaks: 'clients' };

const changelog = (unreleased: string, released = ''): string =>
  `# Changelog\n\nWhat clients notice.\n\n## Unreleased\n\n${unreleased}\n## 1.0.0 - 2026-01-01\n\n${released}`;

const BREAKING = '### Breaking\n\n';

describe('a breaking change is recorded', () => {
  it.each([
    ['by the line that is printed for it', `${BREAKING}${lineOf(GONE)}\n`],
    ['by its place and what happened, whatever follows', `${BREAKING}${nameOf(GONE)}. Select \`phones\`.\n`],
    [
      'among others',
      `### Added\n\n- A field.\n\n${BREAKING}${lineOf(OTHER)}\n${lineOf(GONE)}\n\n### Fixed\n`,
    ],
  ])('%s', (_, unreleased) => {
    expect(unrecorded([GONE], '', [changelog(unreleased)])).toEqual([]);
  });

  it('in an unreleased section written as a link', () => {
    const text = `# Changelog\n\n## [Unreleased]\n\n${BREAKING}${lineOf(GONE)}\n`;
    expect(unrecorded([GONE], '', [text])).toEqual([]);
  });

  it('in a section released since', () => {
    const text = changelog('### Added\n\n- A field.\n', `${BREAKING}${lineOf(GONE)}\n`);
    expect(unrecorded([GONE], changelog(''), [text])).toEqual([]);
  });

  it('at its time, or later', () => {
    const text = changelog(`${BREAKING}${lineOf(GONE)}\n`);
    expect(unrecorded([GONE], '', [text, ''])).toEqual([]);
    expect(unrecorded([GONE], '', ['', text])).toEqual([]);
  });

  it('once more where it was recorded before', () => {
    const [first, both] = [
      changelog('', `${BREAKING}${lineOf(GONE)}\n`),
      changelog(`${BREAKING}${lineOf(GONE)}\n`, `${BREAKING}${lineOf(GONE)}\n`),
    ];
    expect(unrecorded([GONE], first, [both])).toEqual([]);
  });
});

describe('a breaking change is not recorded', () => {
  it.each([
    ['by an empty changelog', ''],
    ['by a line under another heading', changelog(`### Removed\n\n${lineOf(GONE)}\n`)],
    ['by a line after the next heading', changelog(`${BREAKING}### Fixed\n\n${lineOf(GONE)}\n`)],
    [
      'by another change of the same place',
      changelog(`${BREAKING}- \`UnlinkSuccess.groups\`: may be null.\n`),
    ],
    ['by a sentence that holds its line', changelog(`${BREAKING}Not yet: ${lineOf(GONE)}\n`)],
  ])('%s', (_, text) => {
    expect(unrecorded([GONE], '', [text])).toEqual([GONE]);
  });

  it('by a line that was there before, also where a release moved it', () => {
    const [unreleased, released] = [
      changelog(`${BREAKING}${lineOf(GONE)}\n`),
      changelog('', `${BREAKING}${lineOf(GONE)}\n`),
    ];
    expect(unrecorded([GONE], unreleased, [unreleased, released])).toEqual([GONE]);
  });

  it('when only another one is', () => {
    expect(unrecorded([GONE, OTHER], '', [changelog(`${BREAKING}${lineOf(OTHER)}\n`)])).toEqual([GONE]);
  });
});
