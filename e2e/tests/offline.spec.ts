import type { Page } from '@playwright/test';
import { Person } from '../support/person';
import { enter, expect, shot, test } from '../support/test';

/** The seeded case whose terms are being drafted. */
async function drafting(person: Person): Promise<string> {
  for (const { id } of await person.ask('GET', '/api/v1/cases')) {
    const { events } = await person.events(id);
    const has = (name: string) => events.some((event) => name in event);
    if (has('case_accepted') && !has('terms_agreed')) return id;
  }
  throw new Error('no case in mediation');
}

/** Waits until the service worker serves this page, so that it opens without a network. */
async function kept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

const line = (page: Page) => page.getByTestId('line');
const unsent = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('unsent/')).length);

test('what is done without a network is kept through a reload and sent when it is back', async ({ browser, server }) => {
  const mediator = await enter(browser, server, 'mediator');
  await mediator.goto('/desk/');
  const desk = new Person(mediator);
  const page = await enter(browser, server, 'worker');
  await page.goto('/app/');
  const worker = new Person(page);
  const id = await drafting(worker);
  const clause = crypto.randomUUID();
  await desk.act(id, {
    write_clause: { clause: { id: clause, body: { free_text: { text: '双方无其他争议。' } } }, place: null, disclosures: [] },
  });

  await kept(page);
  await page.goto(`/app/#/case/${id}/terms`);
  await page.reload();
  const agree = page.getByTestId('mark-agree').last();
  await expect(agree).toBeVisible();

  await page.context().setOffline(true);
  await expect(line(page)).toHaveText(/没有网络/);
  await shot(page, 'offline-zh');
  await agree.click();
  await expect(line(page)).toHaveText('已保存，联网后自动发送');
  await shot(page, 'offline-saved-zh');
  expect(await unsent(page)).toBe(1);

  // The page itself and the last known case open from the device.
  await page.reload();
  await expect(page.getByText('双方无其他争议')).toBeVisible();
  await expect(line(page)).toHaveText('已保存，联网后自动发送');

  await page.context().setOffline(false);
  await expect(line(page)).toBeEmpty();
  expect(await unsent(page)).toBe(0);
  const { events } = await worker.events(id);
  const marks = events.filter((event) => event.clause_marked);
  expect(marks.filter((event) => event.clause_marked.clause === clause)).toHaveLength(1);
  await page.context().close();
  await mediator.context().close();
});

test('what was overtaken while offline is told in words, and its author decides', async ({ browser, server }) => {
  const mediator = await enter(browser, server, 'mediator');
  await mediator.goto('/desk/');
  const desk = new Person(mediator);
  const page = await enter(browser, server, 'worker');
  await page.goto('/app/');
  const id = await drafting(new Person(page));
  const clause = crypto.randomUUID();
  const write = (text: string) =>
    desk.act(id, { write_clause: { clause: { id: clause, body: { free_text: { text } } }, place: null, disclosures: [] } });
  await write('甲方于年底前归还工具。');
  await page.goto(`/app/#/case/${id}/terms`);
  const agree = page.getByTestId('mark-agree').last();
  await expect(agree).toBeEnabled();

  await page.context().setOffline(true);
  await agree.click();
  await expect(line(page)).toHaveText('已保存，联网后自动发送');
  await write('甲方于月底前归还工具。');
  await page.context().setOffline(false);

  const refused = page.getByTestId('unsent');
  await expect(refused).toContainText('没有办成');
  await expect(refused).toContainText('对条款表态');
  await shot(page, 'refused-stale-zh');
  await page.getByTestId('language').click();
  await expect(refused).toContainText('Not carried out');
  await shot(page, 'refused-stale-en');
  await page.getByTestId('language').click();

  // Sent again on the case as it stands, the rule book has the word: the wording has changed.
  await page.getByTestId('unsent-retry').click();
  await expect(refused).toContainText('本条内容已变化');
  await page.getByTestId('unsent-drop').click();
  await expect(refused).toBeHidden();
  expect(await unsent(page)).toBe(0);
  await page.context().close();
  await mediator.context().close();
});

