import type { Browser, Page } from '@playwright/test';
import { readAll } from '../support/ceremony';
import { judged } from '../support/judged';
import { Person } from '../support/person';
import type { Server } from '../support/server';
import { oneTimeCode } from '../support/texted';
import { type Persona, enter, expect, faults, shot, test } from '../support/test';

// Five browsers take two cases through both tracks, each person on the screens made for that person.
// Only which case is which is looked up over the API.

const PEOPLE: Record<Persona, { home: string; phone: string }> = {
  worker: { home: '/app/', phone: '13800000001' },
  employer: { home: '/app/', phone: '13800000002' },
  mediator: { home: '/desk/', phone: '13800000003' },
  arbitrator: { home: '/desk/', phone: '13800000004' },
  judge: { home: '/desk/', phone: '13800000005' },
};
const EVERYONE = Object.keys(PEOPLE) as Persona[];
const PARTIES = ['worker', 'employer'] as const;

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

/** What was fetched of the program beyond its first part; `bench bundle` counts on none. */
const parts: string[] = [];

async function everyone(browser: Browser, server: Server): Promise<Record<Persona, Page>> {
  const pages = {} as Record<Persona, Page>;
  for (const persona of EVERYONE) {
    const page = await enter(browser, server, persona);
    page.on('request', (request) => {
      if (/\/app\/(party-[a-z]+-\w+\.wasm|words-\w+_aside-)/.test(request.url())) parts.push(request.url());
    });
    await page.goto(PEOPLE[persona].home);
    pages[persona] = page;
  }
  return pages;
}

async function caseWith(page: Page, event: string, without: string): Promise<string> {
  const person = new Person(page);
  const lines: { id: string }[] = await person.ask('GET', '/api/v1/cases');
  for (const { id } of lines) {
    const names = (await person.events(id)).events.flatMap(Object.keys);
    if (names.includes(event) && !names.includes(without)) return id;
  }
  throw new Error(`no seeded case with ${event} and without ${without}`);
}

/** From the case's overview to wherever its one next step leads. */
async function nextStep(page: Page, id: string, act: RegExp): Promise<void> {
  await page.goto(`/app/#/case/${id}`);
  await expect(page.getByTestId('next-act')).toHaveText(act);
  await page.getByTestId('next-act').click();
}

/** The last page of a party's signature: the sentence, the code from the phone, the act. */
async function confirm(page: Page, persona: Persona, id: 'sign' | 'apply', act: RegExp): Promise<void> {
  await page.getByTestId(`${id}-consent`).check();
  await page.getByTestId(`${id}-code`).click();
  await page.getByTestId(`${id}-input`).fill(await codeAfter(page, persona, `${id}-input`));
  await expect(page.getByTestId(`${id}-sign`)).toHaveText(act);
  await page.getByTestId(`${id}-sign`).click();
}

/** The code is in the outbox by the time its field is shown. */
async function codeAfter(page: Page, persona: Persona, field: string): Promise<string> {
  await expect(page.getByTestId(field)).toBeVisible();
  return oneTimeCode(page, PEOPLE[persona].phone);
}

/** Both apply, the desk accepts and grants, both receive; the document is in force. */
async function throughTrack(pages: Record<Persona, Page>, official: 'arbitrator' | 'judge', id: string): Promise<void> {
  const [track, act] = official === 'arbitrator' ? ['apply-review', /仲裁审查/] as const : ['apply-court', /司法确认/] as const;
  const { worker, employer } = pages;
  await nextStep(worker, id, /可以强制执行/);
  // Fifteen days, or to the next working day after them (CHR 74).
  await expect(worker.getByTestId('apply-review-clock')).toContainText(/还有 (1[5-9]|2\d) 天/);
  await expect(worker.getByTestId('apply-court-clock')).toContainText('天');
  await shot(worker, `${official}-worker-tracks`);
  await worker.getByTestId(track).check();
  await confirm(worker, 'worker', 'apply', act);
  await expect(worker.getByTestId('applied')).toBeVisible();
  await nextStep(employer, id, /一起申请/);
  await expect(employer.getByTestId('other-chose')).toContainText(act);
  await shot(employer, `${official}-employer-tracks`);
  await confirm(employer, 'employer', 'apply', act);
  await expect(employer.getByTestId('applied')).toBeVisible();

  const desk = pages[official];
  await desk.goto('/desk/#/');
  await expect(desk.getByTestId('queue').getByTestId('case-line')).toHaveCount(1);
  await desk.goto(`/desk/#/case/${id}`);
  await expect(desk.getByTestId('grounds')).toBeVisible();
  await shot(desk, `${official}-file`);
  await desk.getByTestId('return').click();
  await desk.getByTestId('return-reason').fill('请补交收款账户证明。');
  await desk.getByTestId('return-confirm').click();
  await nextStep(worker, id, /补充说明和材料/);
  await worker.getByTestId('file').setInputFiles({ name: '银行卡.pdf', mimeType: 'application/pdf', buffer: PDF });
  await worker.getByTestId('material-add').click();
  await expect(worker.getByTestId('supplement-papers')).toContainText('银行卡');
  await worker.getByTestId('supplement-answer').fill('已补交银行卡复印件。');
  await worker.reload();
  await expect(worker.getByTestId('supplement-papers')).toContainText('银行卡');
  await shot(worker, `${official}-worker-supplement`);
  await worker.getByTestId('supplement').click();
  await expect(worker.getByTestId('supplement-form')).toHaveCount(0);
  await expect(desk.getByTestId('supplement-answer')).toContainText('已补交银行卡复印件');
  for (const deed of ['accept-application', 'grant']) {
    await desk.getByTestId(deed).click();
    await desk.getByTestId(`${deed}-confirm`).click();
    await expect(desk.getByTestId(`${deed}-form`)).toBeHidden();
  }

  for (const persona of PARTIES) {
    const page = pages[persona];
    await nextStep(page, id, /签收文书/);
    const href = await page.getByTestId('decision-open').getAttribute('href');
    const decision = await page.request.get(href!);
    expect(decision.headers()['content-type']).toBe('application/pdf');
    await shot(page, `${official}-${persona}-decision`);
    await page.getByTestId('receive').click();
    await expect(page.getByTestId('received')).toBeVisible();
  }
  for (const persona of PARTIES) {
    const page = pages[persona];
    await expect(page.getByTestId('enforceable')).toContainText('民事诉讼法第 250 条');
    await shot(page, `${official}-${persona}-in-force`);
    const dossier = await page.request.get((await page.getByTestId('dossier').getAttribute('href'))!);
    expect(dossier.status()).toBe(200);
  }
  await expect(desk.getByTestId('stage')).toHaveText('文书生效');
  for (const persona of EVERYONE) {
    await shot(pages[persona], `${official}-end-${persona}`);
    expect(faults(pages[persona]), persona).toEqual([]);
  }
  expect(parts).toEqual([]);
}

