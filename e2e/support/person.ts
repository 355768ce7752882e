import { type Page, expect } from '@playwright/test';
import { createHash, randomUUID } from 'node:crypto';
import { type Place, marked } from './mark';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** An event as it stands in the log: `{ clause_written: { … } }`, or a bare name. */
export type Event = Record<string, any>;
export type Act = 'sign_agreement' | { apply: { track: string; institution: string } };

/** What a person does over the API, from inside its own browser: its cookies, its origin, its keys. */
export class Person {
  constructor(readonly page: Page) {}

  /** Asks the server from the page itself; any answer but 2xx fails with its words. */
  async ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<any> {
    const { status, text } = await this.page.evaluate(
      async ([method, path, body]) => {
        const answer = await fetch(path!, {
          method: method!,
          headers: body ? { 'content-type': 'application/json' } : {},
          body: body ?? null,
        });
        return { status: answer.status, text: await answer.text() };
      },
      [method, path, body === undefined ? null : JSON.stringify(body)] as const,
    );
    expect(status, `${method} ${path}: ${text}`).toBeLessThan(300);
    return text ? JSON.parse(text) : null;
  }

  async session(): Promise<{ actor: { person: string; role: string; org?: string } }> {
    return this.ask('GET', '/api/v1/session');
  }

  /** Everything of the case this person may see. */
  async events(id: string): Promise<{ seq: number; events: Event[] }> {
    const view = await this.ask('GET', `/api/v1/cases/${id}`);
    const entries = view.entries as { header: string; payload?: string }[];
    const events = entries.flatMap(({ payload }) => {
      if (!payload) return [];
      const { event } = JSON.parse(payload);
      return [typeof event === 'string' ? { [event]: null } : event];
    });
    return { seq: entries.length, events };
  }

  /** A case of this person that is being mediated. */
  async mediatedCase(): Promise<string> {
    const lines: { id: string }[] = await this.ask('GET', '/api/v1/cases');
    for (const { id } of lines) {
      const names = (await this.events(id)).events.flatMap(Object.keys);
      if (names.includes('case_accepted') && !names.includes('terms_agreed')) return id;
    }
    throw new Error('the demo has no case in mediation');
  }

  /** The last event of that name, once it has happened. */
  async awaited(id: string, name: string): Promise<any> {
    await expect
      .poll(async () => (await this.events(id)).events.some((event) => name in event), {
        message: `${name} in case ${id}`,
        timeout: 60_000,
      })
      .toBe(true);
    const { events } = await this.events(id);
    return events.findLast((event) => name in event)![name];
  }

  /** Submits one command on the case as it now stands. */
  async act(id: string, command: Json | object): Promise<void> {
    const { seq } = await this.events(id);
    await this.ask('POST', `/api/v1/cases/${id}/commands`, { id: randomUUID(), expected_seq: seq, command });
  }

  /** The draft's clauses in order. */
  async draft(id: string): Promise<any[]> {
    const clauses: any[] = [];
    for (const event of (await this.events(id)).events) {
      if (event.clause_written) {
        const { clause, place } = event.clause_written;
        const before = clauses.findIndex((present) => present.id === clause.id);
        if (before >= 0) clauses.splice(before, 1);
        clauses.splice(place, 0, clause);
      }
      if (event.clause_removed) {
        const gone = clauses.findIndex((present) => present.id === event.clause_removed.clause);
        if (gone >= 0) clauses.splice(gone, 1);
      }
    }
    return clauses;
  }

  /** Signs `act` as the screens do, with a key of the browser's own: code, attestation, signature, mark. */
  async signed(id: string, act: Act): Promise<{ attested: any; signature: string; mark?: any }> {
    const { actor } = await this.session();
    const agreement = await this.awaited(id, 'agreement_presented');
    const { sent, nonce } = await this.ask('POST', `/api/v1/cases/${id}/ceremony/code`, {});
    const code = await this.code(sent.phone_tail);
    const statement = {
      case: id,
      act,
      role: actor.role,
      agreement: agreement.document,
      terms: agreement.terms,
      consent: '本人已阅读并同意协议全部内容，自愿签署。',
      nonce,
    };
    const { key, signature } = await this.page.evaluate(async (message) => {
      const hex = (bytes: ArrayBuffer) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
      (window as any).signer = pair.privateKey;
      const bytes = new TextEncoder().encode(message);
      return {
        key: hex(await crypto.subtle.exportKey('raw', pair.publicKey)),
        signature: hex(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes)),
      };
    }, `maplebridge/statement/v1\n${canonical(statement)}`);
    const request = { statement, key, proof: signature, code };
    const { attested, place } = await this.ask('POST', `/api/v1/cases/${id}/ceremony/attest`, request);
    return place ? { attested, signature, mark: await this.mark(id, place) } : { attested, signature };
  }

  /** The mark in the document, by the key that signed the statement. */
  private async mark(id: string, place: Place): Promise<any> {
    const answer = await this.page.request.get(`/api/v1/cases/${id}/files/${place.base}`);
    expect(answer.status()).toBe(200);
    const { attributes, mark } = marked(place, await answer.body());
    const signature = await this.page.evaluate(async (bytes) => {
      const made = await crypto.subtle.sign('Ed25519', (window as any).signer, new Uint8Array(bytes));
      return [...new Uint8Array(made)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    }, [...attributes]);
    return { ...mark, signature };
  }

  /** The newest one-time code sent to a phone ending so. */
  private async code(tail: string): Promise<string> {
    const outbox: { phone: string; text: string; sent: number }[] = await this.ask('GET', '/api/v1/demo/outbox');
    const newest = outbox
      .filter(({ phone, text }) => phone.endsWith(tail) && text.includes('验证码'))
      .sort((a, b) => Number(a.sent) - Number(b.sent))
      .at(-1);
    expect(newest, `a code for a phone ending in ${tail}`).toBeDefined();
    return /\d{6}/.exec(newest!.text)![0];
  }
}

/** RFC 8785 for values without fractions: keys sorted by UTF-16 code units. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value && typeof value === 'object') {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

export const digest = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');
