import { SUCCESS } from '../../contract/z-api/upstream.ts';
import { respond } from '../../support/fault-server.ts';
import {
  afterRequest,
  chunked,
  drip,
  endless,
  inChunks,
  JSON_TYPE,
  TRUE,
  thenEnd,
  thenReset,
  thenSilence,
  unread,
} from './wire.ts';
import type { Place, WireFault } from './wire-fault.ts';

const HTTP = { kind: 'http' } as const;
const HEAD = respond('200 OK', { ...JSON_TYPE, 'content-length': String(TRUE.length) });
const HALF_BODY = HEAD + TRUE.slice(0, 8);

/** How far an answer comes before the connection breaks. */
const PARTS: readonly (readonly [string, string | Buffer])[] = [
  ['half a status line', 'HTTP/1.1 20'],
  ['a status line', 'HTTP/1.1 200 OK\r\n'],
  ['half a head', 'HTTP/1.1 200 OK\r\nContent-Type: appl'],
  ['a head', HEAD],
  ['half a body', HALF_BODY],
  ['all but one byte', HEAD + TRUE.slice(0, -1)],
  ['a body shorter than its length', respond('200 OK', { 'content-length': '17' }, TRUE)],
  ['a head that announces chunks', chunked('')],
  ['chunks without the last one', chunked(inChunks(TRUE))],
  ['half a chunk', chunked('10\r\n{"succ')],
];

const unknown = (name: string, fault: WireFault['fault'], more: Partial<WireFault> = {}): WireFault => ({
  name,
  place: HTTP,
  fault,
  comesTo: 'unknown',
  processed: 1,
  waits: false,
  ...more,
});
const waiting = { waits: true } as const;
const notProcessed = { processed: 0 } as const;

const BROKEN_CONNECTIONS: readonly WireFault[] = [
  unknown(
    'a reset with the request unread',
    unread(({ reset }) => reset()),
    notProcessed,
  ),
  unknown(
    'a FIN with the request unread',
    unread(({ end }) => end()),
    notProcessed,
  ),
  unknown(
    'a close with the request unread',
    unread(({ socket }) => void socket.destroy()),
    notProcessed,
  ),
  unknown(
    'silence with the request unread',
    unread(() => {}),
    { ...notProcessed, ...waiting },
  ),
  unknown(
    'a reset once the request was read',
    afterRequest(({ reset }) => reset()),
  ),
  unknown(
    'a FIN once the request was read',
    afterRequest(({ end }) => end()),
  ),
  unknown('silence once the request was read', thenSilence(''), waiting),
  ...PARTS.flatMap(([name, bytes]) => [
    unknown(`${name}, then a reset`, thenReset(bytes)),
    unknown(`${name}, then a FIN`, thenEnd(bytes)),
    unknown(`${name}, then silence`, thenSilence(bytes), waiting),
  ]),
  unknown('a whole body without length, then a reset', thenReset(`HTTP/1.1 200 OK\r\n\r\n${TRUE}`)),
  unknown(
    'a whole body without length, then silence',
    thenSilence(`HTTP/1.1 200 OK\r\n\r\n${TRUE}`),
    waiting,
  ),
  unknown('half a body without length, then a FIN', thenEnd('HTTP/1.1 200 OK\r\n\r\n{"success":tr')),
  unknown('a head that drips', drip('', SUCCESS, 50), waiting),
  unknown('a body that drips', drip(HEAD, TRUE, 100), waiting),
  unknown('a head without end', endless('HTTP/1.1 200 OK\r\n', `x-header: ${'x'.repeat(1000)}\r\n`)),
  unknown('a body without end', endless('HTTP/1.1 200 OK\r\n\r\n', ' '.repeat(4096))),
  unknown('the greeting of another protocol', thenEnd('SSH-2.0-OpenSSH_9.6\r\n')),
  unknown('a TLS alert', thenEnd(Buffer.from('15030300020228', 'hex'))),
  unknown('an HTTP/2 frame', thenEnd(Buffer.from('000000040000000000', 'hex'))),
  unknown('a NUL', thenEnd(Buffer.of(0))),
];

const nowhere = (name: string, place: Extract<Place, { kind: 'nowhere' }>, waits = false): WireFault => ({
  name,
  place,
  fault: () => {},
  comesTo: 'not-sent',
  processed: 0,
  waits,
});

const NO_CONNECTION: readonly WireFault[] = [
  nowhere('a name that is not known', { kind: 'nowhere', url: 'unknown-name', scheme: 'https' }, true),
  ...['http', 'https'].flatMap((scheme) => [
    nowhere(`a connection refused (${scheme})`, { kind: 'nowhere', url: 'unused-port', scheme }),
    nowhere(`a connection nobody takes up (${scheme})`, { kind: 'nowhere', url: 'black-hole', scheme }, true),
  ]),
];

export const FAULTS_BELOW_HTTP: readonly WireFault[] = [...NO_CONNECTION, ...BROKEN_CONNECTIONS];
