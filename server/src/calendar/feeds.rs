//! A mediator's own calendar under an address nobody can guess, for programs that subscribe to calendars.
//! Only the secret's hash is kept; a new address, or none, ends the old one.

use crate::identity::token;
use domain::id::PersonId;
use domain::moment::Timestamp;
use sqlx::{AnyPool, Row};

/// Makes the person's address anew; answers its secret, which is shown this once.
pub async fn renew(pool: &AnyPool, person: PersonId, now: Timestamp) -> sqlx::Result<String> {
    let secret = token::fresh();
    sqlx::query(
        "INSERT INTO calendar_feeds (person, token, created) VALUES ($1, $2, $3)
         ON CONFLICT (person) DO UPDATE SET token = excluded.token, created = excluded.created",
    )
    .bind(person.to_string())
    .bind(token::hash(&secret).to_string())
    .bind(now.0)
    .execute(pool)
    .await?;
    Ok(secret)
}

pub async fn revoke(pool: &AnyPool, person: PersonId) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM calendar_feeds WHERE person = $1")
        .bind(person.to_string())
        .execute(pool)
        .await
        .map(drop)
}

/// When the person's address was made, if there is one.
pub async fn made(pool: &AnyPool, person: PersonId) -> sqlx::Result<Option<Timestamp>> {
    let row = sqlx::query("SELECT created FROM calendar_feeds WHERE person = $1")
        .bind(person.to_string())
        .fetch_optional(pool)
        .await?;
    row.map(|row| row.try_get("created").map(Timestamp)).transpose()
}

/// Whose address has that secret.
pub async fn whose(pool: &AnyPool, secret: &str) -> sqlx::Result<Option<PersonId>> {
    let row = sqlx::query("SELECT person FROM calendar_feeds WHERE token = $1")
        .bind(token::hash(secret).to_string())
        .fetch_optional(pool)
        .await?;
    let person = row.map(|row| row.try_get::<String, _>("person")).transpose()?;
    Ok(person.and_then(|person| person.parse().ok()))
}
