import { refusalCodes } from './generated/refusal-codes.ts';

/** What the entry in `errors` says of a call that brought no result, where this service wrote it. */
export interface CallFailure {
  readonly kind: 'refused' | 'try-later' | 'unknown';
  readonly message?: string;
  readonly code?: string;
  readonly requestId?: string;
}

/**
 * The codes of requests that this service refused before anything was sent to WhatsApp. INTERNAL_SERVER_ERROR and
 * REQUEST_TIMEOUT are not among them, because gateways give them too, of calls that they passed on. For the same reason a
 * code counts only beside a request id, which this service gives with each code, and gateways do not.
 */
export const NOTHING_SENT: ReadonlyMap<unknown, CallFailure['kind']> = new Map<string, CallFailure['kind']>(
  Object.entries(refusalCodes),
);

/**
 * Reads the failure of a whole call. Only this service's own entries prove that nothing was sent: a gateway answers null
 * with a code of its own when it lost the answer, and so does a network.
 */
export const failureOf = (error: unknown): CallFailure => {
  const [first, ...others] = entriesIn(error).map(toFailure);
  return first && others.every(({ kind }) => kind !== 'unknown') ? first : { kind: 'unknown' };
};

const toFailure = (entry: unknown): CallFailure => {
  const { message, path, extensions } = fieldsOf(entry);
  const { code, requestId } = fieldsOf(extensions);
  const kind = NOTHING_SENT.get(code);
  if (kind === undefined || !isOfTheUnlink(path) || typeof requestId !== 'string') return { kind: 'unknown' };
  return { kind, code: String(code), requestId, ...(typeof message === 'string' && { message }) };
};

/** Of the request as a whole, or of the field itself: below it, or beside it, something may fail after it was done. */
const isOfTheUnlink = (path: unknown): boolean =>
  path === undefined || (Array.isArray(path) && path.join() === 'unlinkGroups');

/** The entries of `errors`, wherever Apollo Client, urql (`graphQLErrors`) or graphql-request (`response`) keep them. */
const entriesIn = (error: unknown): readonly unknown[] => {
  if (Array.isArray(error)) return error;
  const { errors, graphQLErrors, response, bodyText } = fieldsOf(error);
  const bodies = [response, parsed(bodyText)].map((body) => fieldsOf(body).errors);
  const entries = [errors, graphQLErrors, ...bodies].find(Array.isArray);
  return entries ?? [];
};

/** Apollo Client leaves the body of an answer like 401 unread. */
const parsed = (bodyText: unknown): unknown => {
  if (typeof bodyText !== 'string') return undefined;
  try {
    return JSON.parse(bodyText);
  } catch {
    return undefined;
  }
};

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
