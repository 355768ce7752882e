import { agreeAll, seeded } from '../support/agreed';
import { concludes, signs } from '../support/ceremony';
import { judged } from '../support/judged';
import { Person, digest } from '../support/person';
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
  for (const page of [worker, employer]) {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('/app/');
  }
  await mediator.goto('/desk/');
  const parties = [new Person(worker), new Person(employer)];
  const office = new Person(mediator);
  const id = await seeded(parties[0]!, 'case_accepted', 'terms_agreed');
  await agreeAll(id, ...parties);
  await office.act(id, { agree_terms: { terms: digest(await office.draft(id)) } });
  await office.awaited(id, 'agreement_presented');

  await signs(worker, id, '13800000001', /签名并同意收取 21,600.00 元/, 'keys-worker');
  await signs(employer, id, '13800000002', /签名并同意支付 21,600.00 元/, 'keys-employer');
  await concludes(mediator, id);
  await expect(worker.getByTestId('effective')).toBeVisible();
  for (const page of [worker, employer, mediator]) {
    expect(await page.evaluate(() => (window as any).made)).toEqual([{ name: 'ECDSA', extractable: false }]);
    expect(faults(page)).toEqual([]);
  }
  await judged(worker, id, server, 'p256');
});
