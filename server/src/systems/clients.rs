//! Clients of the API by OAuth 2.0 client credentials (RFC 6749 §4.4): an institution's own systems.
//! Secrets are shown once and stored hashed; access tokens live 15 minutes.

use crate::identity::{Denied, persons, token};
use domain::actor::{Actor, Assurance, Role};
use domain::api::OrgKind;
use domain::id::{OrgId, PersonId};
use domain::moment::{MINUTE, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::{AnyPool, Row};
use uuid::Uuid;

/// Of an access token, in milliseconds.
pub const LIFE: i64 = 15 * MINUTE;

/// What a client may be given.
pub const SCOPES: [&str; 3] = ["filings:read", "filings:write", "webhooks"];

/// One of an institution's systems.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Client {
    /// `client_id`
    #[schema(value_type = String, format = Uuid)]
    pub id: Uuid,
    pub org: OrgId,
    pub name: String,
    pub scopes: Vec<String>,
    pub closed: bool,
}

/// A system that showed its token.
#[derive(Clone, Debug)]
pub struct Machine {
    pub org: OrgId,
    pub client: Uuid,
    pub actor: Actor,
    pub scopes: Vec<String>,
}

/// In what role an institution's system acts.
pub fn role(kind: OrgKind) -> Option<Role> {
    match kind {
        OrgKind::ArbitrationCommission => Some(Role::Arbitrator),
        OrgKind::Court => Some(Role::Judge),
        _ => None,
    }
}

/// Makes a client of `org`; answers it with its secret, which is stored nowhere.
///
/// # Errors
/// `role_unfit` where the institution decides no filings, `scope_unknown`, `name_unfit`.
pub async fn make(
    pool: &AnyPool,
    org: &domain::api::Organisation,
    name: &str,
    scopes: &[String],
    now: Timestamp,
) -> Result<(Client, String), Denied> {
    let role = role(org.kind).ok_or(Denied::Because(422, "role_unfit"))?;
    domain::text::fit(name, domain::text::NAME).map_err(|_| Denied::Because(422, "name_unfit"))?;
    let known = |scope: &String| SCOPES.contains(&scope.as_str());
    if scopes.is_empty() || !scopes.iter().all(known) {
        return Err(Denied::Because(422, "scope_unknown"));
    }
    let (id, person) = (Uuid::now_v7(), PersonId(Uuid::now_v7()));
    let staff = persons::NewStaff {
        id: person,
        name,
        // Nobody signs in by it: there is no passkey, and its login is no name.
        login: &format!("system-{}", &id.simple().to_string()[12..]),
        phone: None,
        role,
        org: org.id,
    };
    if !persons::add_staff(pool, &staff, now).await? {
        return Err(Denied::Because(409, "login_taken"));
    }
    let secret = token::fresh() + &token::fresh();
    sqlx::query(
        "INSERT INTO clients (id, org, person, name, secret, scopes, closed, created)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7)",
    )
    .bind(id.to_string())
    .bind(org.id.to_string())
    .bind(person.to_string())
    .bind(name.to_owned())
    .bind(token::hash(&secret).to_string())
    .bind(scopes.join(" "))
    .bind(now.0)
    .execute(pool)
    .await?;
    let client = Client {
        id,
        org: org.id,
        name: name.to_owned(),
        scopes: scopes.to_vec(),
        closed: false,
    };
    Ok((client, secret))
}

pub async fn of(pool: &AnyPool, org: OrgId) -> Result<Vec<Client>, Denied> {
    let rows = sqlx::query("SELECT id, name, scopes, closed FROM clients WHERE org = $1 ORDER BY created, id")
        .bind(org.to_string())
        .fetch_all(pool)
        .await?;
    let client = |row: &sqlx::any::AnyRow| {
        let id: String = row.try_get("id")?;
        Ok(Client {
            id: id
                .parse()
                .map_err(|_| sqlx::Error::ColumnNotFound("clients.id".into()))?,
            org,
            name: row.try_get("name")?,
            scopes: split(&row.try_get::<String, _>("scopes")?),
            closed: row.try_get::<i64, _>("closed")? != 0,
        })
    };
    Ok(rows.iter().map(client).collect::<sqlx::Result<_>>()?)
}

