import { Person } from '../support/person';
import { type Seat, allInMain } from '../support/room';
import { type Page, accessible, enter, expect, faults, shot, test } from '../support/test';

const at = (page: Page) => page.getByTestId('page-at');

/** A PDF of so many sheets, as a party's computer would make it. */
async function sheets(page: Page, words: string[]): Promise<Buffer> {
  const paper = await page.context().newPage();
  const rows = Array.from({ length: 14 }, (_, row) => `<tr><td>2026-${(row % 12) + 1}</td><td>出勤 ${20 + (row % 6)} 天</td><td>应发 ${5200 + row * 10} 元</td></tr>`);
  const body = words.map((word) => `<section style="break-after: page"><h1>${word}</h1><table border=1 cellpadding=8>${rows.join('')}</table></section>`);
  await paper.setContent(body.join(''));
  const pdf = await paper.pdf({ format: 'A4' });
  await paper.close();
  return pdf;
}

async function evidence(person: Person, id: string, title: string, data: Buffer, shared: boolean): Promise<string> {
  const answer = await person.page.request.post(`/api/v1/cases/${id}/files`, { data });
  expect(answer.status(), await answer.text()).toBe(200);
  const stored = await answer.json();
  await person.act(id, { add_evidence: { id: crypto.randomUUID(), title, ...stored, shared } });
  return stored.digest;
}

/** Shows what has this title, by the screens. */
async function show(page: Page, title: string): Promise<void> {
  await page.getByTestId('draft').click();
  await page.getByTestId('present').click();
  await page.getByTestId('show-this').filter({ hasText: title }).click();
}

/** Everybody has this page before him, drawn. */
async function onPage(pages: Page[], page: number, of: number): Promise<void> {
  for (const one of pages) {
    await expect(at(one)).toHaveText(`第 ${page} 页，共 ${of} 页`);
    const image = one.getByTestId('page-image');
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth), { timeout: 60_000 }).toBe(900);
    await expect(image).toHaveAttribute('src', new RegExp(`/pages/[0-9a-f]{64}/${page}\\?`));
  }
}

