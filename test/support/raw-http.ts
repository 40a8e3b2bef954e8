import { once } from 'node:events';
import net from 'node:net';

/** A bare connection to a service. */
export interface RawConnection {
  readonly socket: net.Socket;
  /** Everything that came back so far. */
  readonly received: string;
  /** Resolves with everything that came back, once the other side has ended the connection. */
  readonly ended: Promise<string>;
}

export const connectTo = async (url: string): Promise<RawConnection> => {
  const { hostname, port } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
  });
  // A reset ends a connection as well.
  socket.on('error', () => {});
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(received)));
  await once(socket, 'connect');
  return {
    socket,
    get received() {
      return received;
    },
    ended,
  };
};

/** The status of each answer in what came back. */
export const statusesIn = (received: string): readonly number[] =>
  [...received.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
