import { randomUUID } from 'node:crypto';
import { agreeAll, seeded } from '../support/agreed';
import { concludes, readAll, speaks, told } from '../support/ceremony';
import { Person, digest } from '../support/person';
import { oneTimeCode } from '../support/texted';
import { type Page, accessible, enter, expect, faults, shot, test } from '../support/test';

// An agreement in Chinese with Lao beside it: drafted at the desk, read on a phone, signed by all and by who
// interpreted.

const OWN = 'ຜູ້ຮ້ອງສົ່ງຄືນເຄື່ອງມື.';

/** From the clauses read to the signature. */
async function consents(page: Page, phone: string): Promise<void> {
  await page.getByTestId('sign-next-2').click();
  await page.getByTestId('sign-consent').check();
  await page.getByTestId('sign-code').click();
  await page.getByTestId('sign-input').fill(await oneTimeCode(page, phone));
  await page.getByTestId('sign-sign').click();
  await expect(page.getByTestId('signed')).toBeVisible();
}

test('a worker reads the agreement in Lao, and the interpreter signs as witness', async ({ browser, server }) => {
  test.slow();
  const [worker, employer, mediator, interpreter] = [
    await enter(browser, server, 'worker'),
    await enter(browser, server, 'employer'),
    await enter(browser, server, 'mediator'),
    await enter(browser, server, 'interpreter'),
  ];
  for (const page of [worker, employer]) {
    await page.setViewportSize({ width: 360, height: 740 });
    await speaks(page);
    await page.goto('/app/');
  }
  for (const page of [mediator, interpreter]) await page.goto('/desk/');
  const parties = [new Person(worker), new Person(employer)];
  const office = new Person(mediator);
  const id = await seeded(parties[0]!, 'case_accepted', 'terms_agreed');
  const { person } = (await new Person(interpreter).session()).actor;
  await office.act(id, { call_interpreter: { person, language: 'ພາສາລາວ' } });
  const clause = { id: randomUUID(), body: { free_text: { text: '申请人交还工具' } } };
  await office.act(id, { write_clause: { clause } });
  await agreeAll(id, ...parties);

  await mediator.goto(`/desk/#/case/${id}`);
  await mediator.getByTestId('second-language').selectOption('lo');
  const clauses = mediator.getByTestId('second-clauses').getByRole('listitem');
  const last = (await office.draft(id)).length;
  await expect(clauses).toHaveCount(last);
  await expect(clauses.first().locator('[lang=lo]')).toContainText('ຕ້ອງຈ່າຍ');
  await expect(clauses.last()).toContainText('没有译文');
  await mediator.getByTestId(`second-${last}`).fill('សំបុត្រ');
  await mediator.getByTestId('second-save').click();
  await expect(mediator.getByTestId('unprintable')).toContainText('ស');
  await mediator.getByTestId(`second-${last}`).fill(OWN);
  await mediator.getByTestId('second-save').click();
  await expect(mediator.getByTestId('unprintable')).toHaveCount(0);
  await expect(clauses.last()).not.toContainText('没有译文');
  await accessible(mediator);
  await shot(mediator, 'translation-desk');
  await office.act(id, { agree_terms: { terms: digest(await office.draft(id)) } });
  const presented = await office.awaited(id, 'agreement_presented');
  expect(presented.translation).toMatch(/^[0-9a-f]{64}$/);
  expect(presented.interpreter).toBe(person);

  await worker.goto(`/app/#/case/${id}/sign`);
  await worker.getByTestId('sign-next-1').click();
  const read = worker.getByTestId('sign-clause');
  await expect(read.last().locator('[lang=lo]')).toHaveText(OWN);
  await expect(worker.getByText('ສະບັບພາສາຈີນເປັນຕົວຕັດສິນ')).toBeVisible();
  await told(
    worker,
    `
    - list:
      - listitem:
        - button "朗读"
        - paragraph: /ຕ້ອງຈ່າຍ/
        - button "朗读"
        - checkbox "这一条我看过，明白"
    `,
  );
  // Heard in Lao.
  await read.first().getByTestId('aloud').last().click();
  await expect(read.first().getByRole('checkbox', { name: '这一条我听过，明白' })).toBeChecked();
  await accessible(worker);
  await shot(worker, 'translation-clauses');
  await readAll(worker);
  await consents(worker, '13800000001');
  await employer.goto(`/app/#/case/${id}/sign`);
  await employer.getByTestId('sign-next-1').click();
  await readAll(employer);
  await consents(employer, '13800000002');

  await interpreter.goto(`/desk/#/case/${id}`);
  await expect(interpreter.getByTestId('witness')).toBeVisible();
  await accessible(interpreter);
  await shot(interpreter, 'translation-witness');
  await mediator.goto(`/desk/#/case/${id}`);
  await expect(mediator.getByTestId('interpreter-unsigned')).toBeVisible();
  await interpreter.getByTestId('sign-code').click();
  await interpreter.getByTestId('sign-otp').fill(await oneTimeCode(interpreter, '13800000008'));
  await interpreter.getByTestId('sign-sign').click();
  await expect(interpreter.getByTestId('witnessed')).toBeVisible();
  await expect(mediator.getByTestId('interpreter-unsigned')).toBeHidden();
  await shot(mediator, 'translation-signers');
  await concludes(mediator, id);
  await expect(worker.getByTestId('effective')).toBeVisible();
  const { events } = await office.events(id);
  const roles = events.filter((event) => 'agreement_signed' in event).map((event) => event.agreement_signed.by.role);
  expect(roles).toEqual(['claimant', 'respondent', 'interpreter', 'mediator']);
  for (const page of [worker, employer, mediator, interpreter]) expect(faults(page)).toEqual([]);
});
