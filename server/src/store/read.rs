//! Queries.

use super::{Store, StoreError};
use domain::api::CaseLine;
use domain::hash::{Digest, Disclosure};
use domain::id::{CaseId, OrgId, PersonId};
use domain::log::Entry;
use domain::moment::Timestamp;
use domain::money::Fen;
use domain::sorted::Set;
use futures_util::TryStreamExt;
use sqlx::any::AnyRow;
use sqlx::{Any, Executor, Row};
use std::future::ready;
use std::str::FromStr;

/// Whose cases to list.
#[derive(Clone, Copy, Debug)]
pub enum Whose {
    Party(PersonId),
    Body(OrgId),
    Institution(OrgId),
    /// Cases in which the institution was asked to stand by a party.
    Supporter(OrgId),
    /// Cases in which the person was called to interpret.
    Interpreter(PersonId),
}

/// As the indexes on `body` and `institution` have it.
const IN_ORDER: &str = "(c.due IS NULL), c.due, c.id";

/// A file of a case.
#[derive(Clone, Debug)]
pub struct Kept {
    pub digest: Digest,
    pub media_type: String,
    pub size: u64,
    pub person: String,
}

pub fn unsigned(row: &AnyRow, column: &'static str) -> Result<u64, StoreError> {
    u64::try_from(row.try_get::<i64, _>(column)?).map_err(|_| StoreError::Damaged(column))
}

pub fn parsed<T: FromStr>(row: &AnyRow, column: &'static str) -> Result<T, StoreError> {
    row.try_get::<&str, _>(column)?
        .parse()
        .map_err(|_| StoreError::Damaged(column))
}

fn maybe<T: FromStr>(row: &AnyRow, column: &'static str) -> Result<Option<T>, StoreError> {
    row.try_get::<Option<&str>, _>(column)?
        .map(|text| text.parse().map_err(|_| StoreError::Damaged(column)))
        .transpose()
}

/// A row of [`Store::list`].
fn line(row: &AnyRow) -> Result<CaseLine, StoreError> {
    Ok(CaseLine {
        id: parsed(row, "id")?,
        number: row.try_get("number")?,
        stage: row.try_get("stage")?,
        claimant: row.try_get("claimant_said")?,
        respondent: row.try_get("respondent_said")?,
        mediator: maybe(row, "mediator")?,
        amount: Fen(row.try_get("amount")?),
        due: maybe(row, "due")?,
        track: row
            .try_get::<Option<&str>, _>("track")?
            .and_then(crate::identity::from_name),
        updated: Timestamp(row.try_get("updated")?),
    })
}

/// Entries after `after` up to `to`, whole.
///
/// # Errors
/// [`StoreError`].
pub async fn entries<'e>(
    executor: impl Executor<'e, Database = Any>,
    case: CaseId,
    after: u64,
    to: u64,
) -> Result<Vec<Entry>, StoreError> {
    sqlx::query("SELECT header, payload FROM entries WHERE case_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq")
        .bind(case.to_string())
        .bind(after as i64)
        .bind(i64::try_from(to).unwrap_or(i64::MAX))
        .fetch_all(executor)
        .await?
        .iter()
        .map(|row| {
            Ok(Entry {
                header: row.try_get("header")?,
                payload: Some(row.try_get("payload")?),
            })
        })
        .collect()
}

impl Store {
    /// # Errors
    /// [`StoreError`].
    pub async fn entries(&self, case: CaseId, after: u64) -> Result<Vec<Entry>, StoreError> {
        entries(&self.pool, case, after, u64::MAX).await
    }

