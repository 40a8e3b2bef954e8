import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import type { DestinationStream } from 'pino';
import type { AuditUnlink } from '../api/membership/audit.ts';
import type { Config } from '../config/config.ts';
import { createRedactor, secretsOf } from './redact.ts';

/** Makes of an id what the audit may show of it. */
type Show = (id: string) => string;

/**
 * The audit as JSON lines, whatever the log's level is. Communities and groups stand there as keyed hashes, and so do callers and
 * tenants that the log would not show; as they are, where that is set. The log's redaction would take hashes for
 * phones, so nothing passes through it. A line that cannot be written is lost: it never changes what a caller is told.
 */
export const createAuditLog = (config: Config, destination: DestinationStream): AuditUnlink => {
  const { showId, showName } = config.audit.plainIds ? PLAIN : hashed(config);
  const write = (event: 'intent' | 'result', fields: object): void => {
    const line = { time: new Date().toISOString(), name: 'audit', event, ...fields };
    try {
      destination.write(`${JSON.stringify(line)}\n`);
    } catch {
      // The output itself is broken.
    }
  };
  return ({ requestId, caller, request }) => {
    const asked = {
      requestId,
      caller: showName(caller.id),
      tenant: caller.tenant === undefined ? undefined : showName(caller.tenant),
      community: showId(request.communityId),
      groups: request.groupsPhones.map(showId),
    };
    write('intent', asked);
    return (told) => write('result', { ...asked, ...told });
  };
};

const asItIs: Show = (id) => id;

const PLAIN = { showId: asItIs, showName: asItIs };

/** However a phone is written: its digits with spaces or punctuation between them. */
const PHONE_LIKE = /(?:\d[\s().+-]*){8}/;

/** Without a key of the operator's, hashes are alike for the life of the process only. */
const hashed = (config: Config): { readonly showId: Show; readonly showName: Show } => {
  const { hashKey } = config.audit;
  const key = createSecretKey(hashKey === undefined ? randomBytes(32) : Buffer.from(hashKey));
  const redact = createRedactor(secretsOf(config));
  const showId: Show = (id) => createHmac('sha256', key).update(id).digest('hex');
  const isTellable = (name: string) => redact(name) === name && !PHONE_LIKE.test(name);
  return { showId, showName: (name) => (isTellable(name) ? name : `hmac:${showId(name)}`) };
};
