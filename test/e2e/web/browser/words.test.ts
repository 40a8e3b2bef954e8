import { describe, expect, it } from '@jest/globals';

// The page reads its language off the browser as it starts.
Object.defineProperty(globalThis, 'navigator', { value: { languages: ['en'] }, configurable: true });
const { catalogues } = await import('../src/words.ts');

const NOTHING = /\b(?:nothing|nada|não alterou)\b/i;
const MAYBE = /\b(?:not known|não se sabe)\b/i;

describe.each(Object.entries(catalogues))('what the page says in %s', (_, { outcomes, contradicted }) => {
  it('is that nothing was done only where that is certain', () => {
    const saying = Object.entries(outcomes).filter(([, { title, text }]) =>
      [title(1), title(2), text].some((words) => NOTHING.test(words)),
    );
    expect(saying.map(([kind]) => kind)).toEqual(['refused', 'try-later']);
    expect(NOTHING.test(`${contradicted.title()} ${contradicted.text}`)).toBe(false);
  });

  it('is that it is not known yet of an unknown outcome alone', () => {
    const saying = Object.entries(outcomes).filter(([, { title }]) => MAYBE.test(title(1)));
    expect(saying.map(([kind]) => kind)).toEqual(['unknown']);
  });
});
