import { Person } from '../support/person';
import { type Seat, allInMain } from '../support/room';
import { type Page, accessible, enter, expect, faults, shot, test } from '../support/test';

/** Lines of the camera's three sizes. */
const CAMERA = [135, 270, 540];

/** Asks for a screen and chooses one; the browser's own dialogue answers by itself. */
async function share(seat: Seat): Promise<void> {
  await seat.press('share');
  await expect(seat.page.getByTestId('share-ask')).toBeVisible();
  await seat.press('share-choose');
  await expect(seat.page.getByTestId('share-on')).toBeVisible();
}

test('a shared screen is everyone\'s largest picture, and stays behind in its room', async ({ browser, server }) => {
  const personas = ['mediator', 'worker', 'employer'] as const;
  const pages = await Promise.all(personas.map((persona) => enter(browser, server, persona)));
  const [mediator, worker, employer] = pages as [Page, Page, Page];
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  // Of 720 lines, whose parts the camera's sizes are not.
  await mediator.addInitScript(() => {
    const get = navigator.mediaDevices.getDisplayMedia;
    navigator.mediaDevices.getDisplayMedia = function (wish) {
      return get.call(this, { ...wish, video: { ...(wish!.video as object), width: { max: 1280 }, height: { max: 720 } } });
    };
  });
  const [host, left, right] = (await allInMain(pages, server, id)) as [Seat, Seat, Seat];
  await Promise.all([left.hears([host, right]), right.hears([host, left])]);
  const tile = (page: Page) => page.locator(`[data-person="${host.person}"]`);
  const comes = async (seat: Seat, screen: boolean) => {
    await expect.poll(async () => CAMERA.includes(await seat.lines(host)), { timeout: 30_000 }).toBe(!screen);
    await seat.sees([host]);
  };
  for (const seat of [left, right]) await comes(seat, false);

  await host.press('share');
  await expect(mediator.getByTestId('share-choose')).toBeFocused();
  await shot(mediator, 'room-share-ask');
  await accessible(mediator);
  await host.press('share');
  await expect(mediator.getByTestId('share-ask')).toHaveCount(0);
  await share(host);
  for (const seat of [left, right]) {
    await expect(tile(seat.page)).toHaveClass(/large/);
    await expect(tile(seat.page).getByTestId('screen')).toContainText('正在共享屏幕');
    await comes(seat, true);
  }
  await left.hears([host]);
  await shot(mediator, 'room-share-own');
  await shot(worker, 'room-share-phone');
  await shot(employer, 'room-share-desktop');
  await Promise.all(pages.map((page) => accessible(page)));
  expect(await worker.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  // A connection made anew carries it on.
  await mediator.evaluate(() => window.dispatchEvent(new Event('online')));
  await comes(left, true);

  // Into the caucus comes the camera, not the screen.
  await host.press('caucus-claimant');
  await Promise.all([host.stands('CaucusClaimant'), left.stands('CaucusClaimant')]);
  await expect(mediator.getByTestId('share-note')).toContainText('您换了房间');
  await expect(mediator.getByTestId('share-on')).toHaveCount(0);
  await expect(tile(worker).getByTestId('screen')).toHaveCount(0);
  await comes(left, false);
  await shot(mediator, 'room-share-moved');

  // Whoever shares ends it by a button, or by the browser's own.
  for (const end of [
    () => host.press('share-stop'),
    () => host.press('share'),
    () =>
      tile(mediator)
        .locator('video')
        .evaluate((video: HTMLVideoElement) => (video.srcObject as MediaStream).getVideoTracks()[0]!.dispatchEvent(new Event('ended'))),
  ]) {
    await share(host);
    await comes(left, true);
    await end();
    await expect(mediator.getByTestId('share-note')).toContainText('屏幕共享已停止');
    await expect(tile(worker).getByTestId('screen')).toHaveCount(0);
    await comes(left, false);
  }
  for (const page of pages) expect(faults(page)).toEqual([]);
});

test('whoever has no camera shares a screen too', async ({ browser, server }) => {
  const pages = await Promise.all((['mediator', 'worker', 'employer'] as const).map((persona) => enter(browser, server, persona)));
  const [mediator, worker, employer] = pages as [Page, Page, Page];
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  await employer.addInitScript(() => {
    const get = navigator.mediaDevices.getUserMedia;
    navigator.mediaDevices.getUserMedia = async function (wish) {
      if (wish?.video) throw new DOMException('', 'NotFoundError');
      return get.call(this, wish);
    };
  });
  const [host, , right] = (await allInMain(pages, server, id)) as [Seat, Seat, Seat];
  await share(right);
  await host.hears([right]);
  await right.press('share-stop');
  await expect(mediator.locator(`[data-person="${right.person}"]`).getByTestId('screen')).toHaveCount(0);
  await expect(mediator.locator(`[data-person="${right.person}"]`)).toContainText('未开摄像头');
  for (const page of pages) expect(faults(page)).toEqual([]);
});
