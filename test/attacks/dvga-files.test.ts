import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { en } from '../../src/i18n/en.ts';
import { asking, expectRefused, misfit } from './judging.ts';
import { expectNoId } from './places.ts';
import { PROFILES, targetOf } from './profiles.ts';

const FILE = join(tmpdir(), `written-by-an-attacker-${process.pid}.txt`);
const UP = '../../../../..';

describe.each(PROFILES)('an attacker who wants a file, in %s', (_, start) => {
  const target = targetOf(start);
  afterEach(() => {
    expect(existsSync(FILE)).toBe(false);
  });

  it.each([
    [`${UP}${FILE}`],
    ['55555/../../status'],
    ['55555%2f..%2f..%2fstatus'],
    ['..\\..\\windows\\system.ini'],
    ['/etc/passwd'],
    ['55555\u0000.txt'],
  ])('has no use of a path for an id: %j', async (payload) => {
    await expectNoId(target(), payload);
  });

  it('finds no field that writes one', async () => {
    const query = `mutation { uploadPaste(filename: "${UP}${FILE}", content: "hi") { result } }`;
    await expectRefused(target(), { ...asking(query), payload: FILE }, misfit('uploadPaste'));
  });

  it('is refused an upload', async () => {
    const form = new FormData();
    form.set('operations', JSON.stringify({ query: 'mutation ($f: Upload!) { uploadPaste(f: $f) }' }));
    form.set('map', '{"0":["variables.f"]}');
    form.set('0', new Blob(['hi']), `${UP}${FILE}`);
    const sent = new Response(form);
    const headers = { 'content-type': sent.headers.get('content-type') ?? '' };
    await expectRefused(target(), { headers, body: await sent.text() }, en.request.mediaType);
  });

  it.each([
    ['/..%2f..%2fetc%2fpasswd'],
    ['/%2e%2e%2f%2e%2e%2fpackage.json'],
    ['/graphql/..%2f..%2f.env'],
    ['/graphql%2f..%2f..%2fsrc%2fmain.ts'],
    ['/.env'],
    ['/.git/config'],
    ['/static/..%5c..%5cpackage.json'],
    ['/%00/etc/passwd'],
  ])('is served none by its path: %s', async (path) => {
    await expectRefused(target(), { method: 'GET', path }, en.request.notFound);
  });

  it('is served none by a path that is not well encoded', async () => {
    await expectRefused(target(), { method: 'GET', path: '/%c0%ae%c0%ae/etc/passwd' }, en.request.brokenHttp);
  });
});
