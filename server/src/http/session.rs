//! Signing in by a one-time code, and the session that follows.

use super::limits::Address;
use crate::app::App;
use crate::identity::{Denied, codes, orgs, persons, sessions, who::Who};
use axum::Json;
use axum::extract::{FromRequestParts, OptionalFromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::actor::Assurance;
use domain::api::{CodeCheck, CodeRequest, CodeSent, Problem, Session};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(send_code))
        .routes(routes!(verify))
        .routes(routes!(show, leave))
}

/// Sends a code to any phone. Whether the phone is known is not told.
#[utoipa::path(
    post,
    path = "/api/v1/session/code",
    operation_id = "send_session_code",
    tag = "people",
    request_body = CodeRequest,
    responses(
        (status = 200, description = "A code is on its way", body = CodeSent),
        (status = 422, description = "`phone_unfit`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`code_too_soon`, `code_too_many`", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn send_code(
    State(app): State<Arc<App>>,
    Address(address): Address,
    Json(ask): Json<CodeRequest>,
) -> Result<Json<CodeSent>, Denied> {
    Ok(Json(send(&app, "session", &ask.phone, &address, "登录").await?))
}

/// Issues a code and sends it. `deed` says in Chinese what it is for.
pub async fn send(app: &App, purpose: &str, phone: &str, address: &str, deed: &str) -> Result<CodeSent, Denied> {
    let now = app.clock.now();
    let limits = if app.config.demo {
        codes::Limits::DEMO
    } else {
        codes::Limits::STRICT
    };
    let (code, sent) = codes::issue(app.store.pool(), purpose, phone, address, limits, now).await?;
    let text =
        format!("【枫桥云调】{code} 是您{deed}的验证码，5 分钟内有效。工作人员不会向您索要验证码，请勿告诉他人。");
    app.sms.send(phone, &text, now).await.map_err(|error| {
        tracing::error!(%error, "text message not sent");
        Denied::Because(503, "sms_unavailable")
    })?;
    Ok(sent)
}

/// Signs in with the code; a new phone becomes a new person.
#[utoipa::path(
    post,
    path = "/api/v1/session/verify",
    operation_id = "verify_session_code",
    tag = "people",
    request_body = CodeCheck,
    responses(
        (status = 200, description = "Signed in; the cookie is set", body = Session),
        (status = 403, description = "`staff_need_passkey`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`code_expired`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`code_wrong`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`code_locked`", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn verify(State(app): State<Arc<App>>, tab: Tab, Json(check): Json<CodeCheck>) -> Result<Response, Denied> {
    let now = app.clock.now();
    codes::check(app.store.pool(), "session", &check.phone, &check.code, now).await?;
    let person = persons::by_phone(app.store.pool(), &check.phone, now).await?;
    if person.closed || person.staff.is_some() {
        // A phone alone never opens a staff account.
        return Err(Denied::Because(403, "staff_need_passkey"));
    }
    let start = sessions::Start {
        person: person.id,
        assurance: Assurance::Phone,
        invited: None,
        demo: false,
    };
    open(&app, start, &tab).await
}

/// Opens a session and answers it with its cookie.
pub async fn open(app: &App, start: sessions::Start, tab: &Tab) -> Result<Response, Denied> {
    let (cookie, who) = admit(app, start, tab).await?;
    Ok(([(header::SET_COOKIE, cookie)], Json(describe(app, &who).await?)).into_response())
}

/// Opens a session; answers its cookie and its person.
pub async fn admit(app: &App, start: sessions::Start, tab: &Tab) -> Result<(HeaderValue, Who), Denied> {
    let secret = sessions::open(app.store.pool(), start, app.clock.now()).await?;
    let who = sessions::find(app.store.pool(), &secret, app.clock.now())
        .await?
        .ok_or(Denied::Because(403, "account_closed"))?;
    Ok((cookie(app, tab, &secret, sessions::LIFE / 1000), who))
}

/// Who is signed in.
#[utoipa::path(
    get,
    path = "/api/v1/session",
    operation_id = "read_session",
    tag = "people",
    responses(
        (status = 200, description = "Who is signed in", body = Session),
    ),
    security(("session" = [])),
)]
async fn show(State(app): State<Arc<App>>, who: Who) -> Result<Json<Session>, Denied> {
    Ok(Json(describe(&app, &who).await?))
}

async fn describe(app: &App, who: &Who) -> Result<Session, Denied> {
    let mut cases = match who.staff {
        Some(_) => Vec::new(),
        None => app.store.seats_of(who.person).await.map_err(unavailable)?,
    };
    if let Some((case, _, _)) = who.invited.filter(|(case, _, _)| !cases.contains(case)) {
        cases.push(case);
    }
    let org = match who.staff {
        Some((_, org)) => orgs::find(app.store.pool(), org).await?,
        None => None,
    };
    // A party is shown in the role of his newest seat.
    let mut actor = who.actor();
    if let (None, None, Some(case)) = (who.staff, who.invited, cases.first()) {
        if let Some(case) = app.store.load(*case).await.map_err(unavailable)? {
            actor = who.actor_in(&case);
        }
    }
    Ok(Session {
        actor,
        name: who.name.clone(),
        cases,
        org,
        demo: who.demo,
        helper: match who.helper {
            Some(helper) => persons::find(app.store.pool(), helper).await?.map(|found| found.name),
            None => None,
        },
        time: app.clock.now(),
    })
}

/// A store failure, logged, as an opaque 503.
pub fn unavailable<E: std::fmt::Display>(error: E) -> Denied {
    tracing::error!(%error, "store");
    Denied::Because(503, "unavailable")
}

/// Ends the session here and now.
#[utoipa::path(
    delete,
    path = "/api/v1/session",
    operation_id = "end_session",
    tag = "people",
    responses(
        (status = 204, description = "Ended; asking twice is no error"),
    ),
)]
async fn leave(State(app): State<Arc<App>>, tab: Tab, who: Option<Who>) -> Result<Response, Denied> {
    if let Some(who) = who {
        sessions::close(app.store.pool(), who.session).await?;
    }
    Ok((
        StatusCode::NO_CONTENT,
        [(header::SET_COOKIE, cookie(&app, &tab, "", 0))],
    )
        .into_response())
}

