import { configOrExit, loadEnvFile } from './environment.ts';
import { SANDBOX_EXAMPLE } from './example-operation.ts';
import { createLogger } from './logger.ts';
import { startServer } from './server.ts';
import { stopInOrder } from './stop-in-order.ts';
import { createTransport } from './z-api/transport.ts';
import { ZApiDatasource } from './z-api/z-api.datasource.ts';
import { openZApiInstance } from './z-api-instance.ts';

loadEnvFile();
const config = configOrExit();
const log = createLogger(config);
const { access, simulator } = await openZApiInstance(config);
const zApi = new ZApiDatasource(createTransport(access), config.attemptTimeoutMs);

try {
  const service = await startServer(config, { zApi, log, example: SANDBOX_EXAMPLE });
  stopInOrder(log, async () => {
    await service.close();
    await simulator?.close();
  });
  log.info({ host: config.host, port: Number(new URL(service.url).port), mode: config.zApi.mode }, 'ready');
  if (simulator) {
    const { devBanner } = await import('./dev-banner.ts');
    process.stdout.write(devBanner(service.url, simulator.url));
  }
} catch (error) {
  log.fatal({ err: error }, 'the service cannot start');
  process.exitCode = 1;
  await simulator?.close();
}
