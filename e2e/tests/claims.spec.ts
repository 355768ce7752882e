import { Person } from '../support/person';
import { ahead } from '../support/day';
import { leaveForArbitration, nameHearing } from '../support/petition';
import { fits, perform, someone } from '../support/screens';
import { expect, keep, test } from '../support/test';

// In arbitration: the clocks of the tribunal and of whoever must answer; the answer; other claims asked for, declined,
// asked for again and taken.

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

test('the other side answers in its days, and other claims are asked for, declined and taken', async ({ browser, server }) => {
  const worker = await someone(browser, server, 'worker');
  const lines: { id: string; stage: string }[] = await new Person(worker).ask('GET', '/api/v1/cases');
  const id = lines.find((line) => line.stage === 'mediating')!.id;
  await leaveForArbitration(worker, id);

  const arbitrator = await someone(browser, server, 'arbitrator');
  await arbitrator.setViewportSize(DESK);
  await arbitrator.goto(`/desk/#/case/${id}`);
  await perform(arbitrator, 'accept-petition');
  const clocks = arbitrator.getByTestId('clocks');
  // The notice is served on both through their accounts: what the commission owed is done, and the answer is awaited.
  await expect(clocks).toContainText('提交答辩书', { timeout: 60_000 });
  await expect(clocks).not.toContainText('申请书副本送达被申请人');
  await nameHearing(arbitrator, ahead(20));
  await expect(clocks).toContainText('可以请求延期开庭');
  await expect(clocks).not.toContainText('开庭通知送达双方', { timeout: 60_000 });
  await fits(arbitrator, 'claims-clocks');

  const employer = await someone(browser, server, 'employer');
  await employer.setViewportSize(PHONE);
  await employer.goto(`/app/#/case/${id}`);
  const defence = employer.getByTestId('clock').filter({ hasText: '提交答辩书' });
  await defence.locator('summary').click();
  await expect(defence).toContainText('劳动人事争议仲裁办案规则 33, 44');
  await fits(employer, 'claims-defence-clock-phone');
  await employer.setViewportSize(DESK);
  await fits(employer, 'claims-defence-clock');
  await employer.setViewportSize(PHONE);
  await employer.getByTestId('row-arbitration').click();
  await employer.getByTestId('answering').locator('summary').click();
  await employer.getByTestId('answer-text').fill('工资已按月支付，加班未经审批。');
  await fits(employer, 'claims-answering-phone');
  await employer.getByTestId('answer-send').click();
  await expect(employer.getByTestId('answer')).toContainText('加班未经审批');
  await expect(defence).toBeHidden();
  await expect(clocks).not.toContainText('提交答辩书');
  await expect(arbitrator.getByTestId('answer')).toContainText('加班未经审批');

  await worker.setViewportSize(PHONE);
  await worker.goto(`/app/#/case/${id}/arbitration`);
  await expect(worker.getByTestId('answer')).toContainText('加班未经审批');
  await expect(worker.getByTestId('clock').filter({ hasText: '可以请求延期开庭' })).toBeVisible();
  // 举证期限: for both, in writing.
  await arbitrator.getByTestId('set-evidence-open').click();
  await arbitrator.getByTestId('evidence-until-day').fill(ahead(200));
  await arbitrator.getByTestId('set-evidence').click();
  await expect(arbitrator.getByTestId('set-evidence-form').getByRole('alert').filter({ hasText: '不晚于审理期限' })).toBeVisible();
  await arbitrator.getByTestId('evidence-until-day').fill(ahead(14));
  await fits(arbitrator, 'claims-set-evidence');
  await arbitrator.setViewportSize(PHONE);
  await fits(arbitrator, 'claims-set-evidence-phone');
  await arbitrator.setViewportSize(DESK);
  await arbitrator.getByTestId('set-evidence-preview').click();
  await expect(arbitrator.getByTestId('set-evidence-form').locator('dialog')).toContainText('举证通知书');
  await arbitrator.getByTestId('set-evidence-preview-close').click();
  await arbitrator.getByTestId('set-evidence').click();
  await expect(arbitrator.getByTestId('evidence-until')).toContainText(ahead(14));
  await expect(clocks).toContainText('举证期限');
  const evidence = (side: typeof worker) => side.getByTestId('clock').filter({ hasText: '仲裁庭指定的举证期限' });
  await expect(evidence(employer)).toBeVisible();
  await evidence(worker).locator('summary').click();
  await expect(evidence(worker)).toContainText('劳动人事争议仲裁办案规则 15, 44');
  await fits(worker, 'claims-evidence-clock-phone');
  const told = worker.getByTestId('paper').filter({ hasText: '举证通知书' });
  await expect(told).toHaveCount(1, { timeout: 60_000 });
  await keep(await worker.request.get((await told.getAttribute('href'))!), 'claims-evidence-notice');

  const ask = async (yuan: string): Promise<void> => {
    await worker.getByTestId('amend').locator('summary').click();
    await worker.getByTestId('petition-amount-0').fill(yuan);
    await worker.getByTestId('amend-why').fill('找到 8 月的工资条');
  };
  await ask('20000');
  await fits(worker, 'claims-asking-phone');
  await worker.setViewportSize(DESK);
  await fits(worker, 'claims-asking');
  await worker.setViewportSize(PHONE);
  await worker.getByTestId('amend-send').click();
  await expect(worker.getByTestId('amendment-asked')).toContainText('20,000.00');
  await expect(employer.getByTestId('amendment-asked')).toContainText('找到 8 月的工资条');
  await fits(employer, 'claims-asked-of-other-phone');
  await expect(arbitrator.getByTestId('amendment-asked')).toContainText('20,000.00');
  await arbitrator.getByTestId('take-claims-preview').click();
  await expect(arbitrator.getByTestId('amendment-asked').getByTestId('decision-preview')).toContainText('变更仲裁请求受理通知书');
  await arbitrator.getByTestId('take-claims-preview-close').click();
  await arbitrator.getByTestId('amendment-asked').scrollIntoViewIfNeeded();
  await fits(arbitrator, 'claims-asked');
  await arbitrator.setViewportSize(PHONE);
  await fits(arbitrator, 'claims-asked-phone');
  await arbitrator.setViewportSize(DESK);
  await perform(arbitrator, 'decline-claims', { reason: '举证期限已经届满，请另行申请仲裁。' });
  await expect(worker.getByTestId('amendment-declined')).toContainText('另行申请仲裁');
  await fits(worker, 'claims-declined-phone');

  await ask('21000');
  await worker.getByTestId('amend-send').click();
  await arbitrator.getByTestId('take-claims').click();
  await expect(arbitrator.getByTestId('petition')).toContainText('21,000.00');
  await expect(arbitrator.getByTestId('amendment-asked')).toBeHidden();
  // Other claims ask for another answer, from the service of the notice.
  await expect(arbitrator.getByTestId('answer')).toBeHidden();
  await expect(employer.getByTestId('clock').filter({ hasText: '提交答辩书' })).toBeVisible({ timeout: 60_000 });
  const notice = worker.getByTestId('paper').filter({ hasText: '仲裁期限通知书' });
  await expect(notice).toHaveCount(1, { timeout: 60_000 });
  await keep(await worker.request.get((await notice.getAttribute('href'))!), 'claims-notice');
});
