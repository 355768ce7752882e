//! Staff sign-in: passkeys, recovery codes, one-time links. The page is `/staff`.

use super::limits::Address;
use super::session::{Tab, admit, open};
use crate::app::App;
use crate::identity::{Denied, passkeys, persons, sessions, who::Who};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::actor::Assurance;
use domain::api::{Problem, Session};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use webauthn_rs::prelude::{PublicKeyCredential, RegisterPublicKeyCredential};

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(register_start))
        .routes(routes!(register_finish))
        .routes(routes!(login_start))
        .routes(routes!(login_finish))
        .routes(routes!(recover))
}

/// `handle` comes back with the browser's answer; `options` go to `navigator.credentials`.
#[derive(Serialize, utoipa::ToSchema)]
struct Started<T> {
    handle: String,
    options: T,
    name: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
struct Register {
    /// Secret of a one-time link; a signed-in staff member needs none.
    link: Option<String>,
}

/// Begins to register a passkey.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys/register/start",
    operation_id = "start_passkey_registration",
    tag = "people",
    request_body = Register,
    responses(
        (status = 200, description = "Options for `navigator.credentials.create`", body = Started<serde_json::Value>),
        (status = 403, description = "`link_missing`, `account_closed`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`link_unknown`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`link_used`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`link_expired`", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn register_start(
    State(app): State<Arc<App>>,
    who: Option<Who>,
    Json(ask): Json<Register>,
) -> Result<Response, Denied> {
    let (pool, now) = (app.store.pool(), app.clock.now());
    let person = match (&ask.link, who) {
        (Some(link), _) => passkeys::holder(pool, link, now).await?,
        // A demo session proves nothing, so it may not plant a key.
        (None, Some(who)) if who.staff.is_some() && !who.demo => who.person,
        _ => return Err(Denied::Because(403, "link_missing")),
    };
    let person = persons::find(pool, person)
        .await?
        .filter(|person| !person.closed)
        .ok_or(Denied::Because(403, "account_closed"))?;
    let (handle, options) =
        passkeys::start_registration(pool, &app.relying_party, &person, ask.link.as_deref(), now).await?;
    Ok(Json(Started {
        handle,
        options,
        name: person.name,
    })
    .into_response())
}

#[derive(Deserialize, utoipa::ToSchema)]
struct Finish<T> {
    handle: String,
    credential: T,
}

/// The session begins with the first key; the codes are shown once.
#[derive(Serialize, utoipa::ToSchema)]
struct Registered {
    recovery_codes: Vec<String>,
}

/// Registers the passkey and signs in.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys/register/finish",
    operation_id = "finish_passkey_registration",
    tag = "people",
    request_body = Finish<serde_json::Value>,
    responses(
        (status = 200, description = "Registered and signed in; recovery codes with the first key", body = Registered),
        (status = 409, description = "`link_used`, `passkey_known`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`ceremony_expired`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`passkey_refused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn register_finish(
    State(app): State<Arc<App>>,
    tab: Tab,
    Json(answer): Json<Finish<RegisterPublicKeyCredential>>,
) -> Result<Response, Denied> {
    let now = app.clock.now();
    let (person, recovery_codes) = passkeys::finish_registration(
        app.store.pool(),
        &app.relying_party,
        &answer.handle,
        &answer.credential,
        now,
    )
    .await?;
    let start = sessions::Start {
        person,
        assurance: Assurance::Passkey,
        invited: None,
        demo: false,
    };
    let (cookie, _) = admit(&app, start, &tab).await?;
    Ok(([(header::SET_COOKIE, cookie)], Json(Registered { recovery_codes })).into_response())
}

#[derive(Deserialize, utoipa::ToSchema)]
struct Login {
    login: String,
}

/// Begins a sign-in by passkey.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys/login/start",
    operation_id = "start_passkey_login",
    tag = "people",
    request_body = Login,
    responses(
        (status = 200, description = "Options for `navigator.credentials.get`", body = Started<serde_json::Value>),
        (status = 404, description = "`passkey_missing`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn login_start(
    State(app): State<Arc<App>>,
    Address(address): Address,
    Json(ask): Json<Login>,
) -> Result<Response, Denied> {
    slow_down(&app, &address)?;
    let person = persons::by_login(app.store.pool(), &ask.login)
        .await?
        .filter(|person| !person.closed)
        .ok_or(Denied::Because(404, "passkey_missing"))?;
    let (handle, options) =
        passkeys::start_login(app.store.pool(), &app.relying_party, person.id, app.clock.now()).await?;
    Ok(Json(Started {
        handle,
        options,
        name: person.name,
    })
    .into_response())
}

/// Signs in by passkey.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys/login/finish",
    operation_id = "finish_passkey_login",
    tag = "people",
    request_body = Finish<serde_json::Value>,
    responses(
        (status = 200, description = "Signed in; the cookie is set", body = Session),
        (status = 410, description = "`ceremony_expired`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`passkey_refused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn login_finish(
    State(app): State<Arc<App>>,
    tab: Tab,
    Json(answer): Json<Finish<PublicKeyCredential>>,
) -> Result<Response, Denied> {
    let now = app.clock.now();
    let person = passkeys::finish_login(
        app.store.pool(),
        &app.relying_party,
        &answer.handle,
        &answer.credential,
        now,
    )
    .await?;
    let start = sessions::Start {
        person,
        assurance: Assurance::Passkey,
        invited: None,
        demo: false,
    };
    open(&app, start, &tab).await
}

#[derive(Deserialize, utoipa::ToSchema)]
struct Recover {
    login: String,
    code: String,
}

/// A fresh one-time link: the next step is a new passkey.
#[derive(Serialize, utoipa::ToSchema)]
struct Recovered {
    link: String,
}

/// A recovery code buys a new registration, not a session.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys/recover",
    operation_id = "use_recovery_code",
    tag = "people",
    request_body = Recover,
    responses(
        (status = 200, description = "A one-time link to register a new passkey", body = Recovered),
        (status = 422, description = "`recovery_wrong`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn recover(
    State(app): State<Arc<App>>,
    Address(address): Address,
    Json(ask): Json<Recover>,
) -> Result<Json<Recovered>, Denied> {
    slow_down(&app, &address)?;
    let person = passkeys::recover(app.store.pool(), &ask.login, &ask.code).await?;
    Ok(Json(Recovered {
        link: passkeys::link(app.store.pool(), person, app.clock.now()).await?,
    }))
}

/// Names and codes are not for guessing: a tighter bucket than everyone's.
fn slow_down(app: &App, address: &str) -> Result<(), Denied> {
    app.guesses
        .take(address, app.clock.now().0)
        .map_err(|seconds| Denied::Wait("too_many_requests", seconds))
}
