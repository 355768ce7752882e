import type { Browser, Page } from '@playwright/test';
import { ahead } from '../support/day';
import { device } from '../support/device';
import { type Particulars, join } from '../support/joining';
import { Person, digest } from '../support/person';
import { perform } from '../support/screens';
import type { Server } from '../support/server';
import { type Persona, accessible, enter, expect, faults, shot, test } from '../support/test';

// The staff's screens, worked by hand: what mediator, arbitrator and judge do is typed and clicked;
// what the parties do meanwhile is sent from their own browsers.

const WORKER: Particulars = {
  kind: 'resident',
  name: '刘德福',
  id_number: '11010519491231002X',
  phone: '13900000011',
  address: '云南省枫林市青溪区柳树巷 3 号',
};
const FIRM: Particulars = {
  kind: 'organisation',
  name: '枫林市晨光餐饮有限公司',
  id_number: '91350100M000100Y43',
  phone: '13900000012',
  address: '云南省枫林市晨光路 18 号',
  agent: '马国强',
};

async function desk(browser: Browser, server: Server, persona: Persona): Promise<Page> {
  const page = await enter(browser, server, persona);
  await page.goto('/desk/');
  await expect(page.getByTestId('who')).toContainText('·');
  return page;
}

async function openCase(page: Page, id: string): Promise<void> {
  await page.goto(`/desk/#/case/${id}`);
  await expect(page.getByTestId('case-number')).toContainText('号');
}

