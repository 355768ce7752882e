//! Passkeys of staff (WebAuthn), recovery codes, and the one-time links that allow a first key.

use super::{Denied, persons, token};
use domain::hash::Digest;
use domain::id::PersonId;
use domain::moment::{DAY, MINUTE, Timestamp};
use sqlx::{AnyPool, Row};
use webauthn_rs::prelude::{
    CreationChallengeResponse, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, RequestChallengeResponse, Url, Webauthn, WebauthnBuilder,
};

const STATE_LIFE: i64 = 5 * MINUTE;
const LINK_LIFE: i64 = 7 * DAY;
const RECOVERY_CODES: usize = 10;

/// `origin` with `localhost` in place of an address of digits, which cannot be a relying party
/// (WebAuthn §5.1.3). `None` if it is no URL.
pub fn named_origin(origin: &str) -> Option<String> {
    let mut url = Url::parse(origin).ok()?;
    let host = url.host_str()?.to_owned();
    if host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok() {
        url.set_host(Some("localhost")).ok()?;
    }
    Some(url.origin().ascii_serialization())
}

/// The relying party of `origin`, by its name.
///
/// # Errors
/// If `origin` is no URL with a host.
pub fn relying_party(origin: &str) -> anyhow::Result<Webauthn> {
    let named = named_origin(origin).ok_or_else(|| anyhow::anyhow!("origin {origin:?} has no host"))?;
    let url = Url::parse(&named)?;
    let id = url.host_str().unwrap_or("localhost").to_owned();
    Ok(WebauthnBuilder::new(&id, &url)?
        .rp_name("枫桥云调 Maplebridge")
        .build()?)
}

/// Makes a one-time link's secret with which `person` may register a passkey.
pub async fn link(pool: &AnyPool, person: PersonId, now: Timestamp) -> sqlx::Result<String> {
    let secret = token::fresh();
    sqlx::query("INSERT INTO enrolments (token, person, used, expires) VALUES ($1, $2, 0, $3)")
        .bind(token::hash(&secret).to_string())
        .bind(person.to_string())
        .bind(now.0 + LINK_LIFE)
        .execute(pool)
        .await?;
    Ok(secret)
}

/// Whose link this is.
///
/// # Errors
/// 404 `link_unknown`; 409 `link_used`; 410 `link_expired`.
pub async fn holder(pool: &AnyPool, secret: &str, now: Timestamp) -> Result<PersonId, Denied> {
    let row = sqlx::query("SELECT person, used, expires FROM enrolments WHERE token = $1")
        .bind(token::hash(secret).to_string())
        .fetch_optional(pool)
        .await?
        .ok_or(Denied::Because(404, "link_unknown"))?;
    if row.try_get::<i64, _>("used")? != 0 {
        return Err(Denied::Because(409, "link_used"));
    }
    if row.try_get::<i64, _>("expires")? < now.0 {
        return Err(Denied::Because(410, "link_expired"));
    }
    row.try_get::<String, _>("person")?
        .parse()
        .map_err(|_| Denied::Because(404, "link_unknown"))
}

pub async fn keys_of(pool: &AnyPool, person: PersonId) -> Result<Vec<Passkey>, Denied> {
    let rows = sqlx::query("SELECT credential FROM passkeys WHERE person = $1 ORDER BY created")
        .bind(person.to_string())
        .fetch_all(pool)
        .await?;
    rows.iter()
        .map(|row| {
            serde_json::from_str(&row.try_get::<String, _>("credential")?)
                .map_err(|_| Denied::Store(sqlx::Error::ColumnNotFound("a passkey is unreadable".into())))
        })
        .collect()
}

/// Begins a registration; answers the handle of the kept state and the browser's options.
pub async fn start_registration(
    pool: &AnyPool,
    party: &Webauthn,
    person: &persons::Person,
    enrolment: Option<&str>,
    now: Timestamp,
) -> Result<(String, CreationChallengeResponse), Denied> {
    let known = keys_of(pool, person.id)
        .await?
        .iter()
        .map(|key| key.cred_id().clone())
        .collect();
    let (options, state) = party
        .start_passkey_registration(person.id.0, &person.name, &person.name, Some(known))
        .map_err(|_| Denied::Because(422, "passkey_refused"))?;
    let enrolment = enrolment.map(|secret| token::hash(secret).to_string());
    let handle = keep(pool, person.id, "register", &state, enrolment, now).await?;
    Ok((handle, options))
}

