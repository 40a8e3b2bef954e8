import { createAuditLog } from './bootstrap/audit-log.ts';
import { gracefulShutdown } from './bootstrap/graceful-shutdown.ts';
import { createLogger, createStandardOutput } from './bootstrap/logger.ts';
import { startupWarnings } from './bootstrap/startup-warnings.ts';
import { isOpen } from './config/config.ts';
import { configOrExit, loadEnvFile } from './config/environment.ts';
import { type Service, startService } from './server.ts';

loadEnvFile();
const config = configOrExit();
const output = createStandardOutput();
const log = createLogger(config, output);
const audit = createAuditLog(config, output);

let service: Service | undefined;

// Before anything is opened: as process 1, as in a container, a signal that nobody handles is lost.
gracefulShutdown({
  log,
  // SIGHUP rereads the API keys; without a file of them it means that the terminal was closed.
  signals: config.auth.apiKeys ? ['SIGTERM', 'SIGINT'] : ['SIGTERM', 'SIGINT', 'SIGHUP'],
  graceMs: config.shutdownGraceMs,
  close: async () => service?.close(),
  inFlight: () => service?.inFlight() ?? [],
});

try {
  service = await startService(config, { log, audit });
  const { rereadApiKeys, simulatorUrl, url } = service;
  if (rereadApiKeys) process.on('SIGHUP', rereadApiKeys);
  for (const warning of startupWarnings(config)) log.warn(warning);
  log.info({ host: config.host, port: Number(new URL(url).port), mode: config.zApi.mode }, 'ready');
  if (simulatorUrl) {
    const { devBanner } = await import('./bootstrap/dev-banner.ts');
    process.stdout.write(devBanner(url, simulatorUrl, { open: isOpen(config.auth) }));
  }
} catch (error) {
  log.fatal({ err: error }, 'the service cannot start');
  process.exitCode = 1;
  await service?.close();
}
