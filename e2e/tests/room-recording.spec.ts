import { Person } from '../support/person';
import { type Seat, allInMain } from '../support/room';
import { type Browser, type Page, accessible, enter, expect, faults, shot, test } from '../support/test';
import type { Server } from '../support/server';

const PERSONAS = ['mediator', 'worker', 'employer'] as const;

/** The three in the main room. */
async function gathered(browser: Browser, server: Server) {
  const pages = await Promise.all(PERSONAS.map((persona) => enter(browser, server, persona)));
  const [mediator, worker, employer] = pages as [Page, Page, Page];
  await worker.goto('/');
  const asking = new Person(worker);
  const id = await asking.mediatedCase();
  const [host, left, right] = (await allInMain(pages, server, id)) as [Seat, Seat, Seat];
  await host.sees([left, right]);
  return { pages, mediator, worker, employer, asking, id, host, left, right };
}

/** Files of the last recording the log has closed, once there are so many. */
async function kept(asking: Person, id: string, recordings: number): Promise<any[]> {
  const closed = async () => (await asking.events(id)).events.flatMap((event) => event.recording_kept ?? []);
  await expect.poll(async () => (await closed()).length, { timeout: 60_000 }).toBe(recordings);
  return (await closed()).at(-1).files;
}

/** Presses play, and waits until every picture that shows has moved on. */
async function plays(page: Page, shown: number): Promise<void> {
  const recorded = page.getByTestId('recorded').last();
  await expect(recorded).toBeVisible();
  await recorded.getByTestId('play').click();
  const moved = () =>
    recorded.locator('video').evaluateAll((videos: HTMLVideoElement[]) =>
      videos.filter((video) => video.currentTime > 1 && video.videoWidth > 0 && Number.isFinite(video.duration) && !video.error).length,
    );
  await expect.poll(moved, { timeout: 30_000 }).toBe(shown);
  await expect(recorded.getByTestId('reel').filter({ visible: true })).toHaveCount(shown);
}

test('a recording begins with the last consent, stops when one withdraws, and plays back', async ({ browser, server }) => {
  test.setTimeout(240_000);
  const { pages, mediator, worker, employer, asking, id, host, left, right } = await gathered(browser, server);
  const running = (page: Page) => page.getByTestId('recording');

  await host.press('propose-recording');
  for (const page of [worker, employer]) await expect(page.getByTestId('recording-asked')).toContainText('30');
  await expect(mediator.getByTestId('recording-asked')).toBeHidden();
  await shot(worker, 'recording-asked-phone');
  await shot(employer, 'recording-asked-desktop');
  await accessible(worker);
  await left.press('recording-yes');
  await expect(worker.getByTestId('recording-asked')).toBeHidden();
  await expect(mediator.getByTestId('recording-waits')).toBeVisible();
  await shot(mediator, 'recording-waits-mediator');
  await accessible(mediator);
  for (const page of pages) await expect(running(page)).toBeHidden();
  expect((await asking.events(id)).events.flatMap(Object.keys)).not.toContain('recording_started');

  await right.press('recording-yes');
  for (const page of pages) await expect(running(page)).toContainText('正在录音录像');
  await expect(worker.getByRole('status').first()).toContainText('正在录音录像');
  await Promise.all([host.sees([left, right], 60), left.sees([host, right], 60)]);
  await shot(worker, 'recording-runs-phone');
  await shot(mediator, 'recording-runs-mediator');
  await Promise.all([accessible(worker), accessible(mediator)]);
  expect(await worker.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  await left.press('recording-stop');
  for (const page of pages) await expect(running(page)).toBeHidden();
  await expect(mediator.getByTestId('recording-refused')).toContainText('停止了录音录像');
  const files = await kept(asking, id, 1);
  const people = new Set(files.map(({ person }) => person));
  expect(people).toEqual(new Set([host.person, left.person, right.person]));

  // The mediator last: without one the others would be sent to wait.
  for (const seat of [left, right, host]) {
    await seat.press('leave');
    await seat.press('leave-now');
  }
  await mediator.goto(`${server.origin}/desk/#/case/${id}`);
  await mediator.getByTestId('tab-papers').click();
  await plays(mediator, 3);
  await shot(mediator, 'recorded-mediator');
  await accessible(mediator);
  await worker.goto(`${server.origin}/app/#/case/${id}/history`);
  await plays(worker, 3);
  await shot(worker, 'recorded-phone');
  await accessible(worker);
  expect(await worker.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  // Deleted by the mediator: gone for everyone, and the log still says what it was.
  await mediator.getByTestId('delete-recording').click();
  await shot(mediator, 'recording-delete-mediator');
  await mediator.getByTestId('delete-recording-confirm').click();
  await expect(mediator.getByTestId('recorded')).toBeHidden();
  await expect(worker.getByTestId('recorded')).toBeHidden();
  const gone = `/api/v1/cases/${id}/recordings/${files[0].digest}`;
  expect((await worker.request.get(gone)).status()).toBe(404);
  for (const page of pages) expect(faults(page)).toEqual([]);
});

test('what was recorded until the server was killed is kept and plays back', async ({ browser, server }) => {
  test.setTimeout(240_000);
  const { pages, mediator, asking, id, host, left, right } = await gathered(browser, server);
  const before = (await asking.events(id)).events.filter((event) => event.recording_kept).length;
  await host.press('propose-recording');
  for (const seat of [left, right]) await seat.press('recording-yes');
  for (const page of pages) await expect(page.getByTestId('recording')).toBeVisible();
  await host.sees([left, right], 90);
  await server.kill();
  await server.revive();
  const files = await kept(asking, id, before + 1);
  expect(new Set(files.map(({ person }) => person)).size).toBe(3);
  // It is over for everyone, until all agree anew.
  for (const page of pages) await expect(page.getByTestId('recording')).toBeHidden();
  await mediator.goto(`${server.origin}/desk/#/case/${id}`);
  await mediator.getByTestId('tab-papers').click();
  await plays(mediator, 3);
  for (const page of pages) expect(faults(page)).toEqual([]);
});
