import { overTcp } from '../support/network';
import { Person } from '../support/person';
import { bothInMain, ways } from '../support/room';
import { type Page, enter, expect, faults, test } from '../support/test';

test('where UDP does not pass, people meet over TCP on the portal\'s own port', async ({ browser, server }) => {
  const pages = await Promise.all((['mediator', 'worker'] as const).map((persona) => enter(browser, server, persona)));
  const [mediator, worker] = pages as [Page, Page];
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  await worker.addInitScript(overTcp);
  const [host, left] = await bothInMain(mediator, worker, server, id);
  await Promise.all([host.hears([left], 40), left.hears([host], 40)]);
  expect((await worker.evaluate(ways)).map(({ protocol }) => protocol)).toEqual(['tcp', 'tcp']);
  expect((await mediator.evaluate(ways)).map(({ protocol }) => protocol)).toEqual(['udp', 'udp']);
  const metrics = await (await mediator.request.get(`${server.origin}/metrics`)).text();
  for (const carrier of ['udp', 'tcp']) expect(metrics).toContain(`room_connections{carrier="${carrier}"} 2`);

  // The same people, the same room, after a reload.
  await worker.reload();
  await left.stands('Main');
  await Promise.all([host.hears([left]), left.hears([host])]);
  expect((await worker.evaluate(ways)).map(({ protocol }) => protocol)).toEqual(['tcp', 'tcp']);
  for (const page of pages) expect(faults(page)).toEqual([]);
});
