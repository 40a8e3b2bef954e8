import { configOrExit, loadEnvFile } from './environment.ts';
import { Deadline } from './z-api/deadline.ts';
import { createTransport } from './z-api/transport.ts';
import { ZApiDatasource } from './z-api/z-api.datasource.ts';
import { explainFailure } from './z-api-diagnosis.ts';

/** `npm run check:z-api`: asks `GET /status` with the given settings and names the one that is wrong. */
const DISCONNECTED = { kind: 'instance', cause: 'disconnected' } as const;

loadEnvFile();
process.env.ZAPI_MODE = 'live';
const { zApi: access, attemptTimeoutMs, deadlineMs } = configOrExit();
if (access.mode === 'live') {
  const zApi = new ZApiDatasource(createTransport(access), attemptTimeoutMs);
  const result = await zApi.readStatus({ deadline: new Deadline(deadlineMs) });
  if (result.kind === 'found' && result.value.connected) {
    console.log('Z-API accepts these settings, and the instance is connected to WhatsApp.');
  } else {
    const meaning = result.kind === 'found' ? DISCONNECTED : result.meaning;
    console.error(explainFailure(meaning));
    process.exitCode = 1;
  }
}
