/** A table in Markdown; all columns but the first are numbers. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const marks = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, marks, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

export const inMegabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(0);
