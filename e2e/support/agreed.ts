import { type Person, digest } from './person';

/** The seeded case in which `event` has happened and `without` has not. */
export async function seeded(person: Person, event: string, without: string): Promise<string> {
  const lines: { id: string }[] = await person.ask('GET', '/api/v1/cases');
  for (const { id } of lines) {
    const names = (await person.events(id)).events.flatMap(Object.keys);
    if (names.includes(event) && !names.includes(without)) return id;
  }
  throw new Error(`no seeded case with ${event} and without ${without}`);
}

/** Both parties' marks over the API on whatever of the draft they have not agreed to. */
export async function agreeAll(id: string, ...parties: Person[]): Promise<void> {
  for (const party of parties) {
    const { actor } = await party.session();
    for (const clause of await party.draft(id)) {
      const key = digest(clause);
      const { events } = await party.events(id);
      const since = events.findLastIndex((event) => event.clause_written?.clause.id === clause.id || event.signing_declined?.side === actor.role);
      const stands = events.slice(since + 1).findLast((event) => event.clause_marked?.clause === clause.id && event.clause_marked.side === actor.role);
      if (!stands?.clause_marked.agreed) await party.act(id, { mark_clause: { clause: clause.id, digest: key, agreed: true } });
    }
  }
}