test('a dispute is settled, signed and made enforceable by arbitration review', async ({ browser, server }) => {
  const pages = await everyone(browser, server);
  const { worker, mediator } = pages;
  const id = await caseWith(worker, 'case_accepted', 'terms_agreed');

  // The mediator writes the last clause; both parties see it come and agree to each in turn.
  for (const persona of PARTIES) await pages[persona].goto(`/app/#/case/${id}/terms`);
  await mediator.goto(`/desk/#/case/${id}`);
  await mediator.getByTestId('clause-kind').selectOption({ label: '其他约定' });
  await mediator.getByTestId('clause-text').fill('双方就本案再无其他争议。');
  await mediator.getByTestId('clause-add').click();
  for (const persona of PARTIES) {
    const page = pages[persona];
    await expect(page.getByTestId('changed')).toContainText('调解员刚刚添加了第 4 条');
    const clauses = page.getByTestId('clause');
    await expect(clauses).toHaveCount(4);
    const side = persona === 'worker' ? '.claimant' : '.respondent';
    for (const clause of await clauses.all()) {
      const agree = clause.getByTestId('mark-agree');
      if ((await agree.getAttribute('aria-pressed')) === 'false') await agree.click();
      await expect(clause.locator(side)).toContainText('✓ 同意');
    }
    await shot(page, `terms-${persona}`);
  }
  await shot(mediator, 'terms-mediator');
  await mediator.getByTestId('agree-terms').click();

  for (const [persona, act] of [['worker', /签名并同意收取 21,600.00 元/], ['employer', /签名并同意支付 21,600.00 元/]] as const) {
    const page = pages[persona];
    await nextStep(page, id, /看协议并签名/);
    await expect(page.getByTestId('sign-summary')).toContainText('21,600.00');
    await shot(page, `sign-summary-${persona}`);
    await page.getByTestId('sign-next-1').click();
    await readAll(page);
    await page.getByTestId('sign-next-2').click();
    await confirm(page, persona, 'sign', act);
    await expect(page.getByTestId('signed')).toBeVisible();
    await shot(page, `signed-${persona}`);
  }
  await mediator.getByTestId('sign-code').click();
  const form = mediator.getByTestId('sign');
  await expect(form.locator('input')).toBeVisible();
  await form.locator('input').fill(await oneTimeCode(mediator, PEOPLE.mediator.phone));
  await mediator.getByTestId('sign-sign').click();
  await expect(worker.getByTestId('effective')).toBeVisible();
  await shot(worker, 'effective-worker');
  await judged(worker, id, server, 'ed25519');

  await throughTrack(pages, 'arbitrator', id);
});

test('an agreement in effect is confirmed by the court', async ({ browser, server }) => {
  const pages = await everyone(browser, server);
  const { worker } = pages;
  const id = await caseWith(worker, 'agreement_effective', 'review_applied');

  // The worker applies, thinks better of it, and may choose anew.
  await nextStep(worker, id, /可以强制执行/);
  await worker.getByTestId('apply-review').check();
  await confirm(worker, 'worker', 'apply', /仲裁审查/);
  await expect(worker.getByTestId('applied')).toBeVisible();
  await worker.goto(`/app/#/case/${id}/outcome`);
  await worker.getByTestId('withdraw-application-open').click();
  await worker.getByTestId('withdraw-application-reason').fill('想改走法院');
  await worker.getByTestId('withdraw-application').click();
  await expect(worker.getByTestId('next-act')).toHaveText(/可以强制执行/);

  await throughTrack(pages, 'judge', id);
});
