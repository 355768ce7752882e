import { type Page, accessible, enter, expect, shot, test } from '../support/test';

// A union's register of letters, and the administrator's pages of the place: plain forms without a script.

async function everySize(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()!;
  for (const [suffix, width, height] of [['phone', 360, 740], ['wide', 1280, 800]] as const) {
    await page.setViewportSize({ width, height });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await page.screenshot({ path: `shots/${name}-${suffix}.png`, fullPage: true, animations: 'disabled' });
  }
  await page.setViewportSize(before);
}

test('a union writes an opinion, reads it first, and sees by when it is to be answered', async ({ browser, server }) => {
  const page = await enter(browser, server, 'union');
  await page.goto('/desk/');
  await page.getByTestId('letters').click();
  await expect(page.getByRole('heading', { name: '函件登记' })).toBeVisible();
  await everySize(page, 'letters-empty');
  await page.getByLabel('种类').selectOption({ label: '工会劳动法律监督意见书 · 工会法 23' });
  await page.getByLabel('收函单位').fill('云岭枫建建设工程有限公司');
  await page.getByLabel('情况').fill('自六月起拖欠二十三名职工工资，合计三十四万元。');
  await page.getByLabel('意见、建议或委托事项').fill('请于期限内足额支付拖欠的工资，并书面答复。');
  await page.getByRole('button', { name: '编号、盖章并登记' }).click();
  await expect(page.getByRole('alert')).toContainText('须写明答复期限和依据');
  await expect(page.getByLabel('收函单位')).toHaveValue('云岭枫建建设工程有限公司');
  await page.getByLabel(/^答复期限（/).fill('15');
  await page.getByLabel('期限的依据').fill('本会与该企业的约定，2026-03-01');
  await page.getByRole('button', { name: '预览' }).click();
  const picture = page.getByRole('img', { name: '工会劳动法律监督意见书' });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBeGreaterThan(100);
  await accessible(page);
  await everySize(page, 'letters-preview');
  await page.getByRole('button', { name: '编号、盖章并登记' }).click();
  const list = page.getByTestId('letters');
  await expect(list).toContainText('枫工意1号');
  await expect(list).toContainText('已制作，尚未发出');
  for (const step of ['发出', '签收']) {
    await list.getByText('记录进展').click();
    await list.getByLabel('进展').selectOption({ label: step });
    await list.getByRole('button', { name: '记录' }).click();
    await expect(list.getByText(step, { exact: false }).first()).toBeVisible();
  }
  await expect(list).toContainText('等待答复，最后一天');
  await accessible(page);
  await everySize(page, 'letters');
});

test('the rules of the place and the connected systems are kept on plain pages', async ({ browser, server }) => {
  const page = await enter(browser, server, 'admin');
  await page.goto('/office/rules');
  await expect(page.locator('main')).toContainText('月最低工资');
  await accessible(page);
  await everySize(page, 'office-rules');
  await page.goto('/office/systems');
  await shot(page, 'office-systems-empty');
  await page.getByLabel('系统名称').first().fill('青溪区人民法院网上立案系统');
  await page.getByRole('button', { name: '添加系统' }).first().click();
  await expect(page.locator('main')).toContainText('密钥，只显示这一次');
  await shot(page, 'office-systems-secret');
  await page.goto('/office/systems');
  await accessible(page);
  await everySize(page, 'office-systems');
  await shot(page, 'office-systems');
});