test('all in a room look at the same page, and nobody else at any', async ({ browser, server }) => {
  const personas = ['mediator', 'worker', 'employer'] as const;
  const pages = await Promise.all(personas.map((persona) => enter(browser, server, persona)));
  const [mediator, worker, employer] = pages as [Page, Page, Page];
  const frames = new Map(pages.map((page) => [page, [] as string[]]));
  for (const page of pages) {
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.get(page)!.push(String(payload))));
  }
  await worker.goto('/');
  const person = new Person(worker);
  const id = await person.mediatedCase();
  const open = await evidence(person, id, '工资条和考勤', await sheets(worker, ['一月工资条', '二月工资条', '考勤记录']), true);
  const secret = await evidence(person, id, '底线说明', await sheets(worker, ['只给调解员看']), false);
  const seats = await allInMain(pages, server, id);
  const [host, left, right] = seats as [Seat, Seat, Seat];

  // One opens it, all see it; whoever shows it turns it for all.
  await show(mediator, '工资条');
  await onPage(pages, 1, 3);
  for (const page of pages) await expect(page.getByTestId('sheet-title')).toHaveText('工资条和考勤');
  await host.press('page-on');
  await onPage(pages, 2, 3);
  await shot(worker, 'room-page-phone');
  await shot(employer, 'room-page-desktop');
  await shot(mediator, 'room-page-mediator');
  await Promise.all(pages.map((page) => accessible(page)));
  expect(await worker.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  // A reader may look elsewhere, and comes back by one button; how near he looks is his own.
  await left.press('page-on');
  await onPage([worker], 3, 3);
  await onPage([mediator, employer], 2, 3);
  await host.press('page-back');
  await onPage([mediator, employer], 1, 3);
  await onPage([worker], 3, 3);
  await shot(worker, 'room-page-elsewhere-phone');
  await left.press('follow');
  await onPage([worker], 1, 3);
  const wide = (page: Page) => page.getByTestId('page-image').evaluate((img) => img.clientWidth / img.closest('.view')!.clientWidth);
  await left.press('larger');
  await expect.poll(() => wide(worker)).toBeGreaterThan(1.4);
  expect(await wide(employer)).toBeLessThan(1.1);
  await left.press('smaller');

  // Where the mouse is, on the page and with its owner's name.
  const paper = (await mediator.getByTestId('page-image').boundingBox())!;
  await mediator.mouse.move(paper.x + paper.width * 0.2, paper.y + 40);
  await mediator.mouse.move(paper.x + paper.width * 0.25, paper.y + 60, { steps: 4 });
  for (const page of [worker, employer]) {
    const spot = page.getByTestId('spot');
    await expect.poll(async () => {
      const there = await spot.boundingBox();
      const whole = (await page.getByTestId('page-image').boundingBox())!;
      return there ? Math.round(((there.x + there.width / 2 - whole.x) / whole.width) * 100) : -1;
    }).toBe(25);
    await expect(spot).not.toBeEmpty();
  }
  await shot(employer, 'room-page-pointer-desktop');
  await mediator.mouse.move(5, 5);
  for (const page of [worker, employer]) await expect(page.getByTestId('spot')).toHaveCount(0);

  // It is there again after a reload, and after the server was killed.
  await host.press('page-on');
  await onPage(pages, 2, 3);
  await worker.reload();
  await left.stands('Main');
  await onPage([worker], 2, 3);
  await mediator.reload();
  await host.stands('Main');
  await onPage(pages, 2, 3);
  await expect(mediator.getByTestId('end-show')).toBeVisible();
  await server.kill();
  await expect(worker.getByTestId('reconnecting')).toBeVisible();
  await server.revive();
  for (const page of pages) await expect(page.getByTestId('reconnecting')).toBeHidden();
  await Promise.all(seats.map((seat) => seat.stands('Main')));
  await onPage(pages, 2, 3);

  // What one here may not read is shown to nobody; to whom, it is said.
  await show(mediator, '底线说明');
  await expect(mediator.getByTestId('not-shown')).toContainText('不能看这份材料');
  const name = await mediator.locator(`[data-person="${right.person}"] strong`).textContent();
  await expect(mediator.getByTestId('not-shown')).toContainText(name!);
  await shot(mediator, 'room-page-refused');
  await accessible(mediator);
  await mediator.getByTestId('choose-close').click();
  await onPage(pages, 2, 3);

  // A caucus is apart: what was shown outside stays out, what is shown inside stays in.
  await host.press('caucus-claimant');
  await Promise.all([host.stands('CaucusClaimant'), left.stands('CaucusClaimant')]);
  for (const page of pages) await expect(page.getByTestId('sheet')).toHaveCount(0);
  await show(mediator, '底线说明');
  await onPage([mediator, worker], 1, 1);
  await shot(worker, 'room-page-caucus-phone');
  await expect(employer.getByTestId('sheet')).toHaveCount(0);
  for (const word of [secret, '底线说明']) expect(frames.get(employer)!.join('\n')).not.toContain(word);
  expect(frames.get(worker)!.join('\n')).toContain(secret);
  for (const [page, status] of [[worker, 200], [employer, 404]] as const) {
    expect((await page.request.get(`/api/v1/cases/${id}/pages/${secret}/1`)).status()).toBe(status);
    expect((await page.request.get(`/api/v1/cases/${id}/pages/${open}/9`)).status()).toBe(404);
  }
  await host.press('end-caucus');
  await Promise.all([host.stands('Main'), left.stands('Main')]);
  for (const page of pages) await expect(page.getByTestId('sheet')).toHaveCount(0);

  // A party shows its own, from the phone, and points with a finger; who presides may end it.
  await worker.getByTestId('draft').click();
  await worker.getByTestId('present').click();
  await expect(worker.getByTestId('show-this')).toHaveText([/工资条和考勤/, /底线说明/]);
  await shot(worker, 'room-page-choose-phone');
  await accessible(worker);
  await worker.getByTestId('show-this').first().click();
  await onPage(pages, 1, 3);
  await left.press('pointing');
  await worker.getByTestId('page-image').tap({ position: { x: 100, y: 100 }, force: true });
  await expect(employer.getByTestId('spot')).toBeVisible();
  await shot(worker, 'room-page-own-phone');
  await expect(employer.getByTestId('end-show')).toHaveCount(0);

  // The draft as it stands, also once it has changed.
  await show(mediator, '协议草稿');
  for (const page of pages) await expect(page.getByTestId('sheet-title')).toHaveText('协议草稿');
  const draft = () => employer.getByTestId('page-image').getAttribute('src');
  const before = await draft();
  const clause = { id: crypto.randomUUID(), body: { free_text: { text: '双方今后各自遵守劳动纪律。' } } };
  await mediator.evaluate(() => 0);
  await new Person(mediator).act(id, { write_clause: { clause, place: null, disclosures: [] } });
  await expect.poll(draft).not.toBe(before);
  await expect.poll(() => employer.getByTestId('page-image').evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth)).toBe(900);
  await shot(employer, 'room-page-draft-desktop');
  await shot(worker, 'room-page-draft-phone');
  await host.press('end-show');
  for (const page of pages) await expect(page.getByTestId('sheet')).toHaveCount(0);
  for (const page of pages) expect(faults(page)).toEqual([]);
});
