import { Person } from '../support/person';
import { leaveForArbitration } from '../support/petition';
import { fits, perform, someone } from '../support/screens';
import { expect, keep, test } from '../support/test';

// In arbitration a side asks: that the case is another commission's, for pay before the award, for another
// arbitrator. Each is answered at the desk, in writing, and the award counts in what was ordered before.

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

test('an objection is rejected, pay ordered in advance, an arbitrator replaced, and all of it counted into the award', async ({ browser, server }) => {
  const worker = await someone(browser, server, 'worker');
  const lines: { id: string; stage: string }[] = await new Person(worker).ask('GET', '/api/v1/cases');
  const id = lines.find((line) => line.stage === 'mediating')!.id;
  await leaveForArbitration(worker, id);
  const arbitrator = await someone(browser, server, 'arbitrator');
  await arbitrator.goto(`/desk/#/case/${id}`);
  await perform(arbitrator, 'accept-petition');
  await expect(arbitrator.getByTestId('stage')).toHaveText('仲裁中');

  // 管辖异议: the other side's alone.
  const employer = await someone(browser, server, 'employer');
  await employer.goto(`/app/#/case/${id}/arbitration`);
  await expect(worker.getByTestId('ask-advance-open')).toBeVisible();
  await expect(worker.getByTestId('ask-jurisdiction-open')).toBeHidden();
  await expect(employer.getByTestId('ask-advance-open')).toBeHidden();
  await employer.getByTestId('ask-jurisdiction-open').click();
  await employer.getByTestId('ask-jurisdiction-why').fill('劳动合同履行地在青川市，证据均在当地。');
  await fits(employer, 'tribunal-ask-jurisdiction');
  await employer.setViewportSize(PHONE);
  await fits(employer, 'tribunal-ask-jurisdiction-phone');
  await employer.setViewportSize(DESK);
  await employer.getByTestId('ask-jurisdiction').click();
  await expect(employer.getByTestId('motion')).toContainText('等仲裁委员会决定');
  await expect(employer.getByTestId('ask-jurisdiction-open')).toBeHidden();
  await expect(arbitrator.getByTestId('motion')).toContainText('履行地在青川市');
  // Nothing is decided before it is.
  await arbitrator.getByTestId('award').click();
  await expect(arbitrator.getByTestId('conclude').getByRole('alert')).toContainText('尚未决定');
  await arbitrator.getByTestId('answer-jurisdiction-open').click();
  await arbitrator.getByTestId('reply-jurisdiction').selectOption('1');
  await arbitrator.getByTestId('move-name').fill('青川市劳动人事争议仲裁委员会');
  await arbitrator.getByTestId('jurisdiction-why').fill('申请人实际工作场所在本市青溪项目，属于本委管辖。');
  await fits(arbitrator, 'tribunal-move');
  await arbitrator.getByTestId('answer-jurisdiction-preview').click();
  const preview = (form: string) => arbitrator.getByTestId(`answer-${form}-form`).locator('dialog');
  await expect(preview('jurisdiction')).toContainText('移送管辖通知书');
  await expect(preview('jurisdiction')).toContainText('案件移送函');
  await arbitrator.getByTestId('answer-jurisdiction-preview-close').click();
  await arbitrator.getByTestId('reply-jurisdiction').selectOption('0');
  await arbitrator.getByTestId('answer-jurisdiction').click();
  await expect(arbitrator.getByTestId('motion')).toContainText('驳回');
  await expect(employer.getByTestId('motion')).toContainText('驳回');

  // 先予执行: the applicant's, within the claim. The answer to the other side has come before the form is opened.
  await expect(worker.getByTestId('motion')).toContainText('驳回');
  await worker.getByTestId('ask-advance-open').click();
  await worker.getByTestId('ask-advance-amount').fill('999999');
  await worker.getByTestId('ask-advance-why').fill('家里没有别的收入，孩子要交学费。');
  await worker.getByTestId('ask-advance').click();
  await expect(worker.getByTestId('ask-advance-form').getByTestId('trouble')).toContainText('超过请求的金额');
  await worker.getByTestId('ask-advance-amount').fill('8000');
  await fits(worker, 'tribunal-ask-advance');
  await worker.getByTestId('ask-advance').click();
  await expect(worker.getByTestId('motion').last()).toContainText('8,000.00');
  await arbitrator.getByTestId('answer-advance-open').click();
  await arbitrator.getByTestId('reply-advance').selectOption('1');
  await expect(arbitrator.getByTestId('advance-amount')).toHaveValue('8000.00');
  await arbitrator.getByTestId('advance-hardship').fill('申请人无其他收入，子女待缴学费。');
  await arbitrator.getByTestId('advance-court').fill('枫林市人民法院');
  await arbitrator.getByTestId('advance-why').fill('被申请人对欠薪数额没有异议。');
  await fits(arbitrator, 'tribunal-answer-advance');
  await arbitrator.getByTestId('answer-advance-preview').click();
  await expect(preview('advance')).toContainText('先予执行裁决书');
  await expect(preview('advance')).toContainText('移送执行函');
  await arbitrator.getByTestId('answer-advance-preview-close').click();
  await arbitrator.setViewportSize(PHONE);
  await fits(arbitrator, 'tribunal-answer-advance-phone');
  await arbitrator.setViewportSize(DESK);
  await arbitrator.getByTestId('answer-advance').click();
  await expect(worker.getByTestId('motion').last()).toContainText('移送法院执行');
  await expect(worker.getByTestId('papers')).toContainText('移送函', { timeout: 60_000 });

  // 回避: whoever is asked to withdraw stands aside until the head decides, which another enters.
  await employer.getByTestId('ask-withdrawal-open').click();
  await employer.getByTestId('ask-withdrawal-ground').selectOption('1');
  await employer.getByTestId('ask-withdrawal-why').fill('仲裁员与申请人同村，有利害关系。');
  await fits(employer, 'tribunal-ask-withdrawal');
  await employer.getByTestId('ask-withdrawal').click();
  await expect(employer.getByTestId('motion').last()).toContainText('最晚');
  await arbitrator.getByTestId('award').click();
  await expect(arbitrator.getByTestId('conclude').getByRole('alert')).toContainText('尚未决定');
  const colleague = await someone(browser, server, 'colleague');
  await colleague.goto(`/desk/#/case/${id}`);
  await colleague.getByTestId('answer-withdrawal-open').click();
  await colleague.getByTestId('reply-withdrawal').selectOption('1');
  await expect(colleague.getByTestId('other-arbitrator')).toContainText('杨静');
  await colleague.getByTestId('withdrawal-by').fill('仲裁委员会主任 赵敏');
  await colleague.getByTestId('withdrawal-why').fill('仲裁员与申请人系同村邻居，可能影响公正裁决。');
  await fits(colleague, 'tribunal-answer-withdrawal');
  await colleague.getByTestId('answer-withdrawal').click();
  await expect(colleague.getByTestId('motion').last()).toContainText('另一名仲裁员');
  await expect(employer.getByTestId('motion').last()).toContainText('已换仲裁员');
  await arbitrator.getByTestId('award').click();
  await expect(arbitrator.getByTestId('conclude').getByRole('alert')).toContainText('不是本案的办理人');
  await expect(colleague.getByTestId('minimum-wage')).toHaveValue('1990.00');
  await colleague.getByTestId('award').click();
  await expect(colleague.getByTestId('stage')).toHaveText('仲裁结案');
  await expect(worker.getByTestId('to-receive').first()).toBeVisible({ timeout: 60_000 });
  await fits(worker, 'tribunal-worker');
  for (const link of await worker.getByTestId('paper').all()) {
    const [name, number] = (await link.innerText()).split('\n');
    if (/决定|移送函|裁决/.test(name!)) {
      await keep(await worker.request.get((await link.getAttribute('href'))!), `tribunal-${name!.trim()}-${number?.trim() ?? ''}`);
    }
  }
  await worker.goto(`/app/#/case/${id}/history`);
  await expect(worker.getByTestId('history')).toContainText('先予执行 裁决先付 8,000.00 元');
  await fits(worker, 'tribunal-history');
  await worker.addInitScript(() => localStorage.setItem('language', 'en'));
  await worker.reload();
  await expect(worker.getByTestId('history')).toContainText('Another arbitrator');
});
