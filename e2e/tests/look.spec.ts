import { SCREENS, accessible, enter, expect, faults, shot, test } from '../support/test';
import { Person } from '../support/person';

test('look', async ({ browser, server }) => {
  const page = await enter(browser, server, 'worker');
  await page.goto('/app/');
  await page.waitForSelector('[data-testid=card-act]');
  await page.waitForTimeout(500);
  await page.screenshot({ path: 'shots/p-home.png', fullPage: true });
  const person = new Person(page);
  const lines = await person.ask('GET', '/api/v1/cases');
  const names: Record<string, string> = {};
  for (const { id } of lines) {
    const ev = (await person.events(id)).events.flatMap(Object.keys);
    names[ev.includes('agreement_effective') ? 'effective' : 'talk'] = id;
  }
  for (const [name, id] of Object.entries(names)) {
    for (const section of ['', 'terms', 'materials', 'matter', 'history', 'leave', 'sign', 'apply', 'outcome']) {
      await page.goto(`/app/#/case/${id}/${section}`);
      await page.waitForTimeout(700);
      await page.screenshot({ path: `shots/p-${name}-${section || 'overview'}.png`, fullPage: true });
      try { await accessible(page); } catch (e) { console.log(name, section, String(e).slice(0, 1500)); }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide) console.log('WIDE', name, section, wide);
    }
  }
  await page.goto('/app/#/request');
  await page.waitForTimeout(500);
  await page.screenshot({ path: 'shots/p-request-1.png', fullPage: true });
  await page.getByTestId('step-next').click();
  await page.waitForTimeout(300);
  await page.screenshot({ path: 'shots/p-request-1-bad.png', fullPage: true });
  console.log(faults(page));
});
