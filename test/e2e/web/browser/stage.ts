import type { Browser } from 'playwright-core';
import { type Simulator, startSimulator } from '../../../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../../../support/canaries.ts';
import type { Opened } from '../../../support/resources.ts';
import { startTestService, type TestService } from '../../../support/service.ts';
import { launchChromium } from './chromium.ts';
import { type Site, startSite } from './site.ts';

export interface Stage {
  readonly browser: Browser;
  readonly simulator: Simulator;
  readonly service: TestService;
  /** The page, at an origin that the service lets in. */
  readonly site: Site;
}

export interface StageOptions {
  /** More settings of the service. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Another page than the sample one, by the folder of its source. */
  readonly pageFor?: (apiUrl: string) => Promise<string>;
  /** Puts something between the page and the service; returns its address. */
  readonly between?: (serviceUrl: string) => Promise<string>;
}

/** A browser, the page, the real service, and the simulator behind it. */
export const startStage = async (kept: Opened, options: StageOptions = {}): Promise<Stage> => {
  const { environment, pageFor, between = async (serviceUrl) => serviceUrl } = options;
  const browser = kept(await launchChromium());
  const simulator = kept(await startSimulator({ credentials: CANARY_ACCESS }));
  const site = kept(await startSite());
  const service = kept(
    await startTestService({
      zApiUrl: simulator.url,
      environment: { CORS_ORIGINS: site.origin, ...environment },
    }),
  );
  const apiUrl = new URL('/graphql', await between(service.url)).href;
  await site.build(apiUrl, await pageFor?.(apiUrl));
  return { browser, simulator, service, site };
};
