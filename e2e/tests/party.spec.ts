import type { Browser, Page } from '@playwright/test';
import { createHash, randomUUID } from 'node:crypto';
import { agreeAll, seeded } from '../support/agreed';
import { readAll } from '../support/ceremony';
import { Person, digest } from '../support/person';
import type { Server } from '../support/server';
import { oneTimeCode, texted } from '../support/texted';
import { SCREENS, accessible, enter, expect, faults, shot, test } from '../support/test';

// The parties' screens on a phone of 360x740, in light and dark, with fingers and with keys alone.

/** A browser that belongs to nobody yet, on a phone. */
async function phone(browser: Browser, server: Server): Promise<Page> {
  const context = await browser.newContext({ ...SCREENS.worker, baseURL: server.origin, locale: 'zh-CN' });
  return context.newPage();
}

/** Through the door `/code` or an invitation's own, with the code from the text message. */
async function admitted(page: Page, door: string, number: string): Promise<void> {
  await page.goto(door);
  await page.locator('#phone').fill(number);
  await page.locator('form button').first().click();
  await page.locator('#code').fill(await oneTimeCode(page, number));
  await page.locator('form button').first().click();
  await page.waitForURL(/\/app\//);
}

async function narrow(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${page.url()} scrolls sideways`).toBe(0);
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a worker asks for mediation page by page, bad input is named beside its field, and nothing is lost', async ({ browser, server }) => {
  const [worker, boss] = ['13900000011', '13900000022'];
  const page = await phone(browser, server);
  await admitted(page, '/code', worker);
  await expect(page.getByTestId('greeting')).toBeVisible();
  await shot(page, 'party-home-empty');
  await page.getByTestId('request').click();

  await page.getByTestId('step-next').click();
  await expect(page.locator('#name-wrong')).toContainText('全名');
  await page.getByTestId('name').fill('赵铁柱');
  await page.getByTestId('number').fill('530126196812032712');
  await page.getByTestId('step-next').click();
  await expect(page.locator('#number-wrong')).toContainText('身份证号码不对');
  await expect(page.getByTestId('number')).toBeFocused();
  await shot(page, 'party-request-wrong');
  await accessible(page);
  await page.getByTestId('number').fill('11010519491231002x');
  await page.getByTestId('step-next').click();

  await page.getByTestId('phone').fill('1390000001');
  await page.getByTestId('address').fill('云南省枫林市青溪区石桥镇 3 号');
  await page.getByTestId('step-next').click();
  await expect(page.locator('#phone-wrong')).toContainText('11 位');
  await page.getByTestId('phone').fill(worker);
  await page.getByTestId('step-next').click();

  await page.getByTestId('employer').fill('青溪门窗有限公司');
  await page.getByTestId('employer-phone').fill(worker);
  await page.getByTestId('step-next').click();
  await expect(page.locator('#employer-phone-wrong')).toContainText('您自己的手机号');
  await page.getByTestId('employer-phone').fill(boss);
  await page.getByTestId('step-next').click();

  await page.getByTestId('step-next').click();
  await expect(page.getByText('请至少选一项。')).toBeVisible();
  await page.getByTestId('head-pay').check();
  await page.getByTestId('step-next').click();

  await page.getByTestId('claim-1').fill('支付 9 月工资');
  await page.getByTestId('amount-1').fill('-5');
  await page.getByTestId('step-next').click();
  await expect(page.locator('#amount-1-wrong')).toContainText('数字');
  await page.getByTestId('amount-1').fill('6200.50');
  await expect(page.getByTestId('claims-total')).toContainText('6,200.50');
  await page.getByTestId('step-next').click();

  await page.getByTestId('facts').fill('今年 3 月起做安装，说好一天 310 元，9 月的工资没有发。');
  await page.reload();
  await expect(page.getByTestId('facts')).toHaveValue(/说好一天 310 元/);
  await page.goBack();
  await expect(page.getByTestId('amount-1')).toHaveValue('6200.50');
  await page.goForward();
  await page.getByTestId('step-next').click();

  await page.getByTestId('consent-online_mediation').check();
  await page.getByTestId('step-next').click();
  await expect(page.getByText('请逐项勾选，或打')).toBeVisible();
  for (const consent of ['electronic_signature', 'electronic_service', 'personal_data']) await page.getByTestId(`consent-${consent}`).check();
  await shot(page, 'party-request-consents');
  await page.getByTestId('step-next').click();
  await expect(page.locator('.readback')).toContainText('6,200.50');
  await shot(page, 'party-request-read-back');
  await accessible(page);
  await narrow(page);

  // The network goes at the worst moment; the request goes out by itself when it is back.
  await page.context().setOffline(true);
  await page.getByTestId('request-send').click();
  await expect(page.getByTestId('waiting')).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByTestId('next')).toContainText('已发短信邀请对方');
  await shot(page, 'party-request-sent');
  const cases = await new Person(page).ask('GET', '/api/v1/cases');
  expect(cases).toHaveLength(1);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(kept).not.toContain('11010519491231002');

  // The employer comes by the link of the text message.
  const link = await texted(page, boss, /https?:\S+\/i\/\S+/);
  const other = await phone(browser, server);
  await admitted(other, new URL(link).pathname, boss);
  await other.getByTestId('invitation').getByRole('link').click();
  await expect(other.getByTestId('next')).toContainText('参加不等于同意');
  await other.getByTestId('next-act').click();
  await expect(other.getByText('支付 9 月工资')).toBeVisible();
  await shot(other, 'party-join-claims');
  await other.getByTestId('step-next').click();
  await other.getByTestId('name').fill('青溪门窗有限公司');
  await other.getByTestId('number').fill('91350100M000100Y44');
  await other.getByTestId('step-next').click();
  await expect(other.locator('#number-wrong')).toContainText('统一社会信用代码不对');
  await other.getByTestId('number').fill('91350100M000100Y43');
  await other.getByTestId('step-next').click();
  await other.getByTestId('phone').fill(boss);
  await other.getByTestId('address').fill('云南省枫林市青溪区工业园 8 号');
  await other.getByTestId('step-next').click();
  await other.getByTestId('agent').fill('钱多多');
  await other.getByTestId('step-next').click();
  await expect(other.getByText('请选一项。')).toBeVisible();
  await other.getByTestId('authority-2').check();
  await expect(other.getByText('一般授权不能达成协议')).toBeVisible();
  await other.getByTestId('authority-1').check();
  await other.getByTestId('step-next').click();
  await other.reload();
  for (const consent of ['online_mediation', 'electronic_signature', 'electronic_service', 'personal_data']) await other.getByTestId(`consent-${consent}`).check();
  await other.getByTestId('step-next').click();
  await accessible(other);
  await other.getByTestId('join-send').click();
  await other.getByTestId('next-act').click();
  await shot(other, 'party-consent');
  await accessible(other);
  await other.getByTestId('consent').click();
  await expect(other.getByTestId('next')).toContainText('双方都同意调解了');
  await expect(page.getByTestId('next')).toContainText('双方都同意调解了');

  // Nothing holds the worker: the way out is stated in full, and the case says how it ended.
  await page.getByTestId('row-leave').click();
  await expect(page.getByTestId('withdraw-form')).toContainText('不能恢复');
  await page.getByTestId('withdraw-reason').fill('公司已经把钱付清了');
  await page.getByTestId('withdraw').click();
  await expect(page.getByTestId('next')).toContainText('申请已撤回');
  await expect(page.getByTestId('row-leave')).toHaveCount(0);
  await shot(page, 'party-ended');
  await accessible(page);
  await other.getByTestId('row-history').click();
  await expect(other.getByTestId('history')).toContainText('申请人撤回申请：公司已经把钱付清了');
});

test('a changed clause is told calmly, marks are seen at once, and what is typed stays', async ({ browser, server }) => {
  const worker = await enter(browser, server, 'worker');
  const employer = await enter(browser, server, 'employer');
  await worker.goto('/app/');
  await employer.goto('/app/');
  const mediator = new Person(await enter(browser, server, 'mediator'));
  await mediator.page.goto('/desk/');
  const id = await seeded(new Person(worker), 'case_accepted', 'terms_agreed');
  await worker.goto(`/app/#/case/${id}/terms`);
  await employer.goto(`/app/#/case/${id}/terms`);
  const clause = (page: Page, number: number) => page.getByTestId('clause').nth(number - 1);
  await clause(employer, 2).getByTestId('mark-agree').click();
  await expect(clause(worker, 2).locator('.respondent')).toContainText('✓ 同意');
  await clause(worker, 2).getByTestId('mark-object').click();
  await expect(clause(employer, 2).locator('.claimant')).toContainText('✗ 不同意');
  await expect(clause(worker, 1)).toContainText('壹万捌仟陆佰圆整');

  const [, deposit] = await mediator.draft(id);
  deposit.body.deposit_return.amount = '350000';
  await mediator.act(id, { write_clause: { clause: deposit } });
  await expect(worker.getByTestId('changed')).toContainText('调解员刚刚修改了第 2 条');
  await expect(clause(worker, 2).locator('.money')).toContainText('3,500.00');
  await expect(clause(worker, 2).locator('.respondent')).toContainText('还没表态');
  await shot(worker, 'party-terms-changed');
  await accessible(worker);
  await narrow(worker);

  // A reason half typed stands through a change made by someone else, and through a reload.
  await employer.goto(`/app/#/case/${id}/leave`);
  await employer.getByTestId('end-mediation-reason').fill('对方不肯让步');
  deposit.body.deposit_return.amount = '300000';
  await mediator.act(id, { write_clause: { clause: deposit } });
  await expect(employer.getByTestId('changed')).toBeVisible();
  await expect(employer.getByTestId('end-mediation-reason')).toHaveValue('对方不肯让步');
  await employer.reload();
  await expect(employer.getByTestId('end-mediation-reason')).toHaveValue('对方不肯让步');
  expect([...faults(worker), ...faults(employer)]).toEqual([]);
});

