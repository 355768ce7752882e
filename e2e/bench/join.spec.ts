import { writeFile } from 'node:fs/promises';
import { Person } from '../support/person';
import { Seat } from '../support/room';
import type { Server } from '../support/server';
import { type Browser, type Page, enter, test } from '../support/test';

const JOINS = 10;
/** Each server's joins fall into clusters some 50 to 100 ms apart, of which ten alone hit now this one, now that. */
const ROUNDS = 3;
const { MAPLEBRIDGE_ORIGIN: origin, JANUS_LINE: janus, JOIN_TIMES: out } = process.env as Record<string, string>;

test('the third participant joins, three times ten on each server', async ({ browser }) => {
  test.setTimeout(ROUNDS * 120_000);
  const ours = { pressed: [] as number[], admitted: [] as number[] };
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { pressed, admitted } = await onOurs(browser);
    ours.pressed.push(...pressed);
    ours.admitted.push(...admitted);
    theirs.push(...(await onJanus(browser)));
  }
  await writeFile(out!, JSON.stringify({ ours, janus: theirs }));
});

/** The product's own screens: from the press of “enter” to the first frame of anybody else. */
async function onOurs(browser: Browser): Promise<{ pressed: number[]; admitted: number[] }> {
  const server = { origin } as Server;
  const personas = ['mediator', 'worker', 'employer'] as const;
  const [mediator, worker, employer] = (await Promise.all(personas.map((persona) => enter(browser, server, persona)))) as [Page, Page, Page];
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  await worker.addInitScript(watch);
  const host = await Seat.open(mediator, server, 'mediator', id);
  await host.press('enter');
  await host.stands('Main');
  // Whoever knocks is let in at once.
  await mediator.evaluate(() => {
    const admit = () => {
      const button = document.querySelector<HTMLElement>('[data-testid=admit]');
      if (!button) return;
      (window as any).admitted = performance.timeOrigin + performance.now();
      button.click();
    };
    new MutationObserver(admit).observe(document.body, { childList: true, subtree: true });
  });
  const right = await Seat.open(employer, server, 'employer', id);
  await right.press('enter');
  await right.stands('Main');
  await Promise.all([host.hears([right]), right.hears([host])]);
  const third = await Seat.open(worker, server, 'worker', id);
  const times = { pressed: [] as number[], admitted: [] as number[] };
  for (let join = 0; join < JOINS; join++) {
    await worker.locator('video').first().waitFor();
    await worker.waitForTimeout(1000);
    await third.press('enter');
    const shown = await first(worker);
    times.pressed.push(shown.after);
    times.admitted.push(shown.at - (await mediator.evaluate(() => (window as any).admitted)));
    await third.hears([host, right]);
    await third.press('leave');
    await third.press('leave-now');
    await third.press('again');
  }
  await Promise.all([mediator, worker, employer].map((page) => page.context().close()));
  return times;
}

interface Shown {
  /** Milliseconds after the press. */
  after: number;
  /** On the clock all pages of this machine share. */
  at: number;
}

const first = async (page: Page): Promise<Shown> => {
  const shown = await page.waitForFunction(() => (window as any).first as Shown | undefined);
  return (await shown.jsonValue())!;
};

/** From the press on, looks for the first frame shown of somebody else. */
function watch(): void {
  const begin = (event: MouseEvent) => {
    if (!(event.target as Element).closest('[data-testid=enter]')) return;
    const pressed = performance.now();
    (window as any).first = undefined;
    const known = new WeakSet<HTMLVideoElement>();
    const look = () => {
      for (const video of document.querySelectorAll<HTMLVideoElement>('[data-testid=tile] video:not(.mirror)')) {
        if (known.has(video)) continue;
        known.add(video);
        video.requestVideoFrameCallback((now) => ((window as any).first ??= { after: now - pressed, at: performance.timeOrigin + now }));
      }
      if ((window as any).first === undefined) requestAnimationFrame(look);
    };
    look();
  };
  addEventListener('click', begin, true);
}