    /// The disclosed values behind `wanted`, as far as they are not erased.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn disclosures(&self, case: CaseId, wanted: &Set<Digest>) -> Result<Vec<Disclosure>, StoreError> {
        let rows = sqlx::query("SELECT commitment, salt, value FROM private WHERE case_id = $1 ORDER BY commitment")
            .bind(case.to_string())
            .fetch_all(&self.pool)
            .await?;
        let mut out = Vec::new();
        for row in &rows {
            if wanted.contains(&parsed(row, "commitment")?) {
                out.push(Disclosure {
                    salt: parsed(row, "salt")?,
                    value: row.try_get("value")?,
                });
            }
        }
        Ok(out)
    }

    /// At most 500 lines, nearest clock first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list(&self, whose: Whose) -> Result<Vec<CaseLine>, StoreError> {
        self.lines(whose, None).await
    }

    /// The line of the case with that number, if it is among them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn numbered(&self, whose: Whose, number: &str) -> Result<Vec<CaseLine>, StoreError> {
        self.lines(whose, Some(number)).await
    }

    async fn lines(&self, whose: Whose, number: Option<&str>) -> Result<Vec<CaseLine>, StoreError> {
        // An institution's come in the order of an index; a party has few, the newest of interest.
        let (filter, key, order) = match whose {
            Whose::Party(person) => (
                "(c.claimant = $1 OR c.respondent = $1)",
                person.to_string(),
                "(c.due IS NULL), c.due, c.updated DESC",
            ),
            Whose::Body(org) => ("c.body = $1", org.to_string(), IN_ORDER),
            Whose::Institution(org) => ("c.institution = $1", org.to_string(), IN_ORDER),
            Whose::Supporter(org) => (
                "c.id IN (SELECT case_id FROM supports WHERE org = $1)",
                org.to_string(),
                IN_ORDER,
            ),
            Whose::Interpreter(person) => (
                "c.id IN (SELECT case_id FROM interpreters WHERE person = $1)",
                person.to_string(),
                IN_ORDER,
            ),
        };
        let also = if number.is_some() { "AND c.number = $2" } else { "" };
        let sql = format!(
            "SELECT c.id, c.number, c.stage, c.mediator, c.amount, c.due, c.track, c.updated,
                    COALESCE(a.value, '') AS claimant_said, COALESCE(b.value, '') AS respondent_said
             FROM cases c
             LEFT JOIN private a ON a.case_id = c.id AND a.commitment = c.claimant_name
             LEFT JOIN private b ON b.case_id = c.id AND b.commitment = c.respondent_name
             WHERE {filter} {also} ORDER BY {order} LIMIT 500"
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(key);
        if let Some(number) = number {
            query = query.bind(number.to_owned());
        }
        // Each row is read while the database is at the next.
        query
            .fetch(&self.pool)
            .map_err(StoreError::from)
            .and_then(|row| ready(line(&row)))
            .try_collect()
            .await
    }

    /// Cases in which `person` holds a seat.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn seats_of(&self, person: PersonId) -> Result<Vec<CaseId>, StoreError> {
        sqlx::query("SELECT id FROM cases WHERE claimant = $1 OR respondent = $1 ORDER BY updated DESC LIMIT 500")
            .bind(person.to_string())
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| parsed(row, "id"))
            .collect()
    }

    /// The file as each of its senders gave it: the same bytes, so the same in all but `person`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn file(&self, case: CaseId, digest: Digest) -> Result<Vec<Kept>, StoreError> {
        sqlx::query("SELECT media_type, size, person FROM files WHERE case_id = $1 AND digest = $2 ORDER BY received")
            .bind(case.to_string())
            .bind(digest.to_string())
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| {
                Ok(Kept {
                    digest,
                    media_type: row.try_get("media_type")?,
                    size: unsigned(row, "size")?,
                    person: row.try_get("person")?,
                })
            })
            .collect()
    }

    /// # Errors
    /// [`StoreError`].
    pub async fn keep_file(&self, case: CaseId, kept: &Kept, now: Timestamp) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        sqlx::query(
            "INSERT INTO files (case_id, digest, media_type, size, person, received) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (case_id, digest, person) DO NOTHING",
        )
        .bind(case.to_string())
        .bind(kept.digest.to_string())
        .bind(kept.media_type.clone())
        .bind(kept.size as i64)
        .bind(kept.person.clone())
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The seq of the case's newest entry.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn head(&self, case: CaseId) -> Result<Option<u64>, StoreError> {
        let row = sqlx::query("SELECT seq FROM heads WHERE case_id = $1")
            .bind(case.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| unsigned(&row, "seq")).transpose()
    }

    /// Cases whose scheduler time has come.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn overdue(&self, now: Timestamp) -> Result<Vec<CaseId>, StoreError> {
        sqlx::query("SELECT id FROM cases WHERE tick_at < $1 ORDER BY tick_at LIMIT 100")
            .bind(now.0)
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| parsed(row, "id"))
            .collect()
    }
}