/// Which of the browser's sessions a request speaks for. Only the demo knows more than one: a tab
/// names its own by header `X-Demo-Persona` or query `as`; the secrets stay in HttpOnly cookies.
pub struct Tab(pub Option<String>);

impl Tab {
    pub fn of(headers: &HeaderMap, uri: &Uri) -> Self {
        let header = headers.get("x-demo-persona").and_then(|value| value.to_str().ok());
        let query = uri
            .query()
            .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("as=")));
        let plain = |name: &&str| (1..=16).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase());
        Self(header.or(query).filter(plain).map(str::to_owned))
    }

    fn cookie(&self) -> String {
        match &self.0 {
            Some(name) => format!("{}_{name}", sessions::COOKIE),
            None => sessions::COOKIE.to_owned(),
        }
    }
}

impl FromRequestParts<Arc<App>> for Tab {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Self::Rejection> {
        Ok(if app.config.demo {
            Self::of(&parts.headers, &parts.uri)
        } else {
            Self(None)
        })
    }
}

/// The session secret a request carries. A bearer token serves clients that are no browser.
pub fn secret(headers: &HeaderMap, uri: &Uri, demo: bool) -> Option<String> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    if let Some(bearer) = bearer {
        return Some(bearer.to_owned());
    }
    let name = if demo { Tab::of(headers, uri) } else { Tab(None) }.cookie();
    cookie_of(headers, &name)
}

/// The value of the cookie `name`, if it has one.
pub fn cookie_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

/// `Set-Cookie` for this tab; an age of 0 forgets it.
fn cookie(app: &App, tab: &Tab, secret: &str, age: i64) -> HeaderValue {
    named_cookie(app, &tab.cookie(), secret, age)
}

/// Forgets this tab's session.
pub fn forgotten(app: &App, tab: &Tab) -> HeaderValue {
    cookie(app, tab, "", 0)
}

/// `Set-Cookie`; an age of 0 forgets it.
pub fn named_cookie(app: &App, name: &str, secret: &str, age: i64) -> HeaderValue {
    let secure = if app.config.origin.starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    let text = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// What a request shows of its session; whose it is has yet to be asked.
pub struct Shown(Option<String>);

impl Shown {
    /// Who the person was when the session was last remembered.
    pub fn remembered(&self, app: &App) -> Option<Arc<Who>> {
        app.sessions.last(self.0.as_deref()?)
    }

    /// Who the person is.
    ///
    /// # Errors
    /// 401 `session_missing`.
    pub async fn who(&self, app: &App) -> Result<Who, Denied> {
        let missing = Denied::Because(401, "session_missing");
        let Some(secret) = &self.0 else { return Err(missing) };
        sessions::find(app.store.pool(), secret, app.clock.now())
            .await?
            .ok_or(missing)
    }
}

impl FromRequestParts<Arc<App>> for Shown {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Self::Rejection> {
        Ok(Self(secret(&parts.headers, &parts.uri, app.config.demo)))
    }
}

impl FromRequestParts<Arc<App>> for Who {
    type Rejection = Denied;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Denied> {
        let Ok(shown) = Shown::from_request_parts(parts, app).await;
        shown.who(app).await
    }
}

impl OptionalFromRequestParts<Arc<App>> for Who {
    type Rejection = Denied;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Option<Self>, Denied> {
        match <Self as FromRequestParts<Arc<App>>>::from_request_parts(parts, app).await {
            Ok(who) => Ok(Some(who)),
            Err(Denied::Because(401, _)) => Ok(None),
            Err(denied) => Err(denied),
        }
    }
}