/// Stores the new passkey and uses its link up; answers the person, and fresh recovery codes if
/// this was the first key.
///
/// # Errors
/// 410 `ceremony_expired`; 409 `link_used` or `passkey_known`; 422 `passkey_refused`.
pub async fn finish_registration(
    pool: &AnyPool,
    party: &Webauthn,
    handle: &str,
    answer: &RegisterPublicKeyCredential,
    now: Timestamp,
) -> Result<(PersonId, Vec<String>), Denied> {
    let (person, state, enrolment) = take::<PasskeyRegistration>(pool, handle, "register", now).await?;
    let key = party
        .finish_passkey_registration(answer, &state)
        .map_err(|_| Denied::Because(422, "passkey_refused"))?;
    let first = keys_of(pool, person).await?.is_empty();
    if let Some(enrolment) = enrolment {
        // The one whose update counts has used the link.
        let used = sqlx::query("UPDATE enrolments SET used = 1 WHERE token = $1 AND used = 0")
            .bind(enrolment)
            .execute(pool)
            .await?;
        if used.rows_affected() == 0 {
            return Err(Denied::Because(409, "link_used"));
        }
    }
    let made = sqlx::query(
        "INSERT INTO passkeys (id, person, credential, created, used) VALUES ($1, $2, $3, $4, $4)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(hex::encode(key.cred_id()))
    .bind(person.to_string())
    .bind(json(&key)?)
    .bind(now.0)
    .execute(pool)
    .await?;
    if made.rows_affected() == 0 {
        return Err(Denied::Because(409, "passkey_known"));
    }
    let codes = if first {
        recovery_codes(pool, person).await?
    } else {
        Vec::new()
    };
    Ok((person, codes))
}

/// Begins a sign-in or a re-check of `person`.
///
/// # Errors
/// 404 `passkey_missing` if the person has none.
pub async fn start_login(
    pool: &AnyPool,
    party: &Webauthn,
    person: PersonId,
    now: Timestamp,
) -> Result<(String, RequestChallengeResponse), Denied> {
    let (options, state) = challenge(pool, party, person).await?;
    Ok((keep(pool, person, "login", &state, None, now).await?, options))
}

/// A challenge whose state the caller keeps.
///
/// # Errors
/// 404 `passkey_missing`.
pub async fn challenge(
    pool: &AnyPool,
    party: &Webauthn,
    person: PersonId,
) -> Result<(RequestChallengeResponse, PasskeyAuthentication), Denied> {
    let keys = keys_of(pool, person).await?;
    if keys.is_empty() {
        return Err(Denied::Because(404, "passkey_missing"));
    }
    party
        .start_passkey_authentication(&keys)
        .map_err(|_| Denied::Because(422, "passkey_refused"))
}

/// Checks the browser's assertion; answers who signed in.
///
/// # Errors
/// 410 `ceremony_expired`; 422 `passkey_refused`.
pub async fn finish_login(
    pool: &AnyPool,
    party: &Webauthn,
    handle: &str,
    answer: &PublicKeyCredential,
    now: Timestamp,
) -> Result<PersonId, Denied> {
    let (person, state, _) = take::<PasskeyAuthentication>(pool, handle, "login", now).await?;
    asserted(pool, party, person, &state, answer, now).await?;
    Ok(person)
}

/// Checks an assertion against `state` and moves the key's counter on.
///
/// # Errors
/// 422 `passkey_refused`, also for a counter that went back: a copied key.
pub async fn asserted(
    pool: &AnyPool,
    party: &Webauthn,
    person: PersonId,
    state: &PasskeyAuthentication,
    answer: &PublicKeyCredential,
    now: Timestamp,
) -> Result<(), Denied> {
    let result = party
        .finish_passkey_authentication(answer, state)
        .map_err(|_| Denied::Because(422, "passkey_refused"))?;
    for mut key in keys_of(pool, person).await? {
        if key.update_credential(&result).is_some() {
            sqlx::query("UPDATE passkeys SET credential = $2, used = $3 WHERE id = $1")
                .bind(hex::encode(key.cred_id()))
                .bind(json(&key)?)
                .bind(now.0)
                .execute(pool)
                .await?;
            return Ok(());
        }
    }
    Err(Denied::Because(422, "passkey_refused"))
}

/// Signs in by a recovery code, once. Answers the person.
///
/// # Errors
/// 422 `recovery_wrong`: whether the name or the code is wrong is not told.
pub async fn recover(pool: &AnyPool, login: &str, code: &str) -> Result<PersonId, Denied> {
    let wrong = Denied::Because(422, "recovery_wrong");
    let Some(person) = persons::by_login(pool, login).await?.filter(|person| !person.closed) else {
        return Err(wrong);
    };
    let used = sqlx::query("UPDATE recovery_codes SET used = 1 WHERE person = $1 AND hash = $2 AND used = 0")
        .bind(person.id.to_string())
        .bind(recovery_hash(person.id, code.trim()))
        .execute(pool)
        .await?;
    if used.rows_affected() == 0 {
        Err(wrong)
    } else {
        Ok(person.id)
    }
}

/// Ten new codes in place of all earlier ones; shown once.
pub async fn recovery_codes(pool: &AnyPool, person: PersonId) -> Result<Vec<String>, Denied> {
    sqlx::query("DELETE FROM recovery_codes WHERE person = $1")
        .bind(person.to_string())
        .execute(pool)
        .await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let secret = hex::encode(token::random::<10>());
        let code = format!(
            "{}-{}-{}-{}",
            &secret[..5],
            &secret[5..10],
            &secret[10..15],
            &secret[15..]
        );
        sqlx::query("INSERT INTO recovery_codes (person, hash, used) VALUES ($1, $2, 0)")
            .bind(person.to_string())
            .bind(recovery_hash(person, &code))
            .execute(pool)
            .await?;
        codes.push(code);
    }
    Ok(codes)
}

