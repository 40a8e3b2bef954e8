import type { Locator, Page, Request } from 'playwright-core';

/** What a person sees and does on the page, in English. */
export const button = (within: Page | Locator, name: string) =>
  within.getByRole('button', { name, exact: true });

export const heading = (within: Page | Locator, name: string) =>
  within.getByRole('heading', { name, exact: true });

export const outcome = (page: Page) => page.locator('.outcome');

export const states = (within: Locator) =>
  within.locator('.states').last().getByRole('listitem').allInnerTexts();

export const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

/** Opens a community from the whole list: the simulator's awkward ones come last. */
export const openCommunity = async (page: Page, id: string) => {
  await button(page, 'Show more').click();
  await page.getByRole('button', { name: id }).click();
};

/** Chooses groups and asks for them to be unlinked; the dialog is open then, and has looked. */
export const choose = async (page: Page, names: readonly string[]) => {
  for (const name of names) await page.getByRole('checkbox', { name }).check();
  await page.getByRole('button', { name: /^Unlink/ }).click();
  await page.getByRole('dialog').locator('.states').waitFor();
};

export const confirm = (page: Page, name: string) => button(page.getByRole('dialog'), name).click();

/** Unlinks the first two groups of a scenario's community. */
export const unlinkIn = async (page: Page, communityId: string) => {
  await openCommunity(page, communityId);
  await choose(page, ['Group 1', 'Group 2']);
  await confirm(page, 'Unlink 2 groups');
  await outcome(page).waitFor();
};

export const isUnlink = (request: Request) => request.postDataJSON()?.operationName === 'UnlinkGroups';
