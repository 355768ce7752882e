import type { Page } from '@playwright/test';
import { Person } from '../support/person';
import { filePetition } from '../support/petition';
import { fits, perform, someone } from '../support/screens';
import type { Server } from '../support/server';
import { expect, keep, shot, test } from '../support/test';

// No agreement in fifteen days: the case closes and goes to the commission by itself. The worker checks
// and files the petition on the phone; the commission takes it, or does not. What the parties need is
// typed and clicked; only which case is which is looked up over the API.

const PHONE = '13800000001';

async function mediated(page: Page): Promise<string> {
  const person = new Person(page);
  const lines: { id: string; stage: string }[] = await person.ask('GET', '/api/v1/cases');
  return lines.find((line) => line.stage === 'mediating')!.id;
}

test('without agreement on day fifteen the case closes, moves on by itself and is taken by the commission', async ({ browser, server }) => {
  const mediator = await someone(browser, server, 'mediator');
  const id = await mediated(mediator);
  await mediator.goto(`/desk/#/case/${id}`);
  await mediator.getByTestId('tab-period').click();
  await mediator.getByTestId('fact-text').fill('双方确认：申请人自 2026 年 3 月 2 日至 9 月 28 日在青溪项目做砌筑工。');
  await mediator.getByTestId('fact-state').click();
  await expect(mediator.getByTestId('facts').getByTestId('fact')).toHaveCount(1);
  for (const persona of ['worker', 'employer'] as const) {
    const page = await someone(browser, server, persona);
    await page.goto(`/app/#/case/${id}`);
    await page.getByTestId('row-period').click();
    await fits(page, `transfer-fact-${persona}`);
    await page.getByTestId('confirm-fact').click();
    await expect(page.getByTestId('confirm-fact')).toBeHidden();
  }
  await expect(mediator.getByTestId('facts')).toContainText('双方已确认');
  await shot(mediator, 'transfer-mediator-facts');

  // A month later; nobody did anything.
  const demo = await (await browser.newContext({ baseURL: server.origin, locale: 'zh-CN' })).newPage();
  await demo.goto('/demo');
  // Twice: a last day that falls on a weekend rolls over. Whoever enters before the clock has moved is
  // signed out by it.
  for (const _ of ['once', 'again']) {
    const moved = demo.waitForResponse((answer) => answer.url().endsWith('/demo/clock'));
    await demo.getByRole('button', { name: '16 天' }).click();
    await moved;
    await expect(demo.getByRole('button', { name: '16 天' })).toBeVisible();
  }
  await expect(demo).toHaveURL(/\/demo/);

  const worker = await someone(browser, server, 'worker');
  await worker.goto(`/app/#/case/${id}`);
  await expect(worker.getByTestId('next-act')).toHaveText(/核对并提交仲裁申请/, { timeout: 60_000 });
  await shot(worker, 'transfer-next');
  await worker.getByTestId('next-act').click();
  await expect(worker.getByTestId('papers')).toContainText('移送材料清单', { timeout: 60_000 });
  for (const name of ['收件回执', '征询意见函', '受理通知书', '指派调解员', '调解转仲裁复函']) {
    await expect(worker.getByTestId('papers')).toContainText(name);
  }
  await expect(worker.getByTestId('petition-claim-0')).toHaveValue(/拖欠的工资/);
  await expect(worker.getByTestId('petition-amount-0')).toHaveValue('18600.00');
  await expect(worker.getByTestId('petition-facts')).toHaveValue(/青溪安置房/);
  await fits(worker, 'transfer-petition');

  // The desk has it already: the fact both confirmed, and no offer.
  const arbitrator = await someone(browser, server, 'arbitrator');
  await expect(arbitrator.getByTestId('queue')).toContainText('已转仲裁');
  await arbitrator.goto(`/desk/#/case/${id}`);
  await expect(arbitrator.getByTestId('no-petition')).toBeVisible();
  await expect(arbitrator.getByTestId('undisputed')).toContainText('砌筑工');
  const { events } = await new Person(arbitrator).events(id);
  expect(events.some((event) => 'clause_written' in event || 'clause_marked' in event)).toBe(false);

  await worker.getByTestId('petition-facts').fill('自 2026 年 6 月起未足额发放工资，累计拖欠 18,600 元。');
  await filePetition(worker, PHONE, () => fits(worker, 'transfer-sign'));

  await expect(arbitrator.getByTestId('petition')).toContainText('累计拖欠 18,600 元');
  await perform(arbitrator, 'return-petition', { reason: '请写明各月工资的计算方式' });
  await expect(worker.getByTestId('petition-returned')).toContainText('各月工资的计算方式');
  await worker.getByTestId('petition-facts').fill('6 月至 9 月各欠 4,650 元，合计 18,600 元。');
  await filePetition(worker, PHONE);
  await expect(arbitrator.getByTestId('petition')).toContainText('各欠 4,650 元');
  await fits(arbitrator, 'transfer-desk');
  await perform(arbitrator, 'accept-petition');
  await expect(arbitrator.getByTestId('stage')).toHaveText('仲裁中');
  await expect(worker.getByTestId('arbitration-standing')).toContainText('前审结');
  await expect(worker.getByTestId('papers')).toContainText('受理通知书', { timeout: 60_000 });
  await fits(worker, 'transfer-accepted');
  // Each paper opens.
  for (const link of await worker.getByTestId('paper').all()) {
    const answer = await worker.request.get((await link.getAttribute('href'))!);
    expect(answer.headers()['content-type']).toBe('application/pdf');
    await keep(answer, `transfer-${(await link.innerText()).split('\n')[0]!.trim()}`);
  }
});

test('a party leaves the talks for arbitration at once and, refused there, is shown the way to court', async ({ browser, server }) => {
  // The first test's case is in arbitration: a fresh portal has the talks still going on.
  const { Server } = await import('../support/server');
  const fresh = await Server.start();
  try {
    const worker = await someone(browser, fresh, 'worker');
    const id = await mediated(worker);
    await worker.goto(`/app/#/case/${id}/leave`);
    await expect(worker.getByTestId('arbitrate')).toContainText('不用别人同意');
    await fits(worker, 'transfer-leave');
    await worker.getByTestId('leave-for-arbitration').click();
    await expect(worker.getByTestId('petition-form')).toBeVisible({ timeout: 60_000 });
    await filePetition(worker, PHONE);
    const arbitrator = await someone(browser, fresh, 'arbitrator');
    await arbitrator.goto(`/desk/#/case/${id}`);
    await perform(arbitrator, 'refuse-petition', { ground: '不属于本机构管辖', reason: '劳动合同履行地和用人单位所在地均不在本辖区。' });
    await expect(worker.getByTestId('arbitration-refused')).toContainText('向法院起诉');
    await expect(worker.getByTestId('papers')).toContainText('不予受理通知书', { timeout: 60_000 });
    await fits(worker, 'transfer-refused');
  } finally {
    await fresh.stop();
  }
  void server;
});