test('a killed server loses nothing, and the browser resumes by itself', async ({ browser, server }) => {
  const mediator = await enter(browser, server, 'mediator');
  await mediator.goto('/desk/');
  const desk = new Person(mediator);
  const page = await enter(browser, server, 'worker');
  await page.goto('/app/');
  const worker = new Person(page);
  const id = await drafting(worker);
  const clause = crypto.randomUUID();
  await desk.act(id, {
    write_clause: { clause: { id: clause, body: { free_text: { text: '本协议一式三份。' } } }, place: null, disclosures: [] },
  });
  await page.goto(`/app/#/case/${id}/terms`);
  await expect(page.getByText('本协议一式三份')).toBeVisible();

  await server.kill();
  await expect(line(page)).toHaveText('重新连接中…');
  await page.getByTestId('mark-agree').last().click();
  await expect(line(page)).toHaveText('已保存，联网后自动发送');
  await server.revive();
  await expect(line(page)).toBeEmpty({ timeout: 60_000 });
  const { events } = await worker.events(id);
  expect(events.filter((event) => event.clause_marked?.clause === clause)).toHaveLength(1);

  // The stream is there again: what the mediator does appears without a reload.
  await desk.act(id, {
    write_clause: { clause: { id: crypto.randomUUID(), body: { free_text: { text: '工具已清点。' } } }, place: null, disclosures: [] },
  });
  await expect(page.getByText('工具已清点')).toBeVisible();
  await page.context().close();
  await mediator.context().close();
});

test('a phone fetches the words of the language it reads, and speaks without a network what it has read', async ({ browser, server }) => {
  const page = await enter(browser, server, 'worker');
  const packs = new Set<string>();
  page.on('request', (request) => {
    const language = /\/words-(\w+)-/.exec(request.url())?.[1];
    if (language) packs.add(language);
  });
  await page.goto('/app/');
  await expect(page.getByTestId('greeting')).toBeVisible();
  await kept(page);
  expect([...packs]).toEqual(['zh']);

  // The other language is not here: that is told, and the page goes on in this one.
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByTestId('brand')).toHaveText('枫桥云调');
  await page.getByTestId('fault-close').click();
  await page.getByTestId('language').click();
  await expect(page.getByTestId('fault')).toContainText('连接不上');
  await page.context().setOffline(false);
  await page.getByTestId('language').click();
  await expect(page.getByTestId('brand')).toHaveText('Maplebridge');
  expect([...packs].sort()).toEqual(['en', 'zh']);

  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByTestId('brand')).toHaveText('Maplebridge');
  await page.getByTestId('language').click();
  await expect(page.getByTestId('brand')).toHaveText('枫桥云调');
  await page.context().close();
});

test('a part of the program is fetched when first opened, and opens without a network from then on', async ({ browser, server }) => {
  const page = await enter(browser, server, 'worker');
  await page.goto('/app/');
  await expect(page.getByTestId('greeting')).toBeVisible();
  await page.getByTestId('case-line').first().click();
  await expect(page.getByTestId('row-history')).toBeVisible();
  await kept(page);
  // Read once more, through the service worker, so that the case is here too.
  await page.reload();
  await expect(page.getByTestId('row-history')).toBeVisible();

  await page.context().setOffline(true);
  await page.getByTestId('row-history').click();
  await expect(page.getByTestId('aside-failed')).toContainText('稍后再试');
  await shot(page, 'part-out-of-reach');
  await page.context().setOffline(false);
  await page.getByTestId('aside-failed').getByRole('button').click();
  await expect(page.getByTestId('history')).toBeVisible();

  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByTestId('history')).toBeVisible();
  await page.context().close();
});
