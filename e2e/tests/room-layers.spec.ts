import { Person } from '../support/person';
import { bothInMain } from '../support/room';
import { type Page, enter, expect, faults, test } from '../support/test';

test('each viewer gets the picture its tile has room for, and none out of sight, without a stop', async ({ browser, server }) => {
  const personas = ['mediator', 'worker'] as const;
  const pages = await Promise.all(personas.map((persona) => enter(browser, server, persona)));
  const [mediator, worker] = pages as [Page, Page];
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  const [host, left] = await bothInMain(mediator, worker, server, id);
  await Promise.all([host.hears([left]), left.hears([host])]);

  // The worker's browser sends three sizes, one of them to a mediator's large window.
  const lines = () => host.lines(left);
  await mediator.setViewportSize({ width: 1280, height: 1000 });
  await expect.poll(lines, { timeout: 30_000 }).toBe(540);
  expect(Object.keys(await left.sent()).sort()).toEqual(['f', 'h', 'q']);

  const start = await host.picture(left);
  const sizes = [
    { width: 360, height: 560, lines: 270 },
    { width: 1280, height: 1000, lines: 540 },
  ];
  for (let round = 0; round < 3; round++) {
    for (const { lines: wanted, ...size } of sizes) {
      await mediator.setViewportSize(size);
      const since = Date.now();
      await expect.poll(lines, { timeout: 15_000, intervals: [50] }).toBe(wanted);
      test.info().annotations.push({ type: `to ${wanted} lines`, description: `${Date.now() - since} ms` });
      await host.sees([left], 10);
    }
  }
  const end = await host.picture(left);
  test.info().annotations.push({ type: 'switches', description: JSON.stringify({ start, end }) });
  // How smooth it is on a quiet machine, `bench recovery` tells.
  expect(end.frozen - start.frozen).toBeLessThan(2);

  // Out of sight, as in another tab: nothing of the picture comes, the sound goes on.
  const hide = (hidden: boolean) =>
    mediator.evaluate((hidden) => Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden }), hidden);
  await hide(true);
  const bytes = async () => {
    const { bytes, sound } = (await host.received())[left.person]!;
    return { picture: bytes - sound, sound };
  };
  await expect.poll(async () => {
    const before = await bytes();
    await expect.poll(async () => (await bytes()).sound).toBeGreaterThan(before.sound + 2_000);
    return (await bytes()).picture - before.picture;
  }).toBe(0);
  await hide(false);
  await host.hears([left]);
  for (const page of pages) expect(faults(page)).toEqual([]);
});
