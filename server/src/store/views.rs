//! Who fetched which agreement first when, while it waited for signatures.

use super::{Store, StoreError};
use domain::hash::Digest;
use domain::id::{CaseId, PersonId};
use domain::moment::Timestamp;
use sqlx::Row;

impl Store {
    /// Keeps the first time only.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn viewed(
        &self,
        case: CaseId,
        document: Digest,
        person: PersonId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        sqlx::query(
            "INSERT INTO views (document, person, case_id, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (document, person) DO NOTHING",
        )
        .bind(document.to_string())
        .bind(person.to_string())
        .bind(case.to_string())
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// When `person` first fetched `document`; `None` where nothing is known of it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn first_view(&self, document: Digest, person: PersonId) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query("SELECT at FROM views WHERE document = $1 AND person = $2")
            .bind(document.to_string())
            .bind(person.to_string())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get("at")).transpose()?.map(Timestamp))
    }
}