/** As every screen must be: no horizontal scroll at both widths, axe finds nothing in light and dark. */
async function fitsEverywhere(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()!;
  for (const [width, height] of [[360, 740], [1280, 800]] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const overflow = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        const wide = [...document.querySelectorAll('main *')].filter((node) => node.getBoundingClientRect().right > clientWidth + 1);
        return scrollWidth > clientWidth ? wide.slice(0, 3).map((node) => node.outerHTML.slice(0, 200)) : [];
      });
      expect(overflow, `${name} at ${width}`).toEqual([]);
      await accessible(page);
      await shot(page, `desk-${name}-${width}-${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(before);
  expect(faults(page)).toEqual([]);
}

/** The mediator's own passkey on a virtual authenticator: registered by the administrator's link, used to sign in. */
async function byPasskey(browser: Browser, server: Server): Promise<Page> {
  const office = await browser.newContext({ baseURL: server.origin });
  await office.request.post('/api/v1/demo/enter', { data: { persona: 'admin' } });
  const accounts: { id: string; role: string }[] = await (await office.request.get('/api/v1/office/accounts')).json();
  const { id } = accounts.find((account) => account.role === 'mediator')!;
  const { link } = await (await office.request.post(`/api/v1/office/accounts/${id}/link`)).json();
  const page = await device(browser, server);
  await page.goto(new URL(link).pathname);
  await page.locator('#register button').click();
  await expect(page.locator('#codes')).toBeVisible();
  await page.goto('/staff');
  await page.locator('#name').fill('mediator');
  await page.locator('#login button').click();
  await expect(page.getByTestId('who')).toContainText('王秀兰');
  return page;
}

async function caseWith(person: Person, event: string, without: string): Promise<string> {
  const lines: { id: string }[] = await person.ask('GET', '/api/v1/cases');
  for (const { id } of lines) {
    const names = (await person.events(id)).events.flatMap(Object.keys);
    if (names.includes(event) && !names.includes(without)) return id;
  }
  throw new Error(`no case with ${event} and without ${without}`);
}

async function institution(person: Person, kind: string): Promise<string> {
  const bodies: { id: string; kind: string }[] = await person.ask('GET', '/api/v1/bodies');
  return bodies.find((body) => body.kind === kind)!.id;
}

async function record(page: Page, claim: string): Promise<string> {
  await page.goto('/desk/#/');
  await page.getByTestId('record-oral').click();
  for (const [side, { name, phone }] of [['claimant', WORKER], ['respondent', FIRM]] as const) {
    await page.getByTestId(`oral-${side}-name`).fill(name);
    await page.getByTestId(`oral-${side}-phone`).fill(phone);
  }
  await page.getByTestId('oral-heads').getByText('劳动报酬').click();
  await page.getByTestId('oral-claim-1').fill(claim);
  await page.getByTestId('oral-claim-1-amount').fill('8600');
  await page.getByTestId('oral-facts').fill('申请人口述：2026 年 5 月起在被申请人处做厨工，月工资 4,300 元，7 月至 8 月未发。');
  await page.getByTestId('oral-open').click();
  await expect(page.getByTestId('case-number')).toContainText('号');
  return page.url().split('/case/')[1]!;
}

async function invite(page: Page, side: 'claimant' | 'respondent'): Promise<string> {
  await page.getByTestId(`invite-${side}-make`).click();
  const link = page.getByTestId(`invite-${side}-link`);
  await expect(link).toHaveValue(/\/i\//);
  return link.inputValue();
}

test('the board shows every case at its station, and finds them', async ({ browser, server }) => {
  const page = await desk(browser, server, 'mediator');
  await expect(page.getByTestId('who')).toContainText('枫林市总工会劳动争议联合调解中心');
  await expect(page.getByTestId('column-mediating').getByTestId('case-line')).toHaveCount(1);
  await expect(page.getByTestId('column-effective').getByTestId('case-line')).toHaveCount(1);
  await expect(page.getByTestId('column-mediating')).toContainText(/还有 \d+ 天（至 \d+ 月 \d+ 日）/);
  await page.getByTestId('search').fill('2号');
  await expect(page.getByTestId('case-line')).toHaveCount(1);
  await page.getByTestId('search').fill('查无此人');
  await expect(page.getByTestId('empty')).toBeVisible();
  await page.getByTestId('search').fill('');
  await fitsEverywhere(page, 'board');
  await page.getByTestId('language').click();
  await expect(page.getByTestId('column-pending')).toContainText('Awaiting acceptance');
  await shot(page, 'desk-board-en');
});

test('an oral request is recorded, both sides join by their links, and the case is accepted', async ({ browser, server }) => {
  const page = await desk(browser, server, 'mediator');
  await page.getByTestId('record-oral').click();
  await page.getByTestId('oral-open').click();
  await expect(page.getByTestId('oral-form')).toContainText('请填写。');
  await page.getByTestId('oral-claimant-number').fill('123');
  await expect(page.getByTestId('oral-form')).toContainText('证件号码校验不通过');
  await fitsEverywhere(page, 'oral');
  // What was typed is there after a reload.
  await page.reload();
  await page.getByTestId('record-oral').click();
  await expect(page.getByTestId('oral-claimant-number')).toHaveValue('123');
  await page.getByTestId('oral-claimant-number').fill('');
  await page.getByTestId('oral-back').click();

  const id = await record(page, '支付 7 月至 8 月工资');
  await expect(page.getByTestId('stage')).toHaveText('待受理');
  await expect(page.getByTestId('accept-case')).toBeDisabled();
  await expect(page.getByTestId('acts')).toContainText('当事人还没有加入。');
  await expect(page.getByTestId('invite-claimant-phone')).toHaveValue(WORKER.phone);
  const links = { claimant: await invite(page, 'claimant'), respondent: await invite(page, 'respondent') };
  await expect(page.locator('.qr svg')).toHaveCount(2);
  await fitsEverywhere(page, 'invite');
  await join(browser, server, links.claimant, WORKER);
  await expect(page.getByTestId('party-claimant')).toContainText('✓ 已加入');
  await join(browser, server, links.respondent, FIRM);
  await expect(page.getByTestId('party-respondent')).toContainText('✓ 已同意调解');
  await expect(page.getByTestId('party-respondent')).toContainText('马国强');
  // Both papers the acceptance makes are read before it.
  await page.getByTestId('accept-case-preview').click();
  const papers = page.getByTestId('decision-preview').filter({ visible: true });
  await expect(papers).toHaveCount(2);
  await expect(papers.first()).toContainText('受理通知书');
  await fitsEverywhere(page, 'foreseen');
  await page.getByTestId('accept-case-preview-close').click();
  await page.getByTestId('accept-case').click();
  await expect(page.getByTestId('stage')).toHaveText('调解中');
  await page.getByTestId('confirm-identity-claimant').click();
  await expect(page.getByTestId('party-claimant')).toContainText('✓ 已核对证件');
  await expect(page.getByTestId('enter-room')).toHaveAttribute('href', `#/case/${id}/room`);
});

