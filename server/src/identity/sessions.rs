//! Sessions: an opaque secret in a cookie, its hash in the table, 12 hours.

use super::{name_of, token, who::Who};
use domain::actor::{Assurance, Side};
use domain::hash::Digest;
use domain::id::{CaseId, InvitationId, PersonId};
use domain::moment::{HOUR, Timestamp};
use sqlx::{AnyPool, Row};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

pub const LIFE: i64 = 12 * HOUR;
pub const COOKIE: &str = "mb_session";

/// What a new session knows beside the person.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    pub person: PersonId,
    pub assurance: Assurance,
    /// The invitation that was answered.
    pub invited: Option<(CaseId, InvitationId, Side)>,
    /// Entered through the demo door.
    pub demo: bool,
}

/// Opens a session and answers its secret, which is stored nowhere.
pub async fn open(pool: &AnyPool, start: Start, now: Timestamp) -> sqlx::Result<String> {
    let secret = token::fresh() + &token::fresh();
    sqlx::query(
        "INSERT INTO sessions (token, person, assurance, case_id, invitation, side, demo, created, expires)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(token::hash(&secret).to_string())
    .bind(start.person.to_string())
    .bind(name_of(start.assurance))
    .bind(start.invited.map(|(case, _, _)| case.to_string()))
    .bind(start.invited.map(|(_, invitation, _)| invitation.to_string()))
    .bind(start.invited.map(|(_, _, side)| name_of(side)))
    .bind(i64::from(start.demo))
    .bind(now.0)
    .bind(now.0 + LIFE)
    .execute(pool)
    .await?;
    sqlx::query("DELETE FROM sessions WHERE expires < $1")
        .bind(now.0)
        .execute(pool)
        .await?;
    Ok(secret)
}

/// Who holds `secret`, if the session runs and the account is open.
pub async fn find(pool: &AnyPool, secret: &str, now: Timestamp) -> sqlx::Result<Option<Who>> {
    let hash = token::hash(secret);
    let row = sqlx::query(
        "SELECT s.person, s.assurance, s.case_id, s.invitation, s.side, s.demo, s.helper, p.name, p.phone, p.role, p.org
         FROM sessions s JOIN persons p ON p.id = s.person
         WHERE s.token = $1 AND s.expires > $2 AND p.closed = 0",
    )
    .bind(hash.to_string())
    .bind(now.0)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let text = |column: &str| row.try_get::<Option<String>, _>(column);
    let unread = || sqlx::Error::ColumnNotFound("a session row is unreadable".into());
    let invited = match (text("case_id")?, text("invitation")?, text("side")?) {
        (Some(case), Some(invitation), Some(side)) => Some((
            case.parse().map_err(|_| unread())?,
            invitation.parse().map_err(|_| unread())?,
            super::from_name(&side).ok_or_else(unread)?,
        )),
        _ => None,
    };
    let staff = match (text("role")?, text("org")?) {
        (Some(role), Some(org)) => Some((
            super::from_name(&role).ok_or_else(unread)?,
            org.parse().map_err(|_| unread())?,
        )),
        _ => None,
    };
    Ok(Some(Who {
        person: row.try_get::<String, _>("person")?.parse().map_err(|_| unread())?,
        name: row.try_get("name")?,
        phone: text("phone")?,
        staff,
        assurance: super::from_name(&row.try_get::<String, _>("assurance")?).ok_or_else(unread)?,
        invited,
        demo: row.try_get::<i64, _>("demo")? != 0,
        helper: match text("helper")? {
            Some(helper) => Some(helper.parse().map_err(|_| unread())?),
            None => None,
        },
        session: hash,
    }))
}

/// Whether a session found before still runs.
pub async fn runs(pool: &AnyPool, session: domain::hash::Digest, now: Timestamp) -> sqlx::Result<bool> {
    let row = sqlx::query("SELECT 1 AS one FROM sessions WHERE token = $1 AND expires > $2")
        .bind(session.to_string())
        .bind(now.0)
        .fetch_optional(pool)
        .await?;
    Ok(row.is_some())
}

/// Ends one session.
pub async fn close(pool: &AnyPool, session: Digest) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM sessions WHERE token = $1")
        .bind(session.to_string())
        .execute(pool)
        .await
        .map(drop)
}

/// Ends every session of a person whose account was closed.
pub async fn close_all(pool: &AnyPool, person: PersonId) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM sessions WHERE person = $1")
        .bind(person.to_string())
        .execute(pool)
        .await
        .map(drop)
}

/// What a session lets its person be: its token's hash, and its assurance with role and institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub session: Digest,
    pub text: String,
}

impl Standing {
    pub fn of(who: &Who) -> Self {
        let (role, org) = who
            .staff
            .map_or_else(Default::default, |(role, org)| (name_of(role), org.to_string()));
        Self {
            session: who.session,
            text: format!("{}/{role}/{org}", name_of(who.assurance)),
        }
    }
}

/// SQL: whether a row `asked (token, standing, time)` describes a session that runs, [`Standing`]
/// and all.
pub const STANDS: &str = "EXISTS (SELECT 1 FROM sessions s JOIN persons p ON p.id = s.person
     WHERE s.token = asked.token AND s.expires > asked.time AND p.closed = 0
       AND s.assurance || '/' || COALESCE(p.role, '') || '/' || COALESCE(p.org, '') = asked.standing)";

/// Sessions found lately, by the hashes of their secrets. One may have ended since, here or on another
/// node: whoever relies on it has its [`Standing`] held against the database.
#[derive(Default)]
pub struct Remembered(Mutex<HashMap<Digest, Arc<Who>>>);

/// Sessions kept in memory.
const MOST: usize = 4_096;

impl Remembered {
    pub fn last(&self, secret: &str) -> Option<Arc<Who>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&token::hash(secret)).cloned()
    }

    pub fn put(&self, who: &Arc<Who>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(who.session, who.clone());
    }
}
