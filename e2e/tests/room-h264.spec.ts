import { Person } from '../support/person';
import { type Kept, type Seat, bothInMain } from '../support/room';
import type { Server } from '../support/server';
import { type Browser, type Page, enter, expect, faults, shot, test } from '../support/test';

/** A mediator and a worker with a case to talk about, in a browser that makes H.264. */
async function two(browser: Browser, server: Server) {
  const pages = await Promise.all((['mediator', 'worker'] as const).map((persona) => enter(browser, server, persona)));
  const [mediator, worker] = pages as [Page, Page];
  await worker.goto('/');
  const known = await worker.evaluate(() => RTCRtpSender.getCapabilities('video')!.codecs.map(({ mimeType }) => mimeType));
  test.skip(!known.includes('video/H264'), 'this Chromium makes no H.264');
  const id = await new Person(worker).mediatedCase();
  return { pages, mediator, worker, id };
}

test('a phone that makes pictures in H.264 alone is seen, in the size that fits, and sees', async ({ browser, server }) => {
  const { pages, mediator, worker, id } = await two(browser, server);
  await worker.addInitScript(likeAPhone);
  const [host, left] = await bothInMain(mediator, worker, server, id);
  await Promise.all([host.hears([left]), left.hears([host])]);
  expect(await codec(host, left)).toBe('video/H264');
  expect(await codec(left, host)).toBe('video/VP8');
  for (const size of [{ width: 360, height: 560, lines: 270 }, { width: 1280, height: 1000, lines: 540 }]) {
    await mediator.setViewportSize(size);
    await expect.poll(() => host.lines(left), { timeout: 30_000, intervals: [100] }).toBe(size.lines);
    await host.sees([left], 10);
  }
  for (const page of pages) expect(faults(page)).toEqual([]);
});

/** In the page: pictures are made in H.264 or not at all. */
function likeAPhone(): void {
  const add = RTCPeerConnection.prototype.addTransceiver;
  RTCPeerConnection.prototype.addTransceiver = function (track, init) {
    const transceiver = add.call(this, track, init);
    if (transceiver.sender.track?.kind === 'video') {
      const { codecs } = RTCRtpSender.getCapabilities('video')!;
      transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => /\/(h264|rtx)$/i.test(mimeType)));
    }
    return transceiver;
  };
}

/** What the picture of `from` comes in. */
const codec = (at: Seat, from: Seat) =>
  at.page.evaluate(async (person) => {
    const { connections } = (window as any).kept as { connections: Kept[] };
    for (const connection of connections.filter(({ connectionState }) => connectionState !== 'closed')) {
      const all = await connection.getStats();
      for (const report of all.values()) {
        if (report.type === 'inbound-rtp' && report.kind === 'video' && connection.people[report.mid] === person) return all.get(report.codecId)?.mimeType;
      }
    }
    return undefined;
  }, from.person);

test('where a browser cannot read what another sends, that one sends something else or both are told', async ({ browser, server }) => {
  const { pages, mediator, worker, id } = await two(browser, server);

  // The mediator reads no VP8: the worker, who came in with it, sends H.264 instead.
  await mediator.addInitScript(without, 'VP8');
  let [host, left] = await bothInMain(mediator, worker, server, id);
  await host.hears([left]);
  expect(await codec(host, left)).toBe('video/H264');
  for (const page of pages) await expect(page.getByTestId('unshown')).toHaveCount(0);

  // A phone that has nothing but H.264, and a mediator who reads none.
  const plain = await enter(browser, server, 'mediator');
  const phone = await enter(browser, server, 'worker');
  for (const page of pages) await page.context().close();
  await plain.addInitScript(without, 'H264');
  await phone.addInitScript(likeAPhone);
  [host, left] = await bothInMain(plain, phone, server, id);
  await expect(plain.locator(`[data-person="${left.person}"]`).getByTestId('unshown')).toContainText('放不出对方的画面');
  await expect(phone.locator(`[data-person="${left.person}"]`).getByTestId('unshown')).toContainText('看不到您的画面');
  await shot(plain, 'room-unshown-mediator');
  await shot(phone, 'room-unshown-phone');
  for (const page of [plain, phone]) expect(faults(page)).toEqual([]);
});

/** In the page: a browser that reads no pictures of this kind. */
function without(codec: string): void {
  const set = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function (description: RTCSessionDescriptionInit) {
    if (description.type !== 'offer') return set.call(this, description);
    const sections = description.sdp!.split(/(?=^m=)/m).map((section) => {
      const numbers = [...section.matchAll(/^a=rtpmap:(\d+) (\w+)\//gm)].filter(([, , name]) => name === codec).map(([, number]) => number);
      const repairs = [...section.matchAll(/^a=fmtp:(\d+) apt=(\d+)/gm)].filter(([, , of]) => numbers.includes(of)).map(([, number]) => number);
      const gone = [...numbers, ...repairs];
      if (!section.startsWith('m=video') || !gone.length) return section;
      const lines = section.split('\r\n').filter((line) => !gone.some((number) => new RegExp(`^a=(rtpmap|fmtp|rtcp-fb):${number} `).test(line)));
      lines[0] = lines[0]!.split(' ').filter((word, at) => at < 3 || !gone.includes(word)).join(' ');
      return lines.join('\r\n');
    });
    return set.call(this, { type: 'offer', sdp: sections.join('') });
  } as typeof set;
}
