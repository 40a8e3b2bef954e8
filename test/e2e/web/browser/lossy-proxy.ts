import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';

export interface LossyProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Passes everything on, but resets a connection when the answer to an unlink comes back on it. */
export const startLossyProxy = async (target: string): Promise<LossyProxy> => {
  const { hostname, port } = new URL(target);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((browser) => {
    const service = net.connect(Number(port), hostname);
    let unlinking = false;
    for (const socket of [browser, service]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    browser.on('data', (bytes) => {
      unlinking ||= bytes.includes('mutation UnlinkGroups');
      service.write(bytes);
    });
    service.on('data', (bytes) => {
      if (unlinking) browser.resetAndDestroy();
      else browser.write(bytes);
    });
    browser.on('close', () => service.destroy());
    service.on('close', () => browser.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};
