import { readFileSync } from 'node:fs';

export const README = readFileSync('README.md', 'utf8');

/** The rows of the table whose header row begins with `| <title> |`, cell by cell. */
export const tableOf = (title: string, document = README): readonly (readonly string[])[] => {
  const table = document.split('\n\n').find((block) => block.startsWith(`| ${title} |`)) ?? '';
  return table
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
};

/** The fenced blocks of a section of the given language, in order. */
export const codeIn = (section: string, language: string): readonly string[] => {
  const from = README.indexOf(`\n### ${section}\n`);
  if (from === -1) throw new Error(`the README has no section ${section}`);
  const [text = ''] = README.slice(from + 1)
    .split(/\n#{2,3} (?!#)/, 2)
    .slice(0, 1);
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  );
};
