import { Person } from '../support/person';
import { Seat } from '../support/room';
import { oneTimeCode } from '../support/texted';
import { SCREENS, accessible, enter, expect, faults, shot, test } from '../support/test';

test('the computer stays with the papers, and the same person is in the room by phone', async ({ browser, server }) => {
  const [mediator, employer, worker] = [
    await enter(browser, server, 'mediator'),
    await enter(browser, server, 'employer'),
    await enter(browser, server, 'worker'),
  ];
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  const host = await Seat.open(mediator, server, 'mediator', id);
  await host.press('enter');
  await host.stands('Main');

  // By the check of devices.
  await employer.goto(`/app/#/case/${id}`);
  await employer.getByRole('link', { name: '调解室' }).click();
  await expect(employer.getByTestId('use-phone')).toBeVisible();
  await shot(employer, 'phone-check-wide');
  await employer.getByTestId('use-phone').click();
  await expect(employer.getByRole('heading', { level: 1 })).toHaveText('用手机开声音和画面');
  const code = employer.getByRole('img', { name: '用自己的手机打开本站的二维码' });
  await expect(code).toBeVisible();
  await shot(employer, 'phone-code-wide');
  await accessible(employer);
  await employer.getByRole('link', { name: '在这台电脑上看材料' }).click();
  await expect(employer.getByRole('link', { name: '调解室' })).toBeVisible();

  // What the code says; a phone's camera reads it.
  const session = await (await employer.request.get('/api/v1/session')).json();
  const phone = await (await browser.newContext({ ...SCREENS.worker, baseURL: server.origin, locale: 'zh-CN', permissions: ['camera', 'microphone'] })).newPage();
  await phone.goto(`/room?case=${id}`);
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('用手机号进入');
  const number = '13800000002';
  await phone.getByLabel('手机号').fill(number);
  await phone.getByRole('button', { name: '发送验证码' }).click();
  await phone.getByLabel('6 位验证码').fill('000000');
  await phone.getByRole('button', { name: '进入' }).click();
  await expect(phone.getByRole('alert')).toBeVisible();
  await phone.getByLabel('6 位验证码').fill(await oneTimeCode(phone, number));
  await phone.getByRole('button', { name: '进入' }).click();
  await expect(phone.getByTestId('room')).toHaveAttribute('data-screen', 'check');
  await expect(phone.getByTestId('use-phone')).toBeHidden();
  await phone.getByTestId('enter').click();
  await expect(phone.getByTestId('room')).toHaveAttribute('data-screen', 'waiting');
  await host.press('admit');
  await expect(phone.getByTestId('stage')).toBeVisible();
  await expect(mediator.locator(`[data-person="${session.actor.person}"]`).first()).toBeVisible();
  await shot(phone, 'phone-in-the-room');
  // The papers stay where they were.
  await expect(employer.getByRole('link', { name: '调解室' })).toBeVisible();

  // Signed in already, the way leads straight there; a stranger's leads to no code.
  await phone.goto(`/room?case=${id}`);
  await expect(phone.getByTestId('room')).toBeVisible();
  const stranger = await browser.newContext({ baseURL: server.origin });
  expect((await stranger.request.get(`/phone?case=${id}`)).status()).toBe(404);
  for (const page of [mediator, employer, phone]) expect(faults(page)).toEqual([]);
});
