//! The minutes of a session under way: a draft, overwritten as it is typed.

use super::{Store, StoreError};
use domain::id::CaseId;
use domain::moment::Timestamp;
use sqlx::Row;

impl Store {
    /// What was typed last; `None` where nobody has typed yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn minutes(&self, case: CaseId) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT text FROM minutes WHERE case_id = $1")
            .bind(case.to_string())
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get("text")).transpose()?)
    }

    /// # Errors
    /// [`StoreError`].
    pub async fn keep_minutes(&self, case: CaseId, text: &str, now: Timestamp) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        sqlx::query(
            "INSERT INTO minutes (case_id, text, written) VALUES ($1, $2, $3)
             ON CONFLICT (case_id) DO UPDATE SET text = excluded.text, written = excluded.written",
        )
        .bind(case.to_string())
        .bind(text.to_owned())
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
