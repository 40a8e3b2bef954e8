/** A list of short texts, written with a space between them. */
export const words = (text: string): readonly string[] => text.split(' ');
