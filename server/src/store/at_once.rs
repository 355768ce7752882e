//! How commands are written on PostgreSQL: those that wait, of different cases, with one statement.
//! It is a transaction of its own and costs one way there and back, where a command in [`Writer::one`]
//! costs eight.
//!
//! Commands are decided on the case as memory has it, before anything is locked; the statement then
//! writes only those whose case still has the head they were decided on, and holds that head until it
//! commits. All others go to [`Writer::one`], which asks the database first.

use super::act::Acted;
use super::queue::{Ask, Waiting, Writer};
use super::ruled::Ruled;
use super::{StoreError, read, rows_from};
use crate::identity::sessions;
use crate::project;
use domain::id::CaseId;
use futures_util::FutureExt;
use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// Every row the statement touches it names by its key. Statistics of a young or a quickly grown
/// table would have it read whole tables, and planning anew costs more than running.
pub(super) const SETTINGS: &str = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; \
     SET plan_cache_mode = force_generic_plan; SET jit = off";

impl Writer {
    /// Writes and answers `batch`; what cannot be written at once, or fails there, goes on alone.
    pub(super) async fn write_at_once(self: &Arc<Self>, batch: Vec<Waiting>) {
        let (asks, answers): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        let mut written = match AssertUnwindSafe(self.at_once(&asks)).catch_unwind().await {
            Ok(Ok(written)) => written,
            Ok(Err(error)) => {
                tracing::warn!(%error, "commands are written one by one");
                HashMap::new()
            }
            Err(_) => HashMap::new(),
        };
        for (ask, answer) in asks.into_iter().zip(answers) {
            // Whoever went away will ask again by the same id.
            if let Some(acted) = written.remove(&ask.case) {
                let _ = answer.send(Ok(acted));
                continue;
            }
            let writer = self.clone();
            tokio::spawn(async move {
                let _ = answer.send(writer.one(&ask).await);
            });
        }
    }

    /// Writes what memory allows to decide; answers what was written, by case.
    async fn at_once(&self, asks: &[Ask]) -> Result<HashMap<CaseId, Acted>, StoreError> {
        let ruled: Vec<_> = asks.iter().filter_map(|ask| self.decided(ask)).collect();
        if ruled.is_empty() {
            return Ok(HashMap::new());
        }
        let entries = ruled.iter().map(|ruled| ruled.entries.len()).sum();
        let sql = statement(ruled.len(), entries);
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for Ruled { ask, before, head, .. } in &ruled {
            let standing = ask.judged.as_ref().map(|judged| &judged.standing);
            query = query
                .bind(ask.case.to_string())
                .bind(before.1.to_string())
                .bind(head.0 as i64)
                .bind(head.1.to_string())
                .bind(ask.submission.id.to_string())
                .bind(ask.actor.person.to_string())
                .bind(ask.body.to_string())
                .bind(before.0 as i64 + 1)
                .bind(standing.map(|standing| standing.session.to_string()))
                .bind(standing.map(|standing| standing.text.clone()))
                .bind(ask.now.0);
        }
        for ruled in &ruled {
            query = ruled.bind_entries(query);
        }
        for ruled in &ruled {
            query = project::bind_line(query, &ruled.after, ruled.ask.now)?;
        }
        // Read to the end: rows come before the commit, and a crash before it leaves nothing.
        let rows = query.fetch_all(&self.own).await?;
        let moved = rows.iter().map(|row| read::parsed(row, "case_id"));
        let moved: HashSet<CaseId> = moved.collect::<Result<_, _>>()?;
        let written = ruled.into_iter().filter(|ruled| moved.contains(&ruled.ask.case));
        Ok(written.map(|ruled| (ruled.ask.case, self.publish(ruled))).collect())
    }

    /// `ask` decided on the case in memory; `None` if that is not enough to accept it, or if more
    /// follows from it than the statement writes.
    fn decided<'a>(&self, ask: &'a Ask) -> Option<Ruled<'a>> {
        if ask.goes_alone() {
            return None;
        }
        let (head, case) = self.cases.last(ask.case)?;
        if ask.moved(head.1) || ask.stale(&case).is_some() {
            return None;
        }
        let ruled = Ruled::on(ask, &ask.submission.command, &case, head).ok()?;
        let plain = !ruled.entries.is_empty() && ruled.disclosures().is_empty() && !ruled.makes_work();
        plain.then_some(ruled)
    }
}

/// The statement for so many commands and the entries they make. Of the commands it writes those
/// whose head, id and session are as expected and whose head no other holds; it waits for nobody, so
/// that two processes never wait for each other.
fn statement(commands: usize, entries: usize) -> String {
    let line = project::LINE.join(", ");
    let asked = rows_from(1, commands, 11);
    let entry = rows_from(1 + commands * 11, entries, 6);
    let lines = rows_from(1 + commands * 11 + entries * 6, commands, project::LINE.len());
    let (stands, anew) = (sessions::STANDS, project::ANEW);
    format!(
        "WITH asked (case_id, before, seq, hash, id, person, body, first_seq, token, standing, time)
              AS (VALUES {asked}),
         free AS (
             SELECT asked.* FROM asked JOIN heads ON heads.case_id = asked.case_id
             WHERE heads.hash = asked.before
               AND NOT EXISTS (SELECT 1 FROM commands WHERE commands.id = asked.id)
               AND (asked.token IS NULL OR {stands})
             FOR UPDATE OF heads SKIP LOCKED),
         moved AS (
             UPDATE heads SET seq = free.seq, hash = free.hash FROM free WHERE heads.case_id = free.case_id
             RETURNING heads.case_id),
         done AS (
             INSERT INTO commands (id, case_id, person, body, first_seq, last_seq)
             SELECT id, case_id, person, body, first_seq, seq FROM free),
         appended AS (
             INSERT INTO entries (case_id, seq, header, payload, hash, written)
             SELECT * FROM (VALUES {entry}) AS entry (case_id, seq, header, payload, hash, written)
             WHERE case_id IN (SELECT case_id FROM free)),
         shown AS (
             INSERT INTO cases ({line}) SELECT * FROM (VALUES {lines}) AS line ({line})
             WHERE id IN (SELECT case_id FROM free) {anew})
         SELECT case_id FROM moved"
    )
}
