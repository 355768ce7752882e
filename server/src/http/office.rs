//! The organisation's own people: who works here, invite, close.

use crate::app::App;
use crate::identity::{Denied, passkeys, persons, sessions, who::Who};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::{Json, Router, routing};
use domain::actor::Role;
use domain::id::{OrgId, PersonId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/office/accounts", routing::get(list).post(add))
        .route("/api/v1/office/accounts/{id}", routing::delete(close))
        .route("/api/v1/office/accounts/{id}/link", routing::post(relink))
}

/// The administrator's own institution.
fn admin(who: &Who) -> Result<OrgId, Denied> {
    match who.staff {
        Some((Role::OrgAdmin, org)) => Ok(org),
        _ => Err(Denied::Because(403, "not_your_role")),
    }
}

#[derive(Serialize)]
struct Account {
    id: PersonId,
    name: String,
    role: Option<Role>,
    org: Option<OrgId>,
    closed: bool,
    passkeys: usize,
}

/// `GET office/accounts`: staff of all institutions for the portal's first centre, else one's own.
async fn list(State(app): State<Arc<App>>, who: Who) -> Result<Json<Vec<Account>>, Denied> {
    let own = admin(&who)?;
    let mut accounts = Vec::new();
    for org in crate::identity::orgs::all(app.store.pool()).await? {
        if !may_keep(own, org.id) {
            continue;
        }
        for person in persons::staff_of(app.store.pool(), org.id).await? {
            accounts.push(Account {
                id: person.id,
                passkeys: passkeys::keys_of(app.store.pool(), person.id).await?.len(),
                name: person.name,
                role: person.staff.map(|(role, _)| role),
                org: person.staff.map(|(_, org)| org),
                closed: person.closed,
            });
        }
    }
    Ok(Json(accounts))
}

/// The centre runs the portal and brings the other institutions in; each keeps its own people.
fn may_keep(own: OrgId, org: OrgId) -> bool {
    own == org || own == crate::identity::orgs::CENTRE
}

#[derive(Deserialize)]
struct NewAccount {
    name: String,
    login: String,
    phone: Option<String>,
    role: Role,
    /// One's own institution if missing.
    org: Option<OrgId>,
}

#[derive(Serialize)]
struct Made {
    id: PersonId,
    /// Good once, 7 days; to be handed over in person.
    link: String,
}

/// `POST office/accounts`
async fn add(State(app): State<Arc<App>>, who: Who, Json(ask): Json<NewAccount>) -> Result<Json<Made>, Denied> {
    let own = admin(&who)?;
    let org = ask.org.unwrap_or(own);
    if !may_keep(own, org) || crate::identity::orgs::find(app.store.pool(), org).await?.is_none() {
        return Err(Denied::Because(403, "not_your_role"));
    }
    if let Some(phone) = &ask.phone {
        domain::identity::phone(phone).map_err(|refusal| Denied::Because(422, refusal.code()))?;
    }
    let id = PersonId(Uuid::now_v7());
    let staff = persons::NewStaff {
        id,
        name: &ask.name,
        login: &ask.login,
        phone: ask.phone.as_deref(),
        role: ask.role,
        org,
    };
    if !persons::add_staff(app.store.pool(), &staff, app.clock.now()).await? {
        return Err(Denied::Because(409, "login_taken"));
    }
    Ok(Json(Made {
        id,
        link: link(&app, id).await?,
    }))
}

/// `POST office/accounts/{id}/link`: another one-time link, for a lost device.
async fn relink(State(app): State<Arc<App>>, who: Who, Path(id): Path<PersonId>) -> Result<Json<Made>, Denied> {
    kept(&app, &who, id).await?;
    Ok(Json(Made {
        id,
        link: link(&app, id).await?,
    }))
}

/// `DELETE office/accounts/{id}`: closes the account and all its sessions.
async fn close(State(app): State<Arc<App>>, who: Who, Path(id): Path<PersonId>) -> Result<StatusCode, Denied> {
    kept(&app, &who, id).await?;
    if id == who.person {
        return Err(Denied::Because(422, "own_account"));
    }
    persons::close(app.store.pool(), id).await?;
    sessions::close_all(app.store.pool(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The account, if this administrator keeps it.
async fn kept(app: &App, who: &Who, id: PersonId) -> Result<(), Denied> {
    let own = admin(who)?;
    let person = persons::find(app.store.pool(), id).await?;
    match person.and_then(|person| person.staff) {
        Some((_, org)) if may_keep(own, org) => Ok(()),
        _ => Err(Denied::Because(404, "account_unknown")),
    }
}

async fn link(app: &App, person: PersonId) -> Result<String, Denied> {
    let secret = passkeys::link(app.store.pool(), person, app.clock.now()).await?;
    Ok(format!("{}/office/first/{secret}", app.config.origin))
}

/// The first start of a portal: an administrator without a key, and the link for one. `None` once
/// an administrator can sign in.
pub async fn first_link(app: &App) -> Result<Option<String>, Denied> {
    if persons::has_admin(app.store.pool()).await? {
        return Ok(None);
    }
    let id = PersonId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0100));
    let staff = persons::NewStaff {
        id,
        name: "系统管理员",
        login: "admin",
        phone: None,
        role: Role::OrgAdmin,
        org: crate::identity::orgs::CENTRE,
    };
    // Already there after an earlier start whose link was not used: it gets another link.
    persons::add_staff(app.store.pool(), &staff, app.clock.now()).await?;
    Ok(Some(link(app, id).await?))
}
