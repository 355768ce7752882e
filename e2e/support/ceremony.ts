import { type Page, expect } from '@playwright/test';
import { oneTimeCode } from './texted';
import { accessible, shot } from './test';

/** What a screen reader is told of `main`, in order; more may stand between. */
export const told = (page: Page, lines: string) => expect(page.locator('main')).toMatchAriaSnapshot(lines);

/** The way out stands on every step, after the way on. */
const DECLINE = '- button "我不签"';

/** Opens the ceremony and looks at its first step, which has `clauses` before it. */
export async function begins(page: Page, id: string): Promise<void> {
  await page.goto(`/app/#/case/${id}/sign`);
  await told(
    page,
    `
    - heading "签名" [level=1]
    - paragraph: 第 1 步，共 3 步
    - progressbar "第 1 步，共 3 步"
    - button "去看协议全文"
    ${DECLINE}
    `,
  );
  await accessible(page);
}

/** Marks every clause as read that is not marked yet; the way on opens with the last. */
export async function readAll(page: Page): Promise<void> {
  const next = page.getByTestId('sign-next-2');
  for (const clause of await page.getByTestId('sign-read').all()) {
    await expect(next).toBeDisabled();
    await clause.check();
  }
  await expect(next).toBeEnabled();
}

/** Lets the device's voice come to its end at once. */
export async function speaks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    speechSynthesis.speak = (said) => void setTimeout(() => said.dispatchEvent(new Event('end')));
  });
}

/** Hears the first clause of the agreement to its end. */
async function hears(page: Page): Promise<void> {
  const clause = page.getByTestId('sign-clause').first();
  await clause.getByTestId('aloud').first().click();
  await expect(clause.getByRole('checkbox', { name: '这一条我听过，明白' })).toBeChecked();
}

/** From the summary to the signature, each step as a screen reader finds it; `name` is of its pictures. The first clause
 * is `heard`, or read as the others. */
export async function signs(page: Page, id: string, phone: string, act: RegExp, name: string, heard = false): Promise<void> {
  await begins(page, id);
  await shot(page, `${name}-1`);
  await page.getByTestId('sign-next-1').click();
  await told(
    page,
    `
    - heading "签名" [level=1]
    - paragraph: 第 2 步，共 3 步
    - progressbar "第 2 步，共 3 步"
    - link "打开调解协议书（PDF）"
    - list:
      - listitem:
        - paragraph: /支付拖欠的劳动报酬/
        - paragraph: 18,600.00 元 壹万捌仟陆佰圆整
        - button "朗读"
        - checkbox "这一条我看过，明白"
    - button "去签名" [disabled]
    - button "上一步"
    ${DECLINE}
    `,
  );
  await accessible(page);
  if (heard) await hears(page);
  await shot(page, `${name}-2`);
  await readAll(page);
  await page.getByTestId('sign-next-2').click();
  await told(
    page,
    `
    - paragraph: 第 3 步，共 3 步
    - checkbox /本人已阅读协议全部内容.*自愿签名/
    - button "朗读"
    - button "发送验证码" [disabled]
    - button "上一步"
    ${DECLINE}
    `,
  );
  await accessible(page);
  await page.getByTestId('sign-consent').check();
  await page.getByTestId('sign-code').click();
  const input = page.getByTestId('sign-input');
  await expect(input).toBeFocused();
  await told(
    page,
    `
    - checkbox /自愿签名/ [checked]
    - status: /验证码已发到尾号 \\d+ 的手机/
    - textbox "6 位验证码"
    - button ${act} [disabled]
    - button "上一步"
    ${DECLINE}
    `,
  );
  await accessible(page);
  await input.fill(await oneTimeCode(page, phone));
  await shot(page, `${name}-3`);
  await page.getByTestId('sign-sign').click();
  await expect(page.getByTestId('signed')).toBeVisible();
  await told(
    page,
    `
    - heading "签名" [level=1]
    - status: 您已签名。
    - heading /等待签名 \\d\\/3/ [level=2]
    - progressbar "签名"
    - list:
      - listitem: /申请人/
      - listitem: /被申请人/
      - listitem: /调解员/
    - link "打开调解协议书（PDF）"
    `,
  );
  await accessible(page);
  await shot(page, `${name}-4`);
  // One's own copy at once: what was shown, with this mark in it.
  const copy = await page.request.get((await page.getByTestId('sign-document').getAttribute('href'))!);
  expect((await copy.body()).toString('latin1')).toMatch(/^%PDF-[^]*\/ETSI\.CAdES\.detached[^]*%%EOF\n$/);
}

/** Refuses the first clause. */
export async function declines(page: Page, id: string, reason: string): Promise<void> {
  await begins(page, id);
  await page.getByTestId('decline-sign-open').click();
  await told(
    page,
    `
    - button "我不签" [expanded]
    - group "哪一条不能接受":
      - radio /第 1 条/
      - radio "整份协议" [checked]
    - textbox "理由（对方和调解员会看到）"
    - button "我不签"
    `,
  );
  await accessible(page);
  await page.getByTestId('decline-clause-1').check();
  await page.getByTestId('decline-sign-reason').fill(reason);
  await page.getByTestId('decline-sign').click();
  await expect(page.getByTestId('clause').first().locator('.respondent')).toContainText('还没表态');
}

/** The mediator's signature at the desk. */
export async function concludes(mediator: Page, id: string): Promise<void> {
  await mediator.goto(`/desk/#/case/${id}`);
  await mediator.getByTestId('sign-code').click();
  const form = mediator.getByTestId('sign');
  await expect(form.locator('input')).toBeVisible();
  await expect(mediator.getByRole('tabpanel', { name: '协议' })).toMatchAriaSnapshot(`
    - paragraph: /本人主持了本次调解.*以电子签名方式签署/
    - textbox /短信验证码 验证码已发送至尾号 \\d+/
    - button "签署协议书"
  `);
  await form.locator('input').fill(await oneTimeCode(mediator, '13800000003'));
  await mediator.getByTestId('sign-sign').click();
}
