import { describe, expect, it } from '@jest/globals';
import type { AuditedResult } from '../../../src/api/membership/audit.ts';
import type { Caller } from '../../../src/auth/caller.ts';
import { createAuditLog } from '../../../src/bootstrap/audit-log.ts';
import { readConfig } from '../../../src/config/config.ts';
import { INSTANCE_TOKEN, LIVE } from '../config/live-environment.ts';

const KEY = `an "audit" key's ação $1`;
const COMMUNITY_ID = '98372465382764532938';
const GROUPS = ['120363019502650977-group', '5511999999999-1623281429'];
const CALLER: Caller = { id: 'api-key reports', tenant: 'acme', scopes: new Set() };
const REQUEST = { communityId: COMMUNITY_ID, groupsPhones: GROUPS };
const TOLD: AuditedResult = {
  result: 'UnlinkRejectedError',
  code: 'UNLINK_REJECTED',
  attempts: 1,
  readBacks: 2,
  milliseconds: 34,
};
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** What `printf %s ID | openssl dgst -sha256 -hmac "$AUDIT_HASH_KEY"` says, as the README tells operators. */
const OPENSSL: Readonly<Record<string, string>> = {
  '98372465382764532938': '8b094c33a2d79171e268923e01181da99823c729572337f20aca9fefe8d0bb09',
  '120363019502650977-group': '198e2db4b142c014833b79424a997353f2e8e6e24e3f7a077a543233bdc00ff9',
  '5511999999999-1623281429': '3f3347f8a1b2dde57115579518f9366a47274e6f55e94877d0a1546af8fc4f53',
  'token 5511999999999': '3c7f8314221a9ad7a9490b7f690a07793df582ff21d22f522028e344579c5556',
  'token +55 11 98765-4321': 'e26c6913f88ac332a0eceeb3c074466dd170f0d6517d77f78ee3c8cc16d29d4f',
  'token (11) 98765.4321': '657cdd5ca6216fc417cbf8b38a9e235acba3ead1676d58886cde8ad147ba98c6',
  'token A1B2C3D4E5F6A7B8C9D0E1F2': 'c439ee94ca37e54b19bc8875401abc576323964daf5d3ee7e1e3711aa1034672',
  'token https://issuer.example/joe': '9c6e5035904a09c66a521213e2f1cba66b7da6453d66946d70554dcc6ead00e9',
};

const auditWith = (environment: Readonly<Record<string, string>>) => {
  const lines: string[] = [];
  const config = readConfig({ ...LIVE, ...environment });
  const audit = createAuditLog(config, { write: (line) => lines.push(line) });
  const of = (caller: Caller) => {
    audit({ requestId: 'request-1', caller, request: REQUEST })(TOLD);
    return lines.splice(0).map((line) => JSON.parse(line));
  };
  return { audit, of, lines };
};

describe('an unlink in the audit', () => {
  const HASHED = {
    community: OPENSSL[COMMUNITY_ID],
    groups: GROUPS.map((group) => OPENSSL[group]),
  };

  it('is an intent and then a result, with the hashes that openssl makes', () => {
    const asked = { requestId: 'request-1', caller: 'api-key reports', tenant: 'acme', ...HASHED };
    expect(auditWith({ AUDIT_HASH_KEY: KEY }).of(CALLER)).toEqual([
      { time: TIME, name: 'audit', event: 'intent', ...asked },
      { time: TIME, name: 'audit', event: 'result', ...asked, ...TOLD },
    ]);
  });

  it('is written before what comes of it is known, each event a line', () => {
    const { audit, lines } = auditWith({ AUDIT_HASH_KEY: KEY });
    const end = audit({ requestId: 'request-1', caller: CALLER, request: REQUEST });
    expect(lines).toEqual([expect.stringMatching(/^\{.*"event":"intent".*\}\n$/)]);
    end(TOLD);
    expect(lines).toEqual([expect.any(String), expect.stringMatching(/^\{.*"event":"result".*\}\n$/)]);
  });

  it('is written at any level of the log', () => {
    expect(auditWith({ AUDIT_HASH_KEY: KEY, LOG_LEVEL: 'silent' }).of(CALLER)).toHaveLength(2);
  });

  it('names no tenant and no code where there are none', () => {
    const { audit, lines } = auditWith({});
    audit({ requestId: 'request-1', caller: { ...CALLER, tenant: undefined }, request: REQUEST })({
      ...TOLD,
      code: undefined,
    });
    expect(lines.join('')).not.toMatch(/"tenant"|"code"/);
  });

  it('has hashes of a key of its own where none is given, alike for as long as the process lives', () => {
    const [one, other] = [auditWith({}), auditWith({})];
    const [first, second] = [...one.of(CALLER), ...one.of(CALLER)].filter(({ event }) => event === 'intent');
    expect(first.community).toMatch(/^[0-9a-f]{64}$/);
    expect(second.community).toBe(first.community);
    expect(other.of(CALLER)[0].community).not.toBe(first.community);
  });

  it('shows ids as they are where that is set', () => {
    const caller = { ...CALLER, id: 'token 5511999999999', tenant: '120363019502650977' };
    for (const event of auditWith({ AUDIT_HASH_KEY: KEY, AUDIT_PLAIN_IDS: 'on' }).of(caller)) {
      expect(event).toMatchObject({
        caller: caller.id,
        tenant: caller.tenant,
        community: COMMUNITY_ID,
        groups: GROUPS,
      });
    }
  });
});

describe('a caller or a tenant in the audit', () => {
  it.each([
    ['that may be a phone', 'token 5511999999999'],
    ['that may be a phone, with its parts apart', 'token +55 11 98765-4321'],
    ['that may be a phone, with punctuation', 'token (11) 98765.4321'],
    ['that holds a secret', `token ${INSTANCE_TOKEN}`],
    ['that is a URL', 'token https://issuer.example/joe'],
  ])('%s is hashed', (_, id) => {
    for (const event of auditWith({ AUDIT_HASH_KEY: KEY }).of({ ...CALLER, id, tenant: id })) {
      expect(event).toMatchObject({ caller: `hmac:${OPENSSL[id]}`, tenant: `hmac:${OPENSSL[id]}` });
    }
  });

  it('stands there otherwise', () => {
    const caller = { ...CALLER, id: 'token joe@example.com', tenant: 'acme-7' };
    expect(auditWith({ AUDIT_HASH_KEY: KEY }).of(caller)[0]).toMatchObject({
      caller: caller.id,
      tenant: caller.tenant,
    });
  });
});

describe('a line of the audit that cannot be written', () => {
  it('throws nothing, and leaves the next to be written', () => {
    const written: string[] = [];
    let full = true;
    const audit = createAuditLog(readConfig(LIVE), {
      write(line) {
        if (full) throw new Error('disk full');
        written.push(line);
      },
    });
    const end = audit({ requestId: 'request-1', caller: CALLER, request: REQUEST });
    full = false;
    end(TOLD);
    expect(written.map((line) => JSON.parse(line).event)).toEqual(['result']);
  });
});
