import { Person } from '../support/person';
import { Seat } from '../support/room';
import { Server } from '../support/server';
import { enter, expect, faults, test } from '../support/test';

test('a room shows its numbers, and talks under way come to their end before the server does', async ({ browser }) => {
  const server = await Server.start(['--demo', '--drain', '5']);
  try {
    const worker = await enter(browser, server, 'worker');
    await worker.goto('/');
    const id = await new Person(worker).mediatedCase();
    const mediator = await enter(browser, server, 'mediator');
    const host = await Seat.open(mediator, server, 'mediator', id);
    await host.press('enter');
    await host.stands('Main');
    const left = await Seat.open(worker, server, 'worker', id);
    await left.press('enter');
    await host.press('admit');
    await left.hears([host]);
    const metrics = async () => (await mediator.request.get('/metrics')).text();
    await expect.poll(metrics).toMatch(/room_own_people\{room="\d+"\} 2\n/);
    await expect.poll(metrics).toMatch(/room_own_packets_per_second\{room="\d+"\} [1-9]/);
    for (const name of ['bits_per_second', 'loss', 'join_seconds', 'pictures']) expect(await metrics()).toContain(`room_own_${name}`);
    expect(await metrics()).not.toContain(id);

    const ended = server.terminate();
    await expect.poll(async () => (await mediator.request.get('/readyz')).text()).toBe('draining');
    await left.hears([host], 40);
    for (const seat of [left, host]) {
      await seat.press('leave');
      await seat.press('leave-now');
      await seat.shows('out');
    }
    expect(await ended).toBe(0);
    for (const page of [mediator, worker]) expect(faults(page)).toEqual([]);
  } finally {
    await server.stop();
  }
});
