import type { InstanceCause, Meaning, MisconfigurationCause } from '../../src/z-api/meaning.ts';

/** Every cause, held complete by the compiler. */
const MISCONFIGURATIONS: Readonly<Record<MisconfigurationCause, true>> = {
  'client-token-missing': true,
  'client-token-wrong': true,
  'address-not-allowed': true,
  'not-allowed': true,
  'instance-not-found': true,
  unauthorized: true,
};
const INSTANCE_CAUSES: Readonly<Record<InstanceCause, true>> = {
  disconnected: true,
  'subscription-expired': true,
};

const BY_KIND: { readonly [K in Meaning['kind']]: readonly Extract<Meaning, { kind: K }>[] } = {
  done: [{ kind: 'done' }],
  refused: [{ kind: 'refused' }],
  unknown: [{ kind: 'unknown' }],
  missing: [{ kind: 'missing' }],
  'not-sent': [
    { kind: 'not-sent', cause: 'unreachable' },
    { kind: 'not-sent', cause: 'untrusted-certificate' },
    { kind: 'not-sent', cause: 'circuit-open' },
  ],
  limited: [{ kind: 'limited', retryAfterSeconds: 7 }],
  misconfigured: (Object.keys(MISCONFIGURATIONS) as MisconfigurationCause[]).map((cause) => ({
    kind: 'misconfigured',
    cause,
  })),
  protocol: [{ kind: 'protocol' }],
  instance: (Object.keys(INSTANCE_CAUSES) as InstanceCause[]).map((cause) => ({ kind: 'instance', cause })),
};

/** Every meaning that there is, with every cause. */
export const MEANINGS: readonly Meaning[] = Object.values(BY_KIND).flat();
