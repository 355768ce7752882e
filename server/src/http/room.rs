//! `GET /api/v1/cases/{id}/room`: signalling of the mediation room (WebSocket, JSON texts).
//!
//! The browser asks by [`RoomAsk`], `Hello` first, but for how it will hear; the server tells by [`RoomTell`]. Refused before
//! the upgrade: 401 without a session, 404 for strangers, 422 where the rule book lets nobody in.

use super::cases::viewed;
use super::limits::Limits;
use super::problem::Problem;
use crate::app::App;
use crate::identity::who::Who;
use crate::pages::shown;
use crate::room::{self, ConnId, Fact, Line, Relays, Visitor};
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::actor::{Actor, Role};
use domain::api::{RoomAsk, RoomTell};
use domain::command::Command;
use domain::id::CaseId;
use domain::refusal::Refusal;
use domain::room::RoomName;
use domain::showing::ShowAsk;
use domain::sight;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// An offer with a full room's streams is some 60 KiB.
const LARGEST_ASK: usize = 256 * 1024;
/// From the upgrade to the first word.
const PATIENCE: Duration = Duration::from_secs(10);
/// At the device check; who takes longer is connected when coming in.
const LONGEST_CHECK: Duration = Duration::from_secs(15 * 60);
/// Each change of a device there is an offer and an answer.
const MOST_PREPARED: u32 = 100;
const BEAT: Duration = Duration::from_secs(5);
/// A browser answers each beat; one that missed three is gone, though TCP may not know it yet.
const SILENCE: Duration = Duration::from_secs(16);
/// A reader slower than this would pile up what it is told.
const SLOWEST_SEND: Duration = Duration::from_secs(10);

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(join))
}

