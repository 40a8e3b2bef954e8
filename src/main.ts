import { createAuditLog } from './audit-log.ts';
import { isOpen } from './config/auth-config.ts';
import { configOrExit, loadEnvFile } from './config/environment.ts';
import { LIVE_SANDBOX_EXAMPLE, SANDBOX_EXAMPLE } from './example-operation.ts';
import { createLogger } from './logger.ts';
import { openAuthentication } from './open-authentication.ts';
import { startServer } from './server.ts';
import { openStandardOutput } from './standard-output.ts';
import { startUpWarnings } from './start-up-warnings.ts';
import { stopInOrder } from './stop-in-order.ts';
import { openZApiInstances } from './z-api-instances.ts';

loadEnvFile();
const config = configOrExit();
const output = openStandardOutput();
const log = createLogger(config, output);
const audit = createAuditLog(config, output);
const { tenancies, simulator } = await openZApiInstances(config, log);
const { authenticate, rereadApiKeys } = openAuthentication(config.auth);

try {
  const example = simulator ? SANDBOX_EXAMPLE : LIVE_SANDBOX_EXAMPLE;
  const service = await startServer(config, { tenancies, authenticate, log, audit, example });
  const close = async () => {
    await service.close();
    await simulator?.close();
  };
  // SIGHUP reads again; where there is nothing to read, it is a terminal that went away.
  stopInOrder({
    log,
    signals: rereadApiKeys ? ['SIGTERM', 'SIGINT'] : ['SIGTERM', 'SIGINT', 'SIGHUP'],
    graceMs: config.shutdownGraceMs,
    close,
    inFlight: service.inFlight,
  });
  if (rereadApiKeys) process.on('SIGHUP', () => rereadApiKeys(log));
  for (const warning of startUpWarnings(config)) log.warn(warning);
  log.info({ host: config.host, port: Number(new URL(service.url).port), mode: config.zApi.mode }, 'ready');
  if (simulator) {
    const { devBanner } = await import('./dev-banner.ts');
    process.stdout.write(devBanner(service.url, simulator.url, { open: isOpen(config.auth) }));
  }
} catch (error) {
  log.fatal({ err: error }, 'the service cannot start');
  process.exitCode = 1;
  await simulator?.close();
}