test('a case is refused with its ground, and an accepted one is ended, each restated before', async ({ browser, server }) => {
  const page = await desk(browser, server, 'mediator');
  await record(page, '返还保证金');
  await page.getByTestId('refuse-case').click();
  await expect(page.getByTestId('refuse-case-form')).toContainText('不能恢复');
  await page.getByTestId('refuse-case-reason').fill('写到一半');
  await page.getByTestId('refuse-case-back').click();
  await perform(page, 'refuse-case', { ground: '不属于本组织管辖', reason: '用人单位在外省，已告知向当地调解组织申请。' });
  await expect(page.getByTestId('ending')).toHaveText('不予受理 · 不属于本组织管辖');
  await expect(page.getByTestId('acts')).toBeHidden();
  await page.getByTestId('tab-history').click();
  await expect(page.getByTestId('history')).toContainText('不予受理，依据：不属于本组织管辖；理由：用人单位在外省');

  const mediator = new Person(page);
  const lines: { id: string; stage: string; claimant: string }[] = await mediator.ask('GET', '/api/v1/cases');
  const mine = lines.find((line) => line.stage === 'mediating' && line.claimant === WORKER.name)!;
  await openCase(page, mine.id);
  await perform(page, 'end-mediation', { reason: '双方差距过大，建议申请仲裁。' });
  await expect(page.getByTestId('ending')).toHaveText('调解不成 · 调解员终结');
  await shot(page, 'desk-ended');
});

