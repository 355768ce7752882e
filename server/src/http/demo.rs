//! Demo mode only: enter as one of six people, and read the text messages.

use super::session::{Tab, admit, open};
use crate::app::App;
use crate::demo;
use crate::identity::{Denied, sessions, sms};
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use axum::{Json, Router, routing};
use domain::actor::Assurance;
use domain::api::{DemoEnter, OutboxMessage};
use std::sync::Arc;

/// Mounted only with `--demo`; elsewhere these paths are unknown.
pub fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/demo/enter", routing::post(enter))
        .route("/api/v1/demo/outbox", routing::get(outbox))
}

/// `POST demo/enter {persona}`: a session marked `demo`, in the cookie of that persona, so that
/// one browser can hold all six. 404 `persona_unknown`.
async fn enter(State(app): State<Arc<App>>, Json(ask): Json<DemoEnter>) -> Result<Response, Denied> {
    let persona = demo::persona(&ask.persona).ok_or(Denied::Because(404, "persona_unknown"))?;
    let start = sessions::Start {
        person: persona.person,
        // Nothing was proved but a click: the least there is, for staff too.
        assurance: Assurance::Phone,
        invited: None,
        demo: true,
    };
    enter_as(&app, start, persona.key).await
}

/// Sets the persona's own cookie for tabs that name it, and the plain one for browsers that hold
/// one person only.
pub async fn enter_as(app: &App, start: sessions::Start, key: &str) -> Result<Response, Denied> {
    let mut response = open(app, start, &Tab(Some(key.to_owned()))).await?;
    let (plain, _) = admit(app, start, &Tab(None)).await?;
    response.headers_mut().append(header::SET_COOKIE, plain);
    Ok(response)
}

/// `GET demo/outbox`: newest first.
async fn outbox(State(app): State<Arc<App>>) -> Result<Json<Vec<OutboxMessage>>, Denied> {
    Ok(Json(sms::outbox(app.store.pool()).await?))
}
