import { Person } from '../support/person';
import { Seat } from '../support/room';
import { enter, expect, test } from '../support/test';

test('three browsers see and hear each other, and a caucus reaches only its own side', async ({ browser, server }) => {
  const [mediator, worker, employer] = await Promise.all(
    (['mediator', 'worker', 'employer'] as const).map(async (persona) => {
      const page = await enter(browser, server, persona);
      await page.goto('/');
      return new Person(page);
    }),
  );
  const lines: { id: string }[] = await worker!.ask('GET', '/api/v1/cases');
  const open = [];
  for (const { id } of lines) {
    const names = (await worker!.events(id)).events.flatMap(Object.keys);
    if (names.includes('case_accepted') && !names.includes('terms_agreed')) open.push(id);
  }
  const id = open[0]!;
  expect(id).toBeDefined();

  const host = await Seat.take(mediator!.page, id);
  const left = await Seat.take(worker!.page, id);
  const right = await Seat.take(employer!.page, id);
  await left.stands('lobby');
  for (const seat of [host, left, right]) {
    await host.ask({ move: { person: seat.person, room: 'main' } });
    await seat.stands('main');
  }
  await Promise.all([host.flows(), left.flows(), right.flows()]);

  // The mediator meets the worker apart: their media flows on, and not one more byte of it
  // reaches the employer, who is alone in the main room.
  await mediator!.act(id, { open_caucus: { side: 'claimant' } });
  for (const seat of [host, left]) {
    await host.ask({ move: { person: seat.person, room: 'caucus_claimant' } });
    await seat.stands('caucus_claimant');
  }
  await left.flows();
  const alone = await right.received();
  await Promise.all([host.flows(60), left.flows(60)]);
  const later = await right.received();
  expect(later.frames).toBe(alone.frames);
  expect(later.bytes).toBe(alone.bytes);

  for (const seat of [host, left]) {
    await host.ask({ move: { person: seat.person, room: 'main' } });
    await seat.stands('main');
  }
  await right.flows();
});
