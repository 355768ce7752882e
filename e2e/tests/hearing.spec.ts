import { Person } from '../support/person';
import { ahead } from '../support/day';
import { leaveForArbitration, nameHearing } from '../support/petition';
import { fits, perform, someone } from '../support/screens';
import { expect, keep, shot, test } from '../support/test';

// In arbitration to its end: the commission sets a hearing, writes the record and awards; both sides confirm,
// sign for the award and see what follows. Beside it the worker asks for legal aid.

test('an arbitration is heard, recorded, awarded and signed for', async ({ browser, server }) => {
  const worker = await someone(browser, server, 'worker');
  const person = new Person(worker);
  const lines: { id: string; stage: string }[] = await person.ask('GET', '/api/v1/cases');
  const id = lines.find((line) => line.stage === 'mediating')!.id;
  await worker.goto(`/app/#/case/${id}/matter`);
  await worker.getByTestId('support-why').fill('本人进城务工，被拖欠工资，请不起律师。');
  await fits(worker, 'hearing-support');
  await worker.getByTestId('ask-support').click();
  await expect(worker.getByTestId('support')).toContainText('等待答复');
  await leaveForArbitration(worker, id);

  const arbitrator = await someone(browser, server, 'arbitrator');
  await arbitrator.goto(`/desk/#/case/${id}`);
  await perform(arbitrator, 'accept-petition');
  await nameHearing(arbitrator, ahead(20));
  await expect(arbitrator.getByTestId('hearing')).toContainText('第一仲裁庭');
  const calendar = await worker.request.get((await worker.getByTestId('add-to-calendar').getAttribute('href'))!);
  expect(await calendar.text()).toContain('LOCATION:第一仲裁庭（线上同步）');
  await arbitrator.getByText('写入庭审笔录').first().click();
  await arbitrator.getByTestId('record-text').fill('申请人陈述请求；被申请人承认欠薪数额。');
  await arbitrator.getByTestId('record-hearing').click();
  await expect(worker.getByTestId('hearing-record')).toContainText('承认欠薪');
  await worker.getByTestId('confirm-record').click();
  await expect(worker.getByTestId('hearing-record')).toContainText('您已确认');
  // What is on record for the place is filled in.
  await expect(arbitrator.getByTestId('wage-known')).toBeVisible();
  await expect(arbitrator.getByTestId('minimum-wage')).toHaveValue('1990.00');
  await expect(arbitrator.getByTestId('wage-source')).toHaveValue(/枫林市，2024-10-01 起/);
  await expect(arbitrator.getByTestId('finality')).toContainText('终局裁决');
  await fits(arbitrator, 'hearing-desk');
  await arbitrator.getByTestId('award').click();
  await expect(arbitrator.getByTestId('stage')).toHaveText('仲裁结案');
  await expect(worker.getByTestId('to-receive').first()).toBeVisible({ timeout: 60_000 });
  await fits(worker, 'hearing-receive');
  for (const link of await worker.getByTestId('paper').all()) {
    const name = (await link.innerText()).split('\n')[0]!.trim();
    if (/裁决书|开庭通知书/.test(name)) await keep(await worker.request.get((await link.getAttribute('href'))!), `hearing-${name}`);
  }
  await worker.getByTestId('receive-paper').first().click();
  await expect(worker.getByTestId('sue')).toBeVisible();
  await shot(worker, 'hearing-sue');
  await arbitrator.getByTestId('tab-service').click();
  await expect(arbitrator.getByTestId('service-line').first()).toContainText('电子送达', { timeout: 60_000 });
  await fits(arbitrator, 'hearing-service');
});
