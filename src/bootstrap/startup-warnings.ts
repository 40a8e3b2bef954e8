import type { Config } from '../config/config.ts';
import { isOpen } from '../config/config.ts';

/** What an operator should know of these settings, although the service starts with them. */
export const startupWarnings = ({ auth, audit, deadlineMs, shutdownGraceMs }: Config): readonly string[] => [
  ...(isOpen(auth) ? ['callers are not authenticated: whoever reaches this address may do everything'] : []),
  ...(audit.plainIds ? ['AUDIT_PLAIN_IDS is on: the audit shows phones, groups and communities'] : []),
  ...(shutdownGraceMs <= deadlineMs
    ? ['SHUTDOWN_GRACE_MS is not more than ZAPI_DEADLINE_MS: a stop may cut off what is in flight']
    : []),
];
