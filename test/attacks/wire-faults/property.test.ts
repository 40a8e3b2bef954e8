import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UnlinkService } from '../../../src/api/membership/service.ts';
import { toUnlinkResult } from '../../../src/api/unlink/unlink-result.mapper.ts';
import { en } from '../../../src/i18n/en.ts';
import { Deadline } from '../../../src/utils/deadline.ts';
import { classifyWrite } from '../../../src/z-api/classify-response.ts';
import type { Meaning } from '../../../src/z-api/meaning.ts';
import { createTransport } from '../../../src/z-api/transport.ts';
import { ZApiDatasource } from '../../../src/z-api/z-api.datasource.ts';
import { COMMUNITY_ID, GROUPS, type Member } from '../../contract/z-api/unlinking.ts';
import { startUpstream } from '../../contract/z-api/upstream.ts';
import { CANARY_ACCESS } from '../../support/canaries.ts';
import type { Fault } from '../../support/fault-server.ts';
import { metadata } from './community-reads.ts';
import { outcomeByTheRules } from './rules-oracle.ts';
import { unsafeAnswer } from './safety.ts';
import { afterRequest, inChunks } from './wire.ts';
import { type Outcome, SAID_NO } from './wire-fault.ts';

/** The same cases in every run; a failure prints the seed and the smallest case that fails. */
const SEED = 20_261_123;

const statuses = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(200, 201, 204, 299) },
  {
    weight: 6,
    arbitrary: fc.constantFrom(301, 400, 401, 403, 404, 405, 408, 409, 415, 422, 425, 429, 500, 501, 503),
  },
  { weight: 2, arbitrary: fc.integer({ min: 200, max: 599 }) },
);
const texts = fc.oneof(
  fc.constantFrom(
    'your client-token is not configured',
    'null not allowed',
    'Client-Token ABC not allowed',
    '203.0.113.7 not allowed',
    'Instance not found',
    'Instance not found in this account',
    'To continue sending a message, you must subscribe to this instance again',
    'You are not connected.',
    'You are not connected to this group',
    'You need to restore the session.',
    'Your smartphone is not responding',
    'NOT_FOUND',
    'not_found',
    'not allowed',
    ' Groups are busy ',
    '',
  ),
  fc.string(),
);
const flags = fc.oneof(
  { weight: 3, arbitrary: fc.boolean() },
  fc.constantFrom(null, 0, 1, 'true', 'false'),
  fc.jsonValue({ maxDepth: 1 }),
);
const objects = fc.record(
  { success: flags, value: flags, error: fc.oneof(texts, flags), message: fc.string() },
  { requiredKeys: [] },
);
const bodies = fc.oneof(
  { weight: 6, arbitrary: objects.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom('', '<html>Bad gateway</html>', 'true', '[{"success":true}]') },
  { weight: 1, arbitrary: fc.string() },
);
/** A body as it is, or the beginning of it. */
const truncated = fc
  .tuple(bodies, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 3 }))
  .map(([body, part, whether]) => (whether === 0 ? body.slice(0, Math.floor(part * body.length)) : body));

const outcomeOf = (meaning: Meaning): Outcome => {
  if (meaning.kind === 'not-sent') return meaning.cause === 'unreachable' ? 'not-sent' : 'untrusted';
  return meaning.kind === 'instance' ? meaning.cause : meaning.kind;
};

it('says of an answer what the rules say: 10,000 random statuses, bodies and truncations', () => {
  const seen = new Set<Outcome>();
  const answers = fc.record({
    status: statuses,
    body: fc.option(truncated, { nil: undefined, freq: 10 }),
    retryAfter: fc.constantFrom(undefined, '5', 'x'),
  });
  fc.assert(
    fc.property(answers, (answer) => {
      const outcome = outcomeOf(classifyWrite({ kind: 'answered', answer, fault: undefined }));
      seen.add(outcome);
      expect(outcome).toBe(outcomeByTheRules(answer));
      if (outcome === 'done') expect(JSON.parse(answer.body ?? 'null').success).toBe(true);
      if (answer.body === undefined) expect(outcome).toBe(answer.status === 429 ? 'limited' : 'unknown');
    }),
    { seed: SEED, numRuns: 10_000 },
  );
  expect([...seen].sort()).toEqual(
    ['done', 'refused', 'unknown', 'disconnected', 'subscription-expired', ...SAID_NO.slice(0, 4)].sort(),
  );
});

/** How an answer to the POST is framed, and where and how its connection ends. */
interface Schedule {
  readonly status: number;
  readonly body: string;
  readonly framing: 'length' | 'chunks' | 'close';
  /** The part of the answer's bytes that is sent; 1 is all of it. */
  readonly sent: number;
  readonly ending: 'reset' | 'FIN' | 'stall';
  readonly requestRead: boolean;
  /** Which of the requested groups are linked afterwards. */
  readonly linked: readonly string[];
  readonly reads: 'healthy' | 'the same' | 'reset once';
}

