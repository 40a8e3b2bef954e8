import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page, Request, Route } from 'playwright-core';
import { ptBR } from '../../../../src/i18n/pt-br.ts';
import { CONDOMINIO, ESCOLA, FEIRA } from '../../../../src/simulator/communities.ts';
import { closedAfterAll } from '../../../support/resources.ts';
import { accessibilityFaults } from './accessibility-faults.ts';
import {
  button,
  choose,
  confirm,
  focusedText,
  heading,
  isUnlink,
  openCommunity,
  outcome,
  states,
  unlinkIn,
} from './person.ts';
import { type Stage, startStage } from './stage.ts';
import { picture, visiting } from './visit.ts';

const kept = closedAfterAll();
let stage: Stage;
beforeAll(async () => {
  stage = await startStage(kept);
});

let unlinksBefore: number;
beforeEach(() => {
  stage.simulator.reset();
  unlinksBefore = stage.simulator.unlinkCalls();
});
const unlinksSent = () => stage.simulator.unlinkCalls() - unlinksBefore;

const open = visiting(() => stage.browser);

/** Passes every request on but the unlinks, which are given to `handle`. */
const onUnlink = (page: Page, handle: (route: Route) => Promise<void>) =>
  page.route(`${stage.service.url}/graphql`, (route) =>
    route.request().method() === 'POST' && isUnlink(route.request()) ? handle(route) : route.continue(),
  );

