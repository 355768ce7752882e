import type { Page } from '@playwright/test';
import { Person } from '../support/person';
import { type ByPerson, type Received, Seat } from '../support/room';
import { type Persona, accessible, enter, expect, faults, shot, test } from '../support/test';

test('three people meet in the room by its screens, and a caucus reaches only its own side', async ({ browser, server }) => {
  const personas = ['mediator', 'worker', 'employer'] as const;
  const [mediator, worker, employer] = (await Promise.all(personas.map((persona) => enter(browser, server, persona)))) as [Page, Page, Page];
  await worker.goto('/');
  const asking = new Person(worker);
  const id = await asking.mediatedCase();
  const sit = (page: Page, persona: Persona) => Seat.open(page, server, persona, id);

  // The check: our own picture, a meter that moves, nobody else.
  const left = await sit(worker, 'worker');
  await expect(left.page.locator('video')).toBeVisible();
  // The made-up microphone beeps once a second: looked for at every frame, none is missed.
  await worker.waitForFunction(() => Number(document.querySelector('[data-testid=level]')!.getAttribute('aria-valuenow')) > 0);
  await shot(worker, 'room-check-phone');
  await accessible(worker);
  await left.press('enter');

  // Nobody waits unseen, and nobody waiting hears anything.
  const host = await sit(mediator, 'mediator');
  await shot(mediator, 'room-check-desktop');
  await left.shows('waiting');
  await shot(worker, 'room-lobby-phone');
  await accessible(worker);
  await host.press('enter');
  await host.stands('Main');
  const right = await sit(employer, 'employer');
  await right.press('enter');
  await right.shows('waiting');
  await expect(host.page.getByTestId('admit')).toHaveCount(2);
  expect(await left.received()).toEqual({});
  expect(await right.received()).toEqual({});

  for (const waiting of [1, 0]) {
    await host.page.getByTestId('admit').first().click();
    await expect(host.page.getByTestId('admit')).toHaveCount(waiting);
  }
  await Promise.all([left.stands('Main'), right.stands('Main')]);
  await everyoneHearsEveryone([host, left, right]);
  for (const page of [mediator, worker, employer]) await expect(page.getByTestId('count')).toContainText('3');
  await shot(worker, 'room-stage-phone');
  await shot(employer, 'room-stage-desktop');
  await shot(mediator, 'room-stage-mediator');
  await Promise.all([accessible(worker), accessible(mediator)]);
  expect(await worker.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  // The mediator meets the worker apart: their media flows on, and not one more byte of it
  // reaches the employer, who is alone in the main room.
  await host.press('caucus-claimant');
  await Promise.all([host.stands('CaucusClaimant'), left.stands('CaucusClaimant')]);
  await expect(worker.getByTestId('caucus-note')).toBeVisible();
  const atOnce = bytes(await right.received());
  // What had arrived before is shown to its end; then nothing moves.
  await Promise.all([host.hears([left], 10), left.hears([host], 10)]);
  const alone = await right.received();
  await Promise.all([host.hears([left], 40), left.hears([host], 40)]);
  const later = await right.received();
  expect(bytes(later)).toEqual(atOnce);
  expect(frames(later)).toEqual(frames(alone));
  await right.stands('Main');
  await expect(employer.getByTestId('tile')).toHaveCount(1);
  await shot(worker, 'room-caucus-phone');
  await shot(mediator, 'room-caucus-mediator');
  await accessible(worker);
  await host.press('end-caucus');
  await Promise.all([host.stands('Main'), left.stands('Main')]);
  await everyoneHearsEveryone([host, left, right]);

  // Muted: the picture goes on, the sound does not.
  await left.press('mute');
  await expect(left.page.getByTestId('mute')).toHaveAttribute('aria-pressed', 'true');
  await expect(employer.locator(`[data-person="${left.person}"]`)).toContainText('已静音');
  await right.hears([host], 10);
  const quiet = (await right.received())[left.person]!;
  await right.hears([host], 30);
  const still = (await right.received())[left.person]!;
  expect(still.sound).toBe(quiet.sound);
  expect(still.frames).toBeGreaterThan(quiet.frames);

  // Saving data: no picture either way, the sound goes on.
  await right.press('frugal');
  await expect(employer.getByTestId('frugal')).toHaveAttribute('aria-pressed', 'true');
  await expect(mediator.locator(`[data-person="${right.person}"]`)).toContainText('未开摄像头');
  const before = (await right.received())[host.person]!;
  await expect.poll(async () => (await right.received())[host.person]!.sound).toBeGreaterThan(before.sound + 10_000);
  expect(pictures((await right.received())[host.person]!) - pictures(before)).toBeLessThan(10_000);
  await shot(employer, 'room-frugal-desktop');
  await right.press('frugal');
  await right.hears([host]);
  await host.sees([right]);

  // A reload and a lost line both lead back to the same room, still muted, without being let in again.
  await worker.reload();
  await left.stands('Main');
  await expect(left.page.getByTestId('mute')).toHaveAttribute('aria-pressed', 'true');
  await left.hears([host, right]);
  await worker.evaluate(() => (window as any).kept.sockets.at(-1).close());
  await expect.poll(() => worker.evaluate(() => (window as any).kept.sockets.length)).toBe(2);
  await left.stands('Main');
  await left.press('mute');
  await everyoneHearsEveryone([host, left, right]);

  // The draft stands beside the stage, the room goes on.
  await left.press('draft');
  await expect(worker.getByTestId('terms')).toBeVisible();
  await shot(worker, 'room-draft-phone');
  await host.press('draft');
  await shot(mediator, 'room-draft-mediator');
  await left.press('draft');

  await left.press('leave');
  await shot(worker, 'room-leave-phone');
  await left.press('leave-now');
  await left.shows('out');
  await expect(employer.getByTestId('tile')).toHaveCount(2);
  await accessible(worker);
  await expect
    .poll(async () => (await asking.events(id)).events.flatMap(Object.keys).filter((name) => /^(room|caucus)_/.test(name)))
    .toEqual(expect.arrayContaining(['room_entered', 'room_left', 'caucus_opened', 'caucus_closed']));
  for (const page of [mediator, worker, employer]) expect(faults(page)).toEqual([]);
});

test('without a camera or permission one still takes part, and is told in words how to get them', async ({ browser, server }) => {
  const [mediator, worker] = (await Promise.all((['mediator', 'worker'] as const).map((persona) => enter(browser, server, persona)))) as [Page, Page];
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  await worker.addInitScript(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wish) => {
      const why = sessionStorage.getItem('devices');
      if (why === 'none' || (why === 'sound' && wish?.video)) throw new DOMException('', why === 'sound' ? 'NotFoundError' : 'NotAllowedError');
      return ask(wish);
    };
    if (!sessionStorage.getItem('devices')) sessionStorage.setItem('devices', 'sound');
  });
  const left = await Seat.open(worker, server, 'worker', id);
  await expect(worker.getByTestId('device-problem')).toContainText('没有找到摄像头');
  await expect(worker.getByTestId('enter')).toHaveText('只用声音进入');
  await worker.evaluate(() => sessionStorage.setItem('devices', 'none'));
  await left.press('try-again');
  await expect(worker.getByTestId('device-problem')).toContainText('允许');
  await expect(worker.getByTestId('enter')).toHaveText('只听和看，先进入');
  await shot(worker, 'room-refused-phone');
  await accessible(worker);
  await left.press('enter');
  await left.shows('waiting');

  // The mediator, on a phone too.
  await mediator.setViewportSize({ width: 360, height: 740 });
  const host = await Seat.open(mediator, server, 'mediator', id);
  await host.press('enter');
  await host.stands('Main');
  await host.press('people');
  await shot(mediator, 'room-people-phone');
  await accessible(mediator);
  await host.press('admit');
  await left.stands('Main');
  await left.hears([host]);
  await expect(worker.getByTestId('mute')).toBeDisabled();
  await worker.getByTestId('room-language').click();
  await expect(worker.getByTestId('room-name')).toHaveText('Main room');
  await shot(worker, 'room-stage-phone-en');

  // Devices come later, without leaving.
  await worker.evaluate(() => sessionStorage.setItem('devices', 'all'));
  await worker.reload();
  await left.stands('Main');
  await host.hears([left]);
  for (const page of [mediator, worker]) expect(faults(page)).toEqual([]);
});

/** Bytes of picture. */
const pictures = ({ bytes, sound }: Received) => bytes - sound;
const each = (all: ByPerson, of: 'bytes' | 'frames') =>
  Object.fromEntries(Object.entries(all).map(([person, sum]) => [person, sum[of]]));
const bytes = (all: ByPerson) => each(all, 'bytes');
const frames = (all: ByPerson) => each(all, 'frames');

const everyoneHearsEveryone = (seats: Seat[]) =>
  Promise.all(seats.map((seat) => seat.hears(seats.filter((other) => other !== seat))));