test('clauses of every kind are written while marks arrive, and nothing typed is lost', async ({ browser, server }) => {
  const page = await desk(browser, server, 'mediator');
  const mediator = new Person(page);
  const [worker, employer] = [new Person(await enter(browser, server, 'worker')), new Person(await enter(browser, server, 'employer'))];
  await worker.page.goto('/app/');
  await employer.page.goto('/app/');
  const id = await caseWith(mediator, 'case_accepted', 'terms_agreed');
  await openCase(page, id);
  const cards = page.getByTestId('clause-card');
  const first = await cards.count();
  const form = page.getByTestId('clause-form');
  const field = (name: string) => form.getByTestId(`clause-${name}`);
  const kind = (name: string) => field('kind').selectOption({ label: name });
  let count = first;
  const add = async (text: string) => {
    await expect(field('preview')).toContainText(text);
    await field('add').click();
    await expect(cards).toHaveCount(++count);
    await expect(cards.last()).toContainText(text);
  };

  // A payment in three instalments; meanwhile the worker marks a clause.
  await field('amount').fill('9000');
  await field('part-add').click();
  await field('first-amount').fill('3000');
  await field('first-due').fill(ahead(10));
  await field('part-add').click();
  await field('part-2-amount').fill('2500.50');
  const [clause] = (await mediator.draft(id)).slice(1);
  await worker.act(id, { mark_clause: { clause: clause.id, digest: digest(clause), agreed: true } });
  await expect(cards.nth(1).getByTestId('mark-claimant')).toContainText('✓ 同意');
  await expect(field('first-amount')).toHaveValue('3000');
  await employer.act(id, { mark_clause: { clause: clause.id, digest: digest(clause), agreed: false } });
  await expect(cards.nth(1).getByTestId('mark-respondent')).toContainText('✗ 不同意');
  await expect(field('rest')).toContainText('3,499.50');
  await page.reload();
  await expect(field('part-2-amount')).toHaveValue('2500.50');
  await field('part-2-due').fill(ahead(20));
  await field('due').fill(ahead(30));
  await field('account').fill('枫林农商行 6228 4800 0000 0000 035');
  await expect(field('capitals')).toHaveText('玖仟圆整');
  await fitsEverywhere(page, 'workspace');
  await add('分3期');
  await expect(field('amount')).toHaveValue('');

  await kind('退还押金');
  await field('amount').fill('500');
  await field('due').fill(ahead(5));
  await field('manner').selectOption({ label: '现金' });
  await add('退还张建国风险抵押金人民币500.00元（伍佰圆整）');
  await kind('补缴社会保险');
  await field('from').fill('2026-03-01');
  await field('to').fill('2026-09-30');
  await form.getByText('生育').click();
  await field('due').fill(ahead(40));
  await add('2026年3月至2026年9月的基本养老保险费、基本医疗保险费、失业保险费、工伤保险费，');
  await kind('出具离职证明');
  await field('due').fill(ahead(5));
  await add('出具解除或者终止劳动合同的证明');
  await kind('赔礼道歉');
  await field('apology').selectOption({ label: '书面' });
  await field('due').fill(ahead(5));
  await add('书面赔礼道歉');
  await kind('保密');
  await field('text').fill('本协议约定的金额');
  await add('本协议约定的金额');
  await kind('违约责任');
  await field('rate').fill('0.5');
  await expect(form).toContainText('利率超过年 24%');
  await field('rate').fill('0.05');
  await add('每日0.05%');
  await kind('其他约定');
  await field('text').fill('申请人自愿放弃社保。');
  await expect(form).toContainText('放弃社会保险的约定无效');
  await add('申请人自愿放弃社保');
  await expect(page.getByTestId('notes')).toContainText('必须修改');
  await expect(page.getByTestId('agree-terms')).toBeDisabled();
  await expect(page.getByTestId('acts')).toContainText('条款还不完整。');
  await shot(page, 'desk-draft-refused');

  // Change it in place, move it up and down, remove one.
  await page.getByTestId(`edit-clause-${count}`).click();
  const edit = page.getByTestId('clause-edit-form');
  await edit.getByTestId('clause-text').fill('双方就本案再无其他争议。');
  await edit.getByTestId('clause-save').click();
  await expect(edit).toBeHidden();
  await expect(cards.last()).toContainText('再无其他争议');
  await expect(page.getByTestId('no-notes')).toBeVisible();
  await page.getByTestId(`move-up-${count}`).click();
  await expect(cards.nth(count - 2)).toContainText('再无其他争议');
  await page.getByTestId(`move-down-${count - 1}`).click();
  await expect(cards.last()).toContainText('再无其他争议');
  await cards.nth(count - 3).getByTestId('remove-clause').click();
  await expect(cards).toHaveCount(--count);

  // An instalment plan opened for change comes back as it was.
  await page.getByTestId('edit-clause-1').click();
  await expect(edit.getByTestId('clause-first-amount')).toHaveValue('10000');
  await expect(edit.getByTestId('clause-rest')).toContainText('8,600.00');
  await edit.getByTestId('clause-cancel').click();

  // Evidence comes with its picture; what is for the mediator only says so.
  await page.getByTestId('tab-papers').click();
  const stored = await worker.page.evaluate(async (id) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 200 });
    const pen = canvas.getContext('2d')!;
    pen.fillStyle = '#e8e2d0';
    pen.fillRect(0, 0, 320, 200);
    pen.fillStyle = '#1c2730';
    pen.font = '28px sans-serif';
    pen.fillText('9 月考勤', 40, 110);
    const body = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/png'));
    return (await fetch(`/api/v1/cases/${id}/files`, { method: 'POST', body })).json();
  }, id);
  await worker.act(id, { add_evidence: { id: crypto.randomUUID(), title: '九月考勤表照片', ...stored, shared: false } });
  await expect(page.getByTestId('evidence')).toContainText('九月考勤表照片');
  await expect(page.getByTestId('evidence')).toContainText('仅调解员可见');
  await expect
    .poll(() => page.getByTestId('evidence').locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(320);
  await fitsEverywhere(page, 'papers');
  await page.getByTestId('tab-terms').click();

  // Both agree to all: now it can be frozen.
  await expect(page.getByTestId('acts')).toContainText('双方尚未逐条同意。');
  for (const party of [worker, employer]) {
    const { actor } = await party.session();
    const marks = new Map<string, boolean>();
    for (const { clause_marked: mark } of (await party.events(id)).events) {
      if (mark?.side === actor.role) marks.set(mark.clause + mark.digest, mark.agreed);
    }
    for (const one of await party.draft(id)) {
      const mark = { clause: one.id, digest: digest(one), agreed: true };
      if (!marks.get(mark.clause + mark.digest)) await party.act(id, { mark_clause: mark });
    }
  }
  await page.getByTestId('agree-terms').click();
  await expect(page.getByTestId('stage')).toHaveText('待签署');
  for (const party of [worker, employer]) await party.act(id, { sign: await party.signed(id, 'sign_agreement') });
  await expect(page.getByTestId('signers')).toContainText('✓ 被申请人 · 已签');
  await fitsEverywhere(page, 'signing');
  // The mediator signs with his passkey, in another browser; this one follows.
  const own = await byPasskey(browser, server);
  await own.goto(`/desk/#/case/${id}`);
  await own.getByTestId('sign-code').click();
  await expect(own.getByTestId('effective')).toBeVisible();
  const signature = await mediator.awaited(id, 'agreement_effective').then(() => mediator.awaited(id, 'agreement_signed'));
  expect(signature.statement.attested.attestation).toMatchObject({ role: 'mediator', assurance: 'passkey' });
  await expect(page.getByTestId('effective')).toBeVisible();
  await expect(page.getByTestId('clocks')).toContainText('申请仲裁审查');
  await page.getByTestId('tab-history').click();
  await expect(page.getByTestId('history')).toContainText(/写入第 \d+ 条（支付款项，¥ 9,000.00）/);
  await expect(page.getByTestId('history')).toContainText('不同意第 2 条');
  await fitsEverywhere(page, 'history');
});

