//! The global Merkle tree over all entries, over what signing leaves behind and over the timestamps of later
//! years, integrated in order by one leader.

use super::leaves::{ARTEFACTS, RENEWALS};
use super::{Store, StoreError, read, rows, witnessed};
use crate::trust::Key;
use domain::artefact::LoggedArtefact;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::merkle::{self, Checkpoint, Inclusion, Place};
use domain::renewal::Logged;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};
use std::collections::BTreeMap;

/// Leaves taken in one transaction.
pub const BATCH: usize = 2_000;
/// Rows written in one statement.
const ROWS: usize = 200;

impl Store {
    /// Integrates what is waiting and signs the new checkpoint; answers how many were taken.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn integrate(&self, origin: &str, key: &Key) -> Result<usize, StoreError> {
        let waiting = sqlx::query(
            "SELECT 1 AS one FROM entries WHERE leaf IS NULL UNION ALL SELECT 1 FROM renewals WHERE leaf IS NULL
             UNION ALL SELECT 1 FROM artefacts WHERE leaf IS NULL LIMIT 1",
        )
        .fetch_optional(&self.pool)
        .await?;
        if waiting.is_none() {
            return Ok(0);
        }
        let _turn = self.turn().await;
        let mut tx = self.pool.begin().await?;
        // The lock on this row makes this process the leader for one batch.
        let tree = sqlx::query("UPDATE tree SET size = size WHERE id = 1 RETURNING size")
            .fetch_one(&mut *tx)
            .await?;
        let first = read::unsigned(&tree, "size")?;
        let mut size = first;
        let waiting = sqlx::query(
            "SELECT case_id, seq, hash FROM entries WHERE leaf IS NULL ORDER BY written, case_id, seq LIMIT $1",
        )
        .bind(BATCH as i64)
        .fetch_all(&mut *tx)
        .await?;
        let stamped = RENEWALS.waiting(&mut tx, BATCH - waiting.len()).await?;
        let made = ARTEFACTS
            .waiting(&mut tx, BATCH - waiting.len() - stamped.len())
            .await?;
        let mut fresh: BTreeMap<Place, Digest> = BTreeMap::new();
        for row in waiting.iter().chain(&stamped).chain(&made) {
            let mut hash = merkle::leaf(&read::parsed(row, "hash")?);
            let mut place = Place { level: 0, index: size };
            fresh.insert(place, hash);
            while place.index & 1 == 1 {
                let left = Place {
                    level: place.level,
                    index: place.index - 1,
                };
                let left = match fresh.get(&left) {
                    Some(hash) => *hash,
                    None => node(&mut tx, left).await?,
                };
                hash = merkle::node(&left, &hash);
                place = Place {
                    level: place.level + 1,
                    index: place.index >> 1,
                };
                fresh.insert(place, hash);
            }
            size += 1;
        }
        for (part, first) in waiting.chunks(ROWS).zip((first..).step_by(ROWS)) {
            take(&mut tx, part, first).await?;
        }
        let after = first + waiting.len() as u64;
        RENEWALS.take(&mut tx, &stamped, after).await?;
        ARTEFACTS.take(&mut tx, &made, after + stamped.len() as u64).await?;
        let fresh: Vec<_> = fresh.into_iter().collect();
        for part in fresh.chunks(ROWS) {
            plant(&mut tx, part).await?;
        }
        let root = fold(&mut tx, &merkle::peaks(size)).await?;
        let checkpoint = Checkpoint {
            origin: origin.to_owned(),
            size,
            root,
        };
        let note = checkpoint.note(&key.public(), &key.sign(checkpoint.text().as_bytes()));
        sqlx::query("UPDATE tree SET size = $1, note = $2 WHERE id = 1")
            .bind(size as i64)
            .bind(note)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(waiting.len() + stamped.len() + made.len())
    }

    /// The newest signed checkpoint; empty before the first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn checkpoint(&self) -> Result<String, StoreError> {
        let row = sqlx::query("SELECT note FROM tree WHERE id = 1")
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get("note")?)
    }

    /// Proofs of the case's first `entries` entries, of what was signed and of what was stamped again, and the checkpoint they
    /// lead to, the one with most witnesses where any has cosigned one that covers the case; `None` while
    /// the integrator has not come so far.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn inclusion(&self, case: CaseId, entries: u64) -> Result<Option<Covered>, StoreError> {
        let mut tx = self.pool.begin().await?;
        let tree = sqlx::query("SELECT size, note FROM tree WHERE id = 1")
            .fetch_one(&mut *tx)
            .await?;
        let mut size = read::unsigned(&tree, "size")?;
        let rows = sqlx::query(
            "SELECT leaf FROM entries WHERE case_id = $1 AND seq <= $2 AND leaf IS NOT NULL AND leaf < $3 ORDER BY seq",
        )
        .bind(case.to_string())
        .bind(entries as i64)
        .bind(size as i64)
        .fetch_all(&mut *tx)
        .await?;
        if rows.len() as u64 != entries {
            return Ok(None);
        }
        let Some(stamped) = RENEWALS.of(&mut tx, case, size).await? else {
            return Ok(None);
        };
        let Some(made) = ARTEFACTS.of(&mut tx, case, size).await? else {
            return Ok(None);
        };
        let indexes = rows.iter().map(|row| read::unsigned(row, "leaf"));
        let indexes: Vec<u64> = indexes.collect::<Result<_, _>>()?;
        let mut note: String = tree.try_get("note")?;
        // Leaves only grow in number: the newest entry of a case is its last leaf.
        let own = stamped.iter().map(|(index, _)| *index);
        let own = own.chain(made.iter().map(|(index, _)| *index));
        let last = indexes.iter().copied().chain(own).max().unwrap_or(0);
        if let Some(cosigned) = witnessed::covering(&mut tx, last).await? {
            (size, note) = cosigned;
        }
        let mut entries = Vec::with_capacity(rows.len());
        for index in indexes {
            entries.push(proof(&mut tx, index, size).await?);
        }
        let mut renewals = Vec::with_capacity(stamped.len());
        for (index, renewal) in stamped {
            let inclusion = proof(&mut tx, index, size).await?;
            renewals.push(Logged { inclusion, renewal });
        }
        let mut artefacts = Vec::with_capacity(made.len());
        for (index, artefact) in made {
            let inclusion = proof(&mut tx, index, size).await?;
            artefacts.push(LoggedArtefact { artefact, inclusion });
        }
        Ok(Some(Covered {
            entries,
            renewals,
            artefacts,
            note,
        }))
    }
}

