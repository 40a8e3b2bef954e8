/** What a frontend needs to call the API: typed operations, what its cache must know, and one helper. */
export * from './generated/operations.ts';
export { possibleTypes } from './generated/possible-types.ts';
export type { SelectedGroup, SelectedIssue, SelectedResult } from './narrow-unlink-result.ts';
export { narrowUnlinkResult, type UnlinkOutcome, type UnlinkOutcomeKind } from './narrow-unlink-result.ts';
export type { TypedDocument } from './typed-document.ts';
