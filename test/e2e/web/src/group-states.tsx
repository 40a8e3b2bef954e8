import type { SelectedGroup } from 'z-api-communities-graphql/client';
import { type Group, groupName } from './group.ts';
import { words } from './words.ts';

interface Props {
  readonly asked: readonly Group[];
  readonly states: readonly SelectedGroup[];
}

/** What there is to say of each group that was asked about. */
export const GroupStates = ({ asked, states }: Props) => (
  <ul className="states">
    {asked.map((group) => {
      const state = states.find(({ phone }) => phone === group.phone);
      return (
        <li key={group.phone}>
          {groupName(group)} {state && <span>{stateText(state)}</span>}
        </li>
      );
    })}
  </ul>
);

/** Values may be added to both enums: of those, "not known" is true. */
const stateText = ({ status, blocker }: SelectedGroup) =>
  (blocker ? words.blockers[blocker] : words.statuses[status ?? 'UNKNOWN']) ?? words.statuses.UNKNOWN;
