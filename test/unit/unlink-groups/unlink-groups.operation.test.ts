import { describe, expect, it } from '@jest/globals';
import type { OperationContext } from '../../../src/community/operation-context.ts';
import { unlinkGroups } from '../../../src/unlink-groups/unlink-groups.operation.ts';
import { UnlinkOutcomeUnknownError } from '../../../src/unlink-groups/unlink-outcome-unknown.error.ts';
import { UnlinkSuccess } from '../../../src/unlink-groups/unlink-success.type.ts';
import type { Meaning } from '../../../src/z-api/meaning.ts';
import type { ZApiDatasource } from '../../../src/z-api/z-api.datasource.ts';
import { operationContext } from '../operation-context.ts';
import { answered } from '../z-api/exchanges.ts';

const REQUEST = { communityId: '98372465382764532938', groupsPhones: ['120363019502650977-group'] };
const DONE = answered(200, { success: true });

const broken = (): never => {
  throw new Error('broken');
};

/** A datasource whose unlinking does this. */
const zApiThat = (unlink: () => Promise<Meaning>) => ({ unlinkGroups: unlink }) as unknown as ZApiDatasource;

describe('unlinking groups', () => {
  it('sends one POST within the deadline and tells what came of it', async () => {
    const { context, calls } = operationContext(DONE);
    expect(await unlinkGroups(REQUEST, context)).toBeInstanceOf(UnlinkSuccess);
    expect(calls).toEqual([[{ method: 'POST', path: ['communities', 'unlink'], body: REQUEST }, 12_000]]);
  });

  it('logs the exchange without phones and ids', async () => {
    const { context, lines } = operationContext(answered(502, '<html>'));
    await unlinkGroups(REQUEST, context);
    expect(lines).toEqual([
      {
        level: 'warn',
        fields: {
          endpoint: 'communities/unlink',
          milliseconds: expect.any(Number),
          status: 502,
          fault: undefined,
        },
        message: 'z-api exchange',
      },
    ]);
  });
});

describe('what breaks from the POST on', () => {
  const never = async (): Promise<Meaning> => broken();

  it.each<readonly [string, Partial<OperationContext>]>([
    ['the datasource throwing at once', { zApi: zApiThat(broken) }],
    ['the datasource rejecting', { zApi: zApiThat(never) }],
    ['the datasource rejecting with nothing', { zApi: zApiThat(() => Promise.reject(undefined)) }],
    ['no meaning at all', { zApi: zApiThat(async () => undefined as unknown as Meaning) }],
  ])('leaves the outcome unknown and is logged: %s', async (_, part) => {
    const { context, lines } = operationContext();
    const result = await unlinkGroups(REQUEST, { ...context, ...part });
    expect(result).toBeInstanceOf(UnlinkOutcomeUnknownError);
    expect(result).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      communityId: REQUEST.communityId,
      groups: [{ phone: REQUEST.groupsPhones[0], status: 'UNKNOWN' }],
    });
    expect(lines).toMatchObject([{ level: 'error', message: 'unlink outcome unknown: unexpected error' }]);
  });

  it('leaves the outcome unknown when the transport breaks its promise never to throw', async () => {
    const { context } = operationContext(async () => broken());
    expect(await unlinkGroups(REQUEST, context)).toBeInstanceOf(UnlinkOutcomeUnknownError);
  });

  it('leaves the outcome unknown when the exchange cannot be logged', async () => {
    const { context } = operationContext(DONE);
    const log = { ...context.log, debug: broken };
    expect(await unlinkGroups(REQUEST, { ...context, log })).toBeInstanceOf(UnlinkOutcomeUnknownError);
  });

  it('leaves the outcome unknown when nothing can be logged at all', async () => {
    const { context } = operationContext(DONE);
    const log = { debug: broken, info: broken, warn: broken, error: broken, fatal: broken };
    expect(await unlinkGroups(REQUEST, { ...context, log })).toBeInstanceOf(UnlinkOutcomeUnknownError);
  });
});
