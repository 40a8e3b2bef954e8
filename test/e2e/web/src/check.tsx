import { useState } from 'react';
import { focused } from './focus.ts';
import type { Group } from './group.ts';
import { GroupStates } from './group-states.tsx';
import { Loading, ReadFailure } from './read-state.tsx';
import { useUnlinkPreview } from './use-unlink-preview.ts';
import { words } from './words.ts';

interface Props {
  readonly communityId: string;
  readonly asked: readonly Group[];
  /** Called with every check, for what else is to be read again. */
  readonly onCheck?: () => unknown;
  readonly onAgain: (groups: readonly Group[]) => void;
}

/** Before anything is repeated: which groups are still linked? */
export const Check = (props: Props) => {
  const [checking, setChecking] = useState(false);
  if (checking) return <Findings {...props} />;
  return (
    <button
      type="button"
      className="primary"
      onClick={() => {
        setChecking(true);
        props.onCheck?.();
      }}
    >
      {words.checkNow}
    </button>
  );
};

const Findings = ({ communityId, asked, onCheck, onAgain }: Props) => {
  const { loading, failure, preview, again } = useUnlinkPreview(communityId, asked);
  if (loading) return <Loading />;
  if (failure) return <ReadFailure message={failure} onRetry={again} />;
  if (!preview) return null;
  const { linked } = preview;
  return (
    <>
      <h3 tabIndex={-1} ref={focused}>
        {words.linkedNow(linked.length)}
      </h3>
      <GroupStates asked={asked} states={preview.states} />
      <div className="buttons">
        <button
          type="button"
          onClick={() => {
            again();
            onCheck?.();
          }}
        >
          {words.checkAgain}
        </button>
        {linked.length > 0 && (
          <button type="button" className="primary" onClick={() => onAgain(linked)}>
            {words.unlinkStillLinked(linked.length)}
          </button>
        )}
      </div>
    </>
  );
};
