import { createAuditLog } from './bootstrap/audit-log.ts';
import { openAuthentication } from './bootstrap/create-authentication.ts';
import { stopInOrder } from './bootstrap/graceful-shutdown.ts';
import { createLogger, openStandardOutput } from './bootstrap/logger.ts';
import { readSandboxDocument } from './bootstrap/sandbox-documents.ts';
import { startUpWarnings } from './bootstrap/startup-warnings.ts';
import { openZApiInstances } from './bootstrap/z-api-clients.ts';
import { isOpen } from './config/auth-config.ts';
import { configOrExit, loadEnvFile } from './config/environment.ts';
import { type Service, startServer } from './server.ts';
import type { Simulator } from './simulator/simulator.ts';

loadEnvFile();
const config = configOrExit();
const output = openStandardOutput();
const log = createLogger(config, output);
const audit = createAuditLog(config, output);

let service: Service | undefined;
let simulator: Simulator | undefined;

// Before anything is opened: a signal that comes meanwhile would be lost where this is process 1, as in a container.
stopInOrder({
  log,
  // SIGHUP reads the API keys again; where there are none to read, it is a terminal that went away.
  signals: config.auth.apiKeys ? ['SIGTERM', 'SIGINT'] : ['SIGTERM', 'SIGINT', 'SIGHUP'],
  graceMs: config.shutdownGraceMs,
  async close() {
    await service?.close();
    await simulator?.close();
  },
  inFlight: () => service?.inFlight() ?? [],
});

try {
  const instances = await openZApiInstances(config, log);
  const { authenticate, rereadApiKeys } = openAuthentication(config.auth);
  simulator = instances.simulator;
  const example = readSandboxDocument(simulator ? 'simulator' : 'live');
  const { tenancies } = instances;
  service = await startServer(config, { tenancies, authenticate, log, audit, example });
  if (rereadApiKeys) process.on('SIGHUP', () => rereadApiKeys(log));
  for (const warning of startUpWarnings(config)) log.warn(warning);
  log.info({ host: config.host, port: Number(new URL(service.url).port), mode: config.zApi.mode }, 'ready');
  if (simulator) {
    const { devBanner } = await import('./bootstrap/dev-banner.ts');
    process.stdout.write(devBanner(service.url, simulator.url, { open: isOpen(config.auth) }));
  }
} catch (error) {
  log.fatal({ err: error }, 'the service cannot start');
  process.exitCode = 1;
  await service?.close();
  await simulator?.close();
}
