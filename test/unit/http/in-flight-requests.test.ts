import { describe, expect, it } from '@jest/globals';
import { InFlightRequests } from '../../../src/http/in-flight-requests.ts';

interface Running {
  readonly operation: Promise<string>;
  readonly resolve: (value: string) => void;
  readonly reject: (error: Error) => void;
}

const start = (): Running => {
  let resolve: Running['resolve'] = () => {};
  let reject: Running['reject'] = () => {};
  const operation = new Promise<string>((...settle) => {
    [resolve, reject] = settle;
  });
  return { operation, resolve, reject };
};

/** Long enough for every promise that can settle without outside help. */
const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

const watch = (inFlight: InFlightRequests) => {
  const watched = { idle: false };
  const done = inFlight.idle().then(() => {
    watched.idle = true;
  });
  return { watched, done };
};

describe('what is in flight', () => {
  it('is idle when nothing was ever started', async () => {
    await expect(new InFlightRequests().idle()).resolves.toBeUndefined();
  });

  it('is passed on to its caller', async () => {
    const inFlight = new InFlightRequests();
    const { operation, resolve } = start();
    const tracked = inFlight.track('request-1', operation);
    resolve('answer');
    expect(tracked).toBe(operation);
    expect(await tracked).toBe('answer');
  });

  it('is waited for until the last has settled, well or ill', async () => {
    const inFlight = new InFlightRequests();
    const [first, second] = [start(), start()];
    void inFlight.track('request-1', first.operation);
    inFlight.track('request-1', second.operation).catch(() => {});
    const { watched, done } = watch(inFlight);
    await soon();
    expect(watched.idle).toBe(false);
    first.resolve('x');
    await soon();
    expect(watched.idle).toBe(false);
    second.reject(new Error('x'));
    await done;
    expect(watched.idle).toBe(true);
  });

  it('is waited for when it starts while others are waited for', async () => {
    const inFlight = new InFlightRequests();
    const [first, second] = [start(), start()];
    void inFlight.track('request-1', first.operation);
    const { watched, done } = watch(inFlight);
    void inFlight.track('request-1', second.operation);
    first.resolve('x');
    await soon();
    expect(watched.idle).toBe(false);
    second.resolve('x');
    await done;
    expect(watched.idle).toBe(true);
  });

  it('is forgotten once settled', async () => {
    const inFlight = new InFlightRequests();
    const { operation, resolve } = start();
    void inFlight.track('request-1', operation);
    resolve('x');
    await operation;
    const { watched } = watch(inFlight);
    await soon();
    expect(watched.idle).toBe(true);
  });
});

describe('the request ids of what is in flight', () => {
  it('stand there while it runs, in the order it began, and twice where two chose the same', async () => {
    const inFlight = new InFlightRequests();
    const running = [start(), start(), start()];
    const [first] = running;
    for (const [index, requestId] of ['a', 'b', 'a'].entries()) {
      inFlight.track(requestId, running[index]?.operation ?? Promise.reject()).catch(() => {});
    }
    expect(inFlight.requestIds()).toEqual(['a', 'b', 'a']);
    first?.resolve('x');
    await first?.operation;
    expect(inFlight.requestIds()).toEqual(['b', 'a']);
    running[1]?.reject(new Error('x'));
    running[2]?.resolve('x');
    await inFlight.idle();
    expect(inFlight.requestIds()).toEqual([]);
  });
});

describe('the service', () => {
  it('is open until it stops', () => {
    const inFlight = new InFlightRequests();
    expect(inFlight.closed).toBe(false);
    inFlight.close();
    expect(inFlight.closed).toBe(true);
  });

  it('still waits, once closed, for what runs', async () => {
    const inFlight = new InFlightRequests();
    const { operation, resolve } = start();
    void inFlight.track('request-1', operation);
    inFlight.close();
    const { watched, done } = watch(inFlight);
    await soon();
    expect(watched.idle).toBe(false);
    resolve('x');
    await done;
    expect(watched.idle).toBe(true);
  });
});