/// 80 random bits need no slow hash.
fn recovery_hash(person: PersonId, code: &str) -> String {
    Digest::of_parts(&[person.0.as_bytes(), code.to_ascii_lowercase().as_bytes()]).to_string()
}

async fn keep<T: serde::Serialize>(
    pool: &AnyPool,
    person: PersonId,
    kind: &str,
    state: &T,
    enrolment: Option<String>,
    now: Timestamp,
) -> Result<String, Denied> {
    let handle = token::fresh();
    sqlx::query(
        "INSERT INTO passkey_states (id, person, kind, state, enrolment, expires) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(handle.clone())
    .bind(person.to_string())
    .bind(kind.to_owned())
    .bind(json(state)?)
    .bind(enrolment)
    .bind(now.0 + STATE_LIFE)
    .execute(pool)
    .await?;
    Ok(handle)
}

/// Takes the state out: a ceremony is finished once or never.
async fn take<T: serde::de::DeserializeOwned>(
    pool: &AnyPool,
    handle: &str,
    kind: &str,
    now: Timestamp,
) -> Result<(PersonId, T, Option<String>), Denied> {
    let gone = || Denied::Because(410, "ceremony_expired");
    let row = sqlx::query(
        "DELETE FROM passkey_states WHERE id = $1 AND kind = $2 RETURNING person, state, enrolment, expires",
    )
    .bind(handle.to_owned())
    .bind(kind.to_owned())
    .fetch_optional(pool)
    .await?
    .ok_or_else(gone)?;
    if row.try_get::<i64, _>("expires")? < now.0 {
        return Err(gone());
    }
    let person = row.try_get::<String, _>("person")?.parse().map_err(|_| gone())?;
    let state = serde_json::from_str(&row.try_get::<String, _>("state")?).map_err(|_| gone())?;
    Ok((person, state, row.try_get("enrolment")?))
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Denied> {
    serde_json::to_string(value).map_err(|error| Denied::Store(sqlx::Error::Encode(Box::new(error))))
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_of_digits_stands_for_localhost() {
        assert!(super::relying_party("http://127.0.0.1:4000").is_ok());
        assert!(super::relying_party("https://mediation.example").is_ok());
        assert!(super::relying_party("nonsense").is_err());
    }
}
