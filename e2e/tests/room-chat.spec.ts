import { Person } from '../support/person';
import { Seat } from '../support/room';
import { type Page, accessible, enter, expect, faults, shot, test } from '../support/test';

test('words reach those who hear the writer and nobody else, and a raised hand is seen', async ({ browser, server }) => {
  const personas = ['mediator', 'worker', 'employer'] as const;
  const pages = await Promise.all(personas.map((persona) => enter(browser, server, persona)));
  const [mediator, worker, employer] = pages as [Page, Page, Page];
  const frames = new Map(pages.map((page) => [page, [] as string[]]));
  for (const page of pages) {
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.get(page)!.push(String(payload))));
  }
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  const host = await Seat.open(mediator, server, 'mediator', id);
  const left = await Seat.open(worker, server, 'worker', id);
  const right = await Seat.open(employer, server, 'employer', id);
  const write = async (page: Page, text: string) => {
    await page.getByTestId('say').fill(text);
    await page.getByTestId('send').click();
    await expect(page.getByTestId('word').last()).toContainText(text);
  };
  const words = (page: Page) => page.getByTestId('word').locator('p').allTextContents();

  // At the door: with the mediator alone, though the other side waits there too.
  await host.press('enter');
  await host.stands('Main');
  for (const seat of [left, right]) {
    await seat.press('enter');
    await seat.shows('waiting');
  }
  await write(worker, '我到了');
  await expect(mediator.getByTestId('chat-button')).toContainText('有新文字');
  await host.press('chat-button');
  await expect(mediator.getByTestId('word')).toContainText('我到了');
  await host.press('answer');
  await write(mediator, '请稍等五分钟');
  await expect(worker.getByTestId('word').last()).toContainText('请稍等五分钟');
  await shot(worker, 'room-lobby-words-phone');
  await shot(mediator, 'room-words-mediator');
  await Promise.all([accessible(worker), accessible(mediator)]);

  // In the main room: everyone.
  for (const waiting of [1, 0]) {
    await mediator.getByTestId('admit').first().click();
    await expect(mediator.getByTestId('admit')).toHaveCount(waiting);
  }
  await Promise.all([left.stands('Main'), right.stands('Main')]);
  for (const seat of [left, right]) await seat.press('chat-button');
  await write(employer, '我们愿意谈');
  await expect(worker.getByTestId('word').last()).toContainText('我们愿意谈');
  await left.press('hand');
  await expect(worker.getByTestId('hand')).toHaveAttribute('aria-pressed', 'true');
  for (const page of [mediator, employer]) {
    await expect(page.locator(`[data-person="${left.person}"]`).getByTestId('hand-up')).toBeVisible();
  }
  await shot(worker, 'room-words-phone');
  await shot(employer, 'room-words-desktop');
  await Promise.all([accessible(worker), accessible(employer)]);
  expect(await worker.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await host.press('lower-hand');
  await expect(worker.getByTestId('hand')).toHaveAttribute('aria-pressed', 'false');

  // In a caucus: its own two, however the third reloads.
  await host.press('caucus-claimant');
  await Promise.all([host.stands('CaucusClaimant'), left.stands('CaucusClaimant')]);
  await write(worker, '底线是一万八');
  await expect(mediator.getByTestId('word').filter({ hasText: '底线是一万八' })).toBeVisible();
  await write(employer, '有人吗');
  expect(await words(worker)).toEqual(['我到了', '请稍等五分钟', '底线是一万八']);
  await employer.reload();
  await right.stands('Main');
  await right.press('chat-button');
  await expect.poll(() => words(employer)).toEqual(['我们愿意谈', '有人吗']);
  await worker.reload();
  await left.stands('CaucusClaimant');
  await left.press('chat-button');
  await expect.poll(() => words(worker)).toEqual(['我到了', '请稍等五分钟', '底线是一万八']);
  await shot(worker, 'room-words-caucus-phone');
  await host.press('end-caucus');
  await Promise.all([host.stands('Main'), left.stands('Main')]);
  await expect.poll(() => words(worker)).toEqual(['我到了', '请稍等五分钟', '我们愿意谈']);
  await write(mediator, '接着谈');
  await expect.poll(() => words(employer)).toEqual(['我们愿意谈', '有人吗', '接着谈']);

  // Not on the screen only: no word of another's caucus or door came over the wire.
  const wire = (page: Page) => frames.get(page)!.join('\n');
  for (const secret of ['底线是一万八', '我到了', '请稍等五分钟']) expect(wire(employer)).not.toContain(secret);
  expect(wire(worker)).not.toContain('有人吗');
  expect(wire(mediator)).toContain('底线是一万八');
  for (const page of pages) expect(faults(page)).toEqual([]);
});
