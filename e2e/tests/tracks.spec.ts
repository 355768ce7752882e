import type { Browser } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { Person, digest } from '../support/person';
import type { Server } from '../support/server';
import { type Persona, enter, expect, shot, test } from '../support/test';

// Five browsers take two cases through both tracks. What people decide is sent from inside each
// one's browser; what they see is photographed on their own screens.

const HOMES: Record<Persona, string> = {
  worker: '/app/',
  employer: '/app/',
  mediator: '/desk/',
  arbitrator: '/desk/',
  judge: '/desk/',
};

async function everyone(browser: Browser, server: Server): Promise<Record<Persona, Person>> {
  const people = {} as Record<Persona, Person>;
  for (const persona of Object.keys(HOMES) as Persona[]) {
    const page = await enter(browser, server, persona);
    await page.goto(HOMES[persona]);
    people[persona] = new Person(page);
  }
  return people;
}

/** Ids of the seeded cases by the stage the read table gives. */
async function caseWith(person: Person, event: string, without: string): Promise<string> {
  const lines: { id: string }[] = await person.ask('GET', '/api/v1/cases');
  for (const { id } of lines) {
    const names = (await person.events(id)).events.flatMap(Object.keys);
    if (names.includes(event) && !names.includes(without)) return id;
  }
  throw new Error(`no seeded case with ${event} and without ${without}`);
}

async function institution(person: Person, kind: string): Promise<string> {
  const bodies: { id: string; kind: string }[] = await person.ask('GET', '/api/v1/bodies');
  return bodies.find((body) => body.kind === kind)!.id;
}

/** Both apply, the desk accepts and grants, both receive; answers nothing but a case in force. */
async function throughTrack(people: Record<Persona, Person>, desk: Person, id: string, track: string, institution: string) {
  const { worker, employer } = people;
  for (const party of [worker, employer]) {
    const statement = await party.signed(id, { apply: { track, institution } });
    await party.act(id, { apply_for_review: { track, institution, statement } });
  }
  const queue: { id: string }[] = await desk.ask('GET', '/api/v1/cases');
  expect(queue.map((line) => line.id)).toContain(id);
  await desk.act(id, 'accept_application');
  await desk.act(id, { decide: 'grant' });
  const { document } = await worker.awaited(id, 'decision_issued');
  await worker.act(id, { receive_decision: { document } });
  await employer.act(id, { receive_decision: { document } });
  await worker.awaited(id, 'decision_effective');
}

test('a dispute is settled, signed and made enforceable by arbitration review', async ({ browser, server }) => {
  const people = await everyone(browser, server);
  const { worker, employer, mediator, arbitrator } = people;
  const id = await caseWith(mediator, 'case_accepted', 'terms_agreed');
  await shot(mediator.page, 'mediator-before');

  const due = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  if ((await mediator.draft(id)).length === 0) {
    const instalments = [{ amount: '1860000', due }];
    const payment = { head: 'wage_arrears', payer: 'respondent', payee: 'claimant', total: '1860000', instalments, manner: 'cash' };
    await mediator.act(id, { write_clause: { clause: { id: randomUUID(), body: { payment } } } });
  }
  await mediator.act(id, {
    write_clause: { clause: { id: randomUUID(), body: { free_text: { text: '双方就本案再无其他争议。' } } } },
  });
  const clauses = await mediator.draft(id);
  for (const party of [worker, employer]) {
    const { actor } = await party.session();
    const marked = new Set<string>();
    for (const { clause_marked: mark } of (await party.events(id)).events) {
      if (mark?.agreed && mark.side === actor.role) marked.add(mark.clause + mark.digest);
    }
    for (const clause of clauses) {
      const mark = { clause: clause.id, digest: digest(clause), agreed: true };
      if (!marked.has(mark.clause + mark.digest)) await party.act(id, { mark_clause: mark });
    }
  }
  await mediator.act(id, { agree_terms: { terms: digest(clauses) } });

  for (const signer of [worker, employer, mediator]) {
    await signer.act(id, { sign: await signer.signed(id, 'sign_agreement') });
  }
  await worker.awaited(id, 'agreement_effective');
  await shot(worker.page, 'worker-effective');

  await throughTrack(people, arbitrator, id, 'arbitration_review', await institution(worker, 'arbitration_commission'));
  for (const [persona, person] of Object.entries(people)) await shot(person.page, `arbitration-${persona}`);
});

test('an agreement in effect is confirmed by the court', async ({ browser, server }) => {
  const people = await everyone(browser, server);
  const { worker, judge } = people;
  const id = await caseWith(worker, 'agreement_effective', 'review_applied');
  await throughTrack(people, judge, id, 'judicial_confirmation', await institution(worker, 'court'));
  for (const [persona, person] of Object.entries(people)) await shot(person.page, `court-${persona}`);
});
