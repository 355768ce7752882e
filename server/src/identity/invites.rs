//! Personal links. The link's secret is known to the invited person only; the log holds its hash.

use super::{Denied, from_name, name_of};
use domain::actor::Side;
use domain::hash::Digest;
use domain::id::{CaseId, InvitationId, OrgId, PersonId};
use domain::moment::{DAY, Timestamp};
use sqlx::{Any, AnyPool, Executor, Row};

const LIFE: i64 = 15 * DAY;

#[derive(Clone, Debug)]
pub struct Invite {
    pub case: CaseId,
    pub invitation: InvitationId,
    pub side: Side,
    pub body: OrgId,
    pub number: String,
    pub phone: String,
    /// Who answered it.
    pub person: Option<PersonId>,
}

pub async fn keep(
    executor: impl Executor<'_, Database = Any>,
    token: Digest,
    invite: &Invite,
    now: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO invites (token, case_id, invitation, side, body, number, phone, created, expires)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(token.to_string())
    .bind(invite.case.to_string())
    .bind(invite.invitation.to_string())
    .bind(name_of(invite.side))
    .bind(invite.body.to_string())
    .bind(invite.number.clone())
    .bind(invite.phone.clone())
    .bind(now.0)
    .bind(now.0 + LIFE)
    .execute(executor)
    .await
    .map(drop)
}

/// The invitation behind a link's secret.
///
/// # Errors
/// 404 `invitation_unknown`; 410 `invitation_expired`.
pub async fn find(pool: &AnyPool, secret: &str, now: Timestamp) -> Result<Invite, Denied> {
    let row = sqlx::query(
        "SELECT case_id, invitation, side, body, number, phone, person, expires FROM invites WHERE token = $1",
    )
    .bind(super::token::hash(secret).to_string())
    .fetch_optional(pool)
    .await?
    .ok_or(Denied::Because(404, "invitation_unknown"))?;
    if row.try_get::<i64, _>("expires")? < now.0 {
        return Err(Denied::Because(410, "invitation_expired"));
    }
    let unread = || Denied::Store(sqlx::Error::ColumnNotFound("an invites row is unreadable".into()));
    let text = |column: &str| row.try_get::<String, _>(column);
    let person: Option<String> = row.try_get("person")?;
    Ok(Invite {
        case: text("case_id")?.parse().map_err(|_| unread())?,
        invitation: text("invitation")?.parse().map_err(|_| unread())?,
        side: from_name(&text("side")?).ok_or_else(unread)?,
        body: text("body")?.parse().map_err(|_| unread())?,
        number: text("number")?,
        phone: text("phone")?,
        person: person.and_then(|person| person.parse().ok()),
    })
}

/// Binds the invitation to the first person who answers it.
///
/// # Errors
/// 409 `invitation_used` if someone else did before.
pub async fn answer(pool: &AnyPool, invitation: InvitationId, person: PersonId) -> Result<(), Denied> {
    let bound = sqlx::query("UPDATE invites SET person = $2 WHERE invitation = $1 AND (person IS NULL OR person = $2)")
        .bind(invitation.to_string())
        .bind(person.to_string())
        .execute(pool)
        .await?;
    if bound.rows_affected() == 0 {
        return Err(Denied::Because(409, "invitation_used"));
    }
    Ok(())
}
