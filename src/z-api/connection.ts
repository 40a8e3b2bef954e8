import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';

/**
 * A connection for one request only, that knows whether anything can have been sent on it.
 *
 * Node keeps back what is written to a socket until `connect` (http) or `secureConnect` (https), so before
 * that event nothing has left this machine. On a reused keep-alive connection no such line can be drawn:
 * there "processed, then reset" and "never processed" look alike.
 */
export interface SingleUseConnection {
  readonly agent: http.Agent;
  /** True from the moment a request may have been written. */
  readonly established: () => boolean;
}

export const openSingleUseConnection = (protocol: string): SingleUseConnection => {
  let established = false;
  const watch = <S extends net.Socket>(socket: S, event: string): S =>
    socket.once(event, () => {
      established = true;
    });
  const agent =
    protocol === 'https:'
      ? Object.assign(new https.Agent({ keepAlive: false }), {
          createConnection: (options: tls.ConnectionOptions) => watch(tls.connect(options), 'secureConnect'),
        })
      : Object.assign(new http.Agent({ keepAlive: false }), {
          createConnection: (options: net.NetConnectOpts) => watch(net.connect(options), 'connect'),
        });
  return { agent, established: () => established };
};
