import type { Browser } from 'puppeteer-core';
import { FirefoxSeat, launchFirefox } from '../support/firefox';
import { Network } from '../support/network';
import { Person } from '../support/person';
import { type ByPerson, Seat } from '../support/room';
import { SCREENS, enter, expect, faults, test } from '../support/test';

let fox: Browser;
test.beforeAll(async () => {
  fox = await launchFirefox();
});
test.afterAll(() => fox.close());

for (const sizes of ['one size', 'several sizes'] as const) {
  test(`Firefox meets two Chromium, each picture in ${sizes}`, async ({ browser, server }) => {
    test.setTimeout(480_000);
    const network = await Network.to(server.origin);
    const mediator = await enter(browser, server, 'mediator');
    const worker = await enter(browser, server, 'worker');
    await worker.goto('/');
    const id = await new Person(worker).mediatedCase();
    const prepare = async (page: Parameters<Network['between']>[0]) => {
      await network.between(page);
      if (sizes === 'one size') await page.addInitScript(plain);
    };
    await prepare(mediator);
    // Three sizes of three pictures are more than two cores make beside all else.
    await network.between(worker);
    await worker.addInitScript(plain);
    const host = await Seat.open(mediator, server, 'mediator', id);
    const right = await FirefoxSeat.enter(fox, server, 'employer', id, prepare);
    await host.press('enter');
    await host.stands('Main');
    await admitted(host, right);
    await Promise.all([host.hears([right]), right.hears([host])]);
    if (sizes === 'several sizes') {
      // Each way the size the tile has room for, back and forth.
      expect(Object.keys(await right.sent()).sort()).toEqual(['f', 'h', 'q']);
      const resize = { host: (width: number, height: number) => mediator.setViewportSize({ width, height }), right: right.resize.bind(right) };
      for (const [viewer, resized, speaker] of [[host, resize.host, right], [right, resize.right, host]] as const) {
        for (const { width, height, lines } of [LARGE, SMALL, LARGE, SMALL]) {
          await resized(width, height);
          await expect.poll(() => viewer.lines(speaker), { timeout: 30_000, intervals: [100] }).toBe(lines);
          await viewer.sees([speaker], 10);
        }
      }
      // The mediator's list of people stands beside the pictures again.
      await mediator.setViewportSize(SCREENS.mediator.viewport);
    }
    const left = await Seat.open(worker, server, 'worker', id);
    await admitted(host, left);
    const all = [host, left, right];
    await everyoneHearsEveryone(all);
    if (sizes === 'several sizes') {
      // Where somebody wants sound alone, all speak in few bits, and go on speaking.
      expect(await pace(right)).toBeGreaterThan(25);
      await host.press('frugal');
      await expect.poll(() => pace(right), { message: 'kilobits a second of its voice', timeout: 20_000 }).toBeLessThan(25);
      await Promise.all([left.hears([right]), right.hears([left])]);
      await host.press('frugal');
      await everyoneHearsEveryone(all);
    }

    // Apart with Firefox: nothing of it reaches the other side. And Firefox gets nothing of a caucus
    // it is not in.
    await apart(host, right, left, 'caucus-respondent');
    await everyoneHearsEveryone(all);
    await apart(host, left, right, 'caucus-claimant');
    await everyoneHearsEveryone(all);

    // A new address, and eight seconds of nothing.
    network.rebind();
    await everyoneHearsEveryone(all);
    await network.darken(8_000);
    await everyoneHearsEveryone(all);

    // Firefox reloads: the same room, still muted.
    await right.press('mute');
    await right.reads('mute', 'aria-pressed', 'true');
    await right.reload();
    await right.stands('Main');
    await right.reads('mute', 'aria-pressed', 'true');
    await Promise.all([right.hears([host, left]), host.sees([right]), left.sees([right])]);
    await right.press('mute');
    await everyoneHearsEveryone(all);
    for (const page of [mediator, worker]) expect(faults(page)).toEqual([]);
    expect(right.faults).toEqual([]);
    network.close();
    await right.close();
  });
}

const SMALL = { width: 360, height: 560, lines: 270 };
const LARGE = { width: 1280, height: 1000, lines: 540 };

/** In the page: from here on it sends its picture in one size. */
function plain(): void {
  const add = RTCPeerConnection.prototype.addTransceiver;
  RTCPeerConnection.prototype.addTransceiver = function (track, { sendEncodings: _, ...init } = {}) {
    return add.call(this, track, init);
  };
}

/** `guest` waits, hearing nobody, and is let in. */
async function admitted(host: Seat, guest: Seat): Promise<void> {
  await guest.press('enter');
  await guest.shows('waiting');
  expect(await guest.received()).toEqual({});
  await host.press('admit');
  await guest.stands('Main');
}

/** `host` meets `guest` in a caucus and comes back; not one more byte of theirs reaches `outside`. */
async function apart(host: Seat, guest: Seat, outside: Seat, button: string): Promise<void> {
  await host.press(button);
  const room = button === 'caucus-claimant' ? 'CaucusClaimant' : 'CaucusRespondent';
  await Promise.all([host.stands(room), guest.stands(room)]);
  // What had arrived before is counted to its end; then nothing moves.
  await Promise.all([host.hears([guest], 10), guest.hears([host], 10)]);
  const before = await outside.received();
  await Promise.all([host.hears([guest], 40), guest.hears([host], 40)]);
  expect(sums(await outside.received())).toEqual(sums(before));
  await outside.stands('Main');
  await host.press('end-caucus');
  await Promise.all([host.stands('Main'), guest.stands('Main')]);
}

/** Kilobits a second of its voice, over two seconds. */
async function pace(seat: Seat): Promise<number> {
  const before = await seat.spoken();
  await new Promise((over) => setTimeout(over, 2_000));
  const after = await seat.spoken();
  return ((after.bytes - before.bytes) * 8) / 2_000;
}

const sums = (all: ByPerson) => Object.fromEntries(Object.entries(all).map(([person, { bytes, frames }]) => [person, { bytes, frames }]));

const everyoneHearsEveryone = (seats: Seat[]) =>
  Promise.all(seats.map((seat) => seat.hears(seats.filter((other) => other !== seat))));
