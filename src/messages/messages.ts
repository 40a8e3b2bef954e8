import type { en } from './en.ts';

/** Every sentence that people may be shown, in one language. The keys of English are the keys of all. */
export type Messages = typeof en;
