import { agreeAll, seeded } from '../support/agreed';
import { concludes, signs, told } from '../support/ceremony';
import { Person, digest } from '../support/person';
import { oneTimeCode } from '../support/texted';
import { type Page, accessible, enter, expect, faults, shot, test } from '../support/test';

// One device for both parties, lent by a staff member of the mediation body.

const MEDIATOR = '王秀兰';

/** The device's own pages, as a screen reader finds them. */
const STEPS = {
  offer: `
    - heading "现场协助" [level=1]
    - paragraph: /把这台设备借给没有手机或不会操作的当事人/
    - paragraph: /您（王秀兰）将作为协助人记入每份签名/
    - button "开始协助"
  `,
  next: `
    - heading "现场协助" [level=1]
    - paragraph: 下一位当事人，请坐到屏幕前。
    - paragraph: /协助人：王秀兰。协助人只帮您操作，不能替您决定/
    - paragraph:
      - link "用手机号进入"
    - paragraph:
      - link "我收到邀请"
    - heading "带了自己的手机？扫码在自己手机上看和签。" [level=2]
    - img "用自己的手机打开本站的二维码"
    - button "结束协助"
  `,
  phone: `
    - heading [level=1]
    - textbox "手机号"
    - button "发送验证码"
  `,
  code: `
    - textbox "6 位验证码"
    - button "进入"
  `,
};

/** Sits down before the lent device and enters by the code on one's own phone. */
async function entered(page: Page, phone: string): Promise<void> {
  await told(page, STEPS.next);
  await page.getByRole('link', { name: '用手机号进入' }).click();
  await told(page, STEPS.phone);
  await accessible(page);
  await page.getByLabel('手机号').fill(phone);
  await page.getByRole('button', { name: '发送验证码' }).click();
  await told(page, STEPS.code);
  await accessible(page);
  await page.getByLabel('6 位验证码').fill(await oneTimeCode(page, phone));
  await page.getByRole('button', { name: '进入' }).click();
  await expect(page.getByTestId('who')).toContainText(`协助人：${MEDIATOR}`);
}

test('two parties sign one after the other on a lent device, and the log names the helper', async ({ browser, server }) => {
  test.slow();
  const [worker, employer, mediator, device] = [
    await enter(browser, server, 'worker'),
    await enter(browser, server, 'employer'),
    await enter(browser, server, 'mediator'),
    await enter(browser, server, 'mediator'),
  ];
  for (const page of [worker, employer]) await page.goto('/app/');
  await mediator.goto('/desk/');
  const parties = [new Person(worker), new Person(employer)];
  const office = new Person(mediator);
  const helper = (await office.session()).actor.person;
  const id = await seeded(parties[0]!, 'case_accepted', 'terms_agreed');
  await agreeAll(id, ...parties);
  await office.act(id, { agree_terms: { terms: digest(await office.draft(id)) } });
  await office.awaited(id, 'agreement_presented');

  await device.setViewportSize({ width: 360, height: 740 });
  await device.goto(`/desk/#/case/${id}`);
  await expect(device.getByTestId('lend-device')).toBeVisible();
  await shot(device, 'kiosk-desk');
  await device.getByTestId('lend-device').click();
  await expect(device.getByText(MEDIATOR)).toBeVisible();
  await told(device, STEPS.offer);
  await accessible(device);
  await shot(device, 'kiosk-offer');
  await device.getByRole('button', { name: '开始协助' }).click();
  await expect(device.getByText(`协助人：${MEDIATOR}`)).toBeVisible();
  await accessible(device);
  await shot(device, 'kiosk-next');
  expect((await device.request.get('/api/v1/session')).status(), 'the staff session is over').toBe(401);

  for (const [phone, act, name] of [
    ['13800000001', /签名并同意收取 21,600.00 元/, 'kiosk-worker'],
    ['13800000002', /签名并同意支付 21,600.00 元/, 'kiosk-employer'],
  ] as const) {
    await entered(device, phone);
    await signs(device, id, phone, act, name);
    await device.evaluate(() => localStorage.setItem('left', 'behind'));
    await device.getByTestId('sign-out').click();
    await expect(device).toHaveURL(/\/kiosk$/);
    await expect(device.getByText('下一位当事人')).toBeVisible();
    const left = await device.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(left, 'nothing stays for the next person').toBe('{}');
    expect((await device.request.get('/api/v1/session')).status()).toBe(401);
  }
  await device.getByRole('button', { name: '结束协助' }).click();
  await expect(device).toHaveURL(/\/staff$/);
  expect(faults(device)).toEqual([]);

  await concludes(mediator, id);
  await expect.poll(async () => (await office.events(id)).events.some((event) => 'agreement_effective' in event)).toBe(true);
  const { events } = await office.events(id);
  const helpers = events.filter((event) => 'agreement_signed' in event).map((event) => event.agreement_signed.statement.attested.attestation.helper);
  expect(helpers, 'both parties had help, the mediator none').toEqual([helper, helper, undefined]);
});
