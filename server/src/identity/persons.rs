//! Accounts: parties known by a phone that answered a code, staff known by a sign-in name.

use super::{Denied, from_name, name_of};
use domain::actor::Role;
use domain::id::{OrgId, PersonId};
use domain::moment::Timestamp;
use sqlx::{AnyPool, Row};
use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct Person {
    pub id: PersonId,
    /// Empty for a party who has not said it yet.
    pub name: String,
    pub phone: Option<String>,
    /// Sign-in name of a staff member.
    pub login: Option<String>,
    /// Role and institution of a staff member.
    pub staff: Option<(Role, OrgId)>,
    pub closed: bool,
}

/// A staff member to be.
#[derive(Clone, Copy)]
pub struct NewStaff<'a> {
    pub id: PersonId,
    pub name: &'a str,
    pub login: &'a str,
    pub phone: Option<&'a str>,
    pub role: Role,
    pub org: OrgId,
}

const COLUMNS: &str = "SELECT id, name, phone, login, role, org, closed FROM persons";

pub async fn find(pool: &AnyPool, id: PersonId) -> sqlx::Result<Option<Person>> {
    one(pool, "id", &id.to_string()).await
}

pub async fn by_login(pool: &AnyPool, login: &str) -> sqlx::Result<Option<Person>> {
    one(pool, "login", login).await
}

async fn one(pool: &AnyPool, column: &'static str, value: &str) -> sqlx::Result<Option<Person>> {
    // `column` is one of our own literals, never input.
    sqlx::query(sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE {column} = $1")))
        .bind(value.to_owned())
        .fetch_optional(pool)
        .await?
        .as_ref()
        .map(row)
        .transpose()
}

/// The person whose phone this is; a new party if nobody's.
pub async fn by_phone(pool: &AnyPool, phone: &str, now: Timestamp) -> sqlx::Result<Person> {
    // Two first sign-ins at once meet at the unique phone; both then read the same row.
    sqlx::query(
        "INSERT INTO persons (id, name, phone, created) VALUES ($1, '', $2, $3) ON CONFLICT (phone) DO NOTHING",
    )
    .bind(Uuid::now_v7().to_string())
    .bind(phone.to_owned())
    .bind(now.0)
    .execute(pool)
    .await?;
    one(pool, "phone", phone).await?.ok_or(sqlx::Error::RowNotFound)
}

/// Adds a party whose id is fixed: the demo's people.
pub async fn add_party(pool: &AnyPool, id: PersonId, name: &str, phone: &str, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO persons (id, name, phone, created) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
        .bind(id.to_string())
        .bind(name.to_owned())
        .bind(phone.to_owned())
        .bind(now.0)
        .execute(pool)
        .await
        .map(drop)
}

/// Adds a staff member; `false` if the id or sign-in name is taken already.
///
/// # Errors
/// 422 `name_unfit`, `login_unfit` or `role_unfit`.
pub async fn add_staff(pool: &AnyPool, staff: &NewStaff<'_>, now: Timestamp) -> Result<bool, Denied> {
    domain::text::fit(staff.name, domain::text::NAME).map_err(|_| Denied::Because(422, "name_unfit"))?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    if !(2..=40).contains(&staff.login.len()) || !staff.login.chars().all(plain) {
        return Err(Denied::Because(422, "login_unfit"));
    }
    if staff.role.side().is_some() || staff.role == Role::System {
        return Err(Denied::Because(422, "role_unfit"));
    }
    let made = sqlx::query(
        "INSERT INTO persons (id, name, login, phone, role, org, created) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT DO NOTHING",
    )
    .bind(staff.id.to_string())
    .bind(staff.name.to_owned())
    .bind(staff.login.to_owned())
    .bind(staff.phone.map(str::to_owned))
    .bind(name_of(staff.role))
    .bind(staff.org.to_string())
    .bind(now.0)
    .execute(pool)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Staff of one institution, by name.
pub async fn staff_of(pool: &AnyPool, org: OrgId) -> sqlx::Result<Vec<Person>> {
    sqlx::query("SELECT id, name, phone, login, role, org, closed FROM persons WHERE org = $1 ORDER BY name")
        .bind(org.to_string())
        .fetch_all(pool)
        .await?
        .iter()
        .map(row)
        .collect()
}

/// The person may no longer sign in. What he did stays.
pub async fn close(pool: &AnyPool, id: PersonId) -> sqlx::Result<()> {
    sqlx::query("UPDATE persons SET closed = 1 WHERE id = $1")
        .bind(id.to_string())
        .execute(pool)
        .await
        .map(drop)
}

/// `true` if some administrator can sign in already.
pub async fn has_admin(pool: &AnyPool) -> sqlx::Result<bool> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS n FROM persons JOIN passkeys ON passkeys.person = persons.id
         WHERE persons.role = 'org_admin' AND persons.closed = 0",
    )
    .fetch_one(pool)
    .await?;
    Ok(row.try_get::<i64, _>("n")? > 0)
}

fn row(row: &sqlx::any::AnyRow) -> sqlx::Result<Person> {
    let role: Option<String> = row.try_get("role")?;
    let org: Option<String> = row.try_get("org")?;
    let staff = role
        .and_then(|role| from_name(&role))
        .zip(org.and_then(|org| org.parse().ok()));
    Ok(Person {
        id: row
            .try_get::<String, _>("id")?
            .parse()
            .map_err(|_| sqlx::Error::ColumnNotFound("persons.id is unreadable".into()))?,
        name: row.try_get("name")?,
        phone: row.try_get("phone")?,
        login: row.try_get("login")?,
        staff,
        closed: row.try_get::<i64, _>("closed")? != 0,
    })
}
