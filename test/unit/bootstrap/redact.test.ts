import { describe, expect, it } from '@jest/globals';
import { createRedactor } from '../../../src/bootstrap/redact.ts';

const SECRET = 's3cr3t/with+signs';
const scrub = createRedactor([SECRET, 'plain-secret']);

describe('what is taken out', () => {
  it.each([
    ['a secret', `before ${SECRET} after`, 'before [secret] after'],
    ['every occurrence', 'plain-secret,plain-secret', '[secret],[secret]'],
    ['a percent-encoded secret', `at ${encodeURIComponent(SECRET)}`, 'at [secret]'],
    ['an http URL', 'POST http://127.0.0.1:9/a?b=c#d failed', 'POST [url] failed'],
    ['an https URL in quotes', '"https://api.z-api.io/instances/x"', '"[url]"'],
    ['a URL of any scheme', 'see postgres://user:word@host/db', 'see [url]'],
    ['a URL in capitals', 'HTTPS://API.Z-API.IO/X', '[url]'],
    [
      'a token',
      'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln_bmF-dHVyZQ failed',
      'Bearer [token] failed',
    ],
    ['a token without a signature', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', '[token]'],
    ['a group id', 'group 120363019502650977-group stays', 'group [number] stays'],
    ['a group id of the older form', '5511999999999-1623281429', '[number]'],
    ['only the phone where no time follows', '5511999999999-1623281', '[number]-1623281'],
    ['a community id', 'id=98372465382764532938.', 'id=[number].'],
    ['a phone', '+5511999999999', '+[number]'],
    ['eight digits', '12345678', '[number]'],
  ])('takes out %s', (_, text, expected) => {
    expect(scrub(text)).toBe(expected);
  });

  it('takes a URL that holds a secret out whole', () => {
    expect(scrub(`https://api.z-api.io/token/${SECRET}/x end`)).toBe('[url] end');
  });

  it.each([
    ['numbers', { phone: 5_511_999_999_999 }],
    ['numbers of eight digits', { phone: -12_345_678 }],
    ['big integers', { phone: 120_363_019_502_650_977n }],
  ])('takes out phones and ids that are %s', (_, value) => {
    expect(scrub(value)).toEqual({ phone: '[number]' });
  });

  it('takes out the longer of two secrets that begin alike', () => {
    expect(createRedactor(['abc', 'abc-tail'])('key abc-tail')).toBe('key [secret]');
  });
});

describe('what stays', () => {
  it.each([
    'connect ECONNREFUSED 127.0.0.1:4000',
    '2024-01-31T10:20:30.123Z',
    'took 1234567 ms',
    'at file.ts:12:34',
    'undefined and null',
    '',
  ])('leaves %j', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it.each([[null], [undefined], [true], [0], [200], [1_234_567], [-1.5], [7n]])('leaves %j', (value) => {
    expect(scrub(value)).toBe(value);
  });

  it('keeps a request id whole, at any depth', () => {
    const value = { requestId: '1234567890123', nested: { requestId: '5511999999999' } };
    expect(scrub(value)).toEqual(value);
  });
});

describe('in objects', () => {
  it('scrubs members, elements and keys', () => {
    expect(scrub({ a: [{ b: 'plain-secret' }, '12345678'], 'plain-secret': 1, '12345678-group': 2 })).toEqual(
      {
        a: [{ b: '[secret]' }, '[number]'],
        '[secret]': 1,
        '[number]': 2,
      },
    );
  });

  it('works on a copy', () => {
    const value = Object.freeze({ list: Object.freeze(['plain-secret']) });
    expect(scrub(value)).toEqual({ list: ['[secret]'] });
    expect(value).toEqual({ list: ['plain-secret'] });
  });

  it('ends at a cycle', () => {
    const value: Record<string, unknown> = { name: 'plain-secret' };
    value.self = value;
    const text = JSON.stringify(scrub(value));
    expect(text).toContain('[deep]');
    expect(text).not.toContain('plain-secret');
  });

  it('ends at a cycle of lists', () => {
    const value: unknown[] = ['plain-secret'];
    value.push(value);
    expect(JSON.stringify(scrub(value))).toMatch(/^\["\[secret\]",\[.*"\[deep\]".*\]$/);
  });

  it('shows six levels', () => {
    const levels = (count: number) =>
      Array.from({ length: count }).reduce<unknown>((inner) => ({ inner }), ['here']);
    expect(scrub(levels(6))).toEqual(levels(6));
    expect(JSON.stringify(scrub(levels(7)))).toContain('"[deep]"');
    expect(scrub([[[[[[['here']]]]]]])).toEqual([[[[[[['here']]]]]]]);
  });

  it('shows nothing of what lies too deep', () => {
    const deep = Array.from({ length: 20 }).reduce<unknown>((inner) => ({ inner }), 'plain-secret');
    expect(JSON.stringify(scrub(deep))).toMatch(/"\[deep\]"/);
    expect(JSON.stringify(scrub(deep))).not.toContain('plain-secret');
  });
});

describe('in errors', () => {
  it('keeps type, message, stack and code, scrubbed', () => {
    const error = Object.assign(new TypeError('no plain-secret'), {
      code: 'E_12345678',
      url: 'https://x.example',
    });
    expect(scrub(error)).toEqual({
      type: 'TypeError',
      message: 'no [secret]',
      stack: expect.stringMatching(/^TypeError: no \[secret\]\n/),
      code: 'E_[number]',
    });
  });

  it('follows causes, through errors and objects', () => {
    const root = new Error('at https://api.z-api.io/plain-secret');
    const error = new Error('outer 12345678', { cause: { inner: new Error('middle', { cause: root }) } });
    const scrubbed = scrub({ err: error });
    expect(scrubbed).toMatchObject({
      err: {
        message: 'outer [number]',
        cause: { inner: { message: 'middle', cause: { message: 'at [url]' } } },
      },
    });
    expect(JSON.stringify(scrubbed)).not.toMatch(/plain-secret|12345678|z-api\.io/);
  });

  it('takes a cause that is a text', () => {
    expect(scrub(new Error('x', { cause: 'plain-secret' }))).toMatchObject({ cause: '[secret]' });
  });

  it('has no cause where the error has none', () => {
    expect(scrub(new Error('x'))).not.toHaveProperty('cause');
  });
});

it('takes out URLs and numbers when there is no secret to know', () => {
  expect(createRedactor([])('plain https://x.example 12345678')).toBe('plain [url] [number]');
});

describe('a value that cannot be read', () => {
  it('is said to be so, and nothing beside it is lost', () => {
    const broken = {
      get message() {
        throw new Error('not this one');
      },
    };
    expect(scrub({ err: broken, code: 7 })).toEqual({ err: '[unreadable]', code: 7 });
  });
});

describe('an error that gathers others', () => {
  it('shows them', () => {
    const gathered = new AggregateError([new Error('first of 5511999999999')], 'all of them');
    expect(scrub(gathered)).toMatchObject({
      message: 'all of them',
      errors: [{ message: 'first of [number]' }],
    });
  });
});
