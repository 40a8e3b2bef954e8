import { describe, expect, it } from '@jest/globals';
import { Community } from '../../../../src/api/community/community.types.ts';
import { CommunityNotFoundError } from '../../../../src/api/errors/community-errors.ts';
import { previewUnlink } from '../../../../src/api/unlink/preview.resolver.ts';
import { UnlinkPreview } from '../../../../src/api/unlink/preview.types.ts';
import { en } from '../../../../src/i18n/en.ts';
import type { Exchange } from '../../../../src/z-api/exchange.ts';
import { operationContext, REQUEST_ID } from '../../operation-context.ts';
import { answered } from '../../z-api/exchanges.ts';
import { A, ANNOUNCEMENT, B, C, COMMUNITY_ID } from '../membership/communities.ts';

/** What Z-API says of a community that just these groups are linked to. */
const linked = (...phones: readonly string[]): Exchange =>
  answered(200, {
    name: 'Community',
    subGroups: phones.map((phone) => ({
      phone,
      name: phone === C ? null : `Name of ${phone}`,
      isGroupAnnouncement: phone === ANNOUNCEMENT,
    })),
  });

const preview = async (exchange: Exchange, groupsPhones: readonly string[]) => {
  const { context, calls } = operationContext(exchange);
  return { result: await previewUnlink({ communityId: COMMUNITY_ID, groupsPhones }, context), calls };
};

const free = (phone: string) => ({ phone, name: `Name of ${phone}`, linked: true, blocker: null });
const absent = (phone: string) => ({ phone, name: null, linked: false, blocker: null });

describe('the preview of an unlink', () => {
  it('says in request order what is linked, by its name, and what stays', async () => {
    const { result } = await preview(linked(ANNOUNCEMENT, A, B, C), [B, A]);
    expect(result).toBeInstanceOf(UnlinkPreview);
    expect({ ...result }).toEqual({
      allowed: true,
      groups: [free(B), free(A)],
      remainingGroups: 1,
      community: new Community(COMMUNITY_ID),
      requestId: REQUEST_ID,
    });
  });

  it('reads the community once and writes nothing', async () => {
    const { calls } = await preview(linked(ANNOUNCEMENT, A, B), [A]);
    expect(calls.map(([request]) => request)).toEqual([
      { method: 'GET', path: ['communities-metadata', COMMUNITY_ID] },
    ]);
  });

  it('knows a linked group without a name', async () => {
    const { result } = await preview(linked(ANNOUNCEMENT, A, C), [C]);
    expect(result).toMatchObject({ allowed: true, groups: [{ ...free(C), name: null }] });
  });

  it.each<readonly [string, readonly string[], readonly string[], object]>([
    [
      'the announcement group',
      [ANNOUNCEMENT, A, B],
      [ANNOUNCEMENT, A],
      { groups: [{ ...free(ANNOUNCEMENT), blocker: 'ANNOUNCEMENT_GROUP' }, free(A)], remainingGroups: 1 },
    ],
    [
      'the last group',
      [ANNOUNCEMENT, A],
      [A],
      { groups: [{ ...free(A), blocker: 'LAST_LINKED_GROUP' }], remainingGroups: 0 },
    ],
    [
      'every group there is',
      [ANNOUNCEMENT, A, B],
      [ANNOUNCEMENT, B, A],
      {
        groups: [
          { ...free(ANNOUNCEMENT), blocker: 'ANNOUNCEMENT_GROUP' },
          { ...free(B), blocker: 'LAST_LINKED_GROUP' },
          { ...free(A), blocker: 'LAST_LINKED_GROUP' },
        ],
        remainingGroups: 0,
      },
    ],
    [
      'the last group, and one already out',
      [ANNOUNCEMENT, A],
      [B, A],
      { groups: [absent(B), { ...free(A), blocker: 'LAST_LINKED_GROUP' }], remainingGroups: 0 },
    ],
  ])('does not allow %s', async (_, phones, requested, expected) => {
    const { result } = await preview(linked(...phones), requested);
    expect(result).toMatchObject({ allowed: false, ...expected });
  });

  it.each<readonly [string, readonly string[], object]>([
    ['there are others', [ANNOUNCEMENT, A, B], { remainingGroups: 2 }],
    ['there is only the announcement group', [ANNOUNCEMENT], { remainingGroups: 0 }],
    ['there is none at all', [], { remainingGroups: 0 }],
  ])('allows what is not linked where %s', async (_, phones, expected) => {
    const { result } = await preview(linked(...phones), [C]);
    expect(result).toMatchObject({ allowed: true, groups: [absent(C)], ...expected });
  });
});

