import http from 'node:http';
import https from 'node:https';
import type net from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * A connection for one request only, that knows whether anything can have been sent on it. Why one request
 * only: see connection.decision.md.
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
}

/** Opens a socket, as `http.Agent` does it for a request. */
type CreateConnection = (
  options: object,
  ready?: (error: Error | null, socket: net.Socket) => void,
) => net.Socket;

/**
 * Opens connections for one Z-API instance. They have an agent in common, because it keeps TLS sessions: a second
 * handshake with the same host is a short one.
 */
export const singleUseConnections = (protocol: string): (() => SingleUseConnection) => {
  const [agent, establishedBy] =
    protocol === 'http:'
      ? [new http.Agent({ keepAlive: false }), 'connect']
      : [new https.Agent({ keepAlive: false }), 'secureConnect'];
  return () => openConnection(agent, establishedBy);
};

const openConnection = (agent: http.Agent, establishedBy: string): SingleUseConnection => {
  const connect = (agent as unknown as { createConnection: CreateConnection }).createConnection;
  let socket: net.Socket | undefined;
  let established = false;
  let broken = false;
  const createConnection: CreateConnection = (...args) => {
    socket = connect.apply(agent, args);
    socket.once(establishedBy, () => {
      established = true;
    });
    return socket.once('error', () => {
      broken = true;
    });
  };
  return {
    agent: Object.create(agent, { createConnection: { value: createConnection } }),
    established: () => established,
    untrusted: () => socket instanceof TLSSocket && Boolean(socket.authorizationError),
    broken: () => broken,
  };
};
