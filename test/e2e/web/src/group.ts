/** A group as the page speaks of it, also after it has left the community's list. */
export interface Group {
  readonly phone: string;
  readonly name: string | null;
}

export const groupName = ({ name, phone }: Group) => name ?? phone;

export const phonesOf = (groups: readonly Group[]) => groups.map(({ phone }) => phone);
