import { describe, expect, it } from '@jest/globals';
import { CircuitBreaker, type CircuitState, OPEN_FOR_MS } from '../../../src/z-api/circuit-breaker.ts';
import type { Exchange } from '../../../src/z-api/exchange.ts';
import { answered } from './exchanges.ts';

const REFUSED: Exchange = { kind: 'not-sent', cause: 'circuit-open', fault: 'CIRCUIT_OPEN' };
const FAILURE: Exchange = { kind: 'no-answer', fault: 'ECONNRESET' };
const DONE = answered(200, { success: true });
const UNTRIED: Exchange = { kind: 'not-sent', cause: 'unreachable', fault: 'DEADLINE_PASSED' };

const broken = (status: number, fault: string): Exchange => ({
  kind: 'answered',
  answer: { status, body: undefined, retryAfter: undefined },
  fault,
});

const FAILURES: readonly Exchange[] = [
  { kind: 'not-sent', cause: 'unreachable', fault: 'ECONNREFUSED' },
  { kind: 'not-sent', cause: 'untrusted-certificate', fault: 'CERT_HAS_EXPIRED' },
  FAILURE,
  { kind: 'no-answer', fault: 'TIMEOUT' },
  { kind: 'no-answer', fault: 'FAILED' },
  broken(200, 'TIMEOUT'),
  broken(200, 'ECONNRESET'),
  broken(400, 'ERR_STREAM_PREMATURE_CLOSE'),
  ...[500, 501, 502, 503, 504, 599].map((status) => answered(status, { error: 'x' })),
];

const SUCCESSES: readonly Exchange[] = [
  ...[200, 204, 302, 400, 401, 403, 404, 408, 409, 415, 425, 429, 499].map((status) =>
    answered(status, { error: 'x' }),
  ),
  ...['FAILED', 'NO_KNOWN_END', 'UNACCEPTABLE_ENCODING', 'ERR_ENCODING_INVALID_ENCODED_DATA'].map((fault) =>
    broken(200, fault),
  ),
];

const setUp = (failures = 3) => {
  let nowMs = 1_000;
  const states: CircuitState[] = [];
  const breaker = new CircuitBreaker({
    failures,
    onChange: (state) => states.push(state),
    clock: { now: () => nowMs },
  });
  let made = 0;
  const make = (exchange: Exchange) => () => {
    made += 1;
    return Promise.resolve(exchange);
  };
  const meets = (exchange: Exchange) => breaker.pass(make(exchange));
  return {
    breaker,
    states,
    made: () => made,
    meets,
    pass: (ms: number) => {
      nowMs += ms;
    },
    /** Opens it by as many failures as it takes. */
    open: async () => {
      for (let failure = 0; failure < failures; failure += 1) await meets(FAILURE);
    },
    /** Begins an exchange that ends when told to. */
    begin: () => {
      const { promise, resolve, reject } = withResolvers<Exchange>();
      const result = breaker.pass(() => {
        made += 1;
        return promise;
      });
      result.catch(() => {});
      return { result, end: resolve, fail: reject };
    },
  };
};

const withResolvers = <T>() => {
  let resolve: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
};

const naming = (exchange: Exchange) => [JSON.stringify(exchange), exchange] as const;

describe('what opens it', () => {
  it.each(FAILURES.map(naming))('is %s, so many times in a row', async (_, failure) => {
    const { breaker, meets, made } = setUp();
    expect(await meets(failure)).toEqual(failure);
    expect(await meets(failure)).toEqual(failure);
    expect(breaker.state).toBe('closed');
    expect(await meets(failure)).toEqual(failure);
    expect(breaker.state).toBe('open');
    expect(await meets(DONE)).toEqual(REFUSED);
    expect(made()).toBe(3);
  });

  it.each(SUCCESSES.map(naming))(
    'is not %s, however often, and it begins the count anew',
    async (_, success) => {
      const { breaker, meets } = setUp();
      for (let often = 0; often < 10; often += 1) expect(await meets(success)).toEqual(success);
      for (const exchange of [FAILURE, FAILURE, success, FAILURE, FAILURE]) await meets(exchange);
      expect(breaker.state).toBe('closed');
      await meets(FAILURE);
      expect(breaker.state).toBe('open');
    },
  );

  it('is not an exchange that was never tried, and it leaves the count as it is', async () => {
    const { breaker, meets } = setUp();
    for (const exchange of [FAILURE, UNTRIED, FAILURE, UNTRIED]) await meets(exchange);
    expect(breaker.state).toBe('closed');
    await meets(FAILURE);
    expect(breaker.state).toBe('open');
  });

  it('is nothing with 0', async () => {
    const { breaker, meets, made } = setUp(0);
    for (let often = 0; often < 1_000; often += 1) await meets(FAILURE);
    expect(breaker.state).toBe('closed');
    expect(made()).toBe(1_000);
  });

  it('is the first failure with 1', async () => {
    const { breaker, meets } = setUp(1);
    await meets(FAILURE);
    expect(breaker.state).toBe('open');
  });

  it('is what fails among those under way at once', async () => {
    const { breaker, begin } = setUp();
    const exchanges = [begin(), begin(), begin()];
    for (const { end } of exchanges) end(FAILURE);
    await Promise.all(exchanges.map(({ result }) => result));
    expect(breaker.state).toBe('open');
  });

  it('is not a bug in what makes the exchange: that is passed on', async () => {
    const { breaker } = setUp(1);
    const bug = new TypeError('bug');
    await expect(breaker.pass(() => Promise.reject(bug))).rejects.toBe(bug);
    expect(breaker.state).toBe('closed');
  });
});