/// Signalling of the mediation room.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/room",
    operation_id = "join_room",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 101, description = "A WebSocket of `RoomAsk` (sent) and `RoomTell` (received), JSON texts"),
        (status = 404, description = "`unknown_case`, for strangers too", body = domain::api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The rule book lets nobody in", body = domain::api::Problem, content_type = "application/problem+json"),
        (status = 426, description = "`upgrade_required`: asked without a WebSocket's handshake", body = domain::api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn join(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    let enter = Command::EnterRoom { room: RoomName::Main };
    match case.decide(&enter, &actor, app.clock.now()) {
        Ok(_) | Err(Refusal::AlreadyDone) => {}
        Err(refusal) => return Err(Problem::Refused(refusal)),
    }
    let unseated = room::unseated(&case);
    let upgrade = upgrade.map_err(|_| Problem::because(426, "upgrade_required"))?;
    Ok(upgrade
        .max_message_size(LARGEST_ASK)
        .max_frame_size(LARGEST_ASK)
        .on_upgrade(move |socket| attend(app, socket, id, actor, who.name, unseated)))
}

/// Serves one socket from the device check to its end.
async fn attend(app: Arc<App>, mut socket: WebSocket, case: CaseId, actor: Actor, name: String, unseated: Vec<Fact>) {
    let relays = Relays {
        urls: app.config.turn.clone(),
        secret: app.config.turn_secret.clone(),
    };
    if let Some(relay) = relays.for_person(actor.person, app.clock.now()) {
        let _ = tell(&mut socket, &RoomTell::Relay(relay)).await;
    }
    let mut line = app.rooms.wait(case, actor.person);
    let Some((audio, video, resume)) = knock(&app, &mut socket, &mut line).await else {
        app.rooms.gone(line.conn);
        let _ = tell(&mut socket, &problem("hello_missing")).await;
        return close(&mut socket, "hello_missing").await;
    };
    // As last kept; what was typed since then follows from the room itself.
    if sight::of_the_talks(actor.role)
        && let Ok(Some(text)) = app.store.minutes(case).await
    {
        let _ = tell(&mut socket, &RoomTell::Minutes { text }).await;
    }
    let visitor = Visitor {
        case,
        actor,
        name,
        audio,
        video,
        resume,
        unseated,
    };
    let (conn, mut told) = app.rooms.arrive(line, visitor);
    let reason = converse(&app, &mut socket, (conn, case, actor), &mut told).await;
    app.rooms.gone(conn);
    close(&mut socket, reason).await;
}

/// Waits for `Hello` and answers what it says, while the browser prepares how it will hear. `None`
/// for one that says anything else, or nothing.
async fn knock(app: &App, socket: &mut WebSocket, line: &mut Line) -> Option<(bool, bool, Option<String>)> {
    let mut asks = 0;
    let mut patience = Instant::now() + PATIENCE;
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while Instant::now() < patience && asks < MOST_PREPARED {
        tokio::select! {
            next = line.told.recv() => tell(socket, &next?).await?,
            message = socket.recv() => match message?.ok()? {
                Message::Text(text) => match serde_json::from_str(&text).ok()? {
                    RoomAsk::Hello { audio, video, resume } => return Some((audio, video, resume)),
                    ask @ (RoomAsk::Subscribe { .. } | RoomAsk::SubscribeAnswer { .. }) => {
                        asks += 1;
                        patience = Instant::now() + LONGEST_CHECK;
                        app.rooms.ask(line.conn, ask);
                    }
                    _ => return None,
                },
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Binary(_) | Message::Close(_) => return None,
            },
            _ = beat.tick() => {
                let ping = socket.send(Message::Ping(bytes::Bytes::new()));
                timeout(SLOWEST_SEND, ping).await.ok()?.ok()?;
            }
        }
    }
    None
}

/// Passes messages both ways; answers why it ended. The mediator hears of minutes once they are kept.
async fn converse(
    app: &Arc<App>,
    socket: &mut WebSocket,
    (conn, case, actor): (ConnId, CaseId, Actor),
    told: &mut UnboundedReceiver<RoomTell>,
) -> &'static str {
    let keeps = (actor.role == Role::Mediator).then_some(case);
    let asks = Limits::new(20.0, 100.0);
    let mut opening = JoinSet::new();
    let mut heard = Instant::now();
    let mut beat = interval(BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            next = told.recv() => match next {
                Some(next) => {
                    if let (RoomTell::Minutes { text }, Some(case)) = (&next, keeps)
                        && let Err(error) = app.store.keep_minutes(case, text, app.clock.now()).await
                    {
                        tracing::error!(%case, ?error, "minutes not kept");
                        continue;
                    }
                    if tell(socket, &next).await.is_none() {
                        return "unreachable";
                    }
                }
                None => return "left",
            },
            message = socket.recv() => {
                heard = Instant::now();
                match message {
                    Some(Ok(Message::Text(text))) => {
                        if asks.take("", app.clock.now().0).is_err() {
                            let _ = tell(socket, &problem("too_many_requests")).await;
                            return "too_many_requests";
                        }
                        match serde_json::from_str(&text) {
                            Ok(RoomAsk::Show(ShowAsk::Open { what, page })) => {
                                // What was asked for before is not wanted any more.
                                opening.abort_all();
                                while opening.try_join_next().is_some() {}
                                let app = app.clone();
                                opening.spawn(async move {
                                    let opened = shown::open(&app, case, actor, what, page).await;
                                    app.rooms.present(conn, opened);
                                });
                            }
                            Ok(ask) => app.rooms.ask(conn, ask),
                            Err(_) => {
                                let _ = tell(socket, &problem("malformed")).await;
                            }
                        }
                    }
                    Some(Ok(Message::Binary(_))) => {
                        let _ = tell(socket, &problem("malformed")).await;
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return "gone",
                }
            }
            _ = beat.tick() => {
                if heard.elapsed() > SILENCE {
                    return "silent";
                }
                let ping = socket.send(Message::Ping(bytes::Bytes::new()));
                if !matches!(timeout(SLOWEST_SEND, ping).await, Ok(Ok(()))) {
                    return "unreachable";
                }
            }
        }
    }
}

fn problem(code: &str) -> RoomTell {
    RoomTell::Problem { code: code.into() }
}

/// `None` when the reader cannot be reached.
async fn tell(socket: &mut WebSocket, tell: &RoomTell) -> Option<()> {
    let text = serde_json::to_string(tell).ok()?;
    let sent = socket.send(Message::Text(text.into()));
    timeout(SLOWEST_SEND, sent).await.ok()?.ok()
}

async fn close(socket: &mut WebSocket, reason: &'static str) {
    let frame = CloseFrame {
        code: axum::extract::ws::close_code::NORMAL,
        reason: reason.into(),
    };
    // The other side may be gone already.
    let _ = timeout(SLOWEST_SEND, socket.send(Message::Close(Some(frame)))).await;
}
