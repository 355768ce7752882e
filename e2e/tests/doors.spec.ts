import { accessible, expect, shot, test } from '../support/test';

// Pages that must work on any phone, with scripts switched off, in 15 KB.
const DOORS = [
  { path: '/', name: 'landing' },
  { path: '/code', name: 'code' },
  { path: '/status', name: 'status' },
  { path: '/demo', name: 'demo' },
];

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });

  for (const door of DOORS) {
    test(`${door.path} is readable and small`, async ({ page, server }) => {
      const answer = await page.goto(server.origin + door.path);
      expect(answer?.status()).toBe(200);
      expect((await answer!.body()).length).toBeLessThan(15_000);
      await expect(page.locator('h1')).toBeVisible();
      const wide = await page.locator('body').evaluate((body) => body.scrollWidth);
      expect(wide).toBeLessThanOrEqual(360);
      await shot(page, `door-${door.name}`);
    });
  }
});

for (const door of DOORS) {
  test(`axe finds nothing on ${door.path}`, async ({ page, server }) => {
    await page.goto(server.origin + door.path);
    await accessible(page);
  });
}

test('every page forbids foreign and inline scripts', async ({ request, server }) => {
  for (const path of ['/', '/app/', '/desk/']) {
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
