import { inChina, makes } from '../support/appointments';
import { Person } from '../support/person';
import { fits, someone } from '../support/screens';
import { type Page, accessible, expect, shot, test } from '../support/test';
import { texted } from '../support/texted';

// 约定时间: the mediator makes an appointment, a side asks for another time, all agree; each has it in a calendar and
// is reminded.

async function everySize(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()!;
  for (const [suffix, width, height] of [['phone', 360, 740], ['wide', 1280, 800]] as const) {
    await page.setViewportSize({ width, height });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await shot(page, `${name}-${suffix}`);
  }
  await page.setViewportSize(before);
}

test('an appointment moves when all agree, stands in every calendar and is reminded of', async ({ browser, server }) => {
  const mediator = await someone(browser, server, 'mediator');
  const worker = await someone(browser, server, 'worker');
  const employer = await someone(browser, server, 'employer');
  const id = await new Person(worker).mediatedCase();
  await mediator.goto(`/desk/#/case/${id}`);
  const first = inChina(26);
  await makes(mediator, first);
  const line = mediator.getByTestId('appointment-line');
  await expect(line).toContainText(first.clock);

  await worker.goto(`/app/#/case/${id}`);
  const next = worker.getByTestId('appointment');
  await expect(next).toContainText(`${first.clock}（北京时间）`);
  await fits(worker, 'appointment-party');
  await worker.getByTestId('other-time').click();
  const wish = inChina(27);
  await worker.getByTestId('time').fill(`${wish.day}T${wish.clock}`);
  await fits(worker, 'appointment-time');
  await worker.getByTestId('ask-time').click();
  await expect(next).toContainText('希望改到');

  await employer.goto(`/app/#/case/${id}`);
  await expect(employer.getByTestId('appointment')).toContainText('希望改到');
  await shot(employer, 'appointment-asked');
  await employer.getByTestId('time-suits').last().click();
  // The mediator has not agreed yet: it stands where it stood.
  await expect(line.first()).toContainText(first.clock);
  await fits(mediator, 'appointment-desk');
  await mediator.getByTestId('agree-move').click();
  await expect(mediator.getByTestId('wish')).toHaveCount(0);
  await expect(line).toContainText(wish.clock);
  await expect(next).not.toContainText('希望改到');
  await expect(next).toContainText(wish.clock);

  const href = await worker.getByTestId('add-to-calendar').getAttribute('href');
  const file = await worker.request.get(href!);
  expect(file.headers()['content-type']).toContain('text/calendar');
  const calendar = await file.text();
  const utc = new Date(`${wish.day}T${wish.clock}:00+08:00`).toISOString().replace(/[-:]|\.\d+/g, '');
  expect(calendar).toContain(`DTSTART:${utc}\r\n`);
  expect(calendar).toContain('SEQUENCE:1\r\n');

  await makes(mediator, inChina(27.5), '枫林市石桥镇石桥村村委会');
  await expect(line).toHaveCount(2);
  await mediator.goto('/desk/');
  await mediator.getByTestId('calendar').click();
  await expect(mediator.getByRole('heading', { name: '我的日程' })).toBeVisible();
  if (!(await mediator.getByTestId('appointment').count())) await mediator.getByRole('link', { name: '下周' }).click();
  await expect(mediator.getByTestId('appointment').first()).toContainText(wish.clock);
  await expect(mediator.getByTestId('clash').first()).toBeVisible();
  await accessible(mediator);
  await everySize(mediator, 'calendar');
  await mediator.getByTestId('feed-new').click();
  const feed = (await mediator.getByTestId('feed').innerText()).trim();
  expect(await (await worker.request.get(feed)).text()).toContain(`DTSTART:${utc}`);
  await everySize(mediator, 'calendar-feed');

  await mediator.request.post('/demo/clock', { form: { days: '1' } });
  for (const phone of ['13800000001', '13800000002']) {
    await texted(worker, phone, new RegExp(`提醒：.*${wish.clock}.*视频调解`));
  }
});