describe('while it is open', () => {
  it('makes nothing until the pause is over, and then one exchange', async () => {
    const { breaker, open, meets, pass, made } = setUp();
    await open();
    pass(OPEN_FOR_MS - 1);
    expect(await meets(DONE)).toEqual(REFUSED);
    expect(made()).toBe(3);
    pass(1);
    expect(breaker.state).toBe('open');
    expect(await meets(DONE)).toEqual(DONE);
    expect(breaker.state).toBe('closed');
  });

  it('is not opened or closed by what began before', async () => {
    const { breaker, begin, open, pass } = setUp();
    const [late, good] = [begin(), begin()];
    await open();
    good.end(DONE);
    expect(await good.result).toEqual(DONE);
    pass(OPEN_FOR_MS);
    const probe = begin();
    late.end(FAILURE);
    expect(await late.result).toEqual(FAILURE);
    expect(breaker.state).toBe('half-open');
    probe.end(DONE);
    await probe.result;
    expect(breaker.state).toBe('closed');
  });

  it('forgets what began before, once it is closed again', async () => {
    const { breaker, begin, open, meets, pass } = setUp();
    const late = [begin(), begin(), begin()];
    await open();
    pass(OPEN_FOR_MS);
    await meets(DONE);
    for (const { end } of late) end(FAILURE);
    await Promise.all(late.map(({ result }) => result));
    expect(breaker.state).toBe('closed');
  });
});

describe('the probe', () => {
  it('is one: whoever comes meanwhile is refused at once', async () => {
    const { breaker, begin, meets, open, pass, made } = setUp();
    await open();
    pass(OPEN_FOR_MS);
    const probe = begin();
    expect(breaker.state).toBe('half-open');
    expect(await Promise.all([meets(DONE), meets(DONE)])).toEqual([REFUSED, REFUSED]);
    pass(10 * OPEN_FOR_MS);
    expect(await meets(DONE)).toEqual(REFUSED);
    expect(made()).toBe(4);
    probe.end(DONE);
    expect(await probe.result).toEqual(DONE);
    expect(await meets(DONE)).toEqual(DONE);
  });

  it.each([...FAILURES, UNTRIED].map(naming))(
    'opens it for the whole pause again when it comes to %s',
    async (_, failure) => {
      const { breaker, meets, open, pass } = setUp();
      await open();
      for (let probes = 0; probes < 3; probes += 1) {
        pass(OPEN_FOR_MS);
        expect(await meets(failure)).toEqual(failure);
        expect(breaker.state).toBe('open');
        pass(OPEN_FOR_MS - 1);
        expect(await meets(DONE)).toEqual(REFUSED);
      }
    },
  );

  it.each(SUCCESSES.map(naming))('closes it when it comes to %s', async (_, success) => {
    const { breaker, meets, open, pass } = setUp();
    await open();
    pass(OPEN_FOR_MS);
    expect(await meets(success)).toEqual(success);
    expect(breaker.state).toBe('closed');
    for (const exchange of [FAILURE, FAILURE]) await meets(exchange);
    expect(breaker.state).toBe('closed');
  });

  it('opens it again when it throws, and passes on what it throws', async () => {
    const { breaker, begin, open, meets, pass } = setUp();
    await open();
    pass(OPEN_FOR_MS);
    const bug = new TypeError('bug');
    const probe = begin();
    probe.fail(bug);
    await expect(probe.result).rejects.toBe(bug);
    expect(breaker.state).toBe('open');
    pass(OPEN_FOR_MS);
    expect(await meets(DONE)).toEqual(DONE);
  });
});

describe('its changes of state', () => {
  it('are told in order', async () => {
    const { states, open, meets, pass } = setUp();
    await open();
    pass(OPEN_FOR_MS);
    await meets(FAILURE);
    pass(OPEN_FOR_MS);
    await meets(DONE);
    expect(states).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
  });
});
