import { agreeAll, seeded } from '../support/agreed';
import { concludes, declines, signs, speaks } from '../support/ceremony';
import { judged } from '../support/judged';
import { Person, digest } from '../support/person';
import { enter, expect, faults, shot, test } from '../support/test';

// The whole ceremony on phones, as a screen reader finds it, with keys made in the program's memory:
// refused once, drafted again, signed by all. Keys of the browser's own: keys.spec.ts.

const PHONE = { width: 360, height: 740 };

test('an agreement is refused, agreed again and signed by all on small phones', async ({ browser, server }) => {
  test.slow();
  const [worker, employer, mediator] = [
    await enter(browser, server, 'worker'),
    await enter(browser, server, 'employer'),
    await enter(browser, server, 'mediator'),
  ];
  for (const page of [worker, employer]) {
    await page.setViewportSize(PHONE);
    // As in a browser without Ed25519 of its own.
    await page.addInitScript(() => {
      crypto.subtle.generateKey = () => Promise.reject(new DOMException('no such algorithm', 'NotSupportedError'));
    });
    await speaks(page);
    await page.goto('/app/');
  }
  await mediator.goto('/desk/');
  const parties = [new Person(worker), new Person(employer)];
  const office = new Person(mediator);
  const id = await seeded(parties[0]!, 'case_accepted', 'terms_agreed');
  const frozen = async (times: number) => {
    await office.act(id, { agree_terms: { terms: digest(await office.draft(id)) } });
    const presented = async () => (await office.events(id)).events.filter((event) => 'agreement_presented' in event).length;
    await expect.poll(presented).toBe(times);
  };
  await agreeAll(id, ...parties);
  await frozen(1);
  await signs(worker, id, '13800000001', /签名并同意收取 21,600.00 元/, 'ceremony-first');
  await declines(employer, id, '第一期太早，周转不开');
  // What was signed so far was signed for nothing.
  await expect(worker.getByTestId('signed')).toHaveCount(0);
  const clause = employer.getByTestId('clause').first();
  await clause.getByTestId('mark-agree').click();
  await expect(clause.locator('.respondent')).toContainText('✓ 同意');
  await frozen(2);
  await signs(worker, id, '13800000001', /签名并同意收取 21,600.00 元/, 'ceremony-worker', true);
  await signs(employer, id, '13800000002', /签名并同意支付 21,600.00 元/, 'ceremony-employer');
  await concludes(mediator, id);
  for (const page of [worker, employer]) {
    await expect(page.getByTestId('effective')).toBeVisible();
    expect(faults(page)).toEqual([]);
  }
  await shot(worker, 'ceremony-effective');
  const { events } = await office.events(id);
  const readings = events.filter((event) => 'agreement_signed' in event).map((event) => event.agreement_signed.statement.attested.statement.reading);
  const [first, ...others] = readings.slice(-3);
  expect(first, 'the worker heard the first clause and read the others').toMatch(/^hr*$/);
  expect(others, 'the employer read all; the mediator wrote them').toEqual([first.replaceAll('h', 'r'), undefined]);
  await judged(worker, id, server, 'ed25519');
});
