import { join } from 'node:path';
import { afterEach, expect } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

export interface Visit {
  readonly page: Page;
  /** What the browser wrote to its console. A test that expects some takes them out. */
  readonly complaints: string[];
}

export type OpenPage = (url: string, options?: BrowserContextOptions) => Promise<Visit>;

/** Opens pages, each as a person who was never there; a complaint that no test expected fails that test. */
export const visiting = (browser: () => Browser): OpenPage => {
  const visits: (Visit & { readonly context: BrowserContext })[] = [];
  afterEach(async () => {
    const over = visits.splice(0);
    await Promise.all(over.map(({ context }) => context.close()));
    expect(over.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
  return async (url, options = {}) => {
    const context = await browser().newContext({ locale: 'en-US', ...options });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    visits.push({ page, context, complaints });
    await page.goto(url);
    return { page, complaints };
  };
};

/** Takes a picture of the whole page when SCREENSHOTS names a folder for them. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
};
