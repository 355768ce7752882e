import { type Page, test as base, expect } from '@playwright/test';
import { device } from '../support/device';
import { Server } from '../support/server';
import { accessible, shot } from '../support/test';

// Staff of an empty portal, by passkey: the first administrator's link from the server's own
// output, a mediator invited in the office, a lost device made good by a recovery code.

const test = base.extend<{ empty: Server }>({
  empty: async ({}, use) => {
    const server = await Server.start([]);
    await use(server);
    await server.stop();
  },
});

/** Registers this device's passkey by a one-time link; answers the recovery codes shown. */
async function register(page: Page, link: string): Promise<string[]> {
  await page.goto(link);
  await page.getByRole('button', { name: '登记我的通行密钥' }).click();
  await expect(page.locator('#list')).toContainText(/([0-9a-f]{5}-){3}[0-9a-f]{5}/);
  return (await page.locator('#list').innerText()).trim().split('\n');
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/staff');
  await page.locator('#login').getByLabel('登录名').fill(name);
  await page.getByRole('button', { name: '用通行密钥登录' }).click();
}

async function session(page: Page): Promise<{ actor: { role: string; assurance: string } }> {
  return (await page.request.get('/api/v1/session')).json();
}

test('an empty portal gets its administrator, a mediator, and a lost device made good', async ({ browser, empty }) => {
  const first = empty.said.find((line) => line.startsWith('first administrator: '))!.split(': ')[1];
  const admin = await device(browser, empty);
  const codes = await register(admin, first);
  expect(codes).toHaveLength(10);
  await accessible(admin);
  await shot(admin, 'staff-recovery-codes');
  await admin.getByRole('link', { name: '进入工作台' }).click();
  await expect(admin.getByRole('heading', { name: '人员管理' })).toBeVisible();
  expect((await session(admin)).actor).toMatchObject({ role: 'org_admin', assurance: 'passkey' });
  await accessible(admin);

  // The link is used up.
  const late = await device(browser, empty);
  await late.goto(first);
  await late.getByRole('button', { name: '登记我的通行密钥' }).click();
  await expect(late.getByRole('status')).toContainText('已经用过');

  await admin.getByLabel('姓名').fill('王秀兰');
  await admin.getByLabel('登录名').fill('wang');
  await admin.getByLabel('身份和单位').selectOption({ label: '调解员 · 枫林市总工会劳动争议联合调解中心' });
  await admin.getByRole('button', { name: '添加并生成链接' }).click();
  const link = (await admin.locator('#link').innerText()).trim();
  await accessible(admin);
  await shot(admin, 'office');

  // Rules of the place: put on record with their days and source; nonsense is refused.
  await admin.goto('/office/rules');
  await admin.getByLabel('规则').selectOption({ label: '月最低工资' });
  await admin.getByLabel('数值').fill('1990');
  await admin.getByLabel('自', { exact: true }).fill('2026-10-01');
  await admin.getByLabel('来源').fill('枫林市人民政府公告（虚构）2026 年第 3 号');
  await admin.getByRole('button', { name: '记录' }).click();
  await expect(admin.getByText('月最低工资：1,990.00 元/月')).toBeVisible();
  await admin.getByLabel('规则').selectOption({ label: '地方民族节日放假' });
  await admin.getByLabel('自', { exact: true }).fill('2027-04-13');
  await admin.getByLabel('来源').fill('州人民政府办公室通知（虚构）');
  await admin.getByRole('button', { name: '记录' }).click();
  await expect(admin.getByRole('alert')).toContainText('日期');
  await accessible(admin);
  await shot(admin, 'office-rules');
  await admin.goto('/office/systems');
  await accessible(admin);
  await shot(admin, 'office-systems');
  await admin.setViewportSize({ width: 360, height: 740 });
  await shot(admin, 'office-systems-phone');
  await admin.goto('/office/rules');
  await shot(admin, 'office-rules-phone');
  await admin.setViewportSize({ width: 1280, height: 800 });
  await admin.goto('/office');

  const mediator = await device(browser, empty, { width: 360, height: 740 });
  const spare = await register(mediator, link);
  await shot(mediator, 'staff-register-phone');
  await mediator.request.delete('/api/v1/session');
  await signIn(mediator, 'wang');
  await mediator.waitForURL(/\/desk\//);
  expect((await session(mediator)).actor).toMatchObject({ role: 'mediator', assurance: 'passkey' });

  // The phone is lost: a code opens a registration on another, once.
  const other = await device(browser, empty, { width: 360, height: 740 });
  const recover = async (code: string) => {
    await other.goto('/staff');
    await other.locator('#recover').getByLabel('登录名').fill('wang');
    await other.getByLabel('恢复码').fill(code);
    await other.getByRole('button', { name: '重新登记通行密钥' }).click();
  };
  await recover(spare[0]);
  await other.waitForURL(/\/office\/first\//);
  await other.getByRole('button', { name: '登记我的通行密钥' }).click();
  await other.waitForURL(/\/desk\//);
  await other.request.delete('/api/v1/session');
  await recover(spare[0]);
  await expect(other.getByRole('status')).toContainText('恢复码不对');
  await shot(other, 'staff-recovery-refused');
  await signIn(other, 'wang');
  await other.waitForURL(/\/desk\//);

  // Closed is closed, with every session.
  await admin.goto('/office');
  await admin.getByRole('button', { name: '停用账号: 王秀兰' }).click();
  await expect(admin.getByText('已停用')).toBeVisible();
  expect((await other.request.get('/api/v1/session')).status()).toBe(401);
  await signIn(other, 'wang');
  await expect(other.getByRole('status')).toContainText('没有这个登录名');
});