/// What proves that a case is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// One for each entry, in order.
    pub entries: Vec<Inclusion>,
    pub renewals: Vec<Logged>,
    pub artefacts: Vec<LoggedArtefact>,
    /// The checkpoint, with its signatures.
    pub note: String,
}

async fn proof(tx: &mut Transaction<'_, Any>, index: u64, size: u64) -> Result<Inclusion, StoreError> {
    let mut path = Vec::new();
    for step in merkle::path(index, size) {
        path.push(fold(tx, &step).await?);
    }
    Ok(Inclusion { index, path })
}

/// Numbers waiting entries as leaves from `first` on.
async fn take(tx: &mut Transaction<'_, Any>, waiting: &[AnyRow], first: u64) -> Result<(), StoreError> {
    let sql = format!(
        "WITH taken (case_id, seq, leaf) AS (VALUES {})
         UPDATE entries SET leaf = taken.leaf FROM taken
         WHERE entries.case_id = taken.case_id AND entries.seq = taken.seq",
        rows(waiting.len(), 3)
    );
    let mut update = sqlx::query(sqlx::AssertSqlSafe(sql)).persistent(waiting.len() == ROWS);
    for (leaf, row) in (first..).zip(waiting) {
        update = update
            .bind(row.try_get::<String, _>("case_id")?)
            .bind(row.try_get::<i64, _>("seq")?)
            .bind(leaf as i64);
    }
    update.execute(&mut **tx).await?;
    Ok(())
}

async fn plant(tx: &mut Transaction<'_, Any>, fresh: &[(Place, Digest)]) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO nodes (level, idx, hash) VALUES {}", rows(fresh.len(), 3));
    let mut insert = sqlx::query(sqlx::AssertSqlSafe(sql)).persistent(fresh.len() == ROWS);
    for (place, hash) in fresh {
        insert = insert
            .bind(i64::from(place.level))
            .bind(place.index as i64)
            .bind(hash.to_string());
    }
    insert.execute(&mut **tx).await?;
    Ok(())
}

async fn node(tx: &mut Transaction<'_, Any>, place: Place) -> Result<Digest, StoreError> {
    let row = sqlx::query("SELECT hash FROM nodes WHERE level = $1 AND idx = $2")
        .bind(i64::from(place.level))
        .bind(place.index as i64)
        .fetch_one(&mut **tx)
        .await?;
    read::parsed(&row, "hash")
}

pub(super) async fn fold(tx: &mut Transaction<'_, Any>, places: &[Place]) -> Result<Digest, StoreError> {
    let mut hashes = Vec::with_capacity(places.len());
    for place in places {
        hashes.push(node(tx, *place).await?);
    }
    Ok(merkle::fold(&hashes))
}
