//! What playback needs of a recording's files beside the log.

use super::{Store, StoreError};
use domain::hash::Digest;
use domain::id::CaseId;
use sqlx::Row;

/// One file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub digest: Digest,
    /// Milliseconds after the recording began.
    pub begins: i64,
    /// Milliseconds.
    pub lasts: i64,
    pub picture: Pictured,
    /// Packets of the whole recording there was no time to write.
    pub lost: i64,
}

/// What of a person's picture a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictured {
    Kept,
    /// Nobody sent one.
    None,
    /// It was of a kind that is not kept.
    Unkept,
}

impl Pictured {
    fn number(self) -> i64 {
        match self {
            Self::Kept => 1,
            Self::None => 0,
            Self::Unkept => -1,
        }
    }

    fn of(number: i64) -> Self {
        match number {
            1 => Self::Kept,
            -1 => Self::Unkept,
            _ => Self::None,
        }
    }
}

impl Store {
    /// Before the log names them; known ones stay.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep_recording(&self, case: CaseId, recording: u32, files: &[Stretch]) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        for file in files {
            sqlx::query(
                "INSERT INTO recordings (digest, case_id, recording, begins, lasts, picture, lost)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id, recording, digest) DO NOTHING",
            )
            .bind(file.digest.to_string())
            .bind(case.to_string())
            .bind(i64::from(recording))
            .bind(file.begins)
            .bind(file.lasts)
            .bind(file.picture.number())
            .bind(file.lost)
            .execute(&self.pool)
            .await?;
        }
        Ok(())
    }

    /// In the order they begin.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn recording(&self, case: CaseId, recording: u32) -> Result<Vec<Stretch>, StoreError> {
        let rows = sqlx::query(
            "SELECT digest, begins, lasts, picture, lost FROM recordings
             WHERE case_id = $1 AND recording = $2 ORDER BY begins, digest",
        )
        .bind(case.to_string())
        .bind(i64::from(recording))
        .fetch_all(&self.pool)
        .await?;
        let one = |row: &sqlx::any::AnyRow| {
            let digest: String = row.try_get("digest")?;
            Ok(Stretch {
                digest: digest
                    .parse()
                    .map_err(|_| StoreError::Damaged("a recording's digest"))?,
                begins: row.try_get("begins")?,
                lasts: row.try_get("lasts")?,
                picture: Pictured::of(row.try_get("picture")?),
                lost: row.try_get("lost")?,
            })
        };
        rows.iter().map(one).collect()
    }

    /// # Errors
    /// [`StoreError`].
    pub async fn forget_recording(&self, case: CaseId, recording: u32) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        sqlx::query("DELETE FROM recordings WHERE case_id = $1 AND recording = $2")
            .bind(case.to_string())
            .bind(i64::from(recording))
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
