/** The same items, beginning with another one in each round. */
export const rotated = <T>(items: readonly T[], round: number): readonly T[] => {
  const start = round % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};
