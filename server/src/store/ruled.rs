//! What an accepted command writes, wherever it is written.

use super::queue::Ask;
use super::{StoreError, rows};
use crate::project;
use domain::case::Case;
use domain::command::Command;
use domain::event::Event;
use domain::hash::{Digest, Disclosure, Salt};
use domain::id::CaseId;
use domain::log::Entry;
use domain::refusal::Refusal;
use sqlx::{Any, Transaction};

/// The consequences of an accepted command, not yet written.
pub(super) struct Ruled<'a> {
    pub ask: &'a Ask,
    /// The head it was decided on.
    pub before: (u64, Digest),
    pub events: Vec<Event>,
    pub entries: Vec<Entry>,
    pub head: (u64, Digest),
    pub after: Case,
}

impl<'a> Ruled<'a> {
    /// `command` is the asked one, completed.
    pub fn on(ask: &'a Ask, command: &Command, folded: &Case, before: (u64, Digest)) -> Result<Self, Refusal> {
        let events = folded.decide(command, &ask.actor, ask.now)?;
        let mut after = folded.clone();
        let mut head = before;
        let mut entries = Vec::with_capacity(events.len());
        for event in &events {
            let salt = Salt(crate::identity::token::random());
            let entry = Entry::write(ask.case, head, ask.now, ask.actor, ask.submission.id, salt, event);
            head = (head.0 + 1, entry.hash());
            after.apply(event, ask.now);
            entries.push(entry);
        }
        Ok(Self {
            ask,
            before,
            events,
            entries,
            head,
            after,
        })
    }

    /// Personal values the command discloses.
    pub fn disclosures(&self) -> &[Disclosure] {
        match &self.ask.submission.command {
            Command::RequestMediation(request) => &request.disclosures,
            Command::JoinCase(joining) => &joining.disclosures,
            Command::WriteClause { disclosures, .. }
            | Command::ApplyForArbitration { disclosures, .. }
            | Command::ObjectAsThird { disclosures, .. }
            | Command::ChooseService { disclosures, .. }
            | Command::SealOffer { disclosures, .. }
            | Command::RecordAppointment { disclosures, .. } => disclosures,
            _ => &[],
        }
    }

    /// Whether work is to be done after it.
    pub fn makes_work(&self) -> bool {
        self.ask.letter.is_some() || project::makes_work(&self.events)
    }
}

/// Writes what was ruled on locked heads, of different cases; `false` if a command id was taken
/// meanwhile, and the transaction must then be rolled back.
pub(super) async fn write(tx: &mut Transaction<'_, Any>, ruled: &[Ruled<'_>]) -> Result<bool, StoreError> {
    append(tx, ruled).await?;
    let sql = format!(
        "INSERT INTO commands (id, case_id, person, body, first_seq, last_seq) VALUES {} ON CONFLICT (id) DO NOTHING",
        rows(ruled.len(), 6)
    );
    let mut commands = sqlx::query(sqlx::AssertSqlSafe(sql));
    for Ruled { ask, before, head, .. } in ruled {
        commands = commands
            .bind(ask.submission.id.to_string())
            .bind(ask.case.to_string())
            .bind(ask.actor.person.to_string())
            .bind(ask.body.to_string())
            .bind(before.0 as i64 + 1)
            .bind(head.0 as i64);
    }
    if commands.execute(&mut **tx).await?.rows_affected() != ruled.len() as u64 {
        return Ok(false);
    }
    for ruled in ruled {
        for disclosure in ruled.disclosures() {
            keep(tx, ruled.ask.case, disclosure).await?;
        }
    }
    let lines: Vec<_> = ruled.iter().map(|ruled| (&ruled.after, ruled.ask.now)).collect();
    project::lines(tx, &lines).await?;
    for ruled in ruled {
        project::jobs(tx, &ruled.after, &ruled.events, ruled.before.0, ruled.ask.now).await?;
    }
    // The compare is a belt: the lock already keeps others out.
    let sql = format!(
        "WITH moved (case_id, seq, hash, before) AS (VALUES {})
         UPDATE heads SET seq = moved.seq, hash = moved.hash FROM moved
         WHERE heads.case_id = moved.case_id AND heads.hash = moved.before",
        rows(ruled.len(), 4)
    );
    let mut heads = sqlx::query(sqlx::AssertSqlSafe(sql));
    for Ruled { ask, before, head, .. } in ruled {
        heads = heads
            .bind(ask.case.to_string())
            .bind(head.0 as i64)
            .bind(head.1.to_string())
            .bind(before.1.to_string());
    }
    if heads.execute(&mut **tx).await?.rows_affected() != ruled.len() as u64 {
        return Err(StoreError::Damaged("heads: moved under its lock"));
    }
    Ok(true)
}

async fn append(tx: &mut Transaction<'_, Any>, ruled: &[Ruled<'_>]) -> Result<(), StoreError> {
    let count = ruled.iter().map(|ruled| ruled.entries.len()).sum();
    if count == 0 {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO entries (case_id, seq, header, payload, hash, written) VALUES {}",
        rows(count, 6)
    );
    let mut insert = sqlx::query(sqlx::AssertSqlSafe(sql));
    for ruled in ruled {
        insert = ruled.bind_entries(insert);
    }
    insert.execute(&mut **tx).await?;
    Ok(())
}

impl Ruled<'_> {
    /// Binds a row of each entry: `case_id, seq, header, payload, hash, written`.
    pub fn bind_entries<'q>(&self, mut query: super::Query<'q>) -> super::Query<'q> {
        for (seq, entry) in (self.before.0 + 1..).zip(&self.entries) {
            query = query
                .bind(self.ask.case.to_string())
                .bind(seq as i64)
                .bind(entry.header.clone())
                .bind(entry.payload.clone().unwrap_or_default())
                .bind(entry.hash().to_string())
                .bind(self.ask.now.0);
        }
        query
    }
}

async fn keep(tx: &mut Transaction<'_, Any>, case: CaseId, disclosure: &Disclosure) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO private (case_id, commitment, salt, value) VALUES ($1, $2, $3, $4)
         ON CONFLICT (case_id, commitment) DO NOTHING",
    )
    .bind(case.to_string())
    .bind(disclosure.commitment().to_string())
    .bind(disclosure.salt.to_string())
    .bind(disclosure.value.clone())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What makes a repeated command the same. The case number is the portal's, so it does not count.
pub(super) fn body_digest(command: &Command) -> Digest {
    match command {
        Command::RequestMediation(request) => {
            let mut request = request.clone();
            request.number.clear();
            Digest::of(domain::text::canonical_json(&Command::RequestMediation(request)).as_bytes())
        }
        command => Digest::of(domain::text::canonical_json(command).as_bytes()),
    }
}