async function applied(people: Person[], id: string, track: string, body: string): Promise<void> {
  for (const party of people) {
    const statement = await party.signed(id, { apply: { track, institution: body } });
    await party.act(id, { apply_for_review: { track, institution: body, statement } });
  }
}

test('the commission accepts, has the file supplemented and issues its statement', async ({ browser, server }) => {
  const [worker, employer] = [new Person(await enter(browser, server, 'worker')), new Person(await enter(browser, server, 'employer'))];
  await worker.page.goto('/app/');
  await employer.page.goto('/app/');
  const page = await desk(browser, server, 'arbitrator');
  await expect(page.getByTestId('empty')).toBeVisible();
  const id = await caseWith(worker, 'agreement_effective', 'review_applied');
  await applied([worker, employer], id, 'arbitration_review', await institution(worker, 'arbitration_commission'));

  await page.reload();
  await expect(page.getByTestId('queue')).toContainText('应及时受理');
  await fitsEverywhere(page, 'queue');
  await page.getByTestId('filter-review').click();
  await expect(page.getByTestId('empty')).toBeVisible();
  await page.getByTestId('filter-all').click();
  // By keyboard alone into the file.
  await page.getByTestId('case-line').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('agreed-terms')).toBeVisible();
  await expect(page.getByTestId('grounds')).toContainText('申请人签名申请');
  await expect(page.getByTestId('grounds')).toContainText(/最后一日 · \d{4}-\d\d-\d\d/);
  await fitsEverywhere(page, 'file');

  await perform(page, 'return', { reason: '请补交收款账户证明。' });
  await expect(page.getByTestId('supplementing')).toContainText('请补交收款账户证明');
  await worker.act(id, { supplement: { answer: '已补交银行卡复印件。' } });
  await expect(page.getByTestId('supplement-answer')).toContainText('已补交银行卡复印件');
  await expect(page.getByTestId('supplementing')).toBeHidden();
  await perform(page, 'accept-application');
  await expect(page.getByTestId('stage')).toHaveText('审查中');
  await expect(page.getByTestId('clocks')).toContainText('作出决定');
  await page.getByRole('checkbox', { name: '证据涉嫌虚假' }).check();
  await expect(page.getByTestId('left')).toContainText('还有 7 项');

  await page.getByTestId('grant').click();
  const preview = page.getByTestId('grant-form').getByTestId('decision-preview');
  await expect(preview).toContainText('仲裁调解书');
  await expect(preview).not.toContainText('裁决书');
  await expect(preview).toContainText('张建国');
  await expect(preview).toContainText('第七十七条');
  await fitsEverywhere(page, 'grant');
  await page.getByTestId('grant-confirm').click();
  await expect(page.getByTestId('standing')).toContainText('已出具调解书');
  await expect(page.getByTestId('service')).toContainText('未签收');
  const { document } = await worker.awaited(id, 'decision_issued');
  await worker.act(id, { receive_decision: { document } });
  await expect(page.getByTestId('service')).toContainText(/申请人 · ✓ 已签收 \d{4}-\d\d-\d\d/);
  await employer.act(id, { receive_decision: { document } });
  await expect(page.getByTestId('stage')).toHaveText('文书生效');
  await page.getByTestId('tab-history').click();
  await expect(page.getByTestId('history')).toContainText('文书生效，可以申请强制执行');
  await expect(page.getByTestId('dossier')).toHaveAttribute('href', `/api/v1/cases/${id}/dossier`);
  await fitsEverywhere(page, 'served');
  await page.getByTestId('language').click();
  await shot(page, 'desk-served-en');
});

