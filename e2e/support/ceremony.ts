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

/** From the summary to the signature, each step as a screen reader finds it; `name` is of its pictures. */
export async function signs(page: Page, id: string, phone: string, act: RegExp, name: string): Promise<void> {
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
    - checkbox "我已看完或听完全部条款，都明白"
    - button "去签名" [disabled]
    - button "上一步"
    ${DECLINE}
    `,
  );
  await accessible(page);
  await shot(page, `${name}-2`);
  await page.getByTestId('sign-read').check();
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
    `,
  );
  await accessible(page);
  await shot(page, `${name}-4`);
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
  await form.locator('input').fill(await oneTimeCode(mediator, '13800000003'));
  await mediator.getByTestId('sign-sign').click();
}
