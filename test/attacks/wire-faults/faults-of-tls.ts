import { SUCCESS } from '../../contract/z-api/upstream.ts';
import { respond } from '../../support/fault-server.ts';
import { certificate } from '../../support/test-certificates.ts';
import { afterHello, afterRequest, JSON_TYPE, TRUE, thenEnd, thenReset, thenSilence } from './wire.ts';
import type { Outcome, Place, WireFault } from './wire-fault.ts';

const tlsPlace = (name: string, trusted: boolean): Place => ({
  kind: 'tls',
  name,
  options: certificate(name),
  trusted,
});
const TRUSTED = tlsPlace('trusted', true);

const untrusted = (name: string, place: Place): WireFault => ({
  name,
  place,
  fault: thenEnd(SUCCESS),
  comesTo: 'untrusted',
  processed: 0,
  waits: false,
});

const CERTIFICATES: readonly WireFault[] = [
  untrusted('a certificate signed by itself', tlsPlace('self-signed', false)),
  untrusted('a certificate signed by nobody known', tlsPlace('trusted', false)),
  untrusted('a certificate that has expired', tlsPlace('expired', true)),
  untrusted('a certificate for another name', tlsPlace('wrong-name', true)),
  untrusted('a certificate meant for clients', tlsPlace('wrong-purpose', true)),
];

const handshake = (name: string, fault: WireFault['fault'], waits = false): WireFault => ({
  name,
  place: { kind: 'no-tls' },
  fault,
  comesTo: 'not-sent',
  processed: 0,
  waits,
});
const answering = (bytes: string | Buffer) =>
  afterHello(({ send, end }) => {
    send(bytes);
    end();
  });

const HANDSHAKES: readonly WireFault[] = [
  handshake(
    'a reset in the handshake',
    afterHello(({ reset }) => reset()),
  ),
  handshake(
    'a FIN in the handshake',
    afterHello(({ end }) => end()),
  ),
  handshake('a FIN before the handshake', ({ end }) => end()),
  handshake('silence in the handshake', () => {}, true),
  handshake('half a ServerHello, then a FIN', answering(Buffer.from('160303007a020000', 'hex'))),
  handshake(
    'half a ServerHello, then silence',
    afterHello(({ send }) => send(Buffer.from('160303007a020000', 'hex'))),
    true,
  ),
  handshake('a fatal alert', answering(Buffer.from('15030300020228', 'hex'))),
  handshake('garbage on the TLS port', answering(Buffer.alloc(600, 0xa5))),
  handshake('plain text on the TLS port', answering(respond('400 Bad Request', {}, 'plain HTTP'))),
  handshake('success in plain text on the TLS port', answering(SUCCESS)),
  {
    name: 'no version of TLS in common',
    place: {
      kind: 'tls',
      name: 'old',
      options: { ...certificate('trusted'), minVersion: 'TLSv1', maxVersion: 'TLSv1.1' },
      trusted: true,
    },
    fault: thenEnd(SUCCESS),
    comesTo: 'not-sent',
    processed: 0,
    waits: false,
  },
];

const overTls = (name: string, fault: WireFault['fault'], more: Partial<WireFault> = {}): WireFault => ({
  name: `over TLS: ${name}`,
  place: TRUSTED,
  fault,
  comesTo: 'unknown',
  processed: 1,
  waits: false,
  ...more,
});
const HEAD = respond('200 OK', { ...JSON_TYPE, 'content-length': String(TRUE.length) });
const done: Outcome = 'done';

const AFTER_THE_HANDSHAKE: readonly WireFault[] = [
  overTls('success', thenEnd(SUCCESS), { comesTo: done }),
  overTls(
    'a reset once the request was read',
    afterRequest(({ reset }) => reset()),
  ),
  overTls(
    'a FIN once the request was read',
    afterRequest(({ end }) => end()),
  ),
  overTls('silence once the request was read', thenSilence(''), { waits: true }),
  overTls('a head, then a reset', thenReset(HEAD)),
  overTls('a head, then silence', thenSilence(HEAD), { waits: true }),
  overTls('half a body, then a FIN', thenEnd(HEAD + TRUE.slice(0, 8))),
  overTls('a whole body without length, then a reset', thenReset(`HTTP/1.1 200 OK\r\n\r\n${TRUE}`)),
];

export const FAULTS_OF_TLS: readonly WireFault[] = [...CERTIFICATES, ...HANDSHAKES, ...AFTER_THE_HANDSHAKE];
