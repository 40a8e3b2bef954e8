import { createLogger, createStandardOutput } from '../bootstrap/logger.ts';
import { createTenants } from '../bootstrap/tenants.ts';
import { configOrExit, loadEnvFile } from '../config/environment.ts';
import { Deadline } from '../utils/deadline.ts';
import { explainFailure } from './z-api-diagnosis.ts';

/** `npm run check:z-api`: asks `GET /status` with the given settings and names the one that is wrong. */
const DISCONNECTED = { kind: 'instance', cause: 'disconnected' } as const;

loadEnvFile();
process.env.ZAPI_MODE = 'live';
// The settings are at fault or not, whatever came of the attempt before.
process.env.ZAPI_BREAKER_FAILURES = '0';
const config = configOrExit();
const log = createLogger(config, createStandardOutput());
const { all: tenants } = await createTenants(config, { log });
for (const { name, zApi } of tenants) {
  const result = await zApi.readStatus({ deadline: new Deadline(config.deadlineMs) });
  const whose = name === undefined ? '' : `${name}: `;
  if (result.kind === 'found' && result.value.connected) {
    console.log(`${whose}Z-API accepts these settings, and the instance is connected to WhatsApp.`);
  } else {
    const meaning = result.kind === 'found' ? DISCONNECTED : result.meaning;
    console.error(`${whose}${explainFailure(meaning)}`);
    process.exitCode = 1;
  }
}
