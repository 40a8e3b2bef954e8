import { CombinedGraphQLErrors, type ErrorLike } from '@apollo/client';
import { words } from './words.ts';

export const Loading = () => (
  <p className="card" role="status">
    {words.loading}
  </p>
);

interface Props {
  readonly message: string;
  readonly onRetry: () => unknown;
}

/** A read that failed may be repeated at will: it changes nothing. */
export const ReadFailure = ({ message, onRetry }: Props) => (
  <div className="card" role="alert">
    <p>{message}</p>
    <button type="button" onClick={() => onRetry()}>
      {words.tryAgain}
    </button>
  </div>
);

/** The service's own sentence where it wrote one, in the person's language. */
export const messageOf = (error: ErrorLike): string => {
  const [told] = CombinedGraphQLErrors.is(error) ? error.errors : [];
  // A gateway's own sentences, and those of other services, are not for people.
  if (told?.extensions?.requestId === undefined) return words.unreachable;
  return told.extensions.code === 'UNAUTHENTICATED' ? words.signIn : told.message;
};
