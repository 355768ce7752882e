import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** What the newest text message to `number` that matches `pattern` says there. */
export async function texted(page: Page, number: string, pattern: RegExp): Promise<string> {
  let found: RegExpExecArray | null = null;
  await expect
    .poll(
      async () => {
        const answer = await page.request.get(`${new URL(page.url()).origin}/api/v1/demo/outbox`);
        const outbox = (await answer.json()) as { phone: string; text: string }[];
        found = outbox.filter(({ phone }) => phone === number).map(({ text }) => pattern.exec(text)).find((match) => match) ?? null;
        return found !== null;
      },
      { message: `a text message to ${number}` },
    )
    .toBe(true);
  return found![0];
}

/** The newest one-time code sent to `number`. */
export const oneTimeCode = (page: Page, number: string): Promise<string> => texted(page, number, /(?<=】)\d{6}/);
