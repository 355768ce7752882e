import { ahead } from '../support/day';
import { Person } from '../support/person';
import { filePetition } from '../support/petition';
import { fits, perform, someone } from '../support/screens';
import { expect, keep, test } from '../support/test';

// Claims and days that change: in mediation the claims are amended and an extension is read before; in arbitration
// the days stand still, go on, begin anew with amended claims; a withdrawn petition is filed again.

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

test('claims are amended, an arbitration is suspended and resumed, and one withdrawn is filed again', async ({ browser, server }) => {
  const mediator = await someone(browser, server, 'mediator');
  const lines: { id: string; stage: string }[] = await new Person(mediator).ask('GET', '/api/v1/cases');
  const id = lines.find((line) => line.stage === 'mediating')!.id;
  await mediator.goto(`/desk/#/case/${id}`);
  await mediator.getByText('变更请求').first().click();
  await expect(mediator.getByTestId('amend-claim-1')).toHaveValue(/拖欠的工资/);
  await mediator.getByTestId('amend-amount-1').fill('20000');
  await mediator.setViewportSize(DESK);
  await fits(mediator, 'suspension-amend-request');
  await mediator.setViewportSize(PHONE);
  await fits(mediator, 'suspension-amend-request-phone');
  await mediator.setViewportSize(DESK);
  await mediator.getByTestId('amend').click();
  await expect(mediator.getByTestId('matter')).toContainText('20,000.00');
  // What both would agree to is read before it is put to them.
  await mediator.getByTestId('tab-period').click();
  await mediator.getByTestId('extend-until').fill(ahead(30));
  await mediator.getByTestId('extend-preview').click();
  await expect(mediator.getByTestId('decision-preview')).toContainText('延期同意书');
  await fits(mediator, 'suspension-extension-preview');
  await mediator.setViewportSize(PHONE);
  await fits(mediator, 'suspension-extension-preview-phone');
  await mediator.getByTestId('extend-preview-close').click();
  await mediator.setViewportSize(DESK);

  const worker = await someone(browser, server, 'worker');
  await worker.goto(`/app/#/case/${id}/leave`);
  await worker.getByTestId('leave-for-arbitration').click();
  await expect(worker.getByTestId('petition-amount-0')).toHaveValue('20000.00', { timeout: 60_000 });
  // After the talks the mediator records what interrupted the year.
  await mediator.reload();
  await mediator.getByTestId('limitation').getByText('仲裁时效至').click();
  await mediator.getByTestId('limit-from').fill(ahead(0));
  await mediator.getByTestId('limit-why').fill('向劳动保障监察机构投诉，出示了受理回执');
  await mediator.getByTestId('limit').click();
  // The year began today: what moves nothing is told.
  await expect(mediator.getByTestId('limit-form').getByRole('alert')).toContainText('晚于现在的期限');
  await fits(mediator, 'suspension-limitation');
  await filePetition(worker, '13800000001');

  const arbitrator = await someone(browser, server, 'arbitrator');
  await arbitrator.goto(`/desk/#/case/${id}`);
  await perform(arbitrator, 'accept-petition');
  await expect(arbitrator.getByTestId('stage')).toHaveText('仲裁中');
  const clocks = arbitrator.getByTestId('clocks');
  await expect(clocks).toContainText('仲裁审结');
  await arbitrator.getByText('中止审理').first().click();
  await arbitrator.getByTestId('suspend-by').fill('仲裁院院长 赵敏');
  await arbitrator.getByTestId('suspend-why').fill('申请人已申请工伤认定，须以认定结论为依据。');
  await fits(arbitrator, 'suspension-form');
  await arbitrator.getByTestId('suspend-preview').click();
  await expect(arbitrator.getByTestId('suspend-form').getByTestId('decision-preview')).toContainText('中止审理通知书');
  await fits(arbitrator, 'suspension-preview');
  await arbitrator.setViewportSize(PHONE);
  await fits(arbitrator, 'suspension-preview-phone');
  await arbitrator.getByTestId('suspend-preview-close').click();
  await fits(arbitrator, 'suspension-form-phone');
  await arbitrator.setViewportSize(DESK);
  await arbitrator.getByTestId('suspend').click();
  await expect(arbitrator.getByTestId('suspended')).toContainText('工伤认定');
  await expect(clocks).toBeHidden();
  await expect(arbitrator.getByTestId('schedule-form')).toBeHidden();
  await expect(arbitrator.getByTestId('award')).toBeHidden();
  await fits(arbitrator, 'suspension-suspended');
  await perform(arbitrator, 'resume-term', { reason: '认定结论已作出。' });
  await expect(arbitrator.getByTestId('suspended')).toBeHidden();
  await expect(clocks).toContainText('仲裁审结');
  await arbitrator.getByText('变更请求').first().click();
  await arbitrator.getByTestId('amend-amount-1').fill('21000');
  await arbitrator.getByTestId('amend').click();
  await expect(arbitrator.getByTestId('petition')).toContainText('21,000.00');
  await expect(worker.getByTestId('papers')).toContainText('仲裁期限通知书', { timeout: 60_000 });
  await fits(worker, 'suspension-worker');
  await expect(worker.getByTestId('paper').filter({ hasText: '仲裁期限通知书' })).toHaveCount(3, { timeout: 60_000 });

  // CHR 35: who withdraws may file again.
  await worker.getByText('撤回仲裁申请').first().click();
  await worker.getByTestId('withdraw-petition-reason').fill('双方自行和解');
  await worker.getByTestId('withdraw-petition').click();
  await worker.getByTestId('row-arbitration').click();
  await expect(worker.getByTestId('petition-form')).toBeVisible({ timeout: 60_000 });
  await fits(worker, 'suspension-refile');
  await filePetition(worker, '13800000001');
  await expect(arbitrator.getByTestId('accept-petition')).toBeVisible();
  for (const link of await worker.getByTestId('paper').all()) {
    const number = await link.locator('small').innerText();
    await keep(await worker.request.get((await link.getAttribute('href'))!), `suspension-${(await link.innerText()).split('\n')[0]!.trim()}-${number}`);
  }
});
