import { Network } from '../support/network';
import { Person } from '../support/person';
import { type Seat, allInMain } from '../support/room';
import { enter, expect, faults, test } from '../support/test';

test('sound and picture come back by themselves, each to the same room', async ({ browser, server }) => {
  const network = await Network.to(server.origin);
  const personas = ['mediator', 'worker', 'employer'] as const;
  const pages = await Promise.all(personas.map((persona) => enter(browser, server, persona)));
  const worker = pages[1]!;
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  for (const page of pages) await network.between(page);
  const all = await allInMain(pages, server, id);
  const [host, left, right] = all as [Seat, Seat, Seat];
  await everyoneHearsEveryone(all);
  await left.press('mute');
  const stillAsTheyWere = async () => {
    await Promise.all(all.map((seat) => seat.stands('Main')));
    await Promise.all([host.sees([left, right]), left.hears([host, right]), right.hears([host])]);
    await expect(left.page.getByTestId('mute')).toHaveAttribute('aria-pressed', 'true');
  };
  await stillAsTheyWere();

  // The phone's network gives it a new address: no click, no new socket.
  network.rebind();
  await timed('NAT rebind', stillAsTheyWere);

  // Nothing for eight seconds.
  await network.darken(8_000);
  await timed('8 s blackout', stillAsTheyWere);

  // Off and on again, as a phone does between Wi-Fi and mobile.
  await worker.context().setOffline(true);
  await network.darken(3_000);
  await worker.context().setOffline(false);
  await timed('offline and back', stillAsTheyWere);

  // A caucus outlives the server: the same two in it, the third alone outside.
  await host.press('caucus-claimant');
  await Promise.all([host.stands('CaucusClaimant'), left.stands('CaucusClaimant')]);
  const apart = async () => {
    await Promise.all([host.stands('CaucusClaimant'), left.stands('CaucusClaimant'), right.stands('Main')]);
    await Promise.all([host.sees([left]), left.hears([host])]);
    await expect(left.page.getByTestId('mute')).toHaveAttribute('aria-pressed', 'true');
  };
  await apart();
  await server.kill();
  await expect(left.page.getByTestId('reconnecting')).toBeVisible();
  await server.revive();
  await timed('server restart', async () => {
    for (const seat of all) await expect(seat.page.getByTestId('reconnecting')).toBeHidden();
    await apart();
  });
  expect(Object.keys(await right.received())).toEqual([]);
  for (const page of pages) expect(faults(page)).toEqual([]);
  network.close();
});

/** Runs it, and notes in the report how long that took; how fast it is on a quiet machine, benchmarks tell. */
async function timed(what: string, check: () => Promise<void>): Promise<void> {
  const start = Date.now();
  await check();
  const passed = Date.now() - start;
  test.info().annotations.push({ type: what, description: `${passed} ms` });
  expect(passed, what).toBeLessThan(30_000);
}

const everyoneHearsEveryone = (seats: Seat[]) =>
  Promise.all(seats.map((seat) => seat.hears(seats.filter((other) => other !== seat))));
