import type { Write } from './parts.ts';

const HANDSHAKES = [
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x12\x04\0\0\0\0\0', 'latin1'),
  Buffer.from('16030100f8010000f40303', 'hex'),
  Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'),
  Buffer.from('EHLO example.org\r\n'),
  Buffer.from('PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n'),
  Buffer.from('CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n\r\n'),
  Buffer.from('GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
  Buffer.from('*1\r\n$4\r\nPING\r\n'),
];

/** The first words of protocols other than HTTP/1. */
export const foreignProtocols: Write = (random) =>
  Buffer.concat([random.one(HANDSHAKES), random.bytes(random.one([1, 4, 50]))]);
