//! Nonces of the signing ceremony: given to one person for one case, good once, 10 minutes.

use super::{Denied, token};
use domain::hash::Nonce;
use domain::id::{CaseId, PersonId};
use domain::moment::{MINUTE, Timestamp};
use sqlx::{AnyPool, Row};

const LIFE: i64 = 10 * MINUTE;

/// A new nonce. `passkey` is the state of a staff member's open re-check.
pub async fn give(
    pool: &AnyPool,
    person: PersonId,
    case: CaseId,
    passkey: Option<String>,
    now: Timestamp,
) -> sqlx::Result<Nonce> {
    let nonce = Nonce(token::random());
    sqlx::query(
        "INSERT INTO ceremony_nonces (nonce, person, case_id, passkey_state, used, expires)
         VALUES ($1, $2, $3, $4, 0, $5)",
    )
    .bind(nonce.to_string())
    .bind(person.to_string())
    .bind(case.to_string())
    .bind(passkey)
    .bind(now.0 + LIFE)
    .execute(pool)
    .await?;
    Ok(nonce)
}

/// The passkey state kept with a nonce that still stands for this person and case.
///
/// # Errors
/// 422 `nonce_unknown` or `nonce_reused`; 410 `nonce_expired`.
pub async fn look(
    pool: &AnyPool,
    nonce: Nonce,
    person: PersonId,
    case: CaseId,
    now: Timestamp,
) -> Result<Option<String>, Denied> {
    let row = sqlx::query(
        "SELECT passkey_state, used, expires FROM ceremony_nonces WHERE nonce = $1 AND person = $2 AND case_id = $3",
    )
    .bind(nonce.to_string())
    .bind(person.to_string())
    .bind(case.to_string())
    .fetch_optional(pool)
    .await?
    .ok_or(Denied::Because(422, "nonce_unknown"))?;
    if row.try_get::<i64, _>("used")? != 0 {
        return Err(Denied::Because(422, "nonce_reused"));
    }
    if row.try_get::<i64, _>("expires")? < now.0 {
        return Err(Denied::Because(410, "nonce_expired"));
    }
    Ok(row.try_get("passkey_state")?)
}

/// When the nonce was given: its person then asked for a code, or for the passkey's challenge.
pub async fn given(pool: &AnyPool, nonce: Nonce) -> sqlx::Result<Option<Timestamp>> {
    let row = sqlx::query("SELECT expires FROM ceremony_nonces WHERE nonce = $1")
        .bind(nonce.to_string())
        .fetch_optional(pool)
        .await?;
    row.map(|row| Ok(Timestamp(row.try_get::<i64, _>("expires")? - LIFE)))
        .transpose()
}

/// Uses the nonce up.
///
/// # Errors
/// 422 `nonce_reused` if a twin request was faster.
pub async fn spend(pool: &AnyPool, nonce: Nonce) -> Result<(), Denied> {
    let spent = sqlx::query("UPDATE ceremony_nonces SET used = 1 WHERE nonce = $1 AND used = 0")
        .bind(nonce.to_string())
        .execute(pool)
        .await?;
    if spent.rows_affected() == 0 {
        return Err(Denied::Because(422, "nonce_reused"));
    }
    Ok(())
}

/// Makes a spent nonce good again: what it was spent on failed by no fault of its owner.
pub async fn give_back(pool: &AnyPool, nonce: Nonce) -> sqlx::Result<()> {
    sqlx::query("UPDATE ceremony_nonces SET used = 0 WHERE nonce = $1")
        .bind(nonce.to_string())
        .execute(pool)
        .await?;
    Ok(())
}