/** The least a page needs for Janus's video room: nothing of ours is lighter. */
async function onJanus(browser: Browser): Promise<number[]> {
  const pages = await Promise.all(
    [1, 2, 3].map(async () => {
      // Any page of this machine may use its devices; ours would let it talk to nobody but us.
      const context = await browser.newContext({ permissions: ['camera', 'microphone'], bypassCSP: true });
      const page = await context.newPage();
      await page.goto(origin!);
      await page.evaluate(client, janus!);
      return page;
    }),
  );
  const [one, two, third] = pages as [Page, Page, Page];
  for (const page of [one, two]) await page.evaluate(() => (window as any).join(false));
  const times: number[] = [];
  for (let join = 0; join < JOINS; join++) {
    await third.waitForTimeout(1000);
    times.push(await third.evaluate(() => (window as any).join(true)));
    await third.waitForTimeout(500);
    await third.evaluate(() => (window as any).leave());
  }
  await Promise.all(pages.map((page) => page.context().close()));
  return times;
}

/** In the page: `join(wait)` answers the milliseconds to the first frame of somebody else. */
async function client(url: string): Promise<void> {
  document.body.replaceChildren(Object.assign(document.createElement('div'), { id: 'room' }));
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  let end = () => {};
  const join = async (wait: boolean) => {
    const pressed = performance.now();
    const socket = new WebSocket(url, 'janus-protocol');
    await new Promise((open) => (socket.onopen = open));
    const asked = new Map<string, (answer: any) => void>();
    socket.onmessage = ({ data }) => {
      const told = JSON.parse(data);
      if (told.janus !== 'ack') asked.get(told.transaction)?.(told);
    };
    let session: number | undefined;
    let count = 0;
    const say = (message: object) =>
      new Promise<any>((answered) => {
        const transaction = String(++count);
        asked.set(transaction, answered);
        socket.send(JSON.stringify({ ...message, transaction, session_id: session }));
      });
    session = (await say({ janus: 'create' })).data.id;
    const attach = async () => (await say({ janus: 'attach', plugin: 'janus.plugin.videoroom' })).data.id;
    const [out, back] = await Promise.all([attach(), attach()]);
    const connect = (handle: number) => {
      const connection = new RTCPeerConnection();
      connection.onicecandidate = ({ candidate }) =>
        void say({ janus: 'trickle', handle_id: handle, candidate: candidate ?? { completed: true } });
      return connection;
    };
    const ask = (handle: number, body: object, jsep?: RTCSessionDescriptionInit | null) => say({ janus: 'message', handle_id: handle, body, jsep });
    const publish = connect(out);
    for (const track of stream.getTracks()) publish.addTrack(track, stream);
    await publish.setLocalDescription();
    const joined = await ask(out, { request: 'joinandconfigure', ptype: 'publisher', room: 1 }, publish.localDescription);
    void publish.setRemoteDescription(joined.jsep);
    const feeds: { id: number }[] = joined.plugindata.data.publishers;
    let time = 0;
    let subscribe: RTCPeerConnection | undefined;
    if (wait) {
      const connection = connect(back);
      subscribe = connection;
      const frame = new Promise<number>((shown) => {
        connection.ontrack = ({ track, streams }) => {
          if (track.kind !== 'video') return;
          const video = document.createElement('video');
          Object.assign(video, { muted: true, autoplay: true, playsInline: true, srcObject: streams[0] ?? new MediaStream([track]) });
          document.getElementById('room')!.append(video);
          video.requestVideoFrameCallback((now) => shown(now - pressed));
        };
      });
      const offered = await ask(back, { request: 'join', ptype: 'subscriber', room: 1, streams: feeds.map(({ id }) => ({ feed: id })) });
      await connection.setRemoteDescription(offered.jsep);
      await connection.setLocalDescription();
      void ask(back, { request: 'start' }, connection.localDescription);
      time = await frame;
    }
    end = () => {
      socket.send(JSON.stringify({ janus: 'destroy', session_id: session, transaction: 'end' }));
      publish.close();
      subscribe?.close();
      document.getElementById('room')!.replaceChildren();
    };
    return time;
  };
  Object.assign(window, { join, leave: () => end() });
}
