import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { concludes } from '../support/ceremony';
import { Person, digest } from '../support/person';
import { fits, someone } from '../support/screens';
import { expect, faults, shot, test } from '../support/test';

const target = process.env.MAPLEBRIDGE_TARGET ?? resolve(import.meta.dirname, '../../target');

// The court dismissed (CPL-Int 358): both mediate again and make another agreement (CPL 206). What is signed and
// applied for is sent over the API; who wants to talk again, and who takes it up, is done on the screens.

test('after the court dismissed, both mediate again and another agreement takes the place of the first', async ({ browser, server }) => {
  test.slow();
  const [worker, employer, mediator, judge] = [
    await someone(browser, server, 'worker'),
    await someone(browser, server, 'employer'),
    await someone(browser, server, 'mediator'),
    await someone(browser, server, 'judge'),
  ];
  const [left, right, desk] = [new Person(worker), new Person(employer), new Person(mediator)];
  const effective = async () => {
    const lines: { id: string; stage: string }[] = await left.ask('GET', '/api/v1/cases');
    return lines.find((line) => line.stage === 'effective')?.id;
  };
  await expect.poll(effective, { timeout: 60_000 }).toBeDefined();
  const id = (await effective())!;
  const bodies: { id: string; kind: string }[] = await left.ask('GET', '/api/v1/bodies');
  const institution = bodies.find((body) => body.kind === 'court')!.id;
  const track = 'judicial_confirmation';
  for (const person of [left, right]) {
    const statement = await person.signed(id, { apply: { track, institution } });
    await person.act(id, { apply_for_review: { track, institution, statement } });
  }
  const court = new Person(judge);
  await court.act(id, 'accept_application');
  await court.act(id, { decide: { refuse: { ground: 'unclear', explanation: '付款日期与方式不明确。' } } });
  const ruling = await left.awaited(id, 'decision_issued');
  const first = await left.awaited(id, 'agreement_presented');
  for (const person of [left, right]) await person.act(id, { receive_decision: { document: ruling.document } });

  await worker.setViewportSize({ width: 360, height: 740 });
  await worker.goto(`/app/#/case/${id}`);
  await worker.getByTestId('row-again').click();
  await expect(worker.getByTestId('arbitrate')).toBeVisible();
  await fits(worker, 'again-worker');
  await worker.getByTestId('mediate-again').click();
  await expect(worker.getByTestId('again-asked')).toContainText('等对方');

  // The other side is led there by its next step.
  await employer.goto(`/app/#/case/${id}`);
  await employer.getByTestId('next-act').click();
  await employer.getByTestId('mediate-again').click();
  await expect(employer.getByTestId('again-asked')).toContainText('等调解组织受理');
  await fits(employer, 'again-employer');

  await mediator.goto(`/desk/#/case/${id}`);
  // What the notice of acceptance will say, on a phone: nothing is to be scrolled sideways for.
  const wide = mediator.viewportSize()!;
  await mediator.setViewportSize({ width: 360, height: 740 });
  await mediator.getByTestId('accept-case-preview').click();
  const sheet = mediator.locator('.preview-sheet').filter({ visible: true }).first();
  await expect(sheet).toContainText('双方同意再次调解');
  expect(await sheet.evaluate((it) => it.scrollWidth - it.clientWidth)).toBeLessThanOrEqual(0);
  await shot(mediator, 'again-preview');
  await sheet.evaluate((it) => it.scrollTo(0, it.scrollHeight / 2));
  await shot(mediator, 'again-preview-text');
  await mediator.getByTestId('accept-case-preview-close').click();
  await mediator.setViewportSize(wide);
  await mediator.getByTestId('accept-case').click();
  await expect(mediator.getByTestId('stage')).toHaveText('调解中');
  await fits(mediator, 'again-mediator');

  const clause = { id: crypto.randomUUID(), body: { free_text: { text: '款项支付至申请人工资卡，逾期按日计付违约金。' } } };
  await desk.act(id, { write_clause: { clause, place: null, disclosures: [] } });
  for (const known of await desk.draft(id)) {
    for (const party of [left, right]) {
      await party.act(id, { mark_clause: { clause: known.id, digest: digest(known), agreed: true } });
    }
  }
  await desk.act(id, { agree_terms: { terms: digest(await desk.draft(id)) } });
  await expect.poll(async () => (await left.awaited(id, 'agreement_presented')).document).not.toBe(first.document);
  for (const party of [left, right]) await party.act(id, { sign: await party.signed(id, 'sign_agreement') });
  await concludes(mediator, id);
  await expect(mediator.getByTestId('stage')).toHaveText('协议生效', { timeout: 60_000 });

  // The first agreement stays among the papers, and the dossier holds both.
  expect((await worker.request.get(`/api/v1/cases/${id}/files/${first.document}`)).status()).toBe(200);
  await worker.goto(`/app/#/case/${id}/outcome`);
  await fits(worker, 'again-outcome');
  await worker.goto(`/app/#/case/${id}`);
  await expect(worker.getByTestId('row-again')).toBeHidden();
  await expect(worker.getByTestId('next-act')).toHaveAttribute('href', /apply$/);
  const folder = await mkdtemp(join(tmpdir(), 'maplebridge-again-'));
  for (const [name, path] of [['trust.json', '/api/v1/trust'], ['case.asice', `/api/v1/cases/${id}/dossier`]] as const) {
    await writeFile(join(folder, name), await (await worker.request.get(path)).body());
  }
  const checked = spawnSync(join(target, 'debug/maplebridge-verify'), ['case.asice', '--trust', 'trust.json', '--json'], { cwd: folder, encoding: 'utf8' });
  expect(checked.status, checked.stdout).toBe(0);
  await rm(folder, { recursive: true });
  for (const page of [worker, employer, mediator, judge]) expect(faults(page)).toEqual([]);
});
