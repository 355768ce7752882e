import { Person } from '../support/person';
import { Seat } from '../support/room';
import { fits, perform, someone } from '../support/screens';
import { accessible, expect, faults, keep, shot, test } from '../support/test';

// 司法确认 with the two before the judge: both attend by video at the same time, the judge asks them and the
// mediator, then confirms (CPL-Int 356). That both applied is sent over the API.

test('the judge hears both sides and the mediator by video, then confirms', async ({ browser, server }) => {
  test.slow();
  const [worker, employer, mediator, judge] = [
    await someone(browser, server, 'worker'),
    await someone(browser, server, 'employer'),
    await someone(browser, server, 'mediator'),
    await someone(browser, server, 'judge'),
  ];
  const lines: { id: string; stage: string }[] = await new Person(worker).ask('GET', '/api/v1/cases');
  const id = lines.find((line) => line.stage === 'effective')!.id;
  const bodies: { id: string; kind: string }[] = await new Person(worker).ask('GET', '/api/v1/bodies');
  const institution = bodies.find((body) => body.kind === 'court')!.id;
  const track = 'judicial_confirmation';
  for (const page of [worker, employer]) {
    const person = new Person(page);
    const statement = await person.signed(id, { apply: { track, institution } });
    await person.act(id, { apply_for_review: { track, institution, statement } });
  }

  await judge.goto(`/desk/#/case/${id}`);
  await perform(judge, 'accept-application');
  await expect(judge.getByTestId('stage')).toHaveText('审查中');
  // The one-page brief: every ground with its mark and what proves it.
  await expect(judge.getByTestId('grounds')).toContainText('CPL-Int 358(1)');
  // What proves it is one press away.
  await judge.getByTestId('proof').filter({ hasText: '被申请人签名申请' }).click();
  await expect(judge.getByTestId('history').locator('li:focus')).toContainText('申请司法确认');
  await judge.getByTestId('tab-terms').click();
  await fits(judge, 'confirmation-brief');

  // The room's page is loaded anew, so that what arrives in it can be read.
  for (const page of [worker, employer, mediator, judge]) await page.goto('/');
  const bench = await Seat.open(judge, server, 'judge', id);
  await bench.press('enter');
  await bench.stands('Main');
  const seats = [
    await Seat.open(worker, server, 'worker', id),
    await Seat.open(employer, server, 'employer', id),
    await Seat.open(mediator, server, 'mediator', id),
  ] as const;
  const [left, right, helper] = seats;
  for (const seat of [left, right]) {
    await seat.press('enter');
    await seat.shows('waiting');
  }
  for (const waiting of [1, 0]) {
    await judge.getByTestId('admit').first().click();
    await expect(judge.getByTestId('admit')).toHaveCount(waiting);
  }
  await helper.press('enter');
  await helper.stands('Main');
  const all = [bench, ...seats];
  await Promise.all([left.stands('Main'), right.stands('Main')]);
  for (const seat of all) await seat.hears(all.filter((other) => other !== seat));
  await shot(judge, 'confirmation-room-judge');
  await shot(worker, 'confirmation-room-worker');
  await accessible(judge);

  // Questions are put and answered in writing too.
  for (const seat of all) await seat.press('chat-button');
  const ask = async (page: typeof judge, text: string) => {
    await page.getByTestId('say').fill(text);
    await page.getByTestId('send').click();
    for (const { page } of all) await expect(page.getByTestId('word').last()).toContainText(text);
  };
  await ask(judge, '请双方说明协议是否自愿签订。');
  await ask(worker, '自愿的，金额我核对过。');
  await ask(employer, '自愿，愿意按期支付。');
  await ask(judge, '请调解员说明调解经过。');
  await ask(mediator, '双方到场，两次协商后达成一致。');
  await shot(judge, 'confirmation-questions');

  await judge.goto(`/desk/#/case/${id}`);
  // That both and the mediator were before the court stands in the log.
  const { events } = await new Person(judge).events(id);
  const entered = events.flatMap((event) => (event.room_entered ? [event.room_entered.by.role] : []));
  for (const role of ['judge', 'claimant', 'respondent', 'mediator']) expect(entered).toContain(role);
  await perform(judge, 'grant');
  const { document } = await new Person(worker).awaited(id, 'decision_issued');
  await keep(await worker.request.get(`/api/v1/cases/${id}/files/${document}`), 'confirmation-ruling');
  for (const page of [worker, employer]) {
    await page.goto(`/app/#/case/${id}`);
    await page.getByTestId('next-act').click();
    await page.getByTestId('receive').click();
    await expect(page.getByTestId('received')).toBeVisible();
  }
  await expect(judge.getByTestId('stage')).toHaveText('文书生效');
  await judge.getByTestId('tab-papers').click();
  for (const name of ['共同申请书', '主持调解证明', '受理通知书']) {
    await expect(judge.getByTestId('paper').filter({ hasText: name }).first()).toBeVisible({ timeout: 60_000 });
  }
  for (const paper of await judge.getByTestId('paper').all()) {
    const href = await paper.getAttribute('href');
    if (href) await keep(await judge.request.get(href), `confirmation-${(await paper.innerText()).split('\n')[0]!.trim()}`);
  }
  for (const { page } of all) expect(faults(page)).toEqual([]);
});
