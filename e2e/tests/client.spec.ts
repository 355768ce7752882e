import { SCREENS, type Persona, accessible, enter, expect, faults, shot, test } from '../support/test';

const HOME: Record<Persona, string> = {
  worker: '/app/',
  employer: '/app/',
  mediator: '/desk/',
  arbitrator: '/desk/',
  judge: '/desk/',
};

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
    expect(wide).toBe(0);
    expect(faults(page)).toEqual([]);
    await page.context().close();
  });
}
