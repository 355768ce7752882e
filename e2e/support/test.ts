import { AxeBuilder } from '@axe-core/playwright';
import { type APIResponse, type Browser, type BrowserContext, type Page, test as base, expect } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Server } from './server';

/** The running server and the test file it was started for. */
interface Running {
  file?: string;
  server?: Server;
}

/** A test whose file has a server of its own: what one test leaves is there for the next. */
export const test = base.extend<{ server: Server }, { running: Running }>({
  running: [
    async ({}, use) => {
      const running: Running = {};
      await use(running);
      await running.server?.stop();
    },
    { scope: 'worker' },
  ],
  server: async ({ running, browser }, use, info) => {
    if (running.file !== info.file) {
      await running.server?.stop();
      running.server = await Server.start();
      running.file = info.file;
    }
    await use(running.server!);
    // Whoever stayed would go on sending picture and sound through the next tests.
    await Promise.all(browser.contexts().map((context) => context.close()));
  },
});

export { expect };

/** The demo's people, and the screen each holds. */
export const SCREENS = {
  worker: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  employer: { viewport: { width: 1280, height: 800 } },
  mediator: { viewport: { width: 1440, height: 900 } },
  arbitrator: { viewport: { width: 1280, height: 800 } },
  colleague: { viewport: { width: 1280, height: 800 } },
  judge: { viewport: { width: 1280, height: 800 } },
  interpreter: { viewport: { width: 1280, height: 800 } },
  observer: { viewport: { width: 1280, height: 800 } },
  union: { viewport: { width: 1280, height: 800 } },
  admin: { viewport: { width: 1280, height: 800 } },
} as const;

export type Persona = keyof typeof SCREENS;

/** A browser of one person's own, signed in by the demo's start page. */
export async function enter(browser: Browser, server: Server, persona: Persona): Promise<Page> {
  const context = await browser.newContext({
    ...SCREENS[persona],
    baseURL: server.origin,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    permissions: ['camera', 'microphone'],
  });
  const answer = await context.request.post('/api/v1/demo/enter', { data: { persona } });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  Object.assign(page, { faults });
  return page;
}

/** Errors no one caught in this page's scripts. */
export function faults(page: Page): string[] {
  return (page as Page & { faults?: string[] }).faults ?? [];
}

/** Saves what the page shows to `e2e/shots`. */
export async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: resolve(import.meta.dirname, `../shots/${name}.png`), animations: 'disabled' });
}

/** Saves a document as it was served to `e2e/shots`, to be looked at. */
export async function keep(answer: APIResponse, name: string): Promise<void> {
  await writeFile(resolve(import.meta.dirname, `../shots/${name}.pdf`), await answer.body());
}

/** Fails, with the places, if axe finds anything on the page as it stands. */
export async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map((fault) => `${fault.id}: ${fault.help}\n  ${fault.nodes.map((node) => node.html).join('\n  ')}`);
  expect(found).toEqual([]);
}

export type { BrowserContext, Page };
