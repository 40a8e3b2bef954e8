/** The most texts that are remembered, and the longest: headers are the caller's choice. */
const MAX_TEXTS = 100;
const MAX_LENGTH = 200;

/** The same function of a text, which works out once what it is asked again and again. */
export const remembered = <T>(
  workOut: (text: string | undefined) => T,
): ((text: string | undefined) => T) => {
  const known = new Map<string | undefined, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = workOut(text);
    if (known.size >= MAX_TEXTS) known.clear();
    if (text === undefined || text.length <= MAX_LENGTH) known.set(text, result);
    return result;
  };
};
