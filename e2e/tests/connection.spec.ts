import { Person } from '../support/person';
import { overTcp } from '../support/network';
import { Relay } from '../support/relay';
import { Seat } from '../support/room';
import { Server } from '../support/server';
import { type Page, accessible, enter, expect, faults, shot, test } from '../support/test';

/** From here on no packet reaches the media port straight. */
const blocked = (page: Page) =>
  page.addInitScript(() => {
    const set = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }: RTCSessionDescriptionInit) {
      const relayed = this.getConfiguration().iceTransportPolicy === 'relay';
      return set.call(this, { type, sdp: relayed ? sdp : sdp!.replace(/ \d+ typ host/g, ' 9 typ host') });
    };
  });

async function tested(page: Page, heard: 'yes' | 'no' = 'yes'): Promise<string> {
  await page.getByRole('button', { name: /开始测试|再测一次/ }).click();
  await page.locator(`#${heard}`).click({ timeout: 30_000 });
  await expect(page.locator('#verdict')).toBeVisible({ timeout: 60_000 });
  return (await page.locator('#verdict').getAttribute('data-verdict'))!;
}

const found = async (page: Page) =>
  Object.fromEntries(await page.locator('.parts li').evaluateAll((all) => all.map((one) => [one.id, (one as HTMLElement).dataset.found])));

test('a person tests devices and line before the session, and the mediator sees the verdict', async ({ browser, server }) => {
  const [mediator, worker] = (await Promise.all((['mediator', 'worker'] as const).map((persona) => enter(browser, server, persona)))) as [Page, Page];
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  const left = await Seat.open(worker, server, 'worker', id);
  await left.press('test-connection');
  await expect(worker.getByRole('heading', { name: '测试连接' })).toBeVisible();
  await shot(worker, 'connection-phone');
  await accessible(worker);
  expect(await tested(worker)).toBe('ready');
  expect(await found(worker)).toEqual({
    browser: 'good', microphone: 'good', camera: 'good', speaker: 'good', socket: 'good', direct: 'good', tcp: 'good', relay: 'untested', speed: 'good',
  });
  await expect(worker.locator('#verdict')).toContainText('可以参加');
  await expect(worker.locator('#speed')).toContainText(/下行 .*上行 .*毫秒/);
  await shot(worker, 'connection-ready-phone');
  await accessible(worker);
  expect(await worker.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  // Where UDP is blocked and there is no relay, the words say so, and what to do.
  await blocked(worker);
  await worker.reload();
  expect(await tested(worker, 'no')).toBe('not_yet');
  for (const way of ['#direct', '#tcp']) await expect(worker.locator(way)).toHaveAttribute('data-found', 'bad');
  await expect(worker.locator('#verdict')).toContainText('换一个网络');
  await expect(worker.locator('#verdict')).toContainText('调大音量');
  await shot(worker, 'connection-blocked-phone');
  await worker.setViewportSize({ width: 1280, height: 800 });
  await shot(worker, 'connection-blocked-desktop');
  await worker.setViewportSize({ width: 360, height: 740 });

  // The mediator reads it where the person waits; the other side, and strangers, get nothing.
  await worker.getByRole('link', { name: '返回案件' }).click();
  await worker.getByTestId('row-room').click();
  await left.press('enter');
  await left.shows('waiting');
  const host = await Seat.open(mediator, server, 'mediator', id);
  await host.press('enter');
  await host.stands('Main');
  await expect(mediator.getByTestId('tested')).toContainText('还不能参加');
  await shot(mediator, 'connection-mediator');
  expect((await worker.request.get(`/api/v1/cases/${id}/connection`)).status()).toBe(403);
  const stranger = await browser.newContext({ baseURL: server.origin });
  expect((await stranger.request.get(`/connection?case=${id}`)).status()).toBe(404);
  for (const page of [mediator, worker]) expect(faults(page)).toEqual([]);
});

test('TCP stands in where UDP is blocked', async ({ browser, server }) => {
  const worker = await enter(browser, server, 'worker');
  await worker.goto('/');
  const id = await new Person(worker).mediatedCase();
  await worker.addInitScript(overTcp);
  await worker.goto(`/connection?case=${id}`);
  expect(await tested(worker)).toBe('ready');
  expect(await found(worker)).toMatchObject({ direct: 'bad', tcp: 'good', relay: 'untested' });
  await shot(worker, 'connection-tcp-phone');
  expect(faults(worker)).toEqual([]);
});

test('the relay stands in where UDP is blocked', async ({ browser }) => {
  const relay = await Relay.start();
  const server = await Server.start(['--demo', ...relay.flags('udp')]);
  try {
    const worker = await enter(browser, server, 'worker');
    await worker.goto('/');
    const id = await new Person(worker).mediatedCase();
    await blocked(worker);
    await worker.goto(`/connection?case=${id}`);
    expect(await tested(worker)).toBe('ready');
    expect(await found(worker)).toMatchObject({ direct: 'bad', tcp: 'bad', relay: 'good' });
    expect(faults(worker)).toEqual([]);
  } finally {
    await server.stop();
    relay.stop();
  }
});
