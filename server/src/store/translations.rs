//! The second column of an agreement in the making: a draft beside the log, overwritten as it is written.

use super::{Store, StoreError};
use domain::id::{CaseId, PersonId};
use domain::moment::Timestamp;
use domain::terms::Terms;
use domain::terms::second::{SecondLanguage, Translation};
use sqlx::Row;
use std::collections::BTreeMap;

/// What the mediator wrote last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafted {
    pub language: SecondLanguage,
    /// By the digest of the clause's wording, in hexadecimal: a clause that is changed loses its translation.
    pub texts: BTreeMap<String, String>,
}

impl Drafted {
    /// What it makes of `terms`.
    pub fn of(&self, terms: &Terms) -> Translation {
        Translation::of(terms, self.language, |digest| {
            self.texts.get(&digest.to_string()).cloned()
        })
    }
}

impl Store {
    /// `None` where the agreement is in Chinese alone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn translation(&self, case: CaseId) -> Result<Option<Drafted>, StoreError> {
        let row = sqlx::query("SELECT language, texts FROM translations WHERE case_id = $1")
            .bind(case.to_string())
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let (language, texts): (String, String) = (row.try_get("language")?, row.try_get("texts")?);
        let unread = |error: serde_json::Error| sqlx::Error::Decode(error.into());
        Ok(Some(Drafted {
            language: serde_json::from_value(language.into()).map_err(unread)?,
            texts: serde_json::from_str(&texts).map_err(unread)?,
        }))
    }

    /// Takes the place of what was written before; `None` leaves Chinese alone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep_translation(
        &self,
        case: CaseId,
        drafted: Option<&Drafted>,
        (person, now): (PersonId, Timestamp),
    ) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        let Some(drafted) = drafted else {
            sqlx::query("DELETE FROM translations WHERE case_id = $1")
                .bind(case.to_string())
                .execute(&self.pool)
                .await?;
            return Ok(());
        };
        sqlx::query(
            "INSERT INTO translations (case_id, language, texts, person, written) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (case_id) DO UPDATE SET language = excluded.language, texts = excluded.texts,
                 person = excluded.person, written = excluded.written",
        )
        .bind(case.to_string())
        .bind(drafted.language.frame().tag)
        .bind(serde_json::json!(drafted.texts).to_string())
        .bind(person.to_string())
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
