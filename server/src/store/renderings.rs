//! What presented agreements were made of.

use super::{Store, StoreError};
use domain::dossier::Source;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::text::canonical_json;
use sqlx::Row;

impl Store {
    /// Keeps what `document` was made of.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn rendered(&self, case: CaseId, document: Digest, source: &Source) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        sqlx::query(
            "INSERT INTO renderings (document, case_id, source) VALUES ($1, $2, $3) ON CONFLICT (document) DO NOTHING",
        )
        .bind(document.to_string())
        .bind(case.to_string())
        .bind(canonical_json(source))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// What `document` was made of; `None` if an earlier version made it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn rendering(&self, document: Digest) -> Result<Option<Source>, StoreError> {
        let row = sqlx::query("SELECT source FROM renderings WHERE document = $1")
            .bind(document.to_string())
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let source: String = row.try_get("source")?;
        let read = serde_json::from_str(&source).map_err(|_| StoreError::Damaged("renderings.source"))?;
        Ok(Some(read))
    }
}