const schedules: fc.Arbitrary<Schedule> = fc.record({
  status: statuses.filter((status) => status !== 204),
  body: fc.oneof({ weight: 2, arbitrary: fc.constant('{"success":true}') }, bodies),
  framing: fc.constantFrom('length', 'chunks', 'close'),
  sent: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  ending: fc.constantFrom('reset', 'FIN', 'FIN', 'stall'),
  requestRead: fc.integer({ min: 0, max: 4 }).map((number) => number > 0),
  linked: fc.subarray([...GROUPS]),
  reads: fc.constantFrom('healthy', 'healthy', 'the same', 'reset once'),
});

const framed = ({ status, body, framing }: Pick<Schedule, 'status' | 'body' | 'framing'>): Buffer => {
  const bytes = Buffer.from(body);
  const headers = {
    length: `Content-Length: ${bytes.length}\r\n`,
    chunks: 'Transfer-Encoding: chunked\r\n',
    close: 'Connection: close\r\n',
  }[framing];
  const pieces = [...bytes].length > 0 ? inChunks(bytes.subarray(0, 3), bytes.subarray(3)) : Buffer.alloc(0);
  const head = Buffer.from(`HTTP/1.1 ${status} Any\r\n${headers}\r\n`);
  return Buffer.concat([head, framing === 'chunks' ? chunkedBody(bytes, pieces) : bytes]);
};
/** A chunk of no bytes would be the last one. */
const chunkedBody = (bytes: Buffer, pieces: Buffer): Buffer =>
  Buffer.concat([
    bytes.length > 3 ? pieces : bytes.length > 0 ? inChunks(bytes) : pieces,
    Buffer.from('0\r\n\r\n'),
  ]);

/** What a client that got every byte sent may take the answer to have said. */
const saidBy = (schedule: Schedule, bytes: Buffer): 'done' | 'refused' | 'no' | undefined => {
  const headEnd = bytes.indexOf('\r\n\r\n') + 4;
  const cut = Math.floor(schedule.sent * bytes.length);
  if (cut < headEnd) return undefined;
  // Where a body without a length ends cannot be told from where it broke.
  const whole = schedule.framing !== 'close' && cut === bytes.length;
  const outcome = outcomeByTheRules({ status: schedule.status, body: whole ? schedule.body : undefined });
  if (outcome === 'done' || outcome === 'refused') return outcome;
  return SAID_NO.includes(outcome) ? 'no' : undefined;
};

const ATTEMPT_MS = 60;
const DEADLINE_MS = 200;

/** Runs one unlink against a server that keeps to the schedule; tells why its answer is unsafe, if it is. */
const runSchedule = async (schedule: Schedule): Promise<string | undefined> => {
  const bytes = framed(schedule);
  const cut = bytes.subarray(0, Math.floor(schedule.sent * bytes.length));
  let resets = 0;
  const faulty: Fault = async ({ request, socket, send, reset, end }) => {
    if (schedule.requestRead) await request();
    else socket.pause();
    send(cut);
    await sleep(5);
    if (schedule.ending === 'reset') reset();
    if (schedule.ending === 'FIN') end();
  };
  const healthy: Fault = async ({ request, send, reset, end }) => {
    await request();
    if (schedule.reads === 'reset once' && resets++ === 0) return reset();
    send(metadata(schedule.linked));
    end();
  };
  const upstream = await startUpstream();
  upstream.play((connection) =>
    upstream.connections() === 1 || schedule.reads === 'the same' ? faulty(connection) : healthy(connection),
  );
  try {
    const zApi = new ZApiDatasource(createTransport({ baseUrl: upstream.url, ...CANARY_ACCESS }), ATTEMPT_MS);
    const request = { communityId: COMMUNITY_ID, groupsPhones: GROUPS };
    const outcome = await new UnlinkService(zApi, 'on-failure').run(request, {
      deadline: new Deadline(DEADLINE_MS),
    });
    const result = toUnlinkResult(outcome, request, { messages: en, requestId: 'r' } as never);
    const member = { ...result, __typename: result.constructor.name } as unknown as Member;
    const why = unsafeAnswer(member, {
      posts: upstream.posts().length,
      said: saidBy(schedule, bytes),
      linked: schedule.reads === 'the same' ? undefined : schedule.linked,
    });
    return why && `${why}: ${JSON.stringify(schedule)}`;
  } finally {
    await upstream.close();
  }
};

it('never says more than is true: 400 random schedules of fault, moment and body on real sockets', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(schedules, { minLength: 20, maxLength: 20 }), async (batch) => {
      expect((await Promise.all(batch.map(runSchedule))).filter((unsafe) => unsafe !== undefined)).toEqual(
        [],
      );
    }),
    { seed: SEED, numRuns: 20, endOnFailure: true },
  );
}, 240_000);

