import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONDOMINIO } from '../../../src/simulator/communities.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { call, linkedGroups, type WireCall } from './wire.ts';

const UNLINK: WireCall = { method: 'POST', endpoint: '/communities/unlink' };
const MAX_BODY_BYTES = 64 * 1024;

describe('what the simulator refuses before it does anything', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());

  const path = (instanceId: string, instanceToken: string, endpoint = '/status') =>
    `/instances/${instanceId}/token/${instanceToken}${endpoint}`;

  it('answers "Instance not found" to a wrong instance id and to a wrong instance token', async () => {
    const { instanceId, instanceToken } = simulator.credentials;
    for (const wrong of [path('0'.repeat(32), instanceToken), path(instanceId, '0'.repeat(24))]) {
      const { status, body } = await call(simulator, { path: wrong });
      expect({ status, body }).toEqual({ status: 400, body: '{"error":"Instance not found"}' });
    }
  });

  it('decodes the segments of the path', async () => {
    const { instanceId, instanceToken } = simulator.credentials;
    const escaped = `%${instanceId.charCodeAt(0).toString(16)}${instanceId.slice(1)}`;
    expect((await call(simulator, { path: path(escaped, instanceToken) })).status).toBe(200);
  });

  it.each([
    '/nowhere',
    '/communities/unlink/more',
    '/communities-metadata',
    '/communities-metadata/',
    '/communities-metadata/1/2',
    '/constructor',
    '/communities%2Funlink%2Fx',
    '/%E0%A4%A',
  ])('answers an unknown route, %s, with status 200 and NOT_FOUND', async (endpoint) => {
    const { status, body } = await call(simulator, { endpoint });
    expect(status).toBe(200);
    expect(body).toBe('{"error":"NOT_FOUND","message":"Unable to find matching target resource method"}');
  });

  it.each(['/', '//', '/instances', '/instances/a/token', '/instances/a/tokens/b/status'])(
    'answers a path outside every instance, %s, in the same way',
    async (outside) => {
      expect((await call(simulator, { path: outside })).body).toMatch(/^\{"error":"NOT_FOUND",/);
    },
  );

  it.each([
    ['GET', '/communities/unlink', 'POST'],
    ['PUT', '/communities/unlink', 'POST'],
    ['GET', '/communities/link', 'POST'],
    ['POST', '/status', 'GET'],
    ['DELETE', '/communities', 'GET'],
    ['POST', '/communities-metadata/1', 'GET'],
  ])('answers 405 to %s %s', async (method, endpoint, allowed) => {
    const { status, headers, body } = await call(simulator, { method, endpoint });
    expect({ status, allow: headers.allow, body }).toEqual({ status: 405, allow: allowed, body: '' });
  });

  it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'answers 415 to a POST whose Content-Type is %s',
    async (contentType) => {
      const { status, body } = await call(simulator, { ...UNLINK, headers: { 'content-type': contentType } });
      expect({ status, body }).toEqual({ status: 415, body: '' });
    },
  );

  it('takes a JSON Content-Type with parameters, in any case', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await call(simulator, { ...UNLINK, headers, body: '{}' })).status).toBe(400);
  });

  it.each([undefined, ''])('misses the Client-Token when it is %p', async (clientToken) => {
    const { status, body } = await call(simulator, { headers: { 'client-token': clientToken } });
    expect({ status, body }).toEqual({
      status: 400,
      body: '{"error":"your client-token is not configured"}',
    });
  });

  it('echoes a wrong Client-Token', async () => {
    const { status, body } = await call(simulator, { headers: { 'client-token': 'Fwrong"S' } });
    expect({ status, body }).toEqual({
      status: 403,
      body: '{"error":"Client-Token Fwrong\\"S not allowed"}',
    });
  });

  it.each([undefined, 'Fwrong"S'])('does not look at the Client-Token %p unless activated', async (token) => {
    const open = await startSimulator({ clientTokenActivated: false });
    try {
      expect((await call(open, { headers: { 'client-token': token } })).status).toBe(200);
    } finally {
      await open.close();
    }
  });

  it.each([
    '',
    '{',
    'null',
    '7',
    '[]',
    '{}',
    '{"communityId":"1"}',
    '{"communityId":1,"groupsPhones":["1-group"]}',
    '{"communityId":"","groupsPhones":["1-group"]}',
    '{"communityId":"1@g.us","groupsPhones":["1-group"]}',
    '{"communityId":"1","groupsPhones":[]}',
    '{"communityId":"1","groupsPhones":"1-group"}',
    '{"communityId":"1","groupsPhones":["1-group",null]}',
    '{"communityId":"1","groupsPhones":["1"]}',
    '{"communityId":"1","groupsPhones":["1-group "]}',
    '['.repeat(MAX_BODY_BYTES),
  ])('answers "Invalid phone" to the body %.50s', async (body) => {
    for (const endpoint of ['/communities/unlink', '/communities/link']) {
      const answer = await call(simulator, { method: 'POST', endpoint, body });
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 400,
        body: '{"error":"Invalid phone"}',
      });
    }
  });

  it('answers 413 to a body past 64 KiB, and not to one of exactly that', async () => {
    expect((await call(simulator, { ...UNLINK, body: ' '.repeat(MAX_BODY_BYTES) })).status).toBe(400);
    expect((await call(simulator, { ...UNLINK, body: ' '.repeat(MAX_BODY_BYTES + 1) })).status).toBe(413);
  });

  it('survives bytes that are no text and a path full of escapes', async () => {
    expect((await call(simulator, { ...UNLINK, body: Buffer.from([0xff, 0xfe, 0x00]) })).status).toBe(400);
    expect((await call(simulator, { path: '/%00%ff/../%' })).status).toBe(200);
  });

  it('unlinks nothing for a caller it refuses', async () => {
    const body = JSON.stringify({ communityId: CONDOMINIO.id, groupsPhones: ['1345353454354354-group'] });
    const { instanceId } = simulator.credentials;
    await call(simulator, { ...UNLINK, body, headers: { 'client-token': undefined } });
    await call(simulator, { ...UNLINK, body, headers: { 'content-type': 'text/plain' } });
    await call(simulator, { ...UNLINK, body, path: path(instanceId, 'X', '/communities/unlink') });
    expect(await linkedGroups(simulator, CONDOMINIO.id)).toContain('1345353454354354-group');
  });
});