test('papers arrive with their titles; what is for the mediator alone is not for the other side', async ({ browser, server }) => {
  const page = await enter(browser, server, 'worker');
  await page.goto('/app/');
  const id = await seeded(new Person(page), 'case_accepted', 'terms_agreed');
  await page.goto(`/app/#/case/${id}/materials`);
  const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });
  await page.getByTestId('file').setInputFiles(file('假照片.png', 'image/png', Buffer.from('no picture')));
  await expect(page.getByTestId('upload-trouble')).toBeVisible();

  // The network breaks; the same file is sent again by one tap.
  await page.context().setOffline(true);
  await page.getByTestId('file').setInputFiles(file('考勤表.png', 'image/png', PNG));
  await expect(page.getByTestId('upload-retry')).toBeVisible();
  await page.context().setOffline(false);
  await page.getByTestId('upload-retry').click();
  await expect(page.getByTestId('material-title')).toHaveValue('考勤表');
  await page.reload();
  await page.getByTestId('material-title').fill('6 月考勤表');
  await page.getByTestId('material-add').click();
  await expect(page.getByTestId('materials').first()).toContainText('6 月考勤表');

  const salt = Buffer.from(randomUUID());
  await page.getByTestId('file').setInputFiles(file('聊天.png', 'image/png', Buffer.concat([PNG, salt])));
  await page.getByTestId('share-mediator').check();
  await page.getByTestId('material-add').click();
  await expect(page.getByTestId('materials').first()).toContainText('只给调解员看');
  await shot(page, 'party-materials');
  await accessible(page);
  const opened = await page.request.get((await page.getByTestId('material').first().getAttribute('href'))!);
  expect(opened.headers()['content-type']).toBe('image/png');
  expect(createHash('sha256').update(await opened.body()).digest('hex')).toBe(createHash('sha256').update(PNG).digest('hex'));

  const other = await enter(browser, server, 'employer');
  await other.goto(`/app/#/case/${id}/materials`);
  await expect(other.getByText('6 月考勤表')).toBeVisible();
  await expect(other.getByTestId('material').filter({ hasText: '聊天' })).toHaveCount(0);
});

