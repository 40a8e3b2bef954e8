/** What a caller may be allowed to do. */
export const SCOPES = ['communities:read', 'communities:unlink'] as const;
export type Scope = (typeof SCOPES)[number];

export const READ: Scope = 'communities:read';
export const UNLINK: Scope = 'communities:unlink';

/** Who calls, as it was proven. */
export interface Caller {
  /** Unique among the callers of a tenant. It may name a person: it is for counting, not for logs. */
  readonly id: string;
  /** Whose Z-API instance it is about, where there are several. */
  readonly tenant: string | undefined;
  readonly scopes: ReadonlySet<string>;
}

/** The caller where no way to authenticate is configured: on a loopback address, outside production. */
export const ANYONE: Caller = { id: 'anyone', tenant: undefined, scopes: new Set(SCOPES) };

/** A gateway that speaks for itself, without a caller's credential: it may do nothing here. */
export const NOBODY: Caller = { id: 'nobody', tenant: undefined, scopes: new Set() };
