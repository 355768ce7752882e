//! Read tables made anew from the log.

use super::act::folded_from;
use super::{Store, read};
use crate::calendar;
use crate::project;
use domain::id::CaseId;
use domain::moment::Timestamp;

impl Store {
    /// Makes every row of `cases` anew; answers how many. The log itself is only read.
    ///
    /// # Errors
    /// If the log is damaged or the database fails; nothing is changed then.
    pub async fn rebuild(&self) -> anyhow::Result<u64> {
        let _turn = self.turn().await;
        let mut tx = self.pool.begin().await?;
        for table in [
            "DELETE FROM cases",
            "DELETE FROM supports",
            "DELETE FROM interpreters",
            "DELETE FROM appointments",
        ] {
            sqlx::query(table).execute(&mut *tx).await?;
        }
        let heads = sqlx::query("SELECT case_id, seq FROM heads ORDER BY case_id")
            .fetch_all(&mut *tx)
            .await?;
        for head in &heads {
            let id: CaseId = read::parsed(head, "case_id")?;
            let entries = read::entries(&mut *tx, id, 0, read::unsigned(head, "seq")?).await?;
            let updated = entries
                .last()
                .and_then(|entry| entry.header().ok())
                .map_or(Timestamp(0), |header| header.time);
            let case = folded_from(id, &entries)?;
            project::lines(&mut tx, &[(&case, updated)]).await?;
            project::supports(&mut tx, &case).await?;
            project::interpreter(&mut tx, &case).await?;
            calendar::project(&mut tx, &case).await?;
        }
        tx.commit().await?;
        Ok(heads.len() as u64)
    }
}
