//! Sealed documents and their newest files: the same, stamped again.

use super::{Store, StoreError, read};
use domain::hash::Digest;
use domain::id::CaseId;
use domain::moment::Timestamp;
use domain::renewal::Renewal;
use domain::text::canonical_json;

/// A sealed document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lasting {
    /// By which the log knows it.
    pub document: Digest,
    pub case: CaseId,
    /// The newest file; the document itself until it was stamped again.
    pub file: Digest,
}

impl Store {
    /// Remembers a sealed document, to be looked at soon.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn lasts(&self, case: CaseId, document: Digest) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        sqlx::query(
            "INSERT INTO lasting (document, case_id, file, ends) VALUES ($1, $2, $1, 0)
             ON CONFLICT (document) DO NOTHING",
        )
        .bind(document.to_string())
        .bind(case.to_string())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Documents whose timestamp runs out before `then`, and those nobody has looked at.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn ending(&self, then: Timestamp) -> Result<Vec<Lasting>, StoreError> {
        sqlx::query("SELECT document, case_id, file FROM lasting WHERE ends < $1 ORDER BY ends LIMIT 10000")
            .bind(then.0)
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| {
                Ok(Lasting {
                    document: read::parsed(row, "document")?,
                    case: read::parsed(row, "case_id")?,
                    file: read::parsed(row, "file")?,
                })
            })
            .collect()
    }

    /// Its newest file, `file`, is proven until `ends`; unless another node has stamped it again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn lasts_until(&self, known: &Lasting, ends: Timestamp) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        sqlx::query("UPDATE lasting SET ends = $3 WHERE document = $1 AND file = $2")
            .bind(known.document.to_string())
            .bind(known.file.to_string())
            .bind(ends.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// It was stamped again: its newest file is the one in `renewal`, proven until `ends`, and the tree takes
    /// the renewal in; unless another node was faster.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn renewed(&self, known: &Lasting, renewal: &Renewal, ends: Timestamp) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        let mut tx = self.pool.begin().await?;
        let newest = sqlx::query("UPDATE lasting SET file = $3, ends = $4 WHERE document = $1 AND file = $2")
            .bind(known.document.to_string())
            .bind(known.file.to_string())
            .bind(renewal.file.digest.to_string())
            .bind(ends.0)
            .execute(&mut *tx)
            .await?;
        if newest.rows_affected() == 1 {
            sqlx::query(
                "INSERT INTO renewals (document, file, case_id, record, hash, written) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(renewal.document.to_string())
            .bind(renewal.file.digest.to_string())
            .bind(renewal.case.to_string())
            .bind(canonical_json(renewal))
            .bind(renewal.hash().to_string())
            .bind(renewal.at.0)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// It is no sealed document.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn lasts_not(&self, known: &Lasting) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        sqlx::query("DELETE FROM lasting WHERE document = $1")
            .bind(known.document.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The newest file of `document`: itself where it was never stamped again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn newest(&self, document: Digest) -> Result<Digest, StoreError> {
        let row = sqlx::query("SELECT file FROM lasting WHERE document = $1")
            .bind(document.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.map_or(Ok(document), |row| read::parsed(&row, "file"))
    }
}