describe('a person who unlinks groups', () => {
  it('chooses, is told what people will see, confirms, and sees it done', async () => {
    const { page } = await open(stage.site.origin);
    await page.getByRole('button', { name: ESCOLA.name }).waitFor();
    await picture(page, 'list');
    await page.getByRole('button', { name: ESCOLA.name }).click();
    await heading(page, ESCOLA.name).waitFor();
    await page.getByRole('checkbox', { name: '2º ano' }).check();
    await page.getByRole('checkbox', { name: '4º ano' }).check();
    await picture(page, 'groups');
    await button(page, 'Unlink 2 groups…').click();

    const question = page.getByRole('dialog', { name: 'Unlink these 2 groups from the community?' });
    await button(question, 'Unlink 2 groups').waitFor();
    expect(await states(question)).toEqual(['2º ano', '4º ano']);
    expect(await question.innerText()).toContain(
      "everyone who is in an unlinked group also leaves the community's announcement group",
    );
    expect(await question.innerText()).toContain(
      'Nothing is deleted: linking a group again restores it. 3 groups stay in the community.',
    );
    expect(unlinksSent()).toBe(0);
    await picture(page, 'confirmation');
    await button(question, 'Unlink 2 groups').click();

    await heading(outcome(page), '2 groups were unlinked').waitFor();
    expect(await focusedText(page)).toBe('2 groups were unlinked');
    expect(await states(outcome(page))).toEqual([
      expect.stringMatching(/^2º ano\s+unlinked$/),
      expect.stringMatching(/^4º ano\s+unlinked$/),
    ]);
    await page.getByRole('checkbox', { name: '2º ano' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('checkbox').count()).toBe(3);
    expect(unlinksSent()).toBe(1);
    await picture(page, 'done');
    await button(outcome(page), 'Close').click();
    expect(await outcome(page).count()).toBe(0);
    expect(await page.getByRole('group').evaluate((groups) => groups === document.activeElement)).toBe(true);
  });

  it('is spoken to in Portuguese, by the page and by the service', async () => {
    const { page } = await open(stage.site.origin, { locale: 'pt-BR' });
    expect(await page.title()).toBe('Comunidades');
    expect(await page.locator('html').getAttribute('lang')).toBe('pt-BR');
    await picture(page, 'pt-list');
    await page.getByRole('button', { name: '120363000000000901' }).click();
    for (const name of ['Group 1', 'Group 2']) await page.getByRole('checkbox', { name }).check();
    await button(page, 'Desvincular 2 grupos…').click();
    const question = page.getByRole('dialog', { name: 'Desvincular estes 2 grupos da comunidade?' });
    await question.getByText('também sai do grupo de avisos').waitFor();
    await picture(page, 'pt-confirmation');
    const unlink = page.waitForRequest(isUnlink);
    await button(question, 'Desvincular 2 grupos').click();

    await heading(outcome(page), 'Nada foi desvinculado').waitFor();
    const sent = await unlink;
    expect((await sent.allHeaders())['accept-language']).toMatch(/^pt-BR\b/);
    expect(await outcome(page).innerText()).toContain(ptBR.errors.UNLINK_REJECTED);
    await picture(page, 'pt-refused');
  });

  it('needs no mouse, and leaves the dialog with Escape', async () => {
    const { page } = await open(stage.site.origin);
    await page.getByRole('button', { name: ESCOLA.name }).focus();
    await page.keyboard.press('Enter');
    await heading(page, ESCOLA.name).waitFor();
    expect(await focusedText(page)).toBe(ESCOLA.name);
    await page.getByRole('checkbox').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    for (let group = 0; group < 5; group += 1) await page.keyboard.press('Tab');
    expect(await focusedText(page)).toBe('Unlink 1 group…');
    await page.keyboard.press('Enter');
    await button(page.getByRole('dialog'), 'Unlink 1 group').waitFor();
    expect(await focusedText(page)).toBe('Cancel');
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await focusedText(page)).toBe('Unlink 1 group…');
    expect(unlinksSent()).toBe(0);

    await page.keyboard.press('Enter');
    await button(page.getByRole('dialog'), 'Unlink 1 group').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading(outcome(page), '1 group was unlinked').waitFor();
    expect(unlinksSent()).toBe(1);
  });

  it('unlinks once with a double click', async () => {
    const { page } = await open(stage.site.origin);
    const unlinks: Request[] = [];
    page.on('request', (request) => {
      if (isUnlink(request)) unlinks.push(request);
    });
    await openCommunity(page, ESCOLA.id);
    await choose(page, ['1º ano', '2º ano']);
    await button(page.getByRole('dialog'), 'Unlink 2 groups').dblclick();
    await outcome(page).waitFor();
    expect(unlinks).toHaveLength(1);
    expect(unlinksSent()).toBe(1);
  });

  it('finds the announcement group explained, and without a box to choose it', async () => {
    const { page } = await open(stage.site.origin);
    await openCommunity(page, CONDOMINIO.id);
    await page.getByText('Belongs to the community itself, so it cannot be unlinked.').waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(4);
    expect(await button(page, 'Choose groups to unlink').isDisabled()).toBe(true);
  });

  it('cannot unlink the last group, and is told why', async () => {
    const { page } = await open(stage.site.origin);
    await openCommunity(page, FEIRA.id);
    await choose(page, ['Pedidos da semana']);
    expect(await states(page.getByRole('dialog'))).toEqual([
      expect.stringContaining('cannot all go: a community keeps at least one group'),
    ]);
    await picture(page, 'blocked');
    expect(await page.getByRole('dialog').getByRole('button').allInnerTexts()).toEqual(['Cancel']);
  });

  it('goes on from where they were when more communities are shown', async () => {
    const { page } = await open(stage.site.origin);
    const rows = page.getByRole('listitem');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(20);
    await button(page, 'Show more').click();
    await rows.nth(20).waitFor();
    expect(await rows.count()).toBe(30);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('UL');
    expect(await button(page, 'Show more').count()).toBe(0);
  });

  it('goes back to the list', async () => {
    const { page } = await open(stage.site.origin);
    await openCommunity(page, ESCOLA.id);
    await heading(page, ESCOLA.name).waitFor();
    await button(page, '← Communities').click();
    await heading(page, 'Communities').waitFor();
  });
});

