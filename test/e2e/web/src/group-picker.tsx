import { type Ref, useState } from 'react';
import { type Group, groupName } from './group.ts';
import { words } from './words.ts';

interface Props {
  readonly ref: Ref<HTMLFieldSetElement>;
  readonly groups: readonly Group[];
  readonly announcementGroup: Group | null;
  /** What the service found wrong with the last choice. */
  readonly issues: readonly string[];
  readonly disabled: boolean;
  readonly onUnlink: (groups: readonly Group[]) => void;
}

export const GroupPicker = ({ ref, groups, announcementGroup, issues, disabled, onUnlink }: Props) => {
  const [checked, setChecked] = useState<readonly string[]>([]);
  // Groups that have left since are no longer chosen.
  const chosen = groups.filter(({ phone }) => checked.includes(phone));
  const toggle = (toggled: string) =>
    setChecked(
      checked.includes(toggled) ? checked.filter((phone) => phone !== toggled) : [...checked, toggled],
    );

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onUnlink(chosen);
      }}
    >
      <fieldset ref={ref} tabIndex={-1} className="card rows" disabled={disabled} aria-describedby="issues">
        <legend>{words.groups}</legend>
        {groups.map((group) => (
          <label key={group.phone}>
            <input
              type="checkbox"
              checked={checked.includes(group.phone)}
              onChange={() => toggle(group.phone)}
            />
            <span>
              {groupName(group)}
              <small>{group.phone}</small>
            </span>
          </label>
        ))}
        {groups.length === 0 && <p>{words.noGroups}</p>}
        {announcementGroup && (
          <p className="announcement">
            {groupName(announcementGroup)} <mark>{words.announcementGroup}</mark>
            <small>{words.announcementGroupStays}</small>
          </p>
        )}
      </fieldset>
      <ul id="issues" className="issues">
        {issues.map((issue) => (
          <li key={issue}>{issue}</li>
        ))}
      </ul>
      <button type="submit" className="primary" disabled={disabled || chosen.length === 0}>
        {chosen.length === 0 ? words.chooseGroups : `${words.unlink(chosen.length)}…`}
      </button>
    </form>
  );
};
