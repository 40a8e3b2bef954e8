import type { GroupUnlinkStatus, UnlinkBlocker } from './generated/operations.ts';

/**
 * A member of UnlinkResult as far as an operation selected it: the ready one, or one of your own. Without `__typename`,
 * `confirmation` and `retry` less can be said of it.
 */
export interface SelectedResult {
  readonly __typename?: string;
  readonly confirmation?: string;
  readonly message?: string;
  readonly code?: string;
  readonly retry?: string;
  readonly groups?: readonly SelectedGroup[];
  readonly issues?: readonly SelectedIssue[];
  readonly retryAfterSeconds?: number;
  readonly requestId?: string;
}

export interface SelectedGroup {
  readonly phone?: string;
  readonly status?: GroupUnlinkStatus;
  readonly blocker?: UnlinkBlocker | null;
}

export interface SelectedIssue {
  readonly path?: readonly string[];
  readonly rule?: string;
  readonly message?: string;
}
