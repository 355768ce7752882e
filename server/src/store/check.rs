//! Does the log hold together? Every chain from its first entry, and the tree over all of them.

use super::{Store, StoreError, read};
use domain::hash::Digest;
use domain::id::CaseId;
use domain::log::check_chain;
use domain::merkle::{self, Checkpoint};
use sqlx::Row;

/// What was found whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    pub cases: u64,
    pub entries: u64,
    /// Entries, further timestamps and artefacts of signing the newest checkpoint covers.
    pub leaves: u64,
    /// What the tree has yet to take in.
    pub waiting: u64,
}

impl Store {
    /// Reads the whole log and recomputes every hash.
    ///
    /// # Errors
    /// The first place where it does not hold.
    pub async fn check(&self) -> anyhow::Result<Checked> {
        let mut checked = Checked::default();
        let heads = sqlx::query("SELECT case_id, seq, hash FROM heads ORDER BY case_id")
            .fetch_all(&self.pool)
            .await?;
        for head in &heads {
            let case: CaseId = read::parsed(head, "case_id")?;
            let seq = read::unsigned(head, "seq")?;
            // Entries written since the head was read are the next check's.
            let entries = read::entries(&self.pool, case, 0, seq).await?;
            let end = check_chain(case, &entries)
                .map_err(|(at, fault)| anyhow::anyhow!("case {case}, entry {at}: {fault:?}"))?;
            anyhow::ensure!(
                end == (seq, read::parsed(head, "hash")?),
                "case {case}: the chain does not end at its head"
            );
            checked.cases += 1;
            checked.entries += seq;
        }
        // Before the tree is read: what it takes in meanwhile would be counted neither as waiting nor as a leaf.
        checked.waiting = self.waiting().await?;
        checked.leaves = self.check_tree().await?;
        Ok(checked)
    }

    async fn waiting(&self) -> Result<u64, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM entries WHERE leaf IS NULL) + (SELECT COUNT(*) FROM renewals WHERE leaf IS NULL)
                  + (SELECT COUNT(*) FROM artefacts WHERE leaf IS NULL) AS waiting",
        )
        .fetch_one(&self.pool)
        .await?;
        read::unsigned(&row, "waiting")
    }

    /// The root over the leaves as they stand is the one that was signed.
    async fn check_tree(&self) -> anyhow::Result<u64> {
        let tree = sqlx::query("SELECT size, note FROM tree WHERE id = 1")
            .fetch_one(&self.pool)
            .await?;
        let size = read::unsigned(&tree, "size")?;
        let rows = sqlx::query(
            "SELECT leaf, hash FROM entries WHERE leaf < $1
             UNION ALL SELECT leaf, hash FROM renewals WHERE leaf < $1
             UNION ALL SELECT leaf, hash FROM artefacts WHERE leaf < $1 ORDER BY leaf",
        )
        .bind(size as i64)
        .fetch_all(&self.pool)
        .await?;
        // Complete subtrees, the largest first; equal neighbours are joined.
        let mut peaks: Vec<(u32, Digest)> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            anyhow::ensure!(read::unsigned(row, "leaf")? == at as u64, "the tree has no leaf {at}");
            let mut peak = (0, merkle::leaf(&read::parsed(row, "hash")?));
            while let Some((level, left)) = peaks.pop_if(|(level, _)| *level == peak.0) {
                peak = (level + 1, merkle::node(&left, &peak.1));
            }
            peaks.push(peak);
        }
        anyhow::ensure!(rows.len() as u64 == size, "the tree lacks leaves");
        let note: String = tree.try_get("note").map_err(StoreError::from)?;
        if size > 0 {
            let hashes: Vec<Digest> = peaks.iter().map(|(_, hash)| *hash).collect();
            let text = Checkpoint {
                origin: crate::trust::LOG_ORIGIN.to_owned(),
                size,
                root: merkle::fold(&hashes),
            }
            .text();
            anyhow::ensure!(note.starts_with(&text), "the checkpoint is of another tree");
        }
        Ok(size)
    }
}
