import { writeFile } from 'node:fs/promises';
import { Network } from '../support/network';
import { Person } from '../support/person';
import { type Seat, bothInMain } from '../support/room';
import type { Server } from '../support/server';
import { sound, speech } from '../support/speech';
import { type Page, enter, test } from '../support/test';

const { MAPLEBRIDGE_ORIGIN: origin, LOSS_TIMES: out } = process.env as Record<string, string>;
/** Lines of the three sizes, and tiles that each fills. */
const SIZES = { q: 135, h: 270, f: 540 };
const ORDER = ['h', 'f', 'q', 'f', 'h', 'q', 'f', 'q', 'h', 'f'] as const;
const EACH = 2_500;
const STEADY = 20_000;

test('one picture in three sizes and a voice, five per cent lost each way at 60 ms', async ({ browser }) => {
  const server = { origin } as Server;
  const network = await Network.to(origin!);
  const personas = ['mediator', 'worker'] as const;
  const [mediator, worker] = (await Promise.all(personas.map((persona) => enter(browser, server, persona)))) as [Page, Page];
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  for (const page of [mediator, worker]) {
    await network.between(page);
    await page.addInitScript(speech);
  }
  const [host, left] = await bothInMain(mediator, worker, server, id);
  await host.hears([left]);
  // What else is on that page would take from the two cores the media are measured on.
  await mediator.setViewportSize({ width: 1280, height: 1000 });
  network.worsen(0, 30);
  // The worker's browser finds out what its network carries.
  await settled(host, left);
  const clean = await measured(host, left, () => switches(host, left));
  network.worsen(0.05, 30);
  await pause(5_000);
  const voice = await sound(host);
  const steady = await measured(host, left, () => pause(STEADY));
  const heard = await sound(host);
  const lossy = await measured(host, left, () => switches(host, left));
  network.close();
  const concealed = (100 * (heard.made - voice.made)) / (heard.all - voice.all);
  await writeFile(out!, JSON.stringify({ clean, steady, lossy, concealed }));
  await Promise.all([mediator, worker].map((page) => page.context().close()));
});

const pause = (milliseconds: number) => new Promise<void>((over) => setTimeout(over, milliseconds));

/**
 * Until the largest picture has come for five seconds on end, or a minute is over: a browser sends it at once, takes it
 * back when the way grows longer, and brings it again once it trusts the network.
 */
async function settled(host: Seat, left: Seat): Promise<void> {
  const until = Date.now() + 60_000;
  let [steady, sent] = [0, (await left.sent()).f ?? 0];
  while (steady < 10 && Date.now() < until) {
    await pause(500);
    const now = (await left.sent()).f ?? 0;
    const comes = now > sent && (await host.lines(left)) === SIZES.f;
    steady = comes ? steady + 1 : 0;
    sent = now;
  }
}

/** What `act` answers, with the part of its time the picture stood still and pictures a second. */
async function measured<T>(host: Seat, left: Seat, act: () => Promise<T>) {
  const [before, sent, start] = [await host.picture(left), await left.sent(), Date.now()];
  const switches = await act();
  const [after, later, seconds] = [await host.picture(left), await left.sent(), (Date.now() - start) / 1000];
  return {
    switches,
    frozen: (100 * (after.frozen - before.frozen)) / seconds,
    rate: (after.frames - before.frames) / seconds,
    keys: after.keys - before.keys,
    packets: Object.fromEntries(Object.entries(later).map(([size, count]) => [size, count - (sent[size] ?? 0)])),
  };
}

/** Milliseconds from each wish until the picture has that size; `null` where it never had. */
async function switches(host: Seat, left: Seat): Promise<(number | null)[]> {
  const times: (number | null)[] = [];
  for (const size of ORDER) {
    const time = host.page.evaluate(
      ([person, lines, most]) =>
        new Promise<number | null>((done) => {
          const { sockets } = (window as any).kept as { sockets: WebSocket[] };
          const video = document.querySelector<HTMLVideoElement>(`[data-person="${person}"] video`)!;
          const start = performance.now();
          const stop = (time: number | null) => {
            video.removeEventListener('resize', look);
            done(time);
          };
          const look = () => video.videoHeight === lines && stop(performance.now() - start);
          video.addEventListener('resize', look);
          setTimeout(stop, most, null);
          sockets.at(-1)!.send(JSON.stringify({ receive: { video: true, tiles: [[person, lines]] } }));
          look();
        }),
      [left.person, SIZES[size], EACH] as const,
    );
    const [taken] = await Promise.all([time, pause(EACH)]);
    times.push(taken);
  }
  return times;
}