test('the court rejects with a ground, then takes the case and dismisses it with reasons', async ({ browser, server }) => {
  const [worker, employer] = [new Person(await enter(browser, server, 'worker')), new Person(await enter(browser, server, 'employer'))];
  await worker.page.goto('/app/');
  await employer.page.goto('/app/');
  const page = await desk(browser, server, 'judge');
  await expect(page.getByTestId('who')).toContainText('法官');
  const id = await caseWith(worker, 'agreement_effective', 'review_applied');
  const court = await institution(worker, 'court');
  await applied([worker, employer], id, 'judicial_confirmation', court);
  await openCase(page, id);
  await expect(page.getByTestId('grounds')).toContainText('CPL-Int 358(3)');
  await perform(page, 'reject', { ground: '不属于本机构管辖', reason: '请向调解组织所在地法院申请。' });
  await expect(page.getByTestId('standing')).toContainText('不予受理 · 不属于本机构管辖');

  await applied([worker, employer], id, 'judicial_confirmation', court);
  await perform(page, 'accept-application');
  await expect(page.getByTestId('clocks')).toContainText('作出决定');
  await page.getByTestId('refuse-ruling').click();
  await page.getByTestId('refuse-ruling-reason').fill('第二条给付标的不明确。');
  await page.getByTestId('refuse-ruling-preview').click();
  const preview = page.getByTestId('refuse-ruling-form').getByTestId('decision-preview');
  await expect(preview).toContainText('民事裁定书');
  await expect(preview).toContainText('理由：第二条给付标的不明确。');
  await expect(preview).toContainText('驳回申请');
  await expect(preview).toContainText('（预览，未编号）');
  await expect(preview.locator('img')).toHaveJSProperty('complete', true);
  await shot(page, 'desk-dismiss');
  await page.getByTestId('refuse-ruling-back').click();
  await perform(page, 'refuse-ruling', { ground: '内容不明确', reason: '第二条给付标的不明确。' });
  await expect(page.getByTestId('standing')).toContainText('裁定驳回申请 · 内容不明确');
  await fitsEverywhere(page, 'court');
});

test('every act of the workspace is reached by the keyboard', async ({ browser, server }) => {
  const page = await desk(browser, server, 'mediator');
  await record(page, '键盘可达');
  await page.getByTestId('tab-terms').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('tab-papers')).toBeFocused();
  await expect(page.getByTestId('tab-papers')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  const reached = new Set<string>();
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    const id = await page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? '');
    reached.add(id);
  }
  expect([...reached]).toEqual(expect.arrayContaining(['refuse-case', 'end-mediation', 'tab-terms', 'invite-claimant-make']));
  // A dialog takes the focus and gives it back by Escape.
  await page.getByTestId('end-mediation').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('end-mediation-form')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('end-mediation')).toBeFocused();
});
