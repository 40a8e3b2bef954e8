import { beforeAll, describe, expect, it } from '@jest/globals';
import { print } from 'graphql';
import type { Page } from 'playwright-core';
import { UnlinkGroupsDocument } from '../../../../src/client/index.ts';
import { ESCOLA } from '../../../../src/simulator/communities.ts';
import { type Issuer, startIssuer } from '../../../support/issuer.ts';
import { closedAfterAll } from '../../../support/resources.ts';
import { startTestService } from '../../../support/service.ts';
import { button, choose, confirm, heading, openCommunity, outcome } from './person.ts';
import { type Site, startSite } from './site.ts';
import { type Stage, startStage } from './stage.ts';
import { picture, visiting } from './visit.ts';

const kept = closedAfterAll();
let issuer: Issuer;
let stage: Stage;
/** The same page at an origin that is not listed. */
let stranger: Site;
beforeAll(async () => {
  issuer = kept(await startIssuer());
  stage = await startStage(kept, { environment: issuer.environment });
  stranger = kept(await startSite());
  await stranger.build(apiUrl());
});
const apiUrl = () => `${stage.service.url}/graphql`;

const open = visiting(() => stage.browser);

/** What the browser really sends to the API, preflights too, which scripts and Playwright's own events do not show. */
const watchRequests = async (page: Page) => {
  const seen: string[] = [];
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ request: { method, url, postData } }) => {
    if (url === apiUrl())
      seen.push([method, /"operationName":"(\w+)"/.exec(postData ?? '')?.[1]].join(' ').trim());
  });
  return seen;
};

/** The statuses of all answers, also of those that the browser keeps from the page. */
const watchStatuses = async (page: Page) => {
  const seen: number[] = [];
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  session.on('Network.responseReceivedExtraInfo', ({ statusCode }) => seen.push(statusCode));
  return seen;
};

const FORGED_UNLINK = JSON.stringify({
  query: print(UnlinkGroupsDocument),
  variables: { communityId: ESCOLA.id, groupsPhones: [ESCOLA.subGroups[1]?.phone] },
});

const signIn = (page: Page, token: string) =>
  page.evaluate((given) => sessionStorage.setItem('access-token', given), token);

describe('a page whose origin is listed', () => {
  it('calls after a preflight, with the token of who is signed in, and unlinks once', async () => {
    const { page, complaints } = await open(stage.site.origin);
    await page.getByRole('alert').waitFor();
    complaints.splice(0);
    const seen = await watchRequests(page);
    await signIn(page, await issuer.token());
    await page.reload();
    await openCommunity(page, ESCOLA.id);
    await choose(page, ['1º ano']);
    await confirm(page, 'Unlink 1 group');
    await heading(outcome(page), '1 group was unlinked').waitFor();
    await page.getByRole('checkbox', { name: '1º ano' }).waitFor({ state: 'detached' });
    expect(seen).toContain('OPTIONS');
    expect(seen.filter((request) => request !== 'OPTIONS')).toEqual([
      'POST Communities',
      'POST Communities',
      'POST Community',
      'POST UnlinkPreview',
      'POST UnlinkGroups',
      'POST Community',
    ]);
    expect(stage.simulator.unlinkCalls()).toBe(1);
  });

  it('says that nobody is signed in where the token is missing', async () => {
    const { page, complaints } = await open(stage.site.origin);
    await page.getByRole('alert').getByText('You are not signed in, or not any longer.').waitFor();
    await picture(page, 'signed-out');
    expect(complaints.splice(0)).toEqual([expect.stringContaining('401')]);
  });

  it('says that the session is over where the token stops to be good before the unlink, of which nothing was sent', async () => {
    const unlinks = stage.simulator.unlinkCalls();
    const { page, complaints } = await open(stage.site.origin);
    await signIn(page, await issuer.token());
    await page.reload();
    await openCommunity(page, ESCOLA.id);
    await choose(page, ['2º ano']);
    complaints.splice(0);
    await signIn(page, 'no-token-of-anybody');
    await confirm(page, 'Unlink 1 group');
    await heading(outcome(page), 'Nothing was unlinked').waitFor();
    expect(await outcome(page).innerText()).toContain('You are not signed in, or not any longer.');
    expect(await outcome(page).getByRole('button').allInnerTexts()).toEqual(['Close', 'Copy']);
    // The list, read again after it, is refused as well.
    expect(new Set(complaints.splice(0))).toEqual(new Set([expect.stringContaining('401')]));
    expect(stage.simulator.unlinkCalls()).toBe(unlinks);
  });

  it("is told by the service's own sentence what the token does not allow", async () => {
    const unlinks = stage.simulator.unlinkCalls();
    const { page, complaints } = await open(stage.site.origin);
    await signIn(page, await issuer.token({ scope: 'communities:read' }));
    await page.reload();
    await openCommunity(page, ESCOLA.id);
    await choose(page, ['2º ano']);
    await confirm(page, 'Unlink 1 group');
    await heading(outcome(page), 'Nothing was unlinked').waitFor();
    expect(await outcome(page).innerText()).toContain('The credential does not allow this.');
    await button(outcome(page), 'Close').click();
    expect(stage.simulator.unlinkCalls()).toBe(unlinks);
    complaints.splice(0);
  });
});

describe('a page whose origin is not listed', () => {
  it('gets nothing, not past the preflight, and says so', async () => {
    const { page, complaints } = await open(stranger.origin);
    await signIn(page, await issuer.token());
    const operations = stage.service.logs.length;
    await page.reload();
    await page.getByRole('alert').getByText('The service cannot be reached from this page.').waitFor();
    await picture(page, 'foreign');
    expect(complaints.splice(0).join('\n')).toContain('blocked by CORS policy');
    const since = stage.service.logs.slice(operations);
    expect(since.filter(({ msg }) => msg === 'operation')).toEqual([]);
  });

  it('cannot unlink with a request that needs no preflight, even where nobody is authenticated', async () => {
    const service = kept(await startTestService({ zApiUrl: stage.simulator.url }));
    const unlinks = stage.simulator.unlinkCalls();
    const { page, complaints } = await open(stranger.origin);
    await page.getByRole('alert').waitFor();
    const statuses = await watchStatuses(page);
    await page.evaluate(
      async ([url, body]) => {
        const headers = { 'content-type': 'text/plain' };
        await fetch(url, { method: 'POST', mode: 'no-cors', headers, body }).catch(() => {});
        const form = document.createElement('form');
        Object.assign(form, { method: 'POST', action: url, enctype: 'text/plain', target: '_self' });
        const field = document.createElement('input');
        // As text/plain, a form sends name=value.
        Object.assign(field, { name: `${body.slice(0, -1)},"x":"`, value: '"}' });
        form.append(field);
        document.body.append(form);
        form.submit();
      },
      [`${service.url}/graphql`, FORGED_UNLINK] as const,
    );
    await page.waitForURL(`${service.url}/graphql`);
    expect(statuses).toEqual([415, 415]);
    expect(stage.simulator.unlinkCalls()).toBe(unlinks);
    complaints.splice(0);
  });
});
