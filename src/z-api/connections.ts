import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * A connection for one request only, that knows whether anything can have been sent on it. Why one request
 * only: see docs/decisions/0001-one-connection-per-call.md.
 *
 * Node keeps back what is written to a socket until `connect` (http) or `secureConnect` (https), so before
 * that event nothing has left this machine.
 */
export interface SingleUseConnection {
  readonly agent: http.Agent;
  /** True from the moment a request may have been written. */
  readonly established: () => boolean;
  /** True when the other side's certificate was checked and not accepted. */
  readonly untrusted: () => boolean;
  /** True when the connection did not end in the orderly way. */
  readonly broken: () => boolean;
  /** Ends it at once, at whatever stage it is, also when it was not even asked for: nothing is sent any more. */
  readonly cut: () => void;
}

/** How connections to one place are opened, and the event by which one stands. */
interface Opening {
  /** Says the protocol and its port; its pool is not used. */
  readonly agent: http.Agent;
  readonly open: () => net.Socket;
  readonly establishedBy: 'connect' | 'secureConnect';
}

/** Opens connections to where a URL leads, for one Z-API instance. */
export const singleUseConnections = (url: string): (() => SingleUseConnection) => {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const opening = protocol === 'http:' ? plainly(host, port || 80) : securely(host, port || 443);
  return () => openConnection(opening);
};

const plainly = (host: string, port: string | number): Opening => {
  const options = { host, port: Number(port), noDelay: true };
  return { agent: new http.Agent(), open: () => net.connect(options), establishedBy: 'connect' };
};

/** Through one https.Agent, because it keeps TLS sessions: a second handshake with the same host is a short one. */
const securely = (host: string, port: string | number): Opening => {
  const agent = new https.Agent();
  const { createConnection } = agent as unknown as { createConnection: (options: object) => net.Socket };
  const options = { host, port: Number(port), noDelay: true, servername: net.isIP(host) ? '' : host };
  return {
    agent,
    // By this key the agent finds the session; it is written anew because TLS takes the options for its own.
    open: () => createConnection.call(agent, { ...options, _agentKey: 'z-api' }),
    establishedBy: 'secureConnect',
  };
};

const openConnection = ({ agent, open, establishedBy }: Opening): SingleUseConnection => {
  let socket: net.Socket | undefined;
  let established = false;
  let broken = false;
  let isCut = false;
  // Node asks for a connection by this, once for each request.
  const addRequest = (request: http.ClientRequest) => {
    if (isCut) return void request.destroy(new Error('cut'));
    socket = open();
    socket.once(establishedBy, () => {
      established = true;
    });
    socket.once('error', () => {
      broken = true;
    });
    // Its request was given up before it got the connection.
    socket.once('free', () => socket?.destroy());
    request.onSocket(socket);
  };
  return {
    agent: Object.create(agent, { addRequest: { value: addRequest } }),
    established: () => established,
    untrusted: () => socket instanceof TLSSocket && Boolean(socket.authorizationError),
    broken: () => broken,
    cut: () => {
      isCut = true;
      socket?.destroy();
    },
  };
};
