import zlib from 'node:zlib';
import { jsonAnswer, SUCCESS } from '../../contract/z-api/upstream.ts';
import { respond } from '../../support/fault-server.ts';
import { chunked, encoded, inChunks, JSON_TYPE, TRUE, thenEnd, thenSilence } from './wire.ts';
import type { Outcome, WireFault } from './wire-fault.ts';

const fault = (name: string, comesTo: Outcome, bytes: string | Buffer): WireFault => ({
  name,
  place: { kind: 'http' },
  fault: thenEnd(bytes),
  comesTo,
  processed: 1,
  waits: false,
});
const stalled = (name: string, bytes: string | Buffer): WireFault => ({
  ...fault(name, 'unknown', bytes),
  fault: thenSilence(bytes),
  waits: true,
});

/** More than the 64 KiB that are read of an answer; valid JSON that says success. */
const OVERSIZED = JSON.stringify({ success: true, padding: 'x'.repeat(64 * 1024) });

const SIZES_AND_ENCODINGS: readonly WireFault[] = [
  fault('more than 64 KiB', 'unknown', respond('200 OK', JSON_TYPE, OVERSIZED)),
  fault('more than 64 KiB in chunks', 'unknown', chunked(Buffer.concat([inChunks(OVERSIZED), inChunks('')]))),
  fault('more than 64 KiB without length', 'unknown', `HTTP/1.1 200 OK\r\n\r\n${OVERSIZED}`),
  fault('a gzip bomb', 'unknown', encoded('gzip', zlib.gzipSync(Buffer.alloc(16 * 1024 * 1024, ' ')))),
  fault('gzip', 'unknown', encoded('gzip', zlib.gzipSync(TRUE))),
  fault('brotli', 'unknown', encoded('br', zlib.brotliCompressSync(TRUE))),
  fault('deflate', 'unknown', encoded('deflate', zlib.deflateSync(TRUE))),
  fault('plain text said to be gzip', 'unknown', encoded('gzip', Buffer.from(TRUE))),
  fault('an unknown encoding', 'unknown', encoded('zstd', Buffer.from('28b52ffd0458810000', 'hex'))),
  fault('two encodings', 'unknown', encoded('identity, gzip', zlib.gzipSync(TRUE))),
  fault(
    'UTF-16',
    'unknown',
    Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), Buffer.from(`\ufeff${TRUE}`, 'utf16le')]),
  ),
  fault(
    'invalid UTF-8 beside success',
    'unknown',
    Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\n\r\n{"success":true,"a":"'),
      Buffer.of(0xc3, 0x28),
      Buffer.from('"}'),
    ]),
  ),
];