test('with keys alone a worker reaches a clause and agrees to it', async ({ browser, server }) => {
  const page = await enter(browser, server, 'worker');
  await page.goto('/app/');
  const id = await seeded(new Person(page), 'case_accepted', 'terms_agreed');
  await page.goto(`/app/#/case/${id}`);
  await expect(page.getByTestId('next-act')).toBeVisible();
  const reach = async (testid: string) => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
      if (here === testid) return;
    }
    throw new Error(`${testid} cannot be reached by Tab`);
  };
  await reach('next-act');
  await page.keyboard.press('Enter');
  const last = page.getByTestId('clause').last();
  await expect(last).toBeVisible();
  await reach('mark-object');
  const pressed = page.locator('[data-testid=mark-object][aria-pressed=true]');
  const before = await pressed.count();
  await page.keyboard.press('Enter');
  await expect(pressed).toHaveCount(before + 1);
});

test('who declines to sign reopens the draft at that clause; who signs leaves no key behind', async ({ browser, server }) => {
  const worker = await enter(browser, server, 'worker');
  const employer = await enter(browser, server, 'employer');
  for (const page of [worker, employer]) await page.goto('/app/');
  const mediator = new Person(await enter(browser, server, 'mediator'));
  await mediator.page.goto('/desk/');
  const parties = [new Person(worker), new Person(employer)];
  const id = await seeded(parties[0]!, 'case_accepted', 'terms_agreed');
  await agreeAll(id, ...parties);
  await mediator.act(id, { agree_terms: { terms: digest(await mediator.draft(id)) } });
  await mediator.awaited(id, 'agreement_presented');

  await employer.goto(`/app/#/case/${id}`);
  await employer.getByTestId('next-act').click();
  await expect(employer.getByTestId('sign-summary')).toContainText('21,600.00');
  await shot(employer, 'party-sign-summary');
  await accessible(employer);
  await employer.getByTestId('decline-sign-open').click();
  await employer.getByTestId('decline-clause-1').check();
  await employer.getByTestId('decline-sign-reason').fill('第一期太早，周转不开');
  await shot(employer, 'party-sign-decline');
  await accessible(employer);
  await employer.getByTestId('decline-sign').click();
  await expect(employer.getByTestId('clause').nth(0).locator('.respondent')).toContainText('还没表态');
  await expect(employer.getByTestId('clause').nth(1).locator('.respondent')).toContainText('✓ 同意');
  const declined = await mediator.awaited(id, 'signing_declined');
  expect(declined.reason).toBe('第一期太早，周转不开');

  const document = (await mediator.awaited(id, 'agreement_presented')).document;
  await employer.getByTestId('clause').nth(0).getByTestId('mark-agree').click();
  await expect(employer.getByTestId('clause').nth(0).locator('.respondent')).toContainText('✓ 同意');
  await mediator.act(id, { agree_terms: { terms: digest(await mediator.draft(id)) } });
  await expect.poll(async () => (await mediator.events(id)).events.filter((event) => 'agreement_presented' in event).length).toBe(2);
  expect((await mediator.awaited(id, 'agreement_presented')).document).toBeDefined();
  expect(document).toBeDefined();

  // Every 32 random bytes the page draws are written down, and looked for in its memory afterwards.
  await employer.addInitScript(() => {
    const kept = window as unknown as { seeds: Uint8Array[]; memory?: WebAssembly.Memory };
    kept.seeds = [];
    // As in a browser without Ed25519 of its own: the key is made in the program's memory.
    crypto.subtle.generateKey = () => Promise.reject(new DOMException('no such algorithm', 'NotSupportedError'));
    const draw = crypto.getRandomValues.bind(crypto);
    crypto.getRandomValues = ((array: Uint8Array) => {
      draw(array);
      if (array.byteLength === 32) kept.seeds.push(new Uint8Array(array));
      return array;
    }) as typeof crypto.getRandomValues;
    const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...asked) => {
      const made = await instantiate(...asked);
      kept.memory = made.instance.exports.memory as WebAssembly.Memory;
      return made;
    };
  });
  await employer.reload();
  await employer.goto(`/app/#/case/${id}/sign`);
  await employer.getByTestId('sign-next-1').click();
  await expect(employer.getByTestId('sign-clause')).toHaveCount((await mediator.draft(id)).length);
  await expect(employer.getByTestId('sign-next-2')).toBeDisabled();
  await readAll(employer);
  await employer.getByTestId('sign-next-2').click();
  await employer.getByTestId('sign-consent').check();
  await accessible(employer);
  await employer.getByTestId('sign-code').click();
  await expect(employer.getByTestId('sign-sign')).toHaveText('签名并同意支付 21,600.00 元');
  await employer.getByTestId('sign-input').fill('000000');
  await employer.getByTestId('sign-sign').click();
  await expect(employer.getByTestId('trouble')).toContainText('验证码');
  await shot(employer, 'party-sign-code');
  await employer.getByTestId('sign-input').fill(await oneTimeCode(employer, '13800000002'));
  await employer.getByTestId('sign-sign').click();
  await expect(employer.getByTestId('signers')).toContainText('等待签名 1/3');
  await shot(employer, 'party-signed');
  const left = await employer.evaluate(() => {
    const { seeds, memory } = window as unknown as { seeds: Uint8Array[]; memory: WebAssembly.Memory };
    const bytes = new Uint8Array(memory.buffer);
    const found = seeds.filter((seed) => {
      for (let at = bytes.indexOf(seed[0]!); at >= 0; at = bytes.indexOf(seed[0]!, at + 1)) {
        if (seed.every((byte, index) => bytes[at + index] === byte)) return true;
      }
      return false;
    });
    return { drawn: seeds.length, found: found.length, stored: JSON.stringify({ ...localStorage, ...sessionStorage }) };
  });
  expect(left.drawn).toBeGreaterThan(0);
  expect(left.found).toBe(0);
  expect(left.stored).not.toMatch(/[0-9a-f]{64}/);
});

