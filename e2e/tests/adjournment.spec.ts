import { Person } from '../support/person';
import { ahead } from '../support/day';
import { leaveForArbitration, nameHearing } from '../support/petition';
import { fits, perform, someone } from '../support/screens';
import { expect, keep, test } from '../support/test';

// In arbitration a side asks for another hearing day: once without ground, once with; the answer names the day.

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

test('another hearing day is asked for, refused in writing, asked for again and named', async ({ browser, server }) => {
  const worker = await someone(browser, server, 'worker');
  const lines: { id: string; stage: string }[] = await new Person(worker).ask('GET', '/api/v1/cases');
  const id = lines.find((line) => line.stage === 'mediating')!.id;
  await leaveForArbitration(worker, id);
  const arbitrator = await someone(browser, server, 'arbitrator');
  await arbitrator.goto(`/desk/#/case/${id}`);
  await perform(arbitrator, 'accept-petition');
  await expect(worker.getByTestId('ask-advance-open')).toBeVisible();
  await expect(worker.getByTestId('ask-adjournment-open')).toBeHidden();
  await nameHearing(arbitrator, ahead(20));

  // The clock on the overview leads to where it is asked.
  await worker.goto(`/app/#/case/${id}`);
  await expect(worker.getByTestId('to-adjournment')).toBeVisible();
  await worker.getByTestId('clock').filter({ hasText: '可以请求延期开庭' }).locator('summary').click();
  await fits(worker, 'adjournment-clock-phone');
  await worker.getByTestId('to-adjournment').click();
  await worker.getByTestId('ask-adjournment-open').click();
  await expect(worker.getByTestId('ask-adjournment-form')).toContainText('09:30 开庭，最晚');
  await worker.getByTestId('ask-adjournment-why').fill('孩子当天住院手术，需要陪护。');
  await fits(worker, 'adjournment-ask-phone');
  await worker.getByTestId('ask-adjournment').click();
  await expect(worker.getByTestId('motion')).toContainText('等仲裁委员会决定');
  await expect(worker.getByTestId('ask-adjournment-open')).toBeHidden();

  // Another day is named by the answer alone.
  await arbitrator.locator('#hearing-day').fill(ahead(25));
  await arbitrator.getByTestId('schedule').click();
  await expect(arbitrator.getByTestId('schedule-form').getByRole('alert').filter({ hasText: '尚未决定' })).toBeVisible();
  await arbitrator.getByTestId('answer-adjournment-open').click();
  await arbitrator.getByTestId('adjournment-why').fill('未提交住院证明。');
  await arbitrator.getByTestId('answer-adjournment-preview').click();
  const preview = arbitrator.getByTestId('answer-adjournment-form').locator('dialog');
  await expect(preview).toContainText('不予延期开庭通知书');
  await arbitrator.getByTestId('answer-adjournment-preview-close').click();
  await arbitrator.getByTestId('answer-adjournment').click();
  await expect(arbitrator.getByTestId('motion')).toContainText('驳回');
  await expect(worker.getByTestId('motion')).toContainText('未提交住院证明');

  // Asked again with the proof.
  await worker.getByTestId('ask-adjournment-open').click();
  await worker.getByTestId('ask-adjournment-why').fill('补交住院证明，当天要陪护。');
  await worker.getByTestId('ask-adjournment').click();
  await expect(arbitrator.getByTestId('motion').last()).toContainText('补交住院证明');
  await expect(arbitrator.getByTestId('adjournment-why')).toHaveValue('');
  await arbitrator.getByTestId('reply-adjournment').selectOption('1');
  await expect(arbitrator.getByTestId('adjourned-place')).toHaveValue('第一仲裁庭（线上同步）');
  await arbitrator.getByTestId('adjourned-day').fill(ahead(1));
  await arbitrator.getByTestId('adjournment-why').fill('住院证明属实，有正当理由。');
  await arbitrator.getByTestId('answer-adjournment').click();
  await expect(arbitrator.getByTestId('answer-adjournment-form').getByRole('alert').filter({ hasText: '提前五个工作日' })).toBeVisible();
  await arbitrator.getByTestId('adjourned-day').fill(ahead(27));
  await fits(arbitrator, 'adjournment-answer');
  await arbitrator.setViewportSize(PHONE);
  await fits(arbitrator, 'adjournment-answer-phone');
  await arbitrator.setViewportSize(DESK);
  await arbitrator.getByTestId('answer-adjournment-preview').click();
  await expect(preview).toContainText('开庭通知书');
  await expect(preview).not.toContainText('不予延期');
  await arbitrator.getByTestId('answer-adjournment-preview-close').click();
  await arbitrator.getByTestId('answer-adjournment').click();
  await expect(arbitrator.getByTestId('hearing')).toContainText(ahead(27));
  await expect(worker.getByTestId('motion').last()).toContainText('同意延期');
  await expect(worker.getByTestId('ask-adjournment-open')).toBeVisible();
  await expect(worker.getByTestId('paper').filter({ hasText: '开庭通知书' })).toHaveCount(2, { timeout: 60_000 });
  await fits(worker, 'adjournment-worker-phone');
  for (const link of await worker.getByTestId('paper').all()) {
    const [name, number] = (await link.innerText()).split('\n');
    if (/决定|开庭/.test(name!)) {
      await keep(await worker.request.get((await link.getAttribute('href'))!), `adjournment-${name!.trim()}-${number?.trim() ?? ''}`);
    }
  }
  await worker.goto(`/app/#/case/${id}/history`);
  await expect(worker.getByTestId('history')).toContainText('延期开庭 同意延期，改到');
  await worker.addInitScript(() => localStorage.setItem('language', 'en'));
  await worker.reload();
  await expect(worker.getByTestId('history')).toContainText('Put off; the hearing is now on');
});
