//! Devices that a staff member lent to parties who have none of their own.

use super::token;
use domain::hash::Digest;
use domain::id::PersonId;
use domain::moment::{HOUR, Timestamp};
use sqlx::{AnyPool, Row};

/// A working day.
pub const LIFE: i64 = 10 * HOUR;
/// A person's session on such a device: nobody waits longer for it.
const TURN: i64 = HOUR;
pub const COOKIE: &str = "mb_kiosk";

/// Lends a device; answers its secret, which is stored nowhere.
pub async fn lend(pool: &AnyPool, helper: PersonId, now: Timestamp) -> sqlx::Result<String> {
    let secret = token::fresh() + &token::fresh();
    sqlx::query("INSERT INTO kiosks (token, helper, expires) VALUES ($1, $2, $3)")
        .bind(token::hash(&secret).to_string())
        .bind(helper.to_string())
        .bind(now.0 + LIFE)
        .execute(pool)
        .await?;
    sqlx::query("DELETE FROM kiosks WHERE expires < $1")
        .bind(now.0)
        .execute(pool)
        .await?;
    Ok(secret)
}

/// Who lent the device with this secret; nobody, if the account was closed since.
pub async fn helper(pool: &AnyPool, secret: &str, now: Timestamp) -> sqlx::Result<Option<PersonId>> {
    let row = sqlx::query(
        "SELECT k.helper FROM kiosks k JOIN persons p ON p.id = k.helper
         WHERE k.token = $1 AND k.expires > $2 AND p.closed = 0",
    )
    .bind(token::hash(secret).to_string())
    .bind(now.0)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let helper: String = row.try_get("helper")?;
    helper
        .parse()
        .map(Some)
        .map_err(|_| sqlx::Error::ColumnNotFound("helper".into()))
}

pub async fn give_back(pool: &AnyPool, secret: &str) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM kiosks WHERE token = $1")
        .bind(token::hash(secret).to_string())
        .execute(pool)
        .await
        .map(drop)
}

/// `helper` stands beside whoever has this session, which ends soon.
pub async fn assist(pool: &AnyPool, session: Digest, helper: PersonId, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query("UPDATE sessions SET helper = $2, expires = $3 WHERE token = $1")
        .bind(session.to_string())
        .bind(helper.to_string())
        .bind(now.0 + TURN)
        .execute(pool)
        .await
        .map(drop)
}
