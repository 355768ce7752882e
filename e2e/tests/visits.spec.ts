import { inChina, makes } from '../support/appointments';
import { Person } from '../support/person';
import { fits, someone } from '../support/screens';
import { expect, test } from '../support/test';

// 上门调解: a visit on the spot is arranged and held, and its minutes are written afterwards.

test('a visit is held and its minutes are written afterwards', async ({ browser, server }) => {
  const before = await someone(browser, server, 'mediator');
  const id = await new Person(before).mediatedCase();
  await before.goto(`/desk/#/case/${id}`);
  await makes(before, inChina(2), '枫林市石桥镇石桥村村委会');
  await expect(before.getByTestId('appointment-line')).toContainText('石桥村村委会');
  // Its time comes and goes, and everybody signs in anew.
  await before.request.post('/demo/clock', { form: { days: '1' } });
  const mediator = await someone(browser, server, 'mediator');
  const worker = await someone(browser, server, 'worker');
  await mediator.goto(`/desk/#/case/${id}`);
  const visit = mediator.getByTestId('appointment-line').filter({ hasText: '上门调解' });
  await visit.getByTestId('close-note').fill('双方到场');
  await visit.getByTestId('appointment-held').click();
  await expect(visit).toContainText('已进行');
  await visit.getByTestId('visit-minutes').click();
  await expect(visit.getByTestId('visit-text')).toHaveValue(/上门调解笔录[^]*石桥村村委会[^]*双方到场/);
  await fits(mediator, 'appointment-visit');
  await visit.getByTestId('visit-close').click();
  await worker.goto(`/app/#/case/${id}`);
  await expect(worker.getByTestId('minutes-closed')).toBeVisible();
  await worker.goto(`/app/#/case/${id}/history`);
  await expect(worker.getByTestId('history')).toContainText('约定时间');
  await fits(worker, 'appointment-history');
});
