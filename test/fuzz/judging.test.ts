import { tmpdir } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { en } from '../../src/i18n/en.ts';
import { CANARIES, CANARY_KEY_SECRET, ENCODINGS } from '../support/canaries.ts';
import { respond, startFaultServer } from '../support/fault-server.ts';
import { spawnProcess } from '../support/process.ts';
import { closedAfterEach } from '../support/resources.ts';
import { runCampaign } from './campaign.ts';
import { type FuzzInput, inputOf } from './inputs.ts';
import { judgeLine } from './judge.ts';
import { describeFindings } from './report.ts';
import { Tally } from './tally.ts';

const SEED = 7;
const PATIENCE_MS = 500;
const WHOLE = inputOf('variables', SEED, 0);
const CUT: FuzzInput = { ...inputOf('raw', SEED, 0), bytes: Buffer.from('POST /gra') };

const opened = closedAfterEach();

/** What is found when inputs are sent to something that listens on a port. */
const tallyOf = async (port: number, inputs: readonly FuzzInput[] = [WHOLE]): Promise<Tally> => {
  const tally = new Tally();
  const ports = { open: port, guarded: port };
  await runCampaign({ inputs, ports, tally, sockets: 1, maxWaitMs: PATIENCE_MS });
  return tally;
};

const kindsIn = ({ findings }: Tally): readonly string[] => findings.map(({ kind }) => kind);

/** What is found in bytes that come back, after which the connection is closed. */
const kindsOf = async (bytes: string, input = WHOLE): Promise<readonly string[]> => {
  const server = opened(
    await startFaultServer(({ send, end }) => {
      send(bytes);
      end();
    }),
  );
  return kindsIn(await tallyOf(server.port, [input]));
};

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const json = (body: unknown, status = '200 OK'): string => respond(status, JSON_TYPE, JSON.stringify(body));

describe('an answer', () => {
  it('is nothing to find when it is well-formed and tells nothing', async () => {
    expect(await kindsOf(json({ data: { community: { id: '98372465382764532938' } } }))).toEqual([]);
    expect(await kindsOf(json({ errors: [{ message: en.request.malformed }] }, '400 Bad Request'))).toEqual(
      [],
    );
  });

  it.each([['500 Internal Server Error'], ['503 Service Unavailable']])(
    'is found with %s',
    async (status) => {
      expect(await kindsOf(json({}, status))).toEqual(['server error']);
    },
  );

  it('is found when it is the second of two', async () => {
    expect(await kindsOf(json({}) + json({}, '500 Internal Server Error'))).toEqual(['server error']);
  });

  it('is found when it hides an internal error behind 200', async () => {
    const error = { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
    expect(await kindsOf(json({ data: null, errors: [error] }))).toEqual(['server error']);
  });

  it.each(ENCODINGS)('is found when it holds a secret %s, in its body or its head', async (_, encode) => {
    for (const secret of CANARIES.flatMap((canary) => encode(canary))) {
      expect(await kindsOf(respond('200 OK', { 'content-type': 'text/html' }, secret))).toContain('leak');
      expect(await kindsOf(respond('200 OK', { 'x-odd': secret }))).toContain('leak');
    }
  });

  it('is found when a message in it holds an id, wherever it stands', async () => {
    const message = 'no group 120363041278650401-group';
    expect(await kindsOf(json({ errors: [{ message }] }))).toEqual(['leak']);
    expect(await kindsOf(json({ data: { unlinkGroups: { issues: [{ message }] } } }))).toEqual(['leak']);
  });

  it.each([[en.rules.groupPhoneFormat], [en.request.unsafeNumber]])(
    'is nothing to find with the examples of the catalogue: %s',
    async (message) => {
      expect(await kindsOf(json({ errors: [{ message }] }))).toEqual([]);
    },
  );

  it('is found when it is no HTTP, or no JSON', async () => {
    expect(await kindsOf('SSH-2.0-OpenSSH_9.6\r\n')).toContain('broken answer');
    expect(await kindsOf(`${json({})}more`)).toEqual(['broken answer']);
    expect(await kindsOf(respond('200 OK', JSON_TYPE, '{'))).toEqual(['broken answer']);
  });

  it('is found when it is cut short, unless its request was', async () => {
    const cut = json({ data: null }).slice(0, -3);
    expect(await kindsOf(cut)).toEqual(['broken answer']);
    expect(await kindsOf(cut, CUT)).toEqual([]);
  });

  it('is found missing, unless its request was cut', async () => {
    expect(await kindsOf('')).toEqual(['no answer']);
    expect(await kindsOf('', CUT)).toEqual([]);
  });
});

it('finds a hang', async () => {
  const server = opened(await startFaultServer(() => {}));
  expect(kindsIn(await tallyOf(server.port))).toEqual(['hang']);
});

it('finds a process that died, names the input, and sends nothing more', async () => {
  const program = `const server = require('node:net').createServer((socket) => socket.on('data', (bytes) =>
    bytes.includes('${CANARY_KEY_SECRET}') ? process.exit(1) : socket.end('HTTP/1.1 204 No Content\\r\\n\\r\\n')));
    server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));`;
  const service = opened(spawnProcess('node', ['-e', program], { cwd: tmpdir() }));
  const [, port] = await service.printed(/port (\d+)/);
  const deadly = inputOf('variables', SEED, 1);
  const tally = await tallyOf(Number(port), [WHOLE, deadly, WHOLE, WHOLE]);
  expect(tally.findings).toEqual([{ kind: 'crash', detail: expect.any(String), input: deadly }]);
  expect(tally.of('variables')).toMatchObject({ inputs: 2, outcomes: { 204: 1 } });
});

describe('a line of the log', () => {
  it('is nothing to find when it is ordinary', () => {
    expect(judgeLine('{"level":"info","time":"2026-11-24T07:33:24.173Z","msg":"operation"}')).toEqual([]);
  });

  it.each([
    ['a secret', `{"level":"info","msg":${JSON.stringify(CANARY_KEY_SECRET)}}`, 'leak'],
    ['a community id', '{"level":"info","msg":"98372465382764532938"}', 'leak'],
    ['an error', '{"level":"error","msg":"unexpected error"}', 'error logged'],
    ['a fatal error', '{"level":"fatal","msg":"uncaught error: stopping"}', 'error logged'],
  ])('is found when it holds %s', (_, line, kind) => {
    expect(judgeLine(line).map((fault) => fault.kind)).toContain(kind);
  });
});

it('tells how to find it again, in letters that are safe to print', () => {
  const input = { ...inputOf('flips', SEED, 3), bytes: Buffer.from('\x1b[2J\x9b\xff\0', 'latin1') };
  const told = describeFindings([{ kind: 'hang', detail: 'no end', input }]);
  expect(told).toContain('npm run fuzz -- --seed 7 --replay flips:3');
  expect(told).toMatch(/^[\x20-\x7e\n]*$/);
});