describe('each outcome', () => {
  it.each([
    ['not-linked', '120363000000000902', 'The groups are not in the community now', 'Close'],
    ['refused', '120363000000000901', 'Nothing was unlinked', 'Choose other groups'],
    ['unknown', '120363000000000909', 'The outcome is not known yet', 'Check now'],
    ['operator', '120363000000000906', 'Someone needs to fix something first', 'Check now'],
  ])('%s is told by its name, with the next step and the request id', async (kind, id, title, next) => {
    const { page } = await open(stage.site.origin);
    await unlinkIn(page, id);
    expect(await heading(outcome(page), title).innerText()).toBe(await focusedText(page));
    expect(await outcome(page).getByRole('button').allInnerTexts()).toEqual([next, 'Copy']);
    const requestId = await outcome(page).locator('code').innerText();
    expect(
      stage.service.logs.some((line) => line.requestId === requestId && line.operation === 'UnlinkGroups'),
    ).toBe(true);
    await picture(page, kind);
  });

  it('copies the request id', async () => {
    const { page } = await open(stage.site.origin, { permissions: ['clipboard-read', 'clipboard-write'] });
    await unlinkIn(page, '120363000000000901');
    await button(outcome(page), 'Copy').click();
    await button(outcome(page), 'Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      await outcome(page).locator('code').innerText(),
    );
  });

  it('partly: what is left is offered again, and asked about first', async () => {
    const { page } = await open(stage.site.origin);
    await unlinkIn(page, '120363000000000903');
    expect(await states(outcome(page))).toEqual([
      expect.stringMatching(/Group 1\s+not in the community now/),
      expect.stringMatching(/Group 2\s+still linked, reason not known/),
    ]);
    await picture(page, 'partly');
    await button(outcome(page), 'Try the remaining group again').click();
    await button(page.getByRole('dialog'), 'Unlink 1 group').waitFor();
    expect(await states(page.getByRole('dialog'))).toEqual(['Group 2']);
    expect(unlinksSent()).toBe(1);
  });

  it('unknown: a check says of each group whether it is linked, and only then what is linked may be repeated', async () => {
    const { page } = await open(stage.site.origin);
    await unlinkIn(page, '120363000000000909');
    await button(outcome(page), 'Check now').click();
    await heading(outcome(page), 'Checked just now: 2 groups are linked').waitFor();
    expect(await states(outcome(page))).toEqual([
      expect.stringMatching(/Group 1\s+still linked/),
      expect.stringMatching(/Group 2\s+still linked/),
    ]);
    expect(unlinksSent()).toBe(1);
    await picture(page, 'unknown-checked');
    await button(outcome(page), 'Unlink the 2 still linked').click();
    await confirm(page, 'Unlink 2 groups');
    await outcome(page).waitFor();
    expect(unlinksSent()).toBe(2);
  });

  it('try-later: the button waits as long as the service asks for', async () => {
    const { page } = await open(stage.site.origin);
    await page.clock.install();
    await unlinkIn(page, '120363000000000918');
    await page.clock.pauseAt(new Date(Date.now() + 3_600_000));
    const again = outcome(page).getByRole('button').first();
    await picture(page, 'try-later');
    expect(await again.isDisabled()).toBe(true);
    await page.clock.runFor(7_000);
    expect(await again.innerText()).toBe('Try again');
    await again.click();
    await page.getByRole('dialog', { name: 'Unlink these 2 groups from the community?' }).waitFor();
    expect(unlinksSent()).toBe(1);
  });

  it('refused for an argument: says so beside the groups', async () => {
    const { page } = await open(stage.site.origin);
    await onUnlink(page, (route) => {
      const { variables, ...request } = route.request().postDataJSON();
      return route.continue({
        postData: { ...request, variables: { ...variables, groupsPhones: ['+55 11 99999-9999'] } },
      });
    });
    await openCommunity(page, ESCOLA.id);
    await choose(page, ['1º ano']);
    await confirm(page, 'Unlink 1 group');
    await heading(outcome(page), 'Nothing was unlinked').waitFor();
    expect(await page.getByRole('group').getAttribute('aria-describedby')).toBe('issues');
    expect(await page.locator('#issues').innerText()).toMatch(/^A group id looks like/);
    expect(unlinksSent()).toBe(0);
    await picture(page, 'refused-issues');
  });

  it('done, and yet a group is still in the list: says so, and offers to check', async () => {
    const { page } = await open(stage.site.origin);
    await unlinkIn(page, '120363000000000904');
    await heading(outcome(page), 'Not every group is out yet').waitFor();
    await button(outcome(page), 'Check now').click();
    await heading(outcome(page), 'Checked just now: 1 group is linked').waitFor();
    await picture(page, 'done-still-listed');
  });

  it('done stays done where the list cannot be read again', async () => {
    const { page, complaints } = await open(stage.site.origin);
    await openCommunity(page, ESCOLA.id);
    await choose(page, ['1º ano']);
    await page.route(`${stage.service.url}/graphql`, (route) =>
      route.request().postDataJSON()?.operationName === 'Community' ? route.abort() : route.continue(),
    );
    await confirm(page, 'Unlink 1 group');
    await page.getByRole('alert').waitFor();
    expect(await heading(outcome(page), '1 group was unlinked').count()).toBe(1);
    complaints.splice(0);
  });

  it('done stays done where the answer holds an error beside it', async () => {
    const { page } = await open(stage.site.origin);
    await onUnlink(page, async (route) => {
      const response = await route.fetch();
      const json = { ...(await response.json()), errors: [{ message: 'Something else went wrong.' }] };
      await route.fulfill({ response, json });
    });
    await openCommunity(page, ESCOLA.id);
    await choose(page, ['1º ano']);
    await confirm(page, 'Unlink 1 group');
    await heading(outcome(page), '1 group was unlinked').waitFor();
  });

  it('one of tomorrow is told by its message, and by what it says of repeating', async () => {
    const { page } = await open(stage.site.origin);
    await onUnlink(page, (route) =>
      route.fulfill({
        headers: { 'access-control-allow-origin': stage.site.origin },
        json: {
          data: {
            unlinkGroups: {
              __typename: 'SomeNewError',
              message: 'The moon is in the way.',
              code: 'MOON',
              retry: 'CHECK_FIRST',
              requestId: 'from-tomorrow',
            },
          },
        },
      }),
    );
    await unlinkIn(page, '120363000000000909');
    await heading(outcome(page), 'The outcome is not known yet').waitFor();
    expect(await outcome(page).innerText()).toContain('The moon is in the way.');
    expect(await outcome(page).innerText()).toContain('from-tomorrow');
    expect(await outcome(page).getByRole('button').allInnerTexts()).toEqual(['Check now', 'Copy']);
  });
});

