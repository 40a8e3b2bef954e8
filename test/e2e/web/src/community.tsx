import { useQuery } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { CommunityDocument } from 'z-api-communities-graphql/client';
import { ConfirmUnlink } from './confirm-unlink.tsx';
import { focused } from './focus.ts';
import { type Group, phonesOf } from './group.ts';
import { GroupPicker } from './group-picker.tsx';
import { Outcome } from './outcome.tsx';
import { Loading, messageOf, ReadFailure } from './read-state.tsx';
import { useUnlinkGroups } from './use-unlink-groups.ts';
import { words } from './words.ts';

interface Props {
  readonly id: string;
  readonly onBack: () => void;
}

/** A community: choose groups, confirm, see what came of it. */
export const Community = ({ id, onBack }: Props) => {
  const { data, loading, error, refetch } = useQuery(CommunityDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const { unlink, unlinking, outcome, forget } = useUnlinkGroups(id);
  const [asked, setAsked] = useState<readonly Group[]>([]);
  const picker = useRef<HTMLFieldSetElement>(null);
  const [confirming, setConfirming] = useState<readonly Group[]>();

  const confirm = (groups: readonly Group[]) => {
    setAsked(groups);
    setConfirming(undefined);
    void unlink(phonesOf(groups));
  };

  const community = data?.community;
  const groups = community?.groups ?? [];
  // A list that could not be read again says nothing of what was done since.
  const stillListed = !loading && !error && groups.some(({ phone }) => phonesOf(asked).includes(phone));
  return (
    <>
      <button type="button" className="plain" disabled={unlinking} onClick={onBack}>
        ← {words.title}
      </button>
      <h1 tabIndex={-1} ref={focused}>
        {community?.name ?? id}
      </h1>
      {community?.description && <p>{community.description}</p>}

      <div aria-live="polite">
        {unlinking && (
          <p className="card" tabIndex={-1} ref={focused}>
            {words.unlinking(asked.length)}
          </p>
        )}
        {outcome && (
          <Outcome
            communityId={id}
            asked={asked}
            outcome={outcome}
            contradicted={outcome.kind === 'done' && stillListed}
            onCheck={refetch}
            onAgain={setConfirming}
            onDismiss={() => {
              forget();
              picker.current?.focus();
            }}
          />
        )}
      </div>

      {error && <ReadFailure message={messageOf(error)} onRetry={refetch} />}
      {loading && !community && <Loading />}
      {!loading && !error && !community && <p className="card">{words.noSuchCommunity}</p>}
      {community && (
        <GroupPicker
          ref={picker}
          groups={groups}
          announcementGroup={community.announcementGroup}
          issues={(outcome?.issues ?? []).flatMap(({ message }) => message ?? [])}
          disabled={unlinking}
          onUnlink={setConfirming}
        />
      )}
      {confirming && (
        <ConfirmUnlink
          communityId={id}
          groups={confirming}
          onConfirm={confirm}
          onCancel={() => setConfirming(undefined)}
        />
      )}
    </>
  );
};
