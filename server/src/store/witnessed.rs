//! Cosignatures on checkpoints, and the proofs by which witnesses follow the tree.

use super::tree::fold;
use super::{Store, StoreError, read};
use domain::hash::Digest;
use domain::witness;
use sqlx::{Any, Row, Transaction};

impl Store {
    /// Proof that the tree of `old` leaves begins that of `new`, both among those the portal has had.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn consistency(&self, old: u64, new: u64) -> Result<Vec<Digest>, StoreError> {
        let mut tx = self.pool.begin().await?;
        let mut proof = Vec::new();
        for step in witness::consistency(old, new) {
            proof.push(fold(&mut tx, &step).await?);
        }
        Ok(proof)
    }

    /// Keeps the `line` by which `witness` cosigned `note`, the checkpoint of `size` leaves.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn cosigned(&self, size: u64, witness: &str, note: &str, line: &str) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        sqlx::query(
            "INSERT INTO cosignatures (size, witness, note, line) VALUES ($1, $2, $3, $4)
             ON CONFLICT (size, witness) DO UPDATE SET note = $3, line = $4",
        )
        .bind(size as i64)
        .bind(witness.to_owned())
        .bind(note.to_owned())
        .bind(line.to_owned())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Forgets cosignatures on trees smaller than `size`, which every witness has cosigned: it
    /// covers all they did.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn superseded(&self, size: u64) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        sqlx::query("DELETE FROM cosignatures WHERE size < $1")
            .bind(size as i64)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// `note`, the checkpoint of `size` leaves, with the lines of those who cosigned it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn with_cosignatures(&self, size: u64, note: String) -> Result<String, StoreError> {
        let mut tx = self.pool.begin().await?;
        lines(&mut tx, size, note).await
    }
}

/// The checkpoint most witnesses cosigned among those that cover leaf number `last`, with their
/// lines; `None` if there is none.
pub(super) async fn covering(tx: &mut Transaction<'_, Any>, last: u64) -> Result<Option<(u64, String)>, StoreError> {
    let row = sqlx::query(
        "SELECT size, note FROM cosignatures WHERE size > $1
         GROUP BY size, note ORDER BY COUNT(*) DESC, size DESC LIMIT 1",
    )
    .bind(last as i64)
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let size = read::unsigned(&row, "size")?;
    Ok(Some((size, lines(tx, size, row.try_get("note")?).await?)))
}

async fn lines(tx: &mut Transaction<'_, Any>, size: u64, mut note: String) -> Result<String, StoreError> {
    let rows = sqlx::query("SELECT line FROM cosignatures WHERE size = $1 AND note = $2 ORDER BY witness")
        .bind(size as i64)
        .bind(note.clone())
        .fetch_all(&mut **tx)
        .await?;
    for row in rows {
        note.push_str(row.try_get("line")?);
    }
    Ok(note)
}
