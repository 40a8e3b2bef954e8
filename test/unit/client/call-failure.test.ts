import { describe, expect, it } from '@jest/globals';
import { NOTHING_SENT } from '../../../src/client/call-failure.ts';
import { narrowUnlinkResult } from '../../../src/client/index.ts';
import { tableOf } from '../../support/readme.ts';

const entry = (code: string, message = 'Told.') => ({ message, extensions: { code, requestId: 'request' } });

describe('a call that brought no result', () => {
  it.each([
    ['UNAUTHENTICATED', 'refused'],
    ['FORBIDDEN', 'refused'],
    ['GRAPHQL_VALIDATION_FAILED', 'refused'],
    ['SHUTTING_DOWN', 'try-later'],
    ['AUTHENTICATION_UNAVAILABLE', 'try-later'],
  ])('with the code %s is %s, as the service said it', (code, kind) => {
    expect(narrowUnlinkResult(null, [entry(code)])).toMatchObject({
      kind,
      code,
      message: 'Told.',
      requestId: 'request',
    });
  });

  it.each([
    ['what nobody foresaw', [entry('INTERNAL_SERVER_ERROR')]],
    ["a gateway's time-out", [entry('REQUEST_TIMEOUT')]],
    ["a gateway's own code", [entry('DOWNSTREAM_SERVICE_ERROR')]],
    ['no code', [{ message: 'Bad gateway' }]],
    ['one code of the service and one of a gateway', [entry('FORBIDDEN'), entry('GATEWAY_TIMEOUT')]],
    ['a code that a gateway made of a status', [{ message: 'x', extensions: { code: 'FORBIDDEN' } }]],
    ['a field below the unlink', [{ ...entry('FORBIDDEN'), path: ['unlinkGroups', 'community', 'name'] }]],
    ['a field beside the unlink', [{ ...entry('FORBIDDEN'), path: ['audit'] }]],
    ['no entry', []],
    ['a name of every object', [entry('constructor')]],
    ['entries of no shape', [null, 7, 'text']],
    ['nothing', undefined],
    ['a lost connection', new TypeError('Failed to fetch')],
    ['a page of a proxy', { statusCode: 502, bodyText: '<html>502 Bad Gateway</html>' }],
  ])('with %s may have been made, and no foreign text is shown', (_, error) => {
    expect(narrowUnlinkResult(undefined, error)).toMatchObject({ kind: 'unknown', message: undefined });
  });

  it.each([
    ['the `errors` of an answer', [entry('FORBIDDEN')]],
    ['an answer', { errors: [entry('FORBIDDEN')] }],
    ["Apollo Client's error of GraphQL", Object.assign(new Error('x'), { errors: [entry('FORBIDDEN')] })],
    [
      "Apollo Client's error of HTTP",
      Object.assign(new Error('x'), { bodyText: JSON.stringify({ errors: [entry('FORBIDDEN')] }) }),
    ],
    [
      "graphql-request's error",
      Object.assign(new Error('x'), { response: { errors: [entry('FORBIDDEN')] } }),
    ],
    ["urql's error", Object.assign(new Error('x'), { graphQLErrors: [entry('FORBIDDEN')] })],
  ])('is read from %s', (_, error) => {
    expect(narrowUnlinkResult(undefined, error)).toMatchObject({ kind: 'refused', code: 'FORBIDDEN' });
  });

  it('may be of the unlink itself', () => {
    const error = [{ ...entry('FORBIDDEN'), path: ['unlinkGroups'] }];
    expect(narrowUnlinkResult(null, error).kind).toBe('refused');
  });

  it('does not outweigh a result', () => {
    const result = { __typename: 'UnlinkSuccess', confirmation: 'ACKNOWLEDGED' };
    expect(narrowUnlinkResult(result, [entry('UPSTREAM_UNAVAILABLE')]).kind).toBe('done');
  });
});

describe('the codes that prove that nothing was sent', () => {
  it('are of refusals, but for those of a service that is not there for a while', () => {
    const passing = [...NOTHING_SENT].filter(([, kind]) => kind !== 'refused');
    expect(passing).toEqual([
      ['AUTHENTICATION_UNAVAILABLE', 'try-later'],
      ['SHUTTING_DOWN', 'try-later'],
    ]);
  });

  it('are those of the README, but for two that gateways give of calls they passed on', () => {
    const documented = tableOf('code').map(([code = '']) => code.replaceAll('`', ''));
    expect([...NOTHING_SENT.keys(), 'REQUEST_TIMEOUT', 'INTERNAL_SERVER_ERROR'].sort()).toEqual(
      documented.sort(),
    );
  });
});
