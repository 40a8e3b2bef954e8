import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSandboxDocument } from '../../src/bootstrap/sandbox-documents.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { copyCheckout, spawnProcess } from '../support/process.ts';
import { closedAfterAll } from '../support/resources.ts';

const kept = closedAfterAll();

describe('the Sandbox of a process', () => {
  const documentOf = async (env: Readonly<Record<string, string>>) => {
    const { path } = kept(await copyCheckout());
    const tsx = join(path, 'node_modules/.bin/tsx');
    const running = kept(spawnProcess(tsx, ['src/main.ts'], { cwd: path, env: { PORT: '0', ...env } }));
    const [, port] = await running.printed(/"port":(\d+)/);
    const page = await fetch(`http://127.0.0.1:${port}/graphql`, { headers: { accept: 'text/html' } });
    const [, config = '{}'] = /var embeddedSandboxConfig = (\{.*\});/.exec(await page.text()) ?? [];
    return JSON.parse(config).initialState.document;
  };

  it('opens with the examples over the simulator, and with what changes nothing over a real instance', async () => {
    expect(await documentOf({ ZAPI_MODE: 'simulator' })).toBe(readSandboxDocument('simulator'));
    expect(
      await documentOf({
        ZAPI_INSTANCE_ID: CANARY_ACCESS.instanceId,
        ZAPI_INSTANCE_TOKEN: CANARY_ACCESS.instanceToken,
      }),
    ).toBe(readSandboxDocument('live'));
  });
});
