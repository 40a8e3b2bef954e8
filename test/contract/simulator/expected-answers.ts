/** What a scenario must put on the wire, written out again on purpose: not taken from the simulator. */
export interface ExpectedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** No answer: how the client sees it fail. */
  readonly failure?: 'ECONNRESET' | 'AbortError';
  /** Of the two requested groups, the first and the second, which are linked afterwards. Default both. */
  readonly stillLinked?: readonly (1 | 2)[];
}

const error = (status: number, message: string): ExpectedAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: `{"error":"${message}"}`,
});

const flag = (body: string, stillLinked: readonly (1 | 2)[]): ExpectedAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body,
  stillLinked,
});

export const EXPECTED_ANSWERS: Readonly<Record<string, ExpectedAnswer>> = {
  refused: flag('{"success":false}', [1, 2]),
  'refused-but-left': flag('{"success":false}', []),
  'partly-left': flag('{"success":false}', [2]),
  'success-but-stayed': flag('{"success":true}', [2]),
  'value-false': flag('{"value":false}', [1, 2]),
  disconnected: error(400, 'You are not connected.'),
  'session-to-restore': error(200, 'You need to restore the session.'),
  'subscription-ended': error(
    400,
    'To continue sending a message, you must subscribe to this instance again',
  ),
  stalled: error(400, 'Your smartphone is not responding, try again later'),
  'ip-not-allowed': error(403, '203.0.113.7 not allowed'),
  'client-token-not-allowed': error(403, 'Client-Token FdeadbeefdeadbeefdeadbeefdeadbeefS not allowed'),
  'client-token-missing': error(400, 'your client-token is not configured'),
  'instance-not-found': error(400, 'Instance not found'),
  'unknown-route': {
    status: 200,
    body: '{"error":"NOT_FOUND","message":"Unable to find matching target resource method"}',
  },
  'invalid-phone': error(400, 'Invalid phone'),
  'wrong-method': { status: 405, body: '' },
  'wrong-content-type': { status: 415, body: '' },
  'rate-limited': { status: 429, headers: { 'retry-after': '7' }, body: '' },
  'bad-gateway': {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
  },
  redirect: { status: 302, headers: { location: '/redirected' }, body: '' },
  empty: { status: 200, headers: { 'content-length': '0' }, body: '' },
  'not-json': { status: 200, headers: { 'content-type': 'application/json' }, body: 'success: true' },
  hang: { failure: 'AbortError', stillLinked: [] },
  reset: { failure: 'ECONNRESET', stillLinked: [] },
  'cut-short': { failure: 'ECONNRESET', stillLinked: [] },
  slow: flag('{"success":true}', []),
};
