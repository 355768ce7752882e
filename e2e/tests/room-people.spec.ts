import type { Page } from '@playwright/test';
import { Person } from '../support/person';
import { fits } from '../support/screens';
import { type ByPerson, Seat } from '../support/room';
import { type Persona, accessible, enter, expect, faults, keep, shot, test } from '../support/test';

// Mediator, both sides, an interpreter and an observer: lobby → main → caucus A → caucus B → main → minutes
// confirmed; then the mediator leaves. What arrived is read from each browser's own connections: nobody
// outside a caucus ever gets a packet of it, and nobody hears who is not shown.

test('five people walk through every room, no packet leaves a caucus, and both sides confirm the minutes', async ({ browser, server }) => {
  test.setTimeout(240_000);
  const personas = ['mediator', 'worker', 'employer', 'interpreter', 'observer'] as const;
  const pages = await Promise.all(personas.map((persona) => enter(browser, server, persona)));
  const [mediator, worker, employer, interpreter, observer] = pages as [Page, Page, Page, Page, Page];
  await worker.goto('/');
  const asking = new Person(worker);
  const id = await asking.mediatedCase();
  const sit = async (page: Page, persona: Persona) => {
    // A fresh page, so that its connections are watched from the first.
    await page.goto('about:blank');
    return Seat.open(page, server, persona, id);
  };

  // Nobody interprets who was not called.
  expect((await interpreter.request.get(`/api/v1/cases/${id}`)).status()).toBe(404);
  await mediator.goto(`/desk/#/case/${id}`);
  await mediator.getByTestId('interpreter-open').click();
  await mediator.locator('#interpreter-language').fill('ພາສາລາວ 老挝语');
  await mediator.getByTestId('interpreter-call').click();
  await expect(mediator.getByTestId('called')).toContainText('岩温');
  await interpreter.goto('/desk/');
  await expect(interpreter.getByTestId('case-line')).toHaveCount(1);
  await interpreter.goto(`/desk/#/case/${id}`);
  await expect(interpreter.getByTestId('desk')).toContainText('老挝语');
  await fits(interpreter, 'people-interpreter-desk');

  // Lobby: five come, four wait and hear nothing.
  const host = await sit(mediator, 'mediator');
  await host.press('enter');
  await host.stands('Main');
  const [left, right, voice, watcher] = [
    await sit(worker, 'worker'),
    await sit(employer, 'employer'),
    await sit(interpreter, 'interpreter'),
    await sit(observer, 'observer'),
  ];
  // Who only watches is asked for no camera.
  await expect(observer.getByTestId('enter')).toHaveText('只听和看，先进入');
  expect(await observer.evaluate(() => (window as any).kept.connections.length)).toBe(0);
  for (const seat of [left, right, voice, watcher]) {
    await seat.press('enter');
    await seat.shows('waiting');
  }
  for (const seat of [left, right, voice, watcher]) expect(await seat.received()).toEqual({});
  for (const waiting of [3, 2, 1, 0]) {
    await mediator.getByTestId('admit').first().click();
    await expect(mediator.getByTestId('admit')).toHaveCount(waiting);
  }
  const speakers = [host, left, right, voice];
  const everyone = [...speakers, watcher];
  await Promise.all(everyone.map((seat) => seat.stands('Main')));

  // Main: all hear all who speak; the observer is shown to everyone and sends nothing.
  await Promise.all(everyone.map((seat) => seat.hears(speakers.filter((other) => other !== seat))));
  for (const page of pages) await expect(page.getByTestId('tile')).toHaveCount(5);
  for (const page of [worker, employer]) {
    await expect(page.locator(`[data-person="${watcher.person}"]`)).toContainText('旁听督导');
    await expect(page.getByTestId('count')).toContainText('5');
  }
  await expect(observer.getByTestId('hand')).toHaveCount(0);
  await shot(worker, 'people-main-phone');
  await shot(observer, 'people-main-observer');
  await accessible(observer);

  // The interpreter's channel: heard by who chose it, over a lowered floor, and the choice is shown.
  await voice.press('channel');
  await expect(interpreter.getByTestId('channel')).toHaveAttribute('aria-pressed', 'true');
  await left.press('channel');
  await expect(interpreter.locator(`[data-person="${left.person}"]`).getByTestId('on-channel')).toBeVisible();
  await expect(employer.locator(`[data-person="${left.person}"]`).getByTestId('on-channel')).toBeVisible();
  await left.hears([host, right, voice]);
  const volume = (page: Page, seat: Seat) =>
    page.locator(`[data-person="${seat.person}"] video`).evaluate((video) => (video as HTMLVideoElement).volume);
  await expect.poll(() => volume(worker, host)).toBeLessThan(0.3);
  expect(await volume(worker, voice)).toBe(1);
  expect(await volume(employer, host)).toBe(1);
  const unheard = (await right.received())[voice.person]!.sound;
  await right.sees([voice], 30);
  expect((await right.received())[voice.person]!.sound).toBe(unheard);
  await shot(worker, 'people-channel-phone');
  await shot(interpreter, 'people-channel-interpreter');
  await voice.press('channel');
  await right.hears([voice]);

  // The minutes: both read along while they are typed, and over a reload.
  await host.press('draft');
  await mediator.getByTestId('minutes-write').fill('核对双方身份，告知权利义务。\n申请人：欠薪三个月。');
  await expect(mediator.getByTestId('minutes-state')).toContainText('已保存');
  await left.press('draft');
  await expect(worker.getByTestId('minutes-text')).toContainText('欠薪三个月');
  await shot(worker, 'people-minutes-phone');
  await worker.reload();
  await left.stands('Main');
  await left.press('draft');
  await expect(worker.getByTestId('minutes-text')).toContainText('欠薪三个月');
  await left.press('draft');
  await host.press('draft');

  // Caucus A, with the interpreter; then caucus B, without.
  await host.press('caucus-claimant');
  await Promise.all([host, left].map((seat) => seat.stands('CaucusClaimant')));
  await mediator.locator('.person', { hasText: '岩温' }).getByTestId('to-caucus').click();
  await voice.stands('CaucusClaimant');
  await expect(worker.getByTestId('caucus-note')).toContainText('翻译');
  await apart([host, left, voice], [right, watcher], speakers);
  await shot(worker, 'people-caucus-phone');
  await shot(mediator, 'people-caucus-mediator');
  await host.press('draft');
  await expect(mediator.getByTestId('minutes-write')).toBeDisabled();
  await host.press('draft');
  await host.press('end-caucus');
  await Promise.all(everyone.map((seat) => seat.stands('Main')));
  await host.press('caucus-respondent');
  await Promise.all([host, right].map((seat) => seat.stands('CaucusRespondent')));
  await apart([host, right], [left, voice, watcher], speakers);
  await host.press('end-caucus');
  await Promise.all(everyone.map((seat) => seat.stands('Main')));
  await Promise.all(everyone.map((seat) => seat.hears(speakers.filter((other) => other !== seat))));

  // Closed; one side confirms, the other answers with a remark; the document is among the papers.
  await host.press('draft');
  await mediator.getByTestId('minutes-write').pressSequentially('\n被申请人：数额待核对。');
  await expect(mediator.getByTestId('minutes-state')).toContainText('已保存');
  await host.press('close-minutes');
  await expect(mediator.getByTestId('minutes-state')).toContainText('已完成');
  await left.press('see-minutes');
  await shot(worker, 'people-confirm-phone');
  await accessible(worker);
  await left.press('confirm-minutes');
  await expect(worker.getByTestId('minutes-answer')).toContainText('您已确认');
  await right.press('see-minutes');
  await employer.getByTestId('object-minutes').click();
  await employer.locator('#minutes-remark').fill('欠薪月数以工资台账为准。');
  await shot(employer, 'people-remark-desktop');
  await right.press('send-remark');
  await expect(employer.getByTestId('minutes-answer')).toContainText('工资台账');
  await expect(mediator.getByTestId('minutes-answers')).toContainText('工资台账');
  await shot(mediator, 'people-minutes-mediator');
  const closed = await asking.awaited(id, 'minutes_closed');
  const text = await worker.request.get(`/api/v1/cases/${id}/files/${closed.document}`);
  expect(await text.text()).toContain('被申请人：数额待核对。');
  const made = async () => {
    const issued = (await asking.events(id)).events.map((event) => event.paper_issued);
    return issued.find((paper) => paper?.kind === 'minutes');
  };
  await expect.poll(made, { message: 'the minutes on paper', timeout: 60_000 }).toBeTruthy();
  const paper = await made();
  await keep(await worker.request.get(`/api/v1/cases/${id}/files/${paper.document}`), 'people-minutes');

  // Without the mediator nobody is left alone with the others.
  await host.press('leave');
  await host.press('leave-now');
  await Promise.all([left, right, voice, watcher].map((seat) => seat.shows('waiting')));
  for (const page of pages) expect(faults(page)).toEqual([]);
});