describe('the page itself', () => {
  it.each([
    ['phone', { viewport: { width: 360, height: 740 } }],
    ['dark', { colorScheme: 'dark' }],
  ] as const)('fits its window: %s', async (name, options) => {
    const { page } = await open(stage.site.origin, options);
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
    await page.getByRole('listitem').first().waitFor();
    await picture(page, `${name}-list`);
    expect(await fits()).toBe(true);
    await openCommunity(page, '120363000000000903');
    await choose(page, ['Group 1', 'Group 2']);
    await picture(page, `${name}-confirmation`);
    expect(await fits()).toBe(true);
    await confirm(page, 'Unlink 2 groups');
    await outcome(page).waitFor();
    await picture(page, `${name}-partly`);
    expect(await fits()).toBe(true);
  });

  it.each(['light', 'dark'] as const)(
    'has a name for every control, and contrast enough: %s',
    async (colorScheme) => {
      const { page } = await open(stage.site.origin, { colorScheme });
      const faults: unknown[] = [];
      const look = async () => faults.push(...(await page.evaluate(accessibilityFaults)));
      await page.getByRole('listitem').first().waitFor();
      await look();
      await openCommunity(page, '120363000000000903');
      await choose(page, ['Group 1', 'Group 2']);
      await look();
      await confirm(page, 'Unlink 2 groups');
      await outcome(page).waitFor();
      await look();
      expect(faults).toEqual([]);
    },
  );
});
