import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../src/bootstrap/logger.ts';
import { type Config, type LogLevel, readConfig } from '../../../src/config/config.ts';
import { CLIENT_TOKEN, INSTANCE_ID, INSTANCE_TOKEN, LIVE } from '../config/live-environment.ts';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
const SECRETS = [INSTANCE_ID, INSTANCE_TOKEN, CLIENT_TOKEN];

const configAt = (level: LogLevel): Config => readConfig({ ...LIVE, LOG_LEVEL: level });

const recorded = (level: LogLevel = 'trace') => {
  const lines: string[] = [];
  return { log: createLogger(configAt(level), { write: (line) => lines.push(line) }), lines };
};

const onlyLine = (lines: readonly string[]) => {
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
};

describe('a line', () => {
  it('is JSON with level, time, fields and message, and nothing of the machine', () => {
    const { log, lines } = recorded();
    log.warn({ status: 502 }, 'z-api exchange');
    expect(onlyLine(lines)).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      status: 502,
      msg: 'z-api exchange',
    });
    expect(lines[0]).toMatch(/}\n$/);
  });

  it.each(LEVELS)('bears the level %s by name', (level) => {
    const { log, lines } = recorded();
    log[level]('hello');
    expect(onlyLine(lines)).toMatchObject({ level, msg: 'hello' });
  });
});

describe('levels', () => {
  it.each([...LEVELS, 'silent'] as const)('writes from %s upwards only', (level) => {
    const { log, lines } = recorded(level);
    for (const each of LEVELS) log[each]('hello');
    const from = level === 'silent' ? LEVELS.length : LEVELS.indexOf(level);
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(LEVELS.slice(from));
  });
});

describe('scrubbing', () => {
  it.each(SECRETS)('takes the secret %s out of messages, format values and fields', (secret) => {
    const { log, lines } = recorded();
    log.info(`a ${secret}`);
    log.info('b %s', secret);
    log.info({ field: { list: [secret] } }, `c ${secret}`);
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['a [secret]', 'b [secret]', 'c [secret]']);
    expect(lines.join('')).not.toContain(secret);
  });

  it('takes URLs, phones and ids out of an error, its stack and its causes', () => {
    const root = new Error(`sent ${INSTANCE_ID}`);
    const cause = new Error('connect to https://api.z-api.io/instances/x', { cause: root });
    const { log, lines } = recorded();
    log.error({ err: new Error('for 120363019502650977-group', { cause }) }, 'failed');
    expect(onlyLine(lines)).toMatchObject({
      err: { message: expect.stringContaining('for [number]') },
      msg: 'failed',
    });
    expect(lines[0]).toMatch(/connect to \[url\].*sent \[secret\]/s);
    expect(lines[0]).not.toMatch(new RegExp(`120363019502650977|api\\.z-api\\.io|${INSTANCE_ID}`));
  });

  it('leaves the type, code and stack of an error to be read', () => {
    const { log, lines } = recorded();
    log.error({ err: Object.assign(new TypeError('bad'), { code: 'E_BAD' }) }, 'failed');
    expect(onlyLine(lines)).toMatchObject({
      err: {
        type: 'TypeError',
        message: 'bad',
        stack: expect.stringMatching(/^TypeError: bad\n/),
        code: 'E_BAD',
      },
    });
  });

  it('takes them out of an error that is logged bare', () => {
    const { log, lines } = recorded();
    log.error(new Error(`bad ${INSTANCE_TOKEN}`));
    expect(onlyLine(lines)).toMatchObject({ type: 'Error', message: 'bad [secret]' });
    expect(lines[0]).not.toContain(INSTANCE_TOKEN);
  });

  it('leaves the word undefined when there is no Client-Token', () => {
    const lines: string[] = [];
    const config = readConfig({ ...LIVE, ZAPI_CLIENT_TOKEN: '' });
    createLogger(config, { write: (line) => lines.push(line) }).info(`undefined ${INSTANCE_ID}`);
    expect(onlyLine(lines).msg).toBe('undefined [secret]');
  });

  it('takes URLs and numbers out with the simulator too, which has no secrets', () => {
    const lines: string[] = [];
    const log = createLogger(readConfig({ ZAPI_MODE: 'simulator' }), { write: (line) => lines.push(line) });
    log.info('http://127.0.0.1:4000/x 5511999999999');
    expect(onlyLine(lines).msg).toBe('[url] [number]');
  });
});

describe('child loggers', () => {
  it('keep the request id whole in every line', () => {
    const { log, lines } = recorded();
    const child = log.child({ requestId: '1234567890123' });
    child.info('first');
    child.warn({ status: 400 }, 'second');
    expect(lines.map((line) => JSON.parse(line).requestId)).toEqual(['1234567890123', '1234567890123']);
  });

  it('scrub what they log', () => {
    const { log, lines } = recorded();
    log.child({ requestId: 'a' }).info({ secret: CLIENT_TOKEN }, `m ${INSTANCE_ID}`);
    expect(onlyLine(lines)).toMatchObject({ requestId: 'a', secret: '[secret]', msg: 'm [secret]' });
  });
});

describe('a line that cannot be written', () => {
  const broken = createLogger(configAt('trace'), {
    write() {
      throw new Error('disk full');
    },
  });

  it.each(LEVELS)('throws nothing at level %s', (level) => {
    expect(() => broken[level]({ err: new Error('x') }, 'lost')).not.toThrow();
  });

  it('throws nothing from a child', () => {
    expect(() => broken.child({ requestId: 'a' }).error('lost')).not.toThrow();
  });

  it('throws nothing when a field cannot be read', () => {
    const { log, lines } = recorded();
    const field = {
      get trap() {
        throw new Error('no');
      },
    };
    expect(() => log.info({ field }, 'lost')).not.toThrow();
    log.info('next');
    expect(JSON.parse(lines.at(-1) ?? '').msg).toBe('next');
  });
});

describe('the secrets of every tenant and gateway, and of the audit', () => {
  it('are taken out too', () => {
    const lines: string[] = [];
    const access = { baseUrl: 'https://api.z-api.io', clientToken: undefined };
    const config: Config = {
      ...configAt('trace'),
      routerSecrets: ['router-secret-1', 'router-secret-2'],
      audit: { hashKey: 'audit-hash-key', plainIds: false },
      zApi: {
        mode: 'live',
        tenants: [
          {
            access: { ...access, instanceId: 'first-id', instanceToken: 'first-token' },
            name: 'a',
            communities: undefined,
          },
          {
            access: { ...access, instanceId: 'second-id', instanceToken: 'second-token' },
            name: 'b',
            communities: undefined,
          },
        ],
      },
    };
    const log = createLogger(config, { write: (line) => lines.push(line) });
    log.info('first-id first-token second-id second-token router-secret-1 router-secret-2 audit-hash-key');
    expect(onlyLine(lines).msg).toBe(Array(7).fill('[secret]').join(' '));
  });
});
