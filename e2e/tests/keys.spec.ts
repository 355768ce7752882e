import { agreeAll, seeded } from '../support/agreed';
import { judged } from '../support/judged';
import { Person, digest } from '../support/person';
import { oneTimeCode } from '../support/texted';
import { enter, expect, faults, test } from '../support/test';

// Where a body asks for P-256, all sign with keys that the browser itself makes and no script can
// read, and readers of PDF that know no Ed25519 accept everyone.

const CENTRE = '01900000-0000-7000-8000-000000000001';

test('a body that asks for P-256 gets keys no script can read, and every reader accepts all signatures', async ({ browser, server }) => {
  server.admin('signing', CENTRE, 'p256');
  const [worker, employer, mediator] = [
    await enter(browser, server, 'worker'),
    await enter(browser, server, 'employer'),
    await enter(browser, server, 'mediator'),
  ];
  for (const page of [worker, employer, mediator]) {
    await page.addInitScript(() => {
      const made: { name: string; extractable: boolean }[] = [];
      Object.assign(window, { made });
      const generate = crypto.subtle.generateKey.bind(crypto.subtle);
      crypto.subtle.generateKey = (async (...asked: Parameters<typeof generate>) => {
        const pair = (await generate(...asked)) as CryptoKeyPair;
        made.push({ name: pair.privateKey.algorithm.name, extractable: pair.privateKey.extractable });
        return pair;
      }) as typeof crypto.subtle.generateKey;
    });
  }
  for (const page of [worker, employer]) await page.goto('/app/');
  await mediator.goto('/desk/');
  const parties = [new Person(worker), new Person(employer)];
  const office = new Person(mediator);
  const id = await seeded(parties[0]!, 'case_accepted', 'terms_agreed');
  await agreeAll(id, ...parties);
  await office.act(id, { agree_terms: { terms: digest(await office.draft(id)) } });
  await office.awaited(id, 'agreement_presented');

  for (const [page, phone] of [[worker, '13800000001'], [employer, '13800000002']] as const) {
    await page.goto(`/app/#/case/${id}/sign`);
    await page.getByTestId('sign-next-1').click();
    await page.getByTestId('sign-read').check();
    await page.getByTestId('sign-next-2').click();
    await page.getByTestId('sign-consent').check();
    await page.getByTestId('sign-code').click();
    await expect(page.getByTestId('sign-input')).toBeVisible();
    await page.getByTestId('sign-input').fill(await oneTimeCode(page, phone));
    await page.getByTestId('sign-sign').click();
    await expect(page.getByTestId('signed')).toBeVisible();
  }
  await mediator.goto(`/desk/#/case/${id}`);
  await mediator.getByTestId('sign-code').click();
  const form = mediator.getByTestId('sign');
  await expect(form.locator('input')).toBeVisible();
  await form.locator('input').fill(await oneTimeCode(mediator, '13800000003'));
  await mediator.getByTestId('sign-sign').click();
  await expect(worker.getByTestId('effective')).toBeVisible();
  for (const page of [worker, employer, mediator]) {
    expect(await page.evaluate(() => (window as any).made)).toEqual([{ name: 'ECDSA', extractable: false }]);
    expect(faults(page)).toEqual([]);
  }
  await judged(worker, id, server, 'p256');
});
