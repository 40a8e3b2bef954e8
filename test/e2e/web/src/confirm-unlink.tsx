import type { SelectedGroup } from 'z-api-communities-graphql/client';
import type { Group } from './group.ts';
import { GroupStates } from './group-states.tsx';
import { Loading, ReadFailure } from './read-state.tsx';
import { useUnlinkPreview } from './use-unlink-preview.ts';
import { words } from './words.ts';

interface Props {
  readonly communityId: string;
  readonly groups: readonly Group[];
  readonly onConfirm: (groups: readonly Group[]) => void;
  readonly onCancel: () => void;
}

const standsOut = ({ status, blocker }: SelectedGroup) => blocker || status === 'NOT_LINKED';

const modal = (dialog: HTMLDialogElement | null) => dialog?.showModal();

/** Says what people will see, and which groups cannot go. Only what is linked now is unlinked. */
export const ConfirmUnlink = ({ communityId, groups, onConfirm, onCancel }: Props) => {
  const { loading, failure, preview, again } = useUnlinkPreview(communityId, groups);
  const possible = preview?.allowed && preview.linked.length > 0;

  return (
    <dialog ref={modal} onClose={onCancel} aria-labelledby="question">
      <h2 id="question">{words.question(groups.length)}</h2>
      {loading && <Loading />}
      {failure && <ReadFailure message={failure} onRetry={again} />}
      {preview && (
        <div role="status">
          <GroupStates asked={groups} states={preview.states.filter(standsOut)} />
          {possible ? (
            <>
              <p>{words.peopleWillSee}</p>
              <p>{words.canBeRestored(preview.remainingGroups)}</p>
            </>
          ) : (
            <p>{words.nothingToUnlink}</p>
          )}
        </div>
      )}
      <form method="dialog">
        <button type="submit">{words.cancel}</button>
        {possible && (
          <button type="button" className="danger" onClick={() => onConfirm(preview.linked)}>
            {words.unlink(preview.linked.length)}
          </button>
        )}
      </form>
    </dialog>
  );
};
