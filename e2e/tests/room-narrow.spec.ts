import { Network } from '../support/network';
import { Person } from '../support/person';
import { bothInMain } from '../support/room';
import { sound, speech } from '../support/speech';
import { type Page, accessible, enter, expect, faults, shot, test } from '../support/test';

test('over fifty kilobits a second the voices stay clear, and the pictures come back with the network', async ({ browser, server }) => {
  const network = await Network.to(server.origin);
  const personas = ['mediator', 'worker'] as const;
  const pages = await Promise.all(personas.map((persona) => enter(browser, server, persona)));
  const [mediator, worker] = pages as [Page, Page];
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  await network.between(worker);
  for (const page of pages) await page.addInitScript(speech);
  const [host, left] = await bothInMain(mediator, worker, server, id);
  await Promise.all([host.hears([left]), left.hears([host])]);

  network.narrow(50_000);
  // The way up: the server asks for no more than the voice, and says so.
  await expect(worker.getByTestId('picture-held')).toContainText('网络太慢', { timeout: 60_000 });
  await expect(worker.getByTestId('camera')).toHaveAttribute('aria-pressed', 'true');
  await expect(mediator.locator(`[data-person="${left.person}"]`)).toContainText('未开摄像头');
  const made = async () => {
    const before = await Promise.all([host, left].map(sound));
    await worker.waitForTimeout(10_000);
    const after = await Promise.all([host, left].map(sound));
    return before.map((was, at) => (100 * (after[at]!.made - was.made)) / (after[at]!.all - was.all));
  };
  // The way down: once pictures are held back too. They are tried anew, ever more rarely, for a second each.
  await expect
    .poll(async () => Math.max(...(await made())), { message: 'per cent made up by a browser', timeout: 90_000, intervals: [0] })
    .toBeLessThan(5);
  await shot(worker, 'room-narrow-phone');
  await accessible(worker);

  network.narrow(Infinity);
  await worker.getByTestId('picture-again').click();
  await expect(worker.getByTestId('picture-held')).toHaveCount(0);
  await Promise.all([host.hears([left], 40), left.hears([host], 40)]);
  for (const page of pages) expect(faults(page)).toEqual([]);
  network.close();
});
