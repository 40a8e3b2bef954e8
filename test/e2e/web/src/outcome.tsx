import { useState } from 'react';
import type { SelectedGroup, UnlinkOutcome } from 'z-api-communities-graphql/client';
import { Check } from './check.tsx';
import { focused } from './focus.ts';
import type { Group } from './group.ts';
import { GroupStates } from './group-states.tsx';
import { RetryAfter } from './retry-after.tsx';
import { words } from './words.ts';

interface Props {
  readonly communityId: string;
  readonly asked: readonly Group[];
  readonly outcome: UnlinkOutcome;
  /** Whether it is said to be done, and yet the list, read since, holds one of the groups. */
  readonly contradicted: boolean;
  readonly onCheck: () => unknown;
  /** Asks for a confirmation first. */
  readonly onAgain: (groups: readonly Group[]) => void;
  readonly onDismiss: () => void;
}

/** What came of an unlink, and the right next step; once it was checked, what was found instead. */
export const Outcome = (props: Props) => {
  const { communityId, asked, outcome, contradicted, onCheck, onAgain, onDismiss } = props;
  const { kind, code, message, groups, requestId } = outcome;
  const [checking, setChecking] = useState(false);
  const { title, text } = contradicted ? words.contradicted : words.outcomes[kind];
  const check = () => {
    setChecking(true);
    onCheck();
  };
  return (
    <section
      className={`card outcome ${checking || contradicted ? 'unknown' : kind}`}
      aria-labelledby="outcome"
    >
      {checking ? (
        <Check
          communityId={communityId}
          asked={asked}
          onCheck={onCheck}
          onAgain={onAgain}
          onDismiss={onDismiss}
        />
      ) : (
        <>
          <h2 id="outcome" tabIndex={-1} ref={focused}>
            {title(asked.length)}
          </h2>
          <p>{code === 'UNAUTHENTICATED' ? words.signIn : (message ?? text)}</p>
          {groups.length > 0 && !contradicted && <GroupStates asked={asked} states={groups} />}
          <NextStep {...props} onCheck={check} />
        </>
      )}
      {requestId && <RequestId id={requestId} />}
    </section>
  );
};

const NextStep = ({ asked, outcome, contradicted, onCheck, onAgain, onDismiss }: Props) => {
  const dismiss = (label: string) => (
    <button type="button" onClick={onDismiss}>
      {label}
    </button>
  );
  const check = (
    <button type="button" className="primary" onClick={onCheck}>
      {words.checkNow}
    </button>
  );
  switch (outcome.kind) {
    case 'done':
      return contradicted ? check : dismiss(words.close);
    case 'not-linked':
      return dismiss(words.close);
    case 'refused':
      return dismiss(CHOICE_AT_FAULT.includes(outcome.code) ? words.chooseOthers : words.close);
    case 'partly': {
      const rest = asked.filter(({ phone }) =>
        outcome.groups.some((one) => one.phone === phone && mayGo(one)),
      );
      if (rest.length === 0) return dismiss(words.chooseOthers);
      return (
        <button type="button" className="primary" onClick={() => onAgain(rest)}>
          {words.tryRest(rest.length)}
        </button>
      );
    }
    case 'try-later':
      return <RetryAfter seconds={outcome.retryAfterSeconds ?? 5} onRetry={() => onAgain(asked)} />;
    case 'operator':
      return (
        <>
          <p>{words.tellOperator}</p>
          {check}
        </>
      );
    case 'unknown':
      return check;
  }
};

const CHOICE_AT_FAULT: readonly unknown[] = ['UNLINK_REJECTED', 'INVALID_INPUT'];

/** The community's own state does not forbid it. */
const mayGo = ({ status, blocker }: SelectedGroup) => status === 'STILL_LINKED' && blocker === 'UNDETERMINED';

const RequestId = ({ id }: { readonly id: string }) => {
  const [copied, setCopied] = useState(false);
  return (
    <p className="request-id">
      {words.requestId} <code>{id}</code>{' '}
      <button
        type="button"
        className="plain small"
        onClick={() => void navigator.clipboard.writeText(id).then(() => setCopied(true))}
      >
        {copied ? words.copied : words.copy}
      </button>
    </p>
  );
};
