import { Person } from '../support/person';
import { Seat } from '../support/room';
import { type Page, accessible, enter, expect, faults, shot, test } from '../support/test';

/** Counts the notes a page plays. */
function count(): void {
  Object.assign(window, { notes: 0 });
  const make = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () {
    (window as any).notes++;
    return make.call(this);
  };
}

const notes = (page: Page) => page.evaluate(() => (window as any).notes as number);

test('those who wait know their place, and are held, told, sent away or let in', async ({ browser, server }) => {
  const [mediator, worker, employer] = (await Promise.all([
    enter(browser, server, 'mediator'),
    enter(browser, server, 'worker'),
    enter(browser, server, 'employer'),
  ])) as [Page, Page, Page];
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  for (const page of [mediator, worker]) await page.addInitScript(count);
  const host = await Seat.open(mediator, server, 'mediator', id);
  await host.press('enter');
  await host.stands('Main');
  const right = await Seat.open(employer, server, 'employer', id);
  await right.press('enter');
  await right.shows('waiting');
  const left = await Seat.open(worker, server, 'worker', id);
  await left.press('enter');
  await left.shows('waiting');
  await expect(employer.getByTestId('waiting-place')).toContainText('第 1 位');
  await expect(worker.getByTestId('waiting-place')).toContainText('第 2 位');
  // Heard and seen by whoever looks elsewhere.
  await expect(mediator).toHaveTitle(/^\(2\) /);
  await expect.poll(() => notes(mediator)).toBe(4);

  const lobby = mediator.getByTestId('rail-lobby');
  await lobby.locator('.person.claimant').getByTestId('hold-them').click();
  await expect(worker.getByTestId('waiting-place')).toContainText('知道您到了');
  await expect(employer.getByTestId('waiting-place')).not.toContainText('知道您到了');
  await mediator.getByTestId('soon-5').click();
  for (const page of [worker, employer]) await expect(page.getByTestId('resuming')).toContainText('大约 5 分钟');
  await shot(worker, 'room-waiting');
  await accessible(worker);
  await shot(mediator, 'room-lobby-mediator');
  await accessible(mediator);

  await lobby.locator('.person.respondent').getByTestId('refuse-them').click();
  await right.shows('out');
  await expect(employer.getByTestId('out-why')).toContainText('没有让您进入');
  await expect(worker.getByTestId('waiting-place')).toContainText('第 1 位');
  await expect(mediator).toHaveTitle(/^\(1\) /);
  // Not by knocking again at once.
  await right.press('again');
  await right.press('enter');
  await right.shows('out');

  const before = await notes(worker);
  await lobby.getByTestId('admit').click();
  await left.stands('Main');
  await expect.poll(() => notes(worker)).toBe(before + 2);
  await expect(worker.getByTestId('resuming')).toHaveCount(0);
  await expect(mediator).toHaveTitle(/^[^(]/);
  // Both browsers' microphones hum: the mediator alone sees for how long.
  await expect(mediator.getByTestId('floor')).toContainText(/0:\d\d/, { timeout: 40_000 });
  await expect(worker.getByTestId('floor')).toHaveCount(0);
  await shot(mediator, 'room-floor');
  for (const page of [mediator, worker, employer]) expect(faults(page)).toEqual([]);
});
