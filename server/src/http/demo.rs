//! Demo mode only: enter as one of six people, and read the text messages.

use super::session::{Tab, admit, open};
use crate::app::App;
use crate::demo;
use crate::identity::{Denied, sessions, sms};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use domain::actor::Assurance;
use domain::api::{DemoEnter, OutboxMessage, Problem, Session};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Mounted only with `--demo`; elsewhere these paths are unknown.
pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(enter)).routes(routes!(outbox))
}

/// Enters as one of the six people of the demo, in a cookie of their own.
#[utoipa::path(
    post,
    path = "/api/v1/demo/enter",
    operation_id = "enter_demo",
    tag = "demo",
    request_body = DemoEnter,
    responses(
        (status = 200, description = "Signed in as that person; the cookies are set", body = Session),
        (status = 404, description = "`persona_unknown`", body = Problem, content_type = "application/problem+json"),
    ),
)]
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

/// The text messages of the demo.
#[utoipa::path(
    get,
    path = "/api/v1/demo/outbox",
    operation_id = "list_demo_messages",
    tag = "demo",
    responses(
        (status = 200, description = "Newest first", body = Vec<OutboxMessage>),
    ),
)]
async fn outbox(State(app): State<Arc<App>>) -> Result<Json<Vec<OutboxMessage>>, Denied> {
    Ok(Json(sms::outbox(app.store.pool()).await?))
}
