import { describe, expect, it, jest } from '@jest/globals';
import { describe as describeSpan, inSpan, markFailed } from '../../../src/utils/tracing.ts';
import { recordSpans } from '../../support/spans.ts';

// First, because an SDK that is registered stays.
describe('without an SDK', () => {
  it('what is to run in a span runs, and nothing is described', async () => {
    const attributes = jest.fn(() => ({}));
    const result = await inSpan('any', {}, async (span) => {
      describeSpan(span, attributes);
      markFailed(span, 'X');
      return 7;
    });
    expect(result).toBe(7);
    expect(attributes).not.toHaveBeenCalled();
  });
});

describe('with an SDK', () => {
  it('a span ends when what runs in it does, others in it are its children, and what is thrown is not recorded', async () => {
    const { spans } = recordSpans();
    await inSpan('outer', { attributes: { a: 1 } }, async (span) => {
      describeSpan(span, () => ({ b: 2 }));
      await inSpan('inner', {}, async (inner) => markFailed(inner, 'ECONNRESET'));
      expect(spans().map(({ name }) => name)).toEqual(['inner']);
    });
    await expect(inSpan('broken', {}, () => Promise.reject(new Error('SQUEAMISH')))).rejects.toThrow(
      'SQUEAMISH',
    );
    const [inner, outer, broken] = spans();
    expect(inner).toMatchObject({ attributes: { 'error.type': 'ECONNRESET' }, status: { code: 2 } });
    expect(inner?.status.message).toBeUndefined();
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(outer).toMatchObject({ name: 'outer', attributes: { a: 1, b: 2 }, status: { code: 0 } });
    expect(broken).toMatchObject({ name: 'broken', attributes: {}, events: [], status: { code: 0 } });
    expect(broken?.parentSpanContext).toBeUndefined();
  });
});
