import { failureOf } from './call-failure.ts';
import type { GroupUnlinkStatus, UnlinkBlocker, UnlinkGroupsMutation } from './generated/operations.ts';

/**
 * A member of UnlinkResult as far as an operation selected it: the ready one, or one of your own. Without `__typename`,
 * `confirmation` and `retry` less can be said of it.
 */
export interface SelectedResult {
  readonly __typename?: string;
  readonly confirmation?: string;
  readonly message?: string;
  readonly code?: string;
  readonly retry?: string;
  readonly groups?: readonly SelectedGroup[];
  readonly issues?: readonly SelectedIssue[];
  readonly retryAfterSeconds?: number;
  readonly requestId?: string;
}

export interface SelectedGroup {
  readonly phone?: string;
  readonly status?: GroupUnlinkStatus;
  readonly blocker?: UnlinkBlocker | null;
}

export interface SelectedIssue {
  readonly path?: readonly string[];
  readonly rule?: string;
  readonly message?: string;
}

/**
 * What can be said of an unlink, and what comes next:
 *
 * - `done`: Z-API said that it took the groups out; `confirmation` says whether the community was seen without them.
 * - `not-linked`: the groups are not in the community now, though Z-API did not say that it took them out: they were
 *   already out, were never in, are mistyped, or left by a call whose answer was lost.
 * - `partly`: some are out, others are still linked; `groups` says which, and what keeps them.
 * - `refused`: nothing was done, and nothing will be while the request stays as it is. `issues` and `groups` say why,
 *   where that is known.
 * - `unknown`: it may have been done. Query `unlinkPreview` with the same arguments before repeating.
 * - `try-later`: nothing was done. Repeat after `retryAfterSeconds`, or a little later where that is undefined.
 * - `operator`: whoever runs the service or holds the phone must act first. Then query `unlinkPreview`.
 */
export type UnlinkOutcomeKind =
  | 'done'
  | 'not-linked'
  | 'partly'
  | 'refused'
  | 'unknown'
  | 'try-later'
  | 'operator';

/** An unlink as a page tells it. What was not selected, or does not belong to the kind, is undefined or empty. */
export interface UnlinkOutcome {
  readonly kind: UnlinkOutcomeKind;
  /** For people, in the language of `Accept-Language`: show it as it is, but where `code` is `UNAUTHENTICATED`. */
  readonly message: string | undefined;
  /** How it is known that the groups are out. Values may be added. */
  readonly confirmation: string | undefined;
  /** What is known of each requested group. */
  readonly groups: readonly SelectedGroup[];
  /** Which argument breaks which rule. */
  readonly issues: readonly SelectedIssue[];
  /** Why, for programs. Values may be added. */
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** For support: it is in every log line of the call. */
  readonly requestId: string | undefined;
}

/**
 * Narrows what came of `unlinkGroups` to what a page has to tell apart. A member that is added later is judged by its
 * `retry`; nothing becomes a success by default.
 *
 * @param result `data.unlinkGroups`; null or undefined where the call brought none.
 * @param error of a call that brought none: what Apollo Client or urql threw or returned, the `errors` of an answer, or
 *   what `fetch` threw. Unless this service itself says in it that nothing was sent, the outcome is `unknown`.
 */
export const narrowUnlinkResult = (
  result: SelectedResult | null | undefined,
  error?: unknown,
): UnlinkOutcome => {
  const { kind, ...told } = result ? { ...result, kind: kindOf(result) } : failureOf(error);
  const { message, confirmation, groups, issues, code, retryAfterSeconds, requestId }: SelectedResult = told;
  return {
    kind,
    message,
    confirmation,
    groups: groups ?? [],
    issues: issues ?? [],
    code,
    retryAfterSeconds,
    requestId,
  };
};

const kindOf = (result: SelectedResult): UnlinkOutcomeKind => {
  if (result.retry === 'CHECK_FIRST') return 'unknown';
  const judge = KINDS.get(result.__typename) ?? kindByAdvice;
  const kind = judge(result);
  return isContradicted(kind, result) ? 'unknown' : kind;
};

/** What a client may do next says enough of a failure that this version of the client does not know. */
const kindByAdvice = ({ retry }: SelectedResult): UnlinkOutcomeKind => {
  switch (retry) {
    case 'FIX_INPUT':
      return 'refused';
    case 'AFTER_DELAY':
      return 'try-later';
    case 'NO':
      return 'operator';
    default:
      return 'unknown';
  }
};

const kindByConfirmation = ({ confirmation }: SelectedResult): UnlinkOutcomeKind => {
  switch (confirmation) {
    case 'ACKNOWLEDGED':
    case 'VERIFIED':
      return 'done';
    case 'OBSERVED':
      return 'not-linked';
    default:
      return 'unknown';
  }
};

type Judge = (result: SelectedResult) => UnlinkOutcomeKind;
type Member = NonNullable<UnlinkGroupsMutation['unlinkGroups']>['__typename'];

/** Every member of today: the compiler asks for the row of a new one. */
const MEMBERS: Readonly<Record<Member, Judge>> = {
  UnlinkSuccess: kindByConfirmation,
  UnlinkPartialSuccess: () => 'partly',
  CommunityInputError: () => 'refused',
  CommunityNotFoundError: () => 'refused',
  // Repeating it helps as little as with an operator's fault, but all that is to be told is WhatsApp's "no".
  UnlinkRejectedError: (result) => (result.retry === 'NO' ? 'refused' : kindByAdvice(result)),
  UnlinkOutcomeUnknownError: () => 'unknown',
  WhatsAppInstanceError: () => 'operator',
  CommunityRateLimitedError: () => 'try-later',
  CommunityUpstreamError: kindByAdvice,
};

const KINDS: ReadonlyMap<unknown, Judge> = new Map(Object.entries(MEMBERS));

/** What is told of a group outranks what is told of them all. */
const isContradicted = (kind: UnlinkOutcomeKind, { groups }: SelectedResult): boolean => {
  const isSaid = (of: readonly unknown[]) => groups?.some(({ status }) => of.includes(status)) === true;
  switch (kind) {
    case 'done':
    case 'not-linked':
      return isSaid(['STILL_LINKED', 'UNKNOWN']);
    case 'refused':
    case 'try-later':
      return isSaid(['UNLINKED', 'NOT_LINKED', 'UNKNOWN']);
    default:
      return false;
  }
};
