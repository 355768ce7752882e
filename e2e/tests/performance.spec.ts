import type { Browser, Page } from '@playwright/test';
import { ahead } from '../support/day';
import { Person } from '../support/person';
import { fits, someone } from '../support/screens';
import { Server } from '../support/server';
import { expect, keep, shot, test } from '../support/test';

// After signing: money reported, disputed, shown and confirmed; money that does not come, and the
// papers that follow. What is before (both applications, the court's acceptance) is sent over the API.

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

async function inEffect(page: Page): Promise<string> {
  const lines: { id: string; stage: string }[] = await new Person(page).ask('GET', '/api/v1/cases');
  return lines.find((line) => line.stage === 'effective')!.id;
}

async function forward(browser: Browser, server: Server): Promise<void> {
  const page = await (await browser.newContext({ baseURL: server.origin, locale: 'zh-CN' })).newPage();
  await page.goto('/demo');
  await page.getByRole('button', { name: '16 天' }).click();
  await expect(page).toHaveURL(/\/demo/);
}

const duty = (page: Page, text: string) => page.getByTestId('duty').filter({ hasText: text });

test('money is reported with proof, disputed, confirmed; what does not come leads to the court', async ({ browser }) => {
  const server = await Server.start();
  try {
    let employer = await someone(browser, server, 'employer');
    const id = await inEffect(employer);
    await employer.goto(`/app/#/case/${id}/performance`);
    await expect(employer.getByTestId('duty')).toHaveCount(3);
    const first = duty(employer, '4,960.00');
    await first.getByTestId('report-open').click();
    await first.getByTestId('file').setInputFiles({ name: 'transfer.pdf', mimeType: 'application/pdf', buffer: PDF });
    await first.getByTestId('material-title').fill('转账回单');
    await first.getByTestId('material-add').click();
    await expect(first.getByTestId('report-proof')).toHaveText('转账回单');
    await fits(employer, 'performance-report');
    await first.getByTestId('report').click();
    await expect(first).toContainText('等确认');

    let worker = await someone(browser, server, 'worker');
    await worker.goto(`/app/#/case/${id}`);
    await expect(worker.getByTestId('next-act')).toHaveText('核对并确认');
    await worker.getByTestId('next-act').click();
    const theirs = duty(worker, '4,960.00');
    await theirs.getByTestId('dispute-open').click();
    await theirs.getByTestId('dispute-reason').fill('账上没有这笔钱');
    await fits(worker, 'performance-dispute');
    await theirs.getByTestId('dispute').click();
    await expect(duty(employer, '4,960.00').getByTestId('duty-disputed')).toContainText('账上没有这笔钱');
    await duty(employer, '4,960.00').getByTestId('report-open').click();
    await duty(employer, '4,960.00').getByTestId('report').click();
    await theirs.getByTestId('confirm-duty').click();
    await expect(theirs.getByTestId('duty-state')).toContainText('已确认');

    // Thirty-two days later the severance has not come.
    await forward(browser, server);
    await forward(browser, server);
    worker = await someone(browser, server, 'worker');
    await worker.goto(`/app/#/case/${id}`);
    await expect(worker.getByTestId('next-act')).toHaveText('看怎么办', { timeout: 60_000 });
    await worker.getByTestId('next-act').click();
    await expect(worker.getByTestId('overdue-sum')).toContainText('9,300.00');
    await worker.getByTestId('demand').click();
    await expect(worker.getByTestId('papers')).toContainText('催告函', { timeout: 60_000 });
    await worker.getByTestId('prepare-order').click();
    await expect(worker.getByTestId('papers')).toContainText('支付令申请书', { timeout: 60_000 });
    await fits(worker, 'performance-default');
    // What the court did is told step by step, each in its turn.
    await worker.getByTestId('order-step').filter({ hasText: '已递交法院' }).click();
    await expect(worker.getByTestId('order')).toContainText('已递交法院 ·');
    await expect(worker.getByTestId('order-step')).toHaveCount(1);
    await worker.getByTestId('order-step').click();
    await expect(worker.getByTestId('order').locator('li')).toHaveCount(2);
    await fits(worker, 'performance-order');
    const wide = await worker.context().newPage();
    await wide.setViewportSize({ width: 1280, height: 800 });
    await wide.goto(worker.url());
    await expect(wide.getByTestId('order')).toBeVisible();
    await shot(wide, 'performance-order-desktop');
    await wide.close();
    for (const link of await worker.getByTestId('paper').all()) {
      const answer = await worker.request.get((await link.getAttribute('href'))!);
      expect(answer.headers()['content-type']).toBe('application/pdf');
      await keep(answer, `performance-${(await link.innerText()).split('\n')[0]!.trim()}`);
    }

    // It comes after all, and with the last thing the case is done.
    for (const text of ['9,300.00', '协议第']) {
      await duty(worker, text).getByTestId('confirm-duty').click();
      await expect(duty(worker, text).getByTestId('confirm-duty')).toBeHidden();
    }
    await worker.goto(`/app/#/case/${id}`);
    await expect(worker.getByTestId('next')).toContainText('结案');
    employer = await someone(browser, server, 'employer');
    await employer.goto(`/app/#/case/${id}`);
    await expect(employer.getByTestId('next')).toContainText('结案');
  } finally {
    await server.stop();
  }
});