/// The client gets no token any more, and those it has end.
///
/// # Errors
/// `client_unknown`.
pub async fn close(pool: &AnyPool, org: OrgId, id: Uuid) -> Result<(), Denied> {
    let closed = sqlx::query("UPDATE clients SET closed = 1 WHERE id = $1 AND org = $2")
        .bind(id.to_string())
        .bind(org.to_string())
        .execute(pool)
        .await?;
    if closed.rows_affected() == 0 {
        return Err(Denied::Because(404, "client_unknown"));
    }
    sqlx::query("DELETE FROM access_tokens WHERE client = $1")
        .bind(id.to_string())
        .execute(pool)
        .await?;
    Ok(())
}

fn split(scopes: &str) -> Vec<String> {
    scopes.split_whitespace().map(str::to_owned).collect()
}

/// An access token and what it is good for. All the client may have, where `wanted` names nothing.
///
/// # Errors
/// `invalid_client` or `invalid_scope`, the codes of RFC 6749 §5.2.
pub async fn grant(
    pool: &AnyPool,
    id: &str,
    secret: &str,
    wanted: &str,
    now: Timestamp,
) -> Result<(String, String), Denied> {
    let invalid = || Denied::Because(401, "invalid_client");
    let row = sqlx::query("SELECT secret, scopes FROM clients WHERE id = $1 AND closed = 0")
        .bind(id.to_owned())
        .fetch_optional(pool)
        .await?
        .ok_or_else(invalid)?;
    if !token::same(&row.try_get::<String, _>("secret")?, &token::hash(secret).to_string()) {
        return Err(invalid());
    }
    let may = split(&row.try_get::<String, _>("scopes")?);
    let asked = split(wanted);
    if !asked.iter().all(|scope| may.contains(scope)) {
        return Err(Denied::Because(400, "invalid_scope"));
    }
    let given = if asked.is_empty() { may } else { asked }.join(" ");
    let access = token::fresh() + &token::fresh();
    sqlx::query("DELETE FROM access_tokens WHERE expires < $1")
        .bind(now.0)
        .execute(pool)
        .await?;
    sqlx::query("INSERT INTO access_tokens (token, client, scopes, expires) VALUES ($1, $2, $3, $4)")
        .bind(token::hash(&access).to_string())
        .bind(id.to_owned())
        .bind(given.clone())
        .bind(now.0 + LIFE)
        .execute(pool)
        .await?;
    Ok((access, given))
}

/// The system behind an access token, while it lasts.
pub async fn find(pool: &AnyPool, access: &str, now: Timestamp) -> sqlx::Result<Option<Machine>> {
    let row = sqlx::query(
        "SELECT t.client, t.scopes, c.org, c.person, p.role FROM access_tokens t
         JOIN clients c ON c.id = t.client JOIN persons p ON p.id = c.person
         WHERE t.token = $1 AND t.expires > $2 AND c.closed = 0 AND p.closed = 0",
    )
    .bind(token::hash(access).to_string())
    .bind(now.0)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let unread = || sqlx::Error::ColumnNotFound("a client's row is unreadable".into());
    let text = |column: &str| row.try_get::<String, _>(column);
    let org: OrgId = text("org")?.parse().map_err(|_| unread())?;
    Ok(Some(Machine {
        org,
        client: text("client")?.parse().map_err(|_| unread())?,
        actor: Actor {
            person: text("person")?.parse().map_err(|_| unread())?,
            role: crate::identity::from_name(&text("role")?).ok_or_else(unread)?,
            org: Some(org),
            assurance: Assurance::Authority,
        },
        scopes: split(&text("scopes")?),
    }))
}
