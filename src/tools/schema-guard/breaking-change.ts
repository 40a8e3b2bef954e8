/** A change of the schema that breaks someone who did nothing wrong. */
export interface BreakingChange {
  /** `Type`, `Type.field`, `Type.field.argument`, `Enum.VALUE`, or `schema`. */
  readonly where: string;
  /** One plain sentence without its full stop. */
  readonly what: string;
  readonly breaks: string;
}

/** What a change is known by in the changelog: the place and what happened there. What follows may be put in other words. */
export const nameOf = ({ where, what }: BreakingChange): string => `- \`${where}\`: ${what}`;

/** The line that records a change in the changelog. */
export const lineOf = (change: BreakingChange): string => `${nameOf(change)}; breaks ${change.breaks}.`;
