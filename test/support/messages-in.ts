import { CATALOGUES } from '../../src/i18n/catalogues.ts';

/** Sentences of the catalogues with long numbers of their own. */
const SAID_WITH_NUMBERS: readonly string[] = Object.values(CATALOGUES).flatMap(({ rules, request }) => [
  rules.groupPhoneFormat,
  request.unsafeNumber,
]);

/** Every `message` in an answer, but for those. */
export const messagesIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === 'message' && typeof member === 'string'
      ? [member].filter((message) => !SAID_WITH_NUMBERS.includes(message))
      : messagesIn(member),
  );
};
