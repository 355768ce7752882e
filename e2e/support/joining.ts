import { type Browser, expect } from '@playwright/test';
import { createHash, randomBytes } from 'node:crypto';
import { Person } from './person';
import type { Server } from './server';

/** What a party says of itself when it joins. */
export interface Particulars {
  kind: 'resident' | 'organisation';
  name: string;
  id_number: string;
  phone: string;
  address: string;
  agent?: string;
}

const CONSENTS = ['online_mediation', 'electronic_signature', 'electronic_service', 'personal_data'];

/** Answers a personal link with the code sent to the phone, joins the case and agrees to mediate. */
export async function join(browser: Browser, server: Server, link: string, party: Particulars): Promise<Person> {
  const context = await browser.newContext({ baseURL: server.origin, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const { phone } = party;
  const token = link.split('/').at(-1)!;
  const path = `/api/v1/invitations/${token}`;
  const { invitation, case: id } = await (await context.request.get(path)).json();
  expect((await context.request.post(`${path}/code`, { data: { phone } })).status()).toBe(200);
  const outbox: { phone: string; text: string; sent: number }[] = await (await context.request.get('/api/v1/demo/outbox')).json();
  const codes = outbox.filter((message) => message.phone === phone && message.text.includes('验证码'));
  const newest = codes.sort((a, b) => a.sent - b.sent).at(-1);
  const code = /\d{6}/.exec(newest!.text)![0];
  const answer = await context.request.post(`${path}/verify`, { data: { phone, code } });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
  const page = await context.newPage();
  await page.goto('/app/');
  const person = new Person(page);
  const disclosures: { salt: string; value: string }[] = [];
  const hide = (value: string) => {
    const salt = randomBytes(16);
    disclosures.push({ salt: salt.toString('hex'), value });
    return createHash('sha256').update(salt).update(value).digest('hex');
  };
  const particulars = {
    kind: party.kind,
    name: hide(party.name),
    id_number: hide(party.id_number),
    phone: hide(phone),
    address: hide(party.address),
    ...(party.agent ? { agent: { name: hide(party.agent), authority: 'special' } } : {}),
  };
  await person.act(id, { join_case: { invitation, particulars, consents: CONSENTS, disclosures } });
  await person.act(id, 'consent_to_mediation');
  return person;
}
