import { HOME } from '../support/screens';
import { type Page, SCREENS, type Persona, accessible, enter, expect, faults, shot, test } from '../support/test';

for (const persona of Object.keys(SCREENS) as Persona[]) {
  test(`the ${persona}'s first screen appears, without faults, and axe finds nothing`, async ({ browser, server }) => {
    const page = await enter(browser, server, persona);
    const answer = await page.goto(HOME[persona]);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
    await expect(page.locator('main')).toBeVisible();
    await shot(page, `home-${persona}`);
    await accessible(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    // The reserved gutter of the scroll bar makes it negative on desktops.
    expect(wide).toBeLessThanOrEqual(0);
    expect(faults(page)).toEqual([]);
    await page.context().close();
  });
}

const SIZES = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };

/** The page as it stands, on phone and desktop, light and dark, in both languages; axe on each. */
async function everyLook(page: Page, state: string): Promise<void> {
  for (const language of ['zh', 'en']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        await accessible(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(wide, `${state} ${size} ${language}`).toBeLessThanOrEqual(0);
        await shot(page, `state-${state}-${size}-${colorScheme}-${language}`);
      }
    }
    await page.getByTestId('language').click();
    await expect(page.locator('html')).toHaveAttribute('lang', language === 'zh' ? 'en' : 'zh-CN');
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

test('no case, no network, no answer, no session, no such page: each is designed', async ({ browser, server }) => {
  // Without the service worker, which would ask for itself what the test holds back.
  const context = await browser.newContext({ ...SCREENS.worker, baseURL: server.origin, locale: 'zh-CN', serviceWorkers: 'block' });
  await context.request.post('/api/v1/demo/enter', { data: { persona: 'worker' } });
  const page = await context.newPage();
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(error.message));
  const cases = /\/api\/v1\/cases$/;

  const session = /\/api\/v1\/session$/;
  await page.route(cases, (route) => route.fulfill({ json: [] }));
  await page.route(session, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), cases: [] } });
  });
  await page.goto('/app/');
  await expect(page.getByTestId('who')).toContainText('张建国');
  await everyLook(page, 'empty');
  await page.unroute(cases);
  await page.unroute(session);

  let answer = () => {};
  const held = new Promise<void>((done) => (answer = done));
  await page.route(cases, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await expect(page.getByTestId('who')).toContainText('张建国');
  await page.waitForFunction(() => document.querySelector('.skeleton')?.getAnimations().every((run) => run.playState === 'finished'));
  await everyLook(page, 'loading');
  answer();
  await expect(page.locator('.skeleton')).toBeHidden();
  await page.unroute(cases);

  await page.goto('/app/#/case/00000000-0000-4000-8000-000000000009');
  await expect(page.getByTestId('fault')).toContainText('没有这个案件');
  await everyLook(page, 'refused');

  await page.goto('/app/#/nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有这个页面');
  await expect(page.getByTestId('fault')).toBeHidden();
  await everyLook(page, 'lost');

  await page.goto('/app/#/');
  await page.getByTestId('sign-out').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('您还没有登录');
  await everyLook(page, 'signed-out');
  await page.reload();
  await expect(page.getByTestId('sign-in')).toHaveAttribute('href', '/code');
  expect(thrown).toEqual([]);
  await context.close();
});

test('each place has its title and the focus on its heading; the way back finds its scroll place', async ({ browser, server }) => {
  const page = await enter(browser, server, 'mediator');
  await page.setViewportSize({ width: 1000, height: 300 });
  await page.goto('/desk/');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toBeVisible();
  await expect(page).toHaveTitle(/.+ · 枫桥云调/);
  await page.getByTestId('language').click();
  await expect(page).toHaveTitle(/.+ · Maplebridge/);
  await page.keyboard.press('Home');
  await page.evaluate(() => window.scrollTo(0, 120));
  await expect.poll(() => page.evaluate(() => history.state)).toBe(120);

  await page.evaluate(() => (location.hash = '#/nowhere'));
  await expect(heading).toBeFocused();
  await expect(page).toHaveTitle('There is no such page · Maplebridge');
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(120);

  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.getByText('Skip to content').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.context().close();
});

test('a new version of the program is there at the next opening, and the old one is gone', async ({ browser, server }) => {
  const page = await enter(browser, server, 'worker');
  await page.goto('/app/');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  // A page of another version names another style sheet.
  const later = await (await page.request.get('/app/')).text();
  const style = /\/app\/style-[0-9a-f]{10}\.css/.exec(later)![0];
  const kept = () =>
    page.evaluate(async () => {
      const [shell] = (await caches.keys()).filter((name) => name.startsWith('shell'));
      return (await (await caches.open(shell!)).keys()).map(({ url }) => new URL(url).pathname).sort();
    });
  await expect.poll(kept).toContain(style);
  expect(await kept()).toContain('/app/');
  await page.evaluate(async () => {
    const [shell] = (await caches.keys()).filter((name) => name.startsWith('shell'));
    await (await caches.open(shell!)).put('/app/party-0000000000.js', new Response('old'));
  });
  await page.reload();
  await expect.poll(kept).not.toContain('/app/party-0000000000.js');
  expect(await kept()).toContain(style);
  await page.context().close();
});
