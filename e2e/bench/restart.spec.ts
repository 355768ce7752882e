import { writeFile } from 'node:fs/promises';
import { Person } from '../support/person';
import { allInMain } from '../support/room';
import { enter, test } from '../support/test';

const { RESTART_TIMES: out } = process.env as Record<string, string>;
const RESTARTS = 3;
/** What was on its way when the server died is shown by then. */
const DRAINED = 500;

test('the server is killed and started again, three times, three people in its room', async ({ browser, server }) => {
  const personas = ['mediator', 'worker', 'employer'] as const;
  const pages = await Promise.all(personas.map((persona) => enter(browser, server, persona)));
  const worker = pages[1]!;
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  const seats = await allInMain(pages, server, id);
  const settled = () => Promise.all(seats.map((seat) => seat.hears(seats.filter((other) => other !== seat), 60)));
  await settled();
  const times: number[] = [];
  for (let restart = 0; restart < RESTARTS; restart++) {
    const killed = Date.now();
    await server.kill();
    const back = seats.map(({ page }) => page.evaluate(shown, [killed + DRAINED, seats.length - 1] as const));
    await server.revive();
    times.push(Math.max(...(await Promise.all(back))) - killed);
    // Sound too is back, and the next restart finds everybody at ease.
    await settled();
  }
  await writeFile(out!, JSON.stringify(times));
});

/** In the page: when, after `from`, a frame of each of so many others had been shown. */
async function shown([from, others]: readonly [number, number]): Promise<number> {
  const seen = new Map<string, number>();
  const watched = new WeakSet<HTMLVideoElement>();
  return new Promise((done) => {
    const watch = (person: string, video: HTMLVideoElement) =>
      video.requestVideoFrameCallback((now) => {
        const at = performance.timeOrigin + now;
        if (at < from) return watch(person, video);
        if (!seen.has(person)) seen.set(person, at);
        if (seen.size === others) done(Math.max(...seen.values()));
      });
    const look = () => {
      for (const tile of document.querySelectorAll<HTMLElement>('[data-testid=tile][data-person]')) {
        const video = tile.querySelector<HTMLVideoElement>('video:not(.mirror)');
        if (!video || watched.has(video)) continue;
        watched.add(video);
        watch(tile.dataset.person!, video);
      }
      if (seen.size < others) requestAnimationFrame(look);
    };
    look();
  });
}
