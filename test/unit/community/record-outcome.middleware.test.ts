import { describe, expect, it } from '@jest/globals';
import type { ResolverData } from 'type-graphql';
import { Community } from '../../../src/community/community.type.ts';
import type { OperationContext } from '../../../src/community/operation-context.ts';
import { recordOutcome } from '../../../src/community/record-outcome.middleware.ts';
import { toCommunityError } from '../../../src/community/upstream-failure.ts';
import { operationContext } from '../operation-context.ts';

const { context } = operationContext();

const run = async (next: () => Promise<unknown>) => {
  const outcomes: OperationContext['outcomes'] = [];
  const data = { context: { ...context, outcomes } } as ResolverData<OperationContext>;
  const result = await Promise.resolve(recordOutcome(data, next)).catch((error: unknown) => ({
    thrown: error,
  }));
  return { result, outcomes };
};

describe('the outcome of a root field', () => {
  it('is noted as its type, and passed on untouched', async () => {
    const community = new Community('12345');
    const { result, outcomes } = await run(async () => community);
    expect(result).toBe(community);
    expect(outcomes).toEqual([{ type: 'Community', code: undefined }]);
  });

  it('is noted with its code where it has one', async () => {
    const { outcomes } = await run(async () => toCommunityError({ kind: 'protocol' }, context));
    expect(outcomes).toEqual([{ type: 'CommunityUpstreamError', code: 'UPSTREAM_PROTOCOL' }]);
  });

  it.each([null, undefined, 'text', 7])('is not noted when it is %j', async (value) => {
    const { result, outcomes } = await run(async () => value);
    expect(result).toBe(value);
    expect(outcomes).toEqual([]);
  });

  it('is not noted when it is thrown, which passes on', async () => {
    const error = new Error('x');
    expect(await run(() => Promise.reject(error))).toEqual({ result: { thrown: error }, outcomes: [] });
  });
});