test('a court takes more time with approval, confirms, hears an objection and dismisses it', async ({ browser }) => {
  const server = await Server.start();
  try {
    const [worker, employer, judge] = [
      await someone(browser, server, 'worker'),
      await someone(browser, server, 'employer'),
      await someone(browser, server, 'judge'),
    ];
    const id = await inEffect(worker);
    const bodies: { id: string; kind: string }[] = await new Person(worker).ask('GET', '/api/v1/bodies');
    const institution = bodies.find((body) => body.kind === 'court')!.id;
    const track = 'judicial_confirmation';
    for (const page of [worker, employer]) {
      const person = new Person(page);
      const statement = await person.signed(id, { apply: { track, institution } });
      await person.act(id, { apply_for_review: { track, institution, statement } });
    }
    await new Person(judge).act(id, 'accept_application');
    await judge.goto(`/desk/#/case/${id}`);
    await judge.locator('details', { has: judge.getByTestId('extend-review-form') }).locator('summary').click();
    await judge.getByTestId('extend-by').fill('院长 李国安');
    await judge.getByTestId('extend-why').fill('需要向调解组织核实');
    await judge.getByTestId('extend-day').fill(ahead(50));
    await fits(judge, 'performance-extend');
    await judge.getByTestId('extend-review').click();
    await expect(judge.getByTestId('extended')).toContainText('李国安');
    await new Person(judge).act(id, { decide: 'grant' });
    const { document } = await new Person(worker).awaited(id, 'decision_issued');
    for (const page of [worker, employer]) await new Person(page).act(id, { receive_decision: { document } });

    await judge.goto(`/desk/#/case/${id}`);
    await judge.locator('details', { has: judge.getByTestId('third-form') }).locator('summary').click();
    await fits(judge, 'performance-third');
    // The same on a phone: a clerk at a counter takes it down.
    await judge.setViewportSize({ width: 360, height: 740 });
    await judge.locator('details', { has: judge.getByTestId('third-form') }).scrollIntoViewIfNeeded();
    await fits(judge, 'performance-third-phone');
    await judge.getByTestId('third-why').fill('调解协议处分了本公司的债权');
    await judge.getByTestId('take-down-third').scrollIntoViewIfNeeded();
    await shot(judge, 'performance-third-phone-end');
    await judge.setViewportSize({ width: 1280, height: 800 });

    await worker.goto(`/app/#/case/${id}/outcome`);
    await worker.getByTestId('to-papers').click();
    await worker.getByTestId('object-open').click();
    await worker.getByTestId('object-reason').fill('签名时项目经理在旁边逼我');
    await fits(worker, 'performance-object');
    await worker.getByTestId('object').click();
    await expect(judge.getByTestId('objections')).toContainText('项目经理');
    await judge.getByTestId('dismiss-objection').click();
    await judge.getByTestId('dismiss-objection-reason').fill('视频记录显示双方自愿');
    await judge.getByTestId('dismiss-objection-confirm').click();
    await expect(judge.getByTestId('objections')).toContainText('已驳回');
    await worker.goto(`/app/#/case/${id}`);
    await worker.getByTestId('row-papers').click();
    await expect(worker.getByTestId('objection')).toContainText('视频记录显示双方自愿');
    await expect(worker.getByTestId('papers')).toContainText('异议裁定书', { timeout: 60_000 });
  } finally {
    await server.stop();
  }
});

test('what the law gives is computed beside the draft and goes into a clause', async ({ browser, server }) => {
  const page = await someone(browser, server, 'mediator');
  const lines: { id: string; stage: string }[] = await new Person(page).ask('GET', '/api/v1/cases');
  await page.goto(`/desk/#/case/${lines.find((line) => line.stage === 'mediating')!.id}`);
  const calculator = page.getByTestId('calculator');
  await calculator.locator('summary').click();
  await page.getByTestId('calc-month').fill('6000');
  await page.getByTestId('calc-weekday').fill('10');
  await page.getByTestId('calc-first').fill('2024-03-01');
  await page.getByTestId('calc-last').fill('2026-02-28');
  const computed = page.getByTestId('computed');
  await expect(computed.filter({ hasText: '延时加班' })).toContainText('517.24');
  await expect(computed.filter({ hasText: '延时加班' })).toContainText('劳动法 44');
  await expect(computed.filter({ hasText: '经济补偿' })).toContainText('12,000.00');
  await fits(page, 'performance-calculator');
  await computed.filter({ hasText: '延时加班' }).getByTestId('into-clause').click();
  await expect(page.getByTestId('clause-form').getByTestId('clause-amount')).toHaveValue('517.24');
  await expect(page.getByTestId('clause-form').getByTestId('clause-head')).toContainText('加班');
  // After the authority's order half as much more; a late fee is no payment between the sides, but a clause says it.
  await page.getByTestId('calc-ordered').fill('18600');
  await page.getByTestId('calc-ordered-until').fill('2026-03-31');
  await expect(computed.filter({ hasText: '加付赔偿金' })).toContainText('9,300.00');
  await expect(computed.filter({ hasText: '加付赔偿金' })).toContainText('劳动合同法 85');
  await computed.filter({ hasText: '加付赔偿金' }).getByTestId('into-clause').click();
  await expect(page.getByTestId('clause-form').getByTestId('clause-amount')).toHaveValue('9300.00');
  await page.getByTestId('calc-arrears').fill('10000');
  await page.getByTestId('calc-arrears-days').fill('100');
  await computed.filter({ hasText: '滞纳金' }).getByTestId('into-clause').click();
  await expect(page.getByTestId('clause-form').getByTestId('clause-text')).toHaveValue(/滞纳金.*500\.00 元/);
  await fits(page, 'performance-calculator-clause');
});
