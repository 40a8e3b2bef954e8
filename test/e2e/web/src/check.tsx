import { focused } from './focus.ts';
import type { Group } from './group.ts';
import { GroupStates } from './group-states.tsx';
import { Loading, ReadFailure } from './read-state.tsx';
import { useUnlinkPreview } from './use-unlink-preview.ts';
import { words } from './words.ts';

interface Props {
  readonly communityId: string;
  readonly asked: readonly Group[];
  /** Called with every further check, for what else is to be read again. */
  readonly onCheck: () => unknown;
  readonly onAgain: (groups: readonly Group[]) => void;
  readonly onDismiss: () => void;
}

/** Before anything is repeated: which groups are still linked? */
export const Check = ({ communityId, asked, onCheck, onAgain, onDismiss }: Props) => {
  const { loading, failure, preview, again } = useUnlinkPreview(communityId, asked);
  if (loading) return <Loading />;
  if (failure) return <ReadFailure message={failure} onRetry={again} />;
  if (!preview) return null;
  const { linked } = preview;
  const checkAgain = () => {
    again();
    onCheck();
  };
  return (
    <>
      <h2 id="outcome" tabIndex={-1} ref={focused}>
        {words.linkedNow(linked.length)}
      </h2>
      <GroupStates asked={asked} states={preview.states} />
      <div className="buttons">
        <button type="button" onClick={checkAgain}>
          {words.checkAgain}
        </button>
        {linked.length > 0 ? (
          <button type="button" className="primary" onClick={() => onAgain(linked)}>
            {words.unlinkStillLinked(linked.length)}
          </button>
        ) : (
          <button type="button" className="primary" onClick={onDismiss}>
            {words.close}
          </button>
        )}
      </div>
    </>
  );
};
