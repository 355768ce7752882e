import type { APIRequestContext } from '@playwright/test';
import { accessible, expect, shot, test } from '../support/test';

// Pages that must work on any phone, with scripts switched off, in 15 KB.
const DOORS = [
  { path: '/', name: 'landing' },
  { path: '/code', name: 'code' },
  { path: '/status', name: 'status' },
  { path: '/i', name: 'letter' },
  { path: '/staff', name: 'staff' },
  { path: '/demo', name: 'demo' },
  { path: '/demo/outbox', name: 'outbox' },
];

/** A page and its style sheet, as sent without compression. */
async function weight(request: APIRequestContext, origin: string, path: string): Promise<number> {
  const page = await (await request.get(origin + path)).body();
  const style = await (await request.get(`${origin}/door.css`)).body();
  return page.length + style.length;
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });

  for (const door of DOORS) {
    test(`${door.path} is readable and small`, async ({ page, server }) => {
      const answer = await page.goto(server.origin + door.path);
      expect(answer?.status()).toBe(200);
      expect(await weight(page.request, server.origin, door.path)).toBeLessThan(15_000);
      await expect(page.locator('h1')).toBeVisible();
      const wide = await page.locator('body').evaluate((body) => body.scrollWidth);
      expect(wide).toBeLessThanOrEqual(360);
      await shot(page, `door-${door.name}-zh`);
      await page.goto(`${server.origin}${door.path}?lang=en`);
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      expect(await page.locator('body').evaluate((body) => body.scrollWidth)).toBeLessThanOrEqual(360);
      await shot(page, `door-${door.name}-en`);
    });
  }

  test('a party enters by phone and code, sees where the case stands, and takes its receipt', async ({ page, server }) => {
    await page.goto(`${server.origin}/code`);
    await page.getByLabel('手机号').fill('13900000001');
    await page.getByRole('button').click();
    await page.getByLabel('6 位验证码').fill('000000');
    await page.getByRole('button').click();
    await expect(page.getByRole('alert')).toContainText('验证码不对');
    await shot(page, 'door-code-wrong-zh');
    const outbox = await (await page.request.get(`${server.origin}/api/v1/demo/outbox`)).json();
    const [, code] = /(\d{6})/.exec(outbox.find((message: any) => message.phone === '13900000001').text)!;
    await page.getByLabel('6 位验证码').fill(code!);
    await page.getByRole('button').click();
    await page.goto(`${server.origin}/status`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('我的案件');

    await page.request.post(`${server.origin}/api/v1/demo/enter`, { data: { persona: 'worker' } });
    await page.goto(`${server.origin}/status`);
    await expect(page.locator('[aria-current=step]').first()).toBeVisible();
    await shot(page, 'door-status-cases-zh');
    // From a computer one goes on on one's own phone.
    const phone = page.getByRole('img', { name: '用自己的手机打开本站的二维码' });
    await expect(phone).toBeHidden();
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect(phone).toBeVisible();
    await phone.scrollIntoViewIfNeeded();
    await shot(page, 'door-status-phone-zh-wide');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('link', { name: '申请回执' }).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('申请回执');
    await expect(page.locator('code')).toHaveText(/^[0-9a-f]{64}$/);
    await shot(page, 'door-receipt-zh');
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Receipt');
    await shot(page, 'door-receipt-en');
  });

  test('a stranger gets no receipt, and a lost address is told in words', async ({ page, server }) => {
    const foreign = await page.goto(`${server.origin}/receipt?case=01900000-0000-7000-8000-000000000301`);
    expect(foreign?.status()).toBe(404);
    await expect(page.getByRole('alert')).toBeVisible();
    const lost = await page.goto(`${server.origin}/nowhere`);
    expect(lost?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有这个页面');
    await shot(page, 'door-lost-zh');
    const program = await page.request.get(`${server.origin}/nowhere`, { headers: { accept: 'application/json' } });
    expect((await program.json()).code).toBe('unknown_path');
  });
});

for (const door of DOORS) {
  test(`axe finds nothing on ${door.path}, light or dark`, async ({ page, server }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(server.origin + door.path);
      await accessible(page);
      await shot(page, `door-${door.name}-wide-${colorScheme}`);
    }
  });
}

test('the doors start the download of the client the person will need', async ({ request, server }) => {
  for (const [path, program] of [['/code', 'party'], ['/i', 'party'], ['/staff', 'staff']] as const) {
    const page = await (await request.get(server.origin + path)).text();
    const wasm = new RegExp(`href="(/[a-z]+/${program}-[0-9a-f]{10}\\.wasm)" as="fetch"`).exec(page);
    expect(wasm, path).not.toBeNull();
    expect((await request.get(server.origin + wasm![1]!)).status()).toBe(200);
  }
});

test('every page forbids foreign and inline scripts', async ({ request, server }) => {
  for (const path of ['/', '/app/', '/desk/', '/verify/']) {
    const answer = await request.get(server.origin + path);
    const policy = answer.headers()['content-security-policy'] ?? '';
    expect(policy, path).toContain("default-src 'none'");
    expect(policy, path).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
    expect(answer.headers()['x-content-type-options'], path).toBe('nosniff');
  }
});

test('a link nobody made opens no case', async ({ request, server }) => {
  const answer = await request.get(`${server.origin}/i/${'a'.repeat(43)}`);
  expect(answer.status()).toBe(404);
  expect(await answer.text()).not.toContain('13800');
});
