//! How a batch of commands is written on SQLite: in one transaction, under the database's lock.

use super::act::{self, ActError};
use super::queue::{Answer, Ask, Waiting, Writer, fallen};
use super::ruled::{self, Ruled};
use super::{StoreError, read, rows, turn};
use domain::hash::Digest;
use domain::id::{CaseId, CommandId};
use domain::refusal::Refusal;
use futures_util::FutureExt;
use sqlx::{Any, Transaction};
use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;

impl Writer {
    /// Writes `batch` in one transaction and answers it.
    pub(super) async fn write_together(&self, batch: Vec<Waiting>) {
        let (asks, answers): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        for (answer, to) in self.answers(&asks).await.into_iter().zip(answers) {
            // Without an answer its sender is dropped: that command met a bug.
            if let Some(answer) = answer {
                // Whoever went away will ask again by the same id.
                let _ = to.send(answer);
            }
        }
    }

    /// Writes `batch` together; if that fails, each command alone, that one fail no other.
    async fn answers(&self, batch: &[Ask]) -> Vec<Option<Answer>> {
        if let [_, _, ..] = batch {
            match AssertUnwindSafe(self.together(batch)).catch_unwind().await {
                Ok(Ok(Some(answers))) => return answers.into_iter().map(Some).collect(),
                Ok(Ok(None)) | Err(_) => {}
                Ok(Err(error)) => tracing::warn!(%error, "commands are written one by one"),
            }
        }
        let mut answers = Vec::with_capacity(batch.len());
        for ask in batch {
            answers.push(AssertUnwindSafe(self.one(ask)).catch_unwind().await.ok());
        }
        answers
    }

    /// All of `batch`, of different cases and ids, in one transaction; `None` if an id was taken
    /// meanwhile by another process.
    async fn together(&self, batch: &[Ask]) -> Result<Option<Vec<Answer>>, StoreError> {
        let _turn = turn(self.turn.as_deref()).await;
        let mut tx = self.pool.begin().await?;
        let heads = self.lock(&mut tx, batch).await?;
        // After the locks: whoever held one before us has committed his command.
        let known = known(&mut tx, batch).await?;
        let fallen = fallen(&mut tx, batch).await?;
        // In the order of `batch`: `None` where the answer waits for the commit.
        let mut answers = Vec::with_capacity(batch.len());
        let mut ruled = Vec::with_capacity(batch.len());
        for (at, ask) in batch.iter().enumerate() {
            let Some(&head) = heads.get(&ask.case) else {
                answers.push(Some(Err(Refusal::UnknownCase.into())));
                continue;
            };
            if ask.moved(head.1) || fallen.contains(&at) {
                answers.push(Some(Err(ActError::Moved)));
                continue;
            }
            if known.contains(&ask.submission.id) {
                let first = match act::known(&mut tx, ask).await {
                    Err(ActError::Store(error)) => return Err(error),
                    first => first.and_then(|first| first.ok_or(ActError::IdReused)),
                };
                answers.push(Some(first));
                continue;
            }
            let case = self.folded(&mut tx, ask.case, head).await?;
            if let Some(from) = ask.stale(&case) {
                let missed = read::entries(&mut *tx, ask.case, from, head.0).await?;
                answers.push(Some(Err(ActError::Stale { missed, case })));
                continue;
            }
            match Ruled::on(ask, &ask.submission.command, &case, head) {
                Ok(accepted) => {
                    ruled.push(accepted);
                    answers.push(None);
                }
                Err(refusal) => answers.push(Some(Err(refusal.into()))),
            }
        }
        if !ruled.is_empty() {
            if !ruled::write(&mut tx, &ruled).await? {
                return Ok(None);
            }
            // A crash before this line leaves nothing; after it, everything.
            tx.commit().await?;
        }
        let mut ruled = ruled.into_iter();
        let accepted = answers
            .into_iter()
            .filter_map(|answer| answer.or_else(|| ruled.next().map(|ruled| Ok(self.publish(ruled)))));
        Ok(Some(accepted.collect()))
    }

    /// Takes the write lock of the database; answers the heads of the batch's cases.
    async fn lock(
        &self,
        tx: &mut Transaction<'_, Any>,
        batch: &[Ask],
    ) -> Result<HashMap<CaseId, (u64, Digest)>, StoreError> {
        let sql = format!(
            "UPDATE heads SET seq = seq WHERE case_id IN {} RETURNING case_id, seq, hash",
            rows(1, batch.len())
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for ask in batch {
            query = query.bind(ask.case.to_string());
        }
        let rows = query.fetch_all(&mut **tx).await?;
        rows.iter()
            .map(|row| {
                let head = (read::unsigned(row, "seq")?, read::parsed(row, "hash")?);
                Ok((read::parsed(row, "case_id")?, head))
            })
            .collect()
    }
}

async fn known(tx: &mut Transaction<'_, Any>, batch: &[Ask]) -> Result<HashSet<CommandId>, StoreError> {
    let sql = format!("SELECT id FROM commands WHERE id IN {}", rows(1, batch.len()));
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
    for ask in batch {
        query = query.bind(ask.submission.id.to_string());
    }
    let rows = query.fetch_all(&mut **tx).await?;
    rows.iter().map(|row| read::parsed(row, "id")).collect()
}
