//! One-time codes: 6 digits, 5 minutes, 5 tries, resend after 60 s, hashed with salt.

use super::{Denied, token};
use domain::api::CodeSent;
use domain::hash::Digest;
use domain::moment::{DAY, HOUR, MINUTE, Timestamp};
use sqlx::{AnyPool, Row};

const LIFE: i64 = 5 * MINUTE;
const TRIES: i64 = 5;
const RESEND: i64 = 60_000;

/// How many messages may be asked for: a stranger must not flood a phone, nor the bill.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// To one phone in a day.
    pub per_phone: i64,
    /// From one address in an hour.
    pub per_address: i64,
}

impl Limits {
    pub const STRICT: Self = Self {
        per_phone: 20,
        per_address: 30,
    };
    /// The outbox costs nothing, and a demo's people share one address.
    pub const DEMO: Self = Self {
        per_phone: 1_000,
        per_address: 1_000,
    };
}

/// Makes a code for `phone` and `purpose`; the caller sends it.
///
/// A second code within a minute is refused with the seconds left; so is more than `limits` allow.
///
/// # Errors
/// 422 `phone_unfit`; 429 `code_too_soon` or `code_too_many`.
pub async fn issue(
    pool: &AnyPool,
    purpose: &str,
    phone: &str,
    address: &str,
    limits: Limits,
    now: Timestamp,
) -> Result<(String, CodeSent), Denied> {
    domain::identity::phone(phone).map_err(|refusal| Denied::Because(422, refusal.code()))?;
    let last = sqlx::query("SELECT sent FROM codes WHERE purpose = $1 AND phone = $2")
        .bind(purpose.to_owned())
        .bind(phone.to_owned())
        .fetch_optional(pool)
        .await?;
    if let Some(row) = last {
        let wait = row.try_get::<i64, _>("sent")? + RESEND - now.0;
        if wait > 0 {
            return Err(Denied::Wait("code_too_soon", (wait as u64).div_ceil(1000)));
        }
    }
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM code_sends WHERE phone = $1 AND sent > $2) AS to_phone,
                (SELECT COUNT(*) FROM code_sends WHERE address = $3 AND sent > $4) AS from_address",
    )
    .bind(phone.to_owned())
    .bind(now.0 - DAY)
    .bind(address.to_owned())
    .bind(now.0 - HOUR)
    .fetch_one(pool)
    .await?;
    if row.try_get::<i64, _>("to_phone")? >= limits.per_phone
        || row.try_get::<i64, _>("from_address")? >= limits.per_address
    {
        return Err(Denied::Wait("code_too_many", 3600));
    }

    let code = token::digits();
    let salt = hex::encode(token::random::<16>());
    sqlx::query(
        "INSERT INTO codes (purpose, phone, salt, hash, tries, sent, expires) VALUES ($1, $2, $3, $4, 0, $5, $6)
         ON CONFLICT (purpose, phone) DO UPDATE SET salt = excluded.salt, hash = excluded.hash, tries = 0,
         sent = excluded.sent, expires = excluded.expires",
    )
    .bind(purpose.to_owned())
    .bind(phone.to_owned())
    .bind(salt.clone())
    .bind(hash(&salt, &code))
    .bind(now.0)
    .bind(now.0 + LIFE)
    .execute(pool)
    .await?;
    sqlx::query("INSERT INTO code_sends (phone, address, sent) VALUES ($1, $2, $3)")
        .bind(phone.to_owned())
        .bind(address.to_owned())
        .bind(now.0)
        .execute(pool)
        .await?;
    // Old rows count no more.
    sqlx::query("DELETE FROM code_sends WHERE sent < $1")
        .bind(now.0 - DAY)
        .execute(pool)
        .await?;
    let sent = CodeSent {
        phone_tail: tail(phone),
        resend_after: 60,
    };
    Ok((code, sent))
}

/// A code that was right and is used up.
#[derive(Debug)]
pub struct Used {
    salt: String,
    hash: String,
    sent: i64,
    expires: i64,
}

/// Accepts the code once; a wrong answer counts.
///
/// # Errors
/// 422 `code_wrong`; 410 `code_expired` (also when none was sent); 429 `code_locked` after 5
/// wrong answers.
pub async fn check(pool: &AnyPool, purpose: &str, phone: &str, code: &str, now: Timestamp) -> Result<Used, Denied> {
    // Counting first, in one statement: parallel guesses cannot share a try.
    let row = sqlx::query(
        "UPDATE codes SET tries = tries + 1 WHERE purpose = $1 AND phone = $2
         RETURNING salt, hash, tries, sent, expires",
    )
    .bind(purpose.to_owned())
    .bind(phone.to_owned())
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else {
        return Err(Denied::Because(410, "code_expired"));
    };
    let expires: i64 = row.try_get("expires")?;
    if now.0 > expires {
        return Err(Denied::Because(410, "code_expired"));
    }
    if row.try_get::<i64, _>("tries")? > TRIES {
        return Err(Denied::Wait(
            "code_locked",
            ((expires - now.0) as u64).div_ceil(1000).max(1),
        ));
    }
    let salt: String = row.try_get("salt")?;
    let stored: String = row.try_get("hash")?;
    if !token::same(&stored, &hash(&salt, code.trim())) {
        return Err(Denied::Because(422, "code_wrong"));
    }
    // The one whose delete counts has used it; a twin request finds nothing.
    let used = sqlx::query("DELETE FROM codes WHERE purpose = $1 AND phone = $2 AND hash = $3")
        .bind(purpose.to_owned())
        .bind(phone.to_owned())
        .bind(stored.clone())
        .execute(pool)
        .await?;
    if used.rows_affected() == 0 {
        return Err(Denied::Because(410, "code_expired"));
    }
    Ok(Used {
        salt,
        hash: stored,
        sent: row.try_get("sent")?,
        expires,
    })
}

/// Makes a used code good again, for as long as it was: what it was used for failed by no fault of its
/// owner. One that was sent since stands.
pub async fn give_back(pool: &AnyPool, purpose: &str, phone: &str, used: Used) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO codes (purpose, phone, salt, hash, tries, sent, expires) VALUES ($1, $2, $3, $4, 0, $5, $6)
         ON CONFLICT (purpose, phone) DO NOTHING",
    )
    .bind(purpose.to_owned())
    .bind(phone.to_owned())
    .bind(used.salt)
    .bind(used.hash)
    .bind(used.sent)
    .bind(used.expires)
    .execute(pool)
    .await?;
    Ok(())
}

/// The last four digits.
pub fn tail(phone: &str) -> String {
    phone.chars().skip(phone.chars().count().saturating_sub(4)).collect()
}

fn hash(salt: &str, code: &str) -> String {
    Digest::of_parts(&[salt.as_bytes(), code.as_bytes()]).to_string()
}
