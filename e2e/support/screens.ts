import type { Browser, Page } from '@playwright/test';
import type { Server } from './server';
import { type Persona, accessible, enter, expect, faults, shot } from './test';

export const HOME: Record<Persona, string> = { worker: '/app/', employer: '/app/', mediator: '/desk/', arbitrator: '/desk/', colleague: '/desk/', judge: '/desk/', interpreter: '/desk/', observer: '/desk/', union: '/desk/', admin: '/office' };

/** A person in a browser of its own, at home. */
export async function someone(browser: Browser, server: Server, persona: Persona): Promise<Page> {
  const page = await enter(browser, server, persona);
  await page.goto(HOME[persona]);
  return page;
}

/** No horizontal scroll and nothing for axe, light and dark. */
export async function fits(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, name).toBeLessThanOrEqual(0);
    await accessible(page);
    await shot(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  expect(faults(page)).toEqual([]);
}

/** Opens a deed by its button, fills ground and reasons, and does it. */
export async function perform(page: Page, id: string, { ground, reason }: { ground?: string; reason?: string } = {}): Promise<void> {
  await page.getByTestId(id).click();
  const form = page.getByTestId(`${id}-form`);
  await expect(form).toBeVisible();
  if (ground) {
    const value = await form.getByRole('option', { name: ground }).getAttribute('value');
    await page.getByTestId(`${id}-ground`).selectOption(value);
  }
  if (reason) await page.getByTestId(`${id}-reason`).fill(reason);
  await page.getByTestId(`${id}-confirm`).click();
  await expect(form).toBeHidden();
}