const MALFORMED: readonly WireFault[] = [
  fault('a body without a head', 'unknown', TRUE),
  fault('a status that is no number', 'unknown', `HTTP/1.1 abc OK\r\n\r\n${TRUE}`),
  fault('a status of two digits', 'unknown', `HTTP/1.1 20 OK\r\n\r\n${TRUE}`),
  fault('a header without a colon', 'unknown', `HTTP/1.1 200 OK\r\nnonsense\r\n\r\n${TRUE}`),
  fault('a NUL in a header', 'unknown', `HTTP/1.1 200 OK\r\nx: a\0b\r\nContent-Length: 16\r\n\r\n${TRUE}`),
  fault(
    'a head beyond all measure',
    'unknown',
    respond('200 OK', { 'x-padding': 'x'.repeat(100_000) }, TRUE),
  ),
  fault('a chunk size that is no number', 'unknown', chunked(`zz\r\n${TRUE}\r\n0\r\n\r\n`)),
  fault('a chunk size beyond all measure', 'unknown', chunked(`ffffffffffffffffff\r\n${TRUE}\r\n0\r\n\r\n`)),
  fault('a chunk shorter than its size', 'unknown', chunked(`11\r\n${TRUE}`)),
  fault('a chunk longer than its size', 'unknown', chunked(`0f\r\n${TRUE}\r\n0\r\n\r\n`)),
  fault('a last chunk without its end', 'unknown', chunked(`${inChunks(TRUE)}0\r\n`)),
  fault('a Content-Length that is no number', 'unknown', respond('200 OK', { 'content-length': 'x' }, TRUE)),
  fault('a negative Content-Length', 'unknown', respond('200 OK', { 'content-length': '-16' }, TRUE)),
  fault(
    'two Content-Lengths',
    'unknown',
    `HTTP/1.1 200 OK\r\nContent-Length: 16\r\nContent-Length: 15\r\n\r\n${TRUE}`,
  ),
  fault(
    'a Content-Length that cuts the JSON',
    'unknown',
    respond('200 OK', { 'content-length': '15' }, TRUE),
  ),
  stalled('100 Continue, then silence', 'HTTP/1.1 100 Continue\r\n\r\n'),
  stalled('103 Early Hints, then silence', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'),
  fault('103 Early Hints, then the end', 'unknown', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'),
  fault(
    '101, another protocol',
    'unknown',
    `HTTP/1.1 101 Any\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n${SUCCESS}`,
  ),
];

/** What each class of status means with a body that says success, an error, an HTML page, and with none. */
const STATUS_CLASSES: readonly (readonly [
  readonly number[],
  readonly [Outcome, Outcome, Outcome, Outcome],
])[] = [
  [
    [200, 201, 202, 206],
    ['done', 'refused', 'unknown', 'unknown'],
  ],
  [
    [300, 302, 307],
    ['unknown', 'unknown', 'unknown', 'unknown'],
  ],
  [
    [400, 418, 499],
    ['unknown', 'refused', 'unknown', 'unknown'],
  ],
  [
    [401, 403],
    ['misconfigured', 'misconfigured', 'misconfigured', 'misconfigured'],
  ],
  [[404], ['missing', 'missing', 'missing', 'missing']],
  [
    [405, 406, 410, 413, 414, 415, 422, 431, 501],
    ['protocol', 'protocol', 'protocol', 'protocol'],
  ],
  [
    [408, 409, 425],
    ['unknown', 'unknown', 'unknown', 'unknown'],
  ],
  [[429], ['limited', 'limited', 'limited', 'limited']],
  [
    [500, 502, 503, 504, 599],
    ['unknown', 'unknown', 'unknown', 'unknown'],
  ],
  [[999], ['unknown', 'unknown', 'unknown', 'unknown']],
];
const PAGE = '<html><body>Bad gateway</body></html>';

const STATUSES: readonly WireFault[] = STATUS_CLASSES.flatMap(([statuses, [success, error, html, empty]]) =>
  statuses.flatMap((status) => [
    fault(`${status} with success`, success, jsonAnswer(status, { success: true })),
    fault(`${status} with an error`, error, jsonAnswer(status, { error: 'Groups are busy' })),
    fault(
      `${status} with an HTML page`,
      html,
      respond(`${status} Any`, { 'content-type': 'text/html' }, PAGE),
    ),
    fault(`${status} with nothing`, empty, respond(`${status} Any`)),
  ]),
).concat(
  fault('204', 'unknown', 'HTTP/1.1 204 No Content\r\n\r\n'),
  fault('304', 'unknown', 'HTTP/1.1 304 Not Modified\r\n\r\n'),
);

const FLAGS: readonly WireFault[] = [
  ...(
    [
      '{"success":false}',
      '{"value":false}',
      '{"success":true,"error":"busy"}',
      '{"success":"true","value":false}',
    ] as const
  ).map((body) => fault(`200 with ${body}`, 'refused', jsonAnswer(200, body))),
  ...(
    ['{"success":true,"error":null}', '{"success":true,"error":5}', '{"success":true,"value":false}'] as const
  ).map((body) => fault(`200 with ${body}`, 'done', jsonAnswer(200, body))),
  ...[
    '{"success":"true"}',
    '{"success":"false"}',
    '{"success":1}',
    '{"success":0}',
    '{"success":null}',
    '{"success":[true]}',
    '{"success":{}}',
    '{"Success":true}',
    '{"data":{"success":true}}',
    '{"value":true}',
    '{"value":"false"}',
    '{"error":5}',
    '{"error":{"message":"busy"}}',
    '{}',
    '[]',
    '[{"success":true}]',
    '"success"',
    'true',
    'false',
    'null',
    '0',
    '{"success":true',
    '{"success":true}{"success":true}',
    "{'success':true}",
  ].map((body) => fault(`200 with ${body}`, 'unknown', jsonAnswer(200, body))),
];

const KNOWN_TEXTS: readonly WireFault[] = (
  [
    ['misconfigured', 400, 'your client-token is not configured'],
    ['misconfigured', 200, 'null not allowed'],
    ['misconfigured', 403, 'Client-Token SOMETHING not allowed'],
    ['misconfigured', 200, '203.0.113.7 not allowed'],
    ['misconfigured', 404, 'Instance not found'],
    ['subscription-expired', 400, 'To continue sending a message, you must subscribe to this instance again'],
    ['disconnected', 400, 'You are not connected.'],
    ['disconnected', 200, 'You need to restore the session.'],
    ['unknown', 400, 'Your smartphone is not responding'],
    ['protocol', 200, 'NOT_FOUND'],
    ['protocol', 404, 'NOT_FOUND'],
    ['unknown', 500, 'Instance not found'],
  ] as const
).map(([comesTo, status, error]) =>
  fault(`${status} with "${error}"`, comesTo, jsonAnswer(status, { error })),
);

/** Where a redirect leads is none of the service's business: `elsewhere` must never see a request. */
export const redirectsTo = (elsewhere: string): readonly WireFault[] =>
  [301, 302, 303, 307, 308].flatMap((status) =>
    [
      ['the same server', '/ok'],
      ['another server', `${elsewhere}/ok`],
    ].map(([name, location]) =>
      fault(`${status} to ${name}`, 'unknown', respond(`${status} Any`, { location: `${location}` }, TRUE)),
    ),
  );

export const FAULTS_OF_HTTP: readonly WireFault[] = [
  ...SIZES_AND_ENCODINGS,
  ...MALFORMED,
  ...STATUSES,
  ...FLAGS,
  ...KNOWN_TEXTS,
];