/** An answer that says success in a form that is rare, and allowed. */
interface OddAnswer {
  readonly bytes: Buffer;
  /** Where its bytes are cut into segments. */
  readonly segments: readonly number[];
  readonly closes: boolean;
  /** What is odd about it. */
  readonly form: object;
}

const oddAnswers: fc.Arbitrary<OddAnswer> = fc
  .record({
    status: fc.constantFrom(200, 201, 202),
    more: fc.dictionary(
      fc.constantFrom('message', 'value', 'id', 'zaapId'),
      fc.constantFrom(true, null, 'é', 5),
    ),
    space: fc.constantFrom('', ' ', '\r\n', '\t\n '),
    encoding: fc.constantFrom('', 'identity', 'IDENTITY'),
    framing: fc.constantFrom('length', 'chunks'),
    chunkSizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 }),
    extension: fc.constantFrom('', ';a', ';name=value', ';name="quoted; value"'),
    lastChunk: fc.constantFrom('0', '000', '0;last=1'),
    trailers: fc.constantFrom('', 'Expires: never\r\n', 'X-Sum: 1\r\nX-More: 2\r\n'),
    nameCase: fc.constantFrom('as is', 'lower', 'UPPER'),
    order: fc.integer({ min: 0, max: 5 }),
    before: fc.constantFrom(
      '',
      'HTTP/1.1 100 Continue\r\n\r\n',
      'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n',
    ),
    closes: fc.boolean(),
    segments: fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 6 }),
  })
  .map((odd) => {
    const json = `${odd.space}${JSON.stringify({ ...odd.more, success: true })}${odd.space}`;
    const body = Buffer.from(json);
    const framing = {
      length: `Content-Length: ${body.length}`,
      chunks: 'Transfer-Encoding: chunked',
    }[odd.framing];
    const headers = ['Content-Type: application/json', framing, 'X-Odd: 1', 'Vary: a', 'Vary: b'];
    if (odd.encoding !== '') headers.push(`Content-Encoding: ${odd.encoding}`);
    const cased = headers.map((header) => {
      const colon = header.indexOf(':');
      const name = header.slice(0, colon);
      const inCase = { 'as is': name, lower: name.toLowerCase(), UPPER: name.toUpperCase() }[odd.nameCase];
      return inCase + header.slice(colon);
    });
    const ordered = [...cased.slice(odd.order), ...cased.slice(0, odd.order)];
    const head = `${odd.before}HTTP/1.1 ${odd.status} Any\r\n${ordered.join('\r\n')}\r\n\r\n`;
    const inPieces = () => {
      const pieces: Buffer[] = [];
      for (let at = 0, next = 0; at < body.length; next += 1) {
        const size = odd.chunkSizes[next % odd.chunkSizes.length] ?? 1;
        const piece = body.subarray(at, at + size);
        pieces.push(
          Buffer.from(`${piece.length.toString(16)}${odd.extension}\r\n`),
          piece,
          Buffer.from('\r\n'),
        );
        at += size;
      }
      return Buffer.concat([...pieces, Buffer.from(`${odd.lastChunk}\r\n${odd.trailers}\r\n`)]);
    };
    return {
      bytes: Buffer.concat([Buffer.from(head), odd.framing === 'chunks' ? inPieces() : body]),
      segments: [...odd.segments].sort((a, b) => a - b),
      closes: odd.closes,
      form: odd,
    };
  });

it('never calls 300 legal but odd answers unknown that say success', async () => {
  const answering = async ({ bytes, segments, closes, form }: OddAnswer): Promise<string> => {
    const upstream = await startUpstream();
    upstream.play(
      afterRequest(async ({ socket, send, end }) => {
        socket.setNoDelay();
        let at = 0;
        for (const next of [...segments.filter((segment) => segment < bytes.length), bytes.length]) {
          send(bytes.subarray(at, next));
          at = next;
          await sleep(1);
        }
        if (closes) end();
      }),
    );
    try {
      const zApi = new ZApiDatasource(createTransport({ baseUrl: upstream.url, ...CANARY_ACCESS }), 9_000);
      const { kind } = await zApi.unlinkGroups(COMMUNITY_ID, GROUPS, { deadline: new Deadline(9_999) });
      return kind === 'done' ? kind : `${kind}: ${JSON.stringify(form)}`;
    } finally {
      await upstream.close();
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.array(oddAnswers, { minLength: 20, maxLength: 20 }), async (batch) => {
      const told = await Promise.all(batch.map(answering));
      expect(told.filter((kind) => kind !== 'done')).toEqual([]);
    }),
    { seed: SEED, numRuns: 15, endOnFailure: true },
  );
}, 240_000);