describe('the preview for a community that is not there', () => {
  it.each<readonly [string, Exchange]>([
    ['404', answered(404, '')],
    ['an error text that says not found', answered(400, { error: 'Community not found' })],
  ])('says so after %s', async (_, exchange) => {
    const { result } = await preview(exchange, [A]);
    expect(result).toBeInstanceOf(CommunityNotFoundError);
    expect({ ...result }).toEqual({
      message: en.errors.COMMUNITY_NOT_FOUND,
      code: 'COMMUNITY_NOT_FOUND',
      retry: 'FIX_INPUT',
      requestId: REQUEST_ID,
      communityId: COMMUNITY_ID,
    });
  });
});

describe('the preview for a community that cannot be read', () => {
  it.each<readonly [Exchange, member: string, code: string, retry: string]>([
    [
      { kind: 'not-sent', cause: 'unreachable', fault: 'ECONNREFUSED' },
      'CommunityUpstreamError',
      'UPSTREAM_UNAVAILABLE',
      'AFTER_DELAY',
    ],
    [
      { kind: 'not-sent', cause: 'untrusted-certificate', fault: 'CERT_HAS_EXPIRED' },
      'CommunityUpstreamError',
      'UPSTREAM_MISCONFIGURED',
      'NO',
    ],
    [
      { kind: 'no-answer', fault: 'TIMEOUT' },
      'CommunityUpstreamError',
      'UPSTREAM_UNAVAILABLE',
      'AFTER_DELAY',
    ],
    [
      { kind: 'no-answer', fault: 'ECONNRESET' },
      'CommunityUpstreamError',
      'UPSTREAM_UNAVAILABLE',
      'AFTER_DELAY',
    ],
    [answered(502, '<html>'), 'CommunityUpstreamError', 'UPSTREAM_UNAVAILABLE', 'AFTER_DELAY'],
    [answered(200, { success: true }), 'CommunityUpstreamError', 'UPSTREAM_UNAVAILABLE', 'AFTER_DELAY'],
    [answered(200, { error: 'Some text' }), 'CommunityUpstreamError', 'UPSTREAM_PROTOCOL', 'NO'],
    [answered(405, ''), 'CommunityUpstreamError', 'UPSTREAM_PROTOCOL', 'NO'],
    [
      answered(403, { error: 'Client-Token x not allowed' }),
      'CommunityUpstreamError',
      'UPSTREAM_MISCONFIGURED',
      'NO',
    ],
    [answered(429, '', '7'), 'CommunityRateLimitedError', 'RATE_LIMITED', 'AFTER_DELAY'],
    [
      answered(400, { error: 'You are not connected.' }),
      'WhatsAppInstanceError',
      'INSTANCE_DISCONNECTED',
      'NO',
    ],
    [
      answered(400, { error: 'you must subscribe to this instance again' }),
      'WhatsAppInstanceError',
      'INSTANCE_SUBSCRIPTION_EXPIRED',
      'NO',
    ],
  ])('after %j is %s', async (exchange, member, code, retry) => {
    const { result } = await preview(exchange, [A]);
    expect(result.constructor.name).toBe(member);
    expect(result).toMatchObject({ code, retry, requestId: REQUEST_ID });
  });
});
