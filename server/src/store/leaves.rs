//! What stands among the leaves of the tree beside the entries of the cases.

use super::StoreError;
use domain::id::CaseId;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// Rows of one table: each a record whose hash becomes a leaf.
pub(super) struct Leaves {
    waiting: &'static str,
    /// Columns that name a row, as [`Leaves::number`] binds them.
    key: [&'static str; 2],
    number: &'static str,
    of: &'static str,
    record: &'static str,
}

/// Timestamps of later years.
pub(super) const RENEWALS: Leaves = Leaves {
    waiting: "SELECT document, file, hash FROM renewals WHERE leaf IS NULL ORDER BY written, document LIMIT $1",
    key: ["document", "file"],
    number: "UPDATE renewals SET leaf = $1 WHERE document = $2 AND file = $3",
    of: "SELECT record, leaf FROM renewals WHERE case_id = $1 ORDER BY written, document",
    record: "renewals.record",
};

/// Certificates, documents, signatures and timestamps.
pub(super) const ARTEFACTS: Leaves = Leaves {
    waiting: "SELECT kind, digest, hash FROM artefacts WHERE leaf IS NULL ORDER BY written, kind, digest LIMIT $1",
    key: ["kind", "digest"],
    number: "UPDATE artefacts SET leaf = $1 WHERE kind = $2 AND digest = $3",
    of: "SELECT record, leaf FROM artefacts WHERE case_id = $1 ORDER BY written, kind, digest",
    record: "artefacts.record",
};

impl Leaves {
    /// Up to `most` that are no leaf yet, oldest first.
    pub(super) async fn waiting(&self, tx: &mut Transaction<'_, Any>, most: usize) -> Result<Vec<AnyRow>, StoreError> {
        Ok(sqlx::query(self.waiting).bind(most as i64).fetch_all(&mut **tx).await?)
    }

    /// Numbers them as leaves from `first` on.
    pub(super) async fn take(
        &self,
        tx: &mut Transaction<'_, Any>,
        waiting: &[AnyRow],
        first: u64,
    ) -> Result<(), StoreError> {
        let [one, other] = self.key;
        for (leaf, row) in (first..).zip(waiting) {
            sqlx::query(self.number)
                .bind(leaf as i64)
                .bind(row.try_get::<String, _>(one)?)
                .bind(row.try_get::<String, _>(other)?)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Those of the case with their leaves, in their order; `None` while one is not below `size`.
    pub(super) async fn of<T: DeserializeOwned>(
        &self,
        tx: &mut Transaction<'_, Any>,
        case: CaseId,
        size: u64,
    ) -> Result<Option<Vec<(u64, T)>>, StoreError> {
        let rows = sqlx::query(self.of).bind(case.to_string()).fetch_all(&mut **tx).await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let leaf: Option<i64> = row.try_get("leaf")?;
            let Some(leaf) = leaf.map(i64::unsigned_abs).filter(|leaf| *leaf < size) else {
                return Ok(None);
            };
            let record: String = row.try_get("record")?;
            let record = serde_json::from_str(&record).map_err(|_| StoreError::Damaged(self.record))?;
            all.push((leaf, record));
        }
        Ok(Some(all))
    }
}