/**
 * Those `inside` a caucus hear each other; of all who speak not one more byte of theirs, and no frame,
 * reaches anyone `outside`, nor theirs those inside.
 */
async function apart(inside: Seat[], outside: Seat[], speakers: Seat[]): Promise<void> {
  const each = (all: ByPerson, whose: Seat[]) => Object.fromEntries(whose.map(({ person }) => [person, all[person]?.bytes ?? 0]));
  const frames = (all: ByPerson, whose: Seat[]) => Object.fromEntries(whose.map(({ person }) => [person, all[person]?.frames ?? 0]));
  const there = inside.filter((seat) => speakers.includes(seat));
  const away = outside.filter((seat) => speakers.includes(seat));
  const across = (from: Seat[], to: Seat[]) => to.map((seat) => ({ seat, from: from.filter((other) => other !== seat) }));
  const pairs = [...across(there, outside), ...across(away, inside)];
  const before = await Promise.all(pairs.map(async ({ seat, from }) => each(await seat.received(), from)));
  // What had arrived before is shown to its end; then nothing moves.
  await Promise.all(there.map((seat) => seat.hears(there.filter((other) => other !== seat), 10)));
  const shown = await Promise.all(pairs.map(async ({ seat, from }) => frames(await seat.received(), from)));
  await Promise.all(there.map((seat) => seat.hears(there.filter((other) => other !== seat), 40)));
  for (const [i, { seat, from }] of pairs.entries()) {
    const now = await seat.received();
    expect(each(now, from)).toEqual(before[i]);
    expect(frames(now, from)).toEqual(shown[i]);
  }
}
