import { describe, expect, it } from '@jest/globals';
import { integer, oneOf, type Parser, url, zApiSecret } from '../../../src/config/parsers.ts';
import { CLIENT_TOKEN, INSTANCE_ID, INSTANCE_TOKEN } from './live-environment.ts';

/** What is wrong with the text; undefined when it is accepted. */
const errorOf = (form: Parser<unknown>, text: string): string | undefined => {
  const checked = form(text);
  return 'error' in checked ? checked.error : undefined;
};

describe('integer', () => {
  const form = integer(0, 300);

  it.each([
    ['0', 0],
    ['7', 7],
    ['300', 300],
  ])('reads %j', (text, value) => {
    expect(form(text)).toEqual({ value });
  });

  it.each([
    '',
    '301',
    '-1',
    '+1',
    '1.0',
    '1e2',
    '0x10',
    '1_0',
    '1 0',
    'x',
    '٣',
    'NaN',
    'Infinity',
    '0000000001',
  ])('refuses %j', (text) => {
    expect(form(text)).toEqual({ error: 'must be a whole number from 0 to 300' });
  });
});

describe('oneOf', () => {
  const form = oneOf('live', 'simulator');

  it('accepts what is listed', () => {
    expect(form('simulator')).toEqual({ value: 'simulator' });
  });

  it.each(['Live', 'simulato', 'live,simulator', 'toString'])('refuses %j and lists the choice', (text) => {
    expect(form(text)).toEqual({ error: 'must be one of: live, simulator' });
  });
});

describe('url', () => {
  const parse = url('https://api.z-api.io');

  it.each([
    'https://api.z-api.io',
    'https://api.z-api.io/',
    'https://proxy.example:8443/z-api',
    'https://10.0.0.1',
  ])('accepts %s, as it is written', (text) => {
    expect(parse(text)).toEqual({ value: text });
  });

  it.each(['http://localhost:9000', 'http://127.0.0.1:9000/', 'http://[::1]:9000', 'http://127.1:9000'])(
    'accepts plain http to loopback, %s',
    (text) => {
      expect(parse(text)).toEqual({ value: text });
    },
  );

  it.each(['http://api.z-api.io', 'http://10.0.0.1', 'http://127.0.0.1.example.com', 'http://0.0.0.0:9000'])(
    'refuses plain http to another host, %s',
    (text) => {
      expect(errorOf(parse, text)).toMatch(
        /^must begin with https:\/\/, because plain http is allowed to loopback hosts only/,
      );
    },
  );

  it.each(['api.z-api.io', 'https://', '//api.z-api.io', 'https://api.z-api.io:99999', 'https://[::1'])(
    'refuses %s, which is no URL',
    (text) => {
      expect(errorOf(parse, text)).toBe('must be a URL such as https://api.z-api.io');
    },
  );

  it.each(['ftp://api.z-api.io', 'file:///etc/passwd', 'ws://localhost', 'javascript:alert(1)', 'data:,x'])(
    'refuses the scheme of %s',
    (text) => {
      expect(errorOf(parse, text)).toBe('must begin with https://');
    },
  );

  it.each([
    'https://user@api.z-api.io',
    'https://user:password@api.z-api.io',
    'https://:password@api.z-api.io',
    'https://api.z-api.io?a=b',
    'https://api.z-api.io/?a',
    'https://api.z-api.io#fragment',
    'http://user@localhost:9000',
  ])('refuses user, password, query and fragment in %s', (text) => {
    expect(errorOf(parse, text)).toBe('must not contain a user, password, query or fragment');
  });

  it.each(['https://api.z-api.io?', 'https://api.z-api.io/#', 'https://api.z-api.io/?#'])(
    'refuses an empty query or fragment, which would swallow the path: %s',
    (text) => {
      expect(errorOf(parse, text)).toBe('must not contain a user, password, query or fragment');
    },
  );

  it.each([
    'https://api.z-api.io/\tpath',
    'https://api\n.z-api.io',
    'https://api.z-api.io/\u0000',
    'https://api.z-api.io/a b',
  ])('refuses control characters and spaces in %j', (text) => {
    expect(errorOf(parse, text)).toEqual(expect.any(String));
  });
});

describe('zApiSecret', () => {
  const OWN: readonly (readonly [Parameters<typeof zApiSecret>[0], string])[] = [
    ['ZAPI_INSTANCE_ID', INSTANCE_ID],
    ['ZAPI_INSTANCE_TOKEN', INSTANCE_TOKEN],
    ['ZAPI_CLIENT_TOKEN', CLIENT_TOKEN],
  ];
  const PAIRS = OWN.flatMap(([name, value]) => OWN.map(([owner]) => [name, owner, value] as const));

  it.each(PAIRS.filter(([shape, owner]) => shape !== owner))(
    'names the shape of %s when %s holds it, in either case',
    (shape, owner, value) => {
      const fault = `contains a value that looks like ${shape}: the two seem to be mixed up`;
      const written = [value, value.toLowerCase(), value.toUpperCase()];
      expect(written.map((text) => errorOf(zApiSecret(owner), text))).toEqual([fault, fault, fault]);
    },
  );

  it.each(OWN)('accepts in %s a value of its own shape', (name, value) => {
    expect(zApiSecret(name)(value)).toEqual({ value });
  });

  it.each(OWN)('accepts in %s shapes never seen', (name) => {
    const unseen = [
      'x',
      'a-b_c.d~e',
      INSTANCE_ID.slice(1),
      `${INSTANCE_ID}0`,
      `${INSTANCE_TOKEN}0`,
      `X${INSTANCE_ID}S`,
      `X${CLIENT_TOKEN}`,
      `${CLIENT_TOKEN}X`,
    ];
    expect(unseen.map(zApiSecret(name))).toEqual(unseen.map((value) => ({ value })));
  });

  it.each(['.', '..', '...'])('refuses %j, which a URL takes for a step', (text) => {
    expect(errorOf(zApiSecret('ZAPI_INSTANCE_ID'), text)).toBe(
      'must be visible ASCII characters without spaces, and not only dots',
    );
  });

  it.each(['.x', 'x.', 'x.y', '..x'])('accepts dots among others, %j', (value) => {
    expect(zApiSecret('ZAPI_INSTANCE_ID')(value)).toEqual({ value });
  });

  it.each(['a\nb', 'a\rb', 'a\tb', 'a\u0000b', 'a\u001fb', 'a\u007fb', 'a b', 'segredo-é', 'a\u200bb'])(
    'refuses %j, which no header can carry',
    (text) => {
      expect(errorOf(zApiSecret('ZAPI_CLIENT_TOKEN'), text)).toBe(
        'must be visible ASCII characters without spaces, and not only dots',
      );
    },
  );
});
