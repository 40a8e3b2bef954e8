import { once } from 'node:events';
import net from 'node:net';

/** Below the ports that systems hand out by themselves: another test's server cannot come to be there. */
const FIRST = 20_000;
const COUNT = 10_000;

/** A port of the loopback address where nobody listens. */
export const unusedPort = async (): Promise<number> => {
  const port = FIRST + Math.floor(Math.random() * COUNT);
  const server = net.createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return unusedPort();
  }
  server.close();
  await once(server, 'close');
  return port;
};
