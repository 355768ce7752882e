import { type Page, expect } from '@playwright/test';
import { oneTimeCode } from './texted';

/** The worker leaves the talks of case `id` for arbitration and files the petition. */
export async function leaveForArbitration(worker: Page, id: string): Promise<void> {
  await worker.goto(`/app/#/case/${id}/leave`);
  await worker.getByTestId('leave-for-arbitration').click();
  await expect(worker.getByTestId('petition-form')).toBeVisible({ timeout: 60_000 });
  await filePetition(worker, '13800000001');
}

/** The worker's last steps of a petition: checked, then signed with the code from the phone. */
export async function filePetition(page: Page, phone: string, shown?: () => Promise<void>): Promise<void> {
  await page.getByTestId('petition-send').click();
  await page.getByTestId('petition-consent').check();
  await page.getByTestId('petition-code').click();
  await expect(page.getByTestId('petition-input')).toBeVisible();
  await page.getByTestId('petition-input').fill(await oneTimeCode(page, phone));
  await shown?.();
  await page.getByTestId('petition-sign').click();
  await expect(page.getByTestId('arbitration-standing')).toContainText('前答复是否受理');
}

/** The arbitrator, on the case's desk, names `day` for the hearing. */
export async function nameHearing(arbitrator: Page, day: string): Promise<void> {
  await arbitrator.getByText('通知开庭').first().click();
  await arbitrator.locator('#hearing-day').fill(day);
  await arbitrator.locator('#hearing-place').fill('第一仲裁庭（线上同步）');
  await arbitrator.getByTestId('schedule').click();
}