for (const [scheme, language] of [['light', 'zh'], ['dark', 'zh'], ['light', 'en'], ['dark', 'en']] as const) {
  test(`every screen of a party is narrow enough and axe finds nothing: ${scheme}, ${language}`, async ({ browser, server }) => {
    const page = await enter(browser, server, 'worker');
    await page.emulateMedia({ colorScheme: scheme });
    await page.addInitScript((language) => localStorage.setItem('language', language), language);
    await page.goto('/app/');
    await expect(page.getByTestId('card-act').first()).toBeVisible();
    const worker = new Person(page);
    const talks = await seeded(worker, 'case_accepted', 'agreement_effective');
    const settled = await seeded(worker, 'agreement_effective', 'review_applied');
    const screens = ['', ...['', 'matter', 'materials', 'terms', 'sign', 'history', 'leave'].map((section) => `case/${talks}/${section}`), `case/${settled}/apply`, `case/${settled}/outcome`, `case/${settled}/papers`, 'request'];
    for (const screen of screens) {
      await page.goto(`/app/#/${screen}`);
      await expect(page.locator('main h1')).toBeVisible();
      await accessible(page);
      await narrow(page);
      await shot(page, `party-${screen.replace(/case\/[^/]+\/?/, 'case-') || 'home'}-${scheme}-${language}`);
    }
    expect(faults(page)).toEqual([]);
  });
}
