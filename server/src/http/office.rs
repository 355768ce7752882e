//! The organisation's own people: who works here, invite, close.

use crate::app::App;
use crate::identity::{Denied, passkeys, persons, sessions, who::Who};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::actor::Role;
use domain::api::Problem;
use domain::id::{OrgId, PersonId};
use domain::moment::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::AnyPool;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(relink))
        .routes(routes!(close))
}

/// The administrator's own institution.
fn admin(who: &Who) -> Result<OrgId, Denied> {
    match who.staff {
        Some((Role::OrgAdmin, org)) => Ok(org),
        _ => Err(Denied::Because(403, "not_your_role")),
    }
}

#[derive(Serialize, utoipa::ToSchema)]
struct Account {
    id: PersonId,
    name: String,
    role: Option<Role>,
    org: Option<OrgId>,
    closed: bool,
    passkeys: usize,
}

/// Staff of one's own institution; the centre that runs the portal sees all.
#[utoipa::path(
    get,
    path = "/api/v1/office/accounts",
    operation_id = "list_accounts",
    tag = "office",
    responses(
        (status = 200, description = "Staff by institution and name", body = Vec<Account>),
        (status = 403, description = "`not_your_role`", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
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

#[derive(Deserialize, utoipa::ToSchema)]
struct NewAccount {
    name: String,
    login: String,
    phone: Option<String>,
    role: Role,
    /// One's own institution if missing.
    org: Option<OrgId>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct Made {
    id: PersonId,
    /// Good once, 7 days; to be handed over in person.
    link: String,
}

/// Adds a staff member, who registers a passkey by the one-time link.
#[utoipa::path(
    post,
    path = "/api/v1/office/accounts",
    operation_id = "add_account",
    tag = "office",
    request_body = NewAccount,
    responses(
        (status = 200, description = "The account, and its one-time link", body = Made),
        (status = 403, description = "`not_your_role`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`login_taken`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`name_unfit`, `login_unfit`, `role_unfit`, `phone_unfit`", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
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

/// Another one-time link, for a lost device.
#[utoipa::path(
    post,
    path = "/api/v1/office/accounts/{id}/link",
    operation_id = "renew_account_link",
    tag = "office",
    params(("id" = PersonId, Path, description = "The account")),
    responses(
        (status = 200, description = "Another one-time link", body = Made),
        (status = 403, description = "`not_your_role`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`account_unknown`", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn relink(State(app): State<Arc<App>>, who: Who, Path(id): Path<PersonId>) -> Result<Json<Made>, Denied> {
    kept(&app, &who, id).await?;
    Ok(Json(Made {
        id,
        link: link(&app, id).await?,
    }))
}

/// Closes the account and all its sessions.
#[utoipa::path(
    delete,
    path = "/api/v1/office/accounts/{id}",
    operation_id = "close_account",
    tag = "office",
    params(("id" = PersonId, Path, description = "The account")),
    responses(
        (status = 204, description = "Closed, with all its sessions"),
        (status = 403, description = "`not_your_role`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`account_unknown`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`own_account`", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
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
    Ok(link_at(&app.config.origin, &secret))
}

/// Where the holder of `secret` registers a passkey: at a name, for digits cannot have one.
pub fn link_at(origin: &str, secret: &str) -> String {
    let origin = passkeys::named_origin(origin).unwrap_or_else(|| origin.to_owned());
    format!("{origin}/office/first/{secret}")
}

/// Sign-in name of the administrator every new portal has.
pub const FIRST_LOGIN: &str = "admin";

/// Makes the first administrator where there is none yet.
pub async fn first_admin(pool: &AnyPool, now: Timestamp) -> Result<PersonId, Denied> {
    let staff = persons::NewStaff {
        id: PersonId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0100)),
        name: "系统管理员",
        login: FIRST_LOGIN,
        phone: None,
        role: Role::OrgAdmin,
        org: crate::identity::orgs::CENTRE,
    };
    // Already there after an earlier start whose link was not used.
    persons::add_staff(pool, &staff, now).await?;
    let person = persons::by_login(pool, FIRST_LOGIN).await?;
    person
        .map(|person| person.id)
        .ok_or(Denied::Because(404, "account_unknown"))
}

/// The first start of a portal: the link for its administrator. `None` once one can sign in.
pub async fn first_link(app: &App) -> Result<Option<String>, Denied> {
    if persons::has_admin(app.store.pool()).await? {
        return Ok(None);
    }
    let id = first_admin(app.store.pool(), app.clock.now()).await?;
    Ok(Some(link(app, id).await?))
}
