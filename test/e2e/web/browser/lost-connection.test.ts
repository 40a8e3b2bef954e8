import { beforeAll, expect, it } from '@jest/globals';
import type { Request } from 'playwright-core';
import { ESCOLA } from '../../../../src/simulator/communities.ts';
import { closedAfterAll } from '../../../support/resources.ts';
import { startLossyProxy } from './lossy-proxy.ts';
import { button, choose, confirm, heading, isUnlink, openCommunity, outcome, states } from './person.ts';
import { type Stage, startStage } from './stage.ts';
import { picture, visiting } from './visit.ts';

const kept = closedAfterAll();
let stage: Stage;
beforeAll(async () => {
  stage = await startStage(kept, {
    between: async (serviceUrl) => kept(await startLossyProxy(serviceUrl)).url,
  });
});

const open = visiting(() => stage.browser);

it('makes the outcome unknown when the answer is lost on its way; a check finds the groups out', async () => {
  const { page, complaints } = await open(stage.site.origin);
  const unlinks: Request[] = [];
  page.on('request', (request) => {
    if (isUnlink(request)) unlinks.push(request);
  });
  await openCommunity(page, ESCOLA.id);
  await choose(page, ['1º ano', '2º ano']);
  await confirm(page, 'Unlink 2 groups');
  await heading(outcome(page), 'The outcome is not known yet').waitFor();
  await picture(page, 'lost');
  const requestId = await outcome(page).locator('code').innerText();
  expect(stage.service.logs).toContainEqual(
    expect.objectContaining({ requestId, operation: 'UnlinkGroups' }),
  );
  await button(outcome(page), 'Check now').click();
  await heading(outcome(page), 'Checked just now: none of the groups is linked').waitFor();
  expect(await states(outcome(page))).toEqual([
    expect.stringMatching(/1º ano\s+not in the community now/),
    expect.stringMatching(/2º ano\s+not in the community now/),
  ]);
  expect(await outcome(page).getByRole('button').allInnerTexts()).toEqual(['Check again', 'Close', 'Copy']);
  await page.getByRole('checkbox', { name: '1º ano' }).waitFor({ state: 'detached' });
  // The page asks once. What Chromium makes of it is its own: it sends a POST again, unasked, when a connection that was
  // used before is reset without an answer.
  expect(unlinks).toHaveLength(1);
  expect(complaints.splice(0)).toEqual([expect.stringMatching(/net::ERR_/)]);
});
