import { Person } from '../support/person';
import { fits, someone } from '../support/screens';
import { expect, faults, test } from '../support/test';

// 密封报价: each side seals a figure; all anyone reads of the two is one of three words.

test('two sealed figures are told in one word', async ({ browser, server }) => {
  const [worker, employer, mediator] = await Promise.all(
    (['worker', 'employer', 'mediator'] as const).map((persona) => someone(browser, server, persona)),
  );
  const id = await new Person(worker!).mediatedCase();
  await mediator!.goto(`/desk/#/case/${id}`);
  await mediator!.getByTestId('tab-period').click();
  for (const [page, figure] of [[worker!, '20000'], [employer!, '19137']] as const) {
    await page.goto(`/app/#/case/${id}/terms`);
    if (page === worker) await page.getByTestId('offers-open').click();
    await page.locator('#offer').fill(figure);
    if (page === worker) await fits(page, 'offers-phone');
    await page.getByTestId('seal-offer').click();
    if (page === worker) await expect(page.getByTestId('offer-sealed')).toBeVisible();
  }
  for (const page of [worker!, employer!, mediator!]) {
    await expect(page.getByTestId('gap')).toHaveText('相差不到一成');
    expect(await page.content()).not.toContain('19137');
  }
  await fits(mediator!, 'offers-mediator');
  expect(faults(employer!)).toEqual([]);
});
