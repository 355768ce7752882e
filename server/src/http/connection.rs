//! Testing the line before a session: media to the real media server, the way down measured, the
//! findings kept for the mediator.

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::identity::who::Who;
use crate::room::Relays;
use crate::store::StoreError;
use crate::store::read::parsed;
use axum::Json;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::actor::Role;
use domain::api::{self, ConnectionJudged, ConnectionTested, RoomAsk, RoomTell};
use domain::connection::Findings;
use domain::id::{CaseId, PersonId};
use domain::moment::Timestamp;
use sqlx::Row;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

const LARGEST_ASK: usize = 64 * 1024;
/// A test takes half a minute; whoever stays longer is no test.
const LONGEST: Duration = Duration::from_secs(90);
/// Enough to see 20 Mbit/s in a second or so, and not to cost a phone much.
const SAMPLE: usize = 512 * 1024;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(probe))
        .routes(routes!(sample))
        .routes(routes!(keep, list))
}

/// A line to the media server for one browser alone, to be measured.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/connection/line",
    operation_id = "test_line",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 101, description = "A WebSocket, JSON texts: `RoomTell::Relay` where there is one, then for each `RoomAsk::Publish` a `RoomTell::PublishAnswer`; a later offer replaces the connection"),
        (status = 404, description = "`unknown_case`, for strangers too", body = api::Problem, content_type = "application/problem+json"),
        (status = 426, description = "`upgrade_required`: asked without a WebSocket's handshake", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn probe(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    viewed(&app, &who, id).await?;
    let upgrade = upgrade.map_err(|_| Problem::because(426, "upgrade_required"))?;
    Ok(upgrade
        .max_message_size(LARGEST_ASK)
        .max_frame_size(LARGEST_ASK)
        .on_upgrade(move |socket| measured(app, socket, who.person)))
}

async fn measured(app: Arc<App>, mut socket: WebSocket, person: PersonId) {
    let relays = Relays {
        urls: app.config.turn.clone(),
        secret: app.config.turn_secret.clone(),
    };
    if let Some(relay) = relays.for_person(person, app.clock.now()) {
        let _ = say(&mut socket, &RoomTell::Relay(relay)).await;
    }
    let (conn, mut told) = app.rooms.probe();
    let talk = async {
        loop {
            tokio::select! {
                tell = told.recv() => {
                    let Some(tell) = tell else { return };
                    if say(&mut socket, &tell).await.is_none() {
                        return;
                    }
                }
                message = socket.recv() => match message {
                    Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                        Ok(ask @ RoomAsk::Publish { .. }) => app.rooms.ask(conn, ask),
                        _ => return,
                    },
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    _ => return,
                },
            }
        }
    };
    // Over time is over, too.
    let _ = timeout(LONGEST, talk).await;
    app.rooms.gone(conn);
    let _ = socket.send(Message::Close(None)).await;
}

async fn say(socket: &mut WebSocket, tell: &RoomTell) -> Option<()> {
    let text = serde_json::to_string(tell).ok()?;
    socket.send(Message::Text(text.into())).await.ok()
}

/// Bytes nothing can shorten, to measure the way down by.
#[utoipa::path(
    get,
    path = "/api/v1/connection/sample",
    operation_id = "read_sample",
    tag = "cases",
    responses((status = 200, description = "512 KiB of noise", body = Vec<u8>, content_type = "application/octet-stream")),
    security(("session" = [])),
)]
async fn sample(_: Who) -> Response {
    let mut noise = vec![0; SAMPLE];
    // A failure leaves zeros, which are a sample of the line as well.
    let _ = getrandom::fill(&mut noise);
    ([(header::CONTENT_TYPE, "application/octet-stream")], noise).into_response()
}

/// Keeps what the caller's browser found; answers what it is good for.
#[utoipa::path(
    put,
    path = "/api/v1/cases/{id}/connection",
    operation_id = "keep_findings",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    request_body = Findings,
    responses(
        (status = 200, description = "The verdict", body = ConnectionJudged),
        (status = 404, description = "`unknown_case`, for strangers too", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn keep(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    Json(findings): Json<Findings>,
) -> Result<Json<ConnectionJudged>, Problem> {
    viewed(&app, &who, id).await?;
    let text = serde_json::to_string(&findings).map_err(|_| StoreError::Damaged("findings"))?;
    let _turn = app.store.turn().await;
    sqlx::query(
        "INSERT INTO connections (case_id, person, tested, findings) VALUES ($1, $2, $3, $4)
         ON CONFLICT (case_id, person) DO UPDATE SET tested = $3, findings = $4",
    )
    .bind(id.to_string())
    .bind(who.person.to_string())
    .bind(app.clock.now().0)
    .bind(text)
    .execute(app.store.pool())
    .await
    .map_err(StoreError::from)?;
    Ok(Json(ConnectionJudged {
        verdict: findings.verdict(),
    }))
}

/// What each person's browser found last; for the mediator of the case.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/connection",
    operation_id = "list_findings",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "Newest first", body = Vec<ConnectionTested>),
        (status = 403, description = "`not_your_role`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`, for strangers too", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
) -> Result<Json<Vec<ConnectionTested>>, Problem> {
    let (_, actor) = viewed(&app, &who, id).await?;
    if actor.role != Role::Mediator {
        return Err(Problem::because(403, "not_your_role"));
    }
    let rows = sqlx::query("SELECT person, tested, findings FROM connections WHERE case_id = $1 ORDER BY tested DESC")
        .bind(id.to_string())
        .fetch_all(app.store.pool())
        .await
        .map_err(StoreError::from)?;
    let tested = rows.iter().map(|row| {
        let text: String = row.try_get("findings")?;
        let findings: Findings = serde_json::from_str(&text).map_err(|_| StoreError::Damaged("findings"))?;
        Ok(ConnectionTested {
            person: parsed(row, "person")?,
            time: Timestamp(row.try_get("tested")?),
            verdict: findings.verdict(),
            findings,
        })
    });
    Ok(Json(tested.collect::<Result<_, StoreError>>()?))
}
