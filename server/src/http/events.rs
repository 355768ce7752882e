//! `GET /api/v1/cases/{id}/events`: the case's log as it grows (SSE); resumes after `Last-Event-ID`.

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::identity::{sessions, who::Who};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::api;
use domain::api::Live;
use domain::id::CaseId;
use domain::sight;
use futures_util::stream::{self, Stream, StreamExt};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// One event of the stream, as its fields.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "the contract's word for what the stream writes")]
struct Told {
    /// The seq
    id: Option<String>,
    /// One `Live` as JSON
    data: String,
}

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(live))
}

#[derive(Deserialize)]
struct From {
    /// Last seq already seen, for a first connection.
    after: Option<u64>,
}

/// The case's log as it grows.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/events",
    operation_id = "follow_case",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case"),
        ("Last-Event-ID" = Option<u64>, Header, description = "Resume after this seq"),
        ("after" = Option<u64>, Query, description = "The same, for a first connection")),
    responses(
        (status = 200, description = "Server-sent events; `id` is the seq, `data` one `Live` as JSON", body = Told, content_type = "text/event-stream"),
        (status = 404, description = "`unknown_case`, for strangers too", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn live(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    viewed(&app, &who, id).await?;
    let resumed = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let after: u64 = resumed.or(from.after).unwrap_or(0);
    // Subscribed before the first read: nothing falls between.
    let hints = app.store.hints();
    let grown = stream::unfold(
        (app, who, after, hints),
        move |(app, who, after, mut hints)| async move {
            loop {
                let batch = read(&app, &who, id, after).await?;
                if !batch.is_empty() {
                    let last = batch.last().map_or(after, |live| live.seq);
                    return Some((batch, (app, who, last, hints)));
                }
                // The log is read, not the hint; a lost one costs ten seconds.
                let wait = async {
                    loop {
                        match hints.recv().await {
                            Ok((case, _)) if case != id => {}
                            // What was lost may have been ours: look.
                            _ => return,
                        }
                    }
                };
                let _ = tokio::time::timeout(Duration::from_secs(10), wait).await;
            }
        },
    );
    let events = grown.flat_map(stream::iter).map(|live| {
        let text = serde_json::to_string(&live).unwrap_or_default();
        Ok(Event::default().id(live.seq.to_string()).data(text))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

/// What came after `after`; `None` ends the stream: the session ended, the viewer lost the case or
/// the store failed.
async fn read(app: &App, who: &Who, id: CaseId, after: u64) -> Option<Vec<Live>> {
    let entries = app.store.entries(id, after).await.ok()?;
    // Asked after the entries were read: what is written after the session's end is not told.
    let running = sessions::runs(app.store.pool(), who.session, app.clock.now()).await;
    if !running.ok()? {
        return None;
    }
    let (case, actor) = viewed(app, who, id).await.ok()?;
    if entries.is_empty() {
        return Some(Vec::new());
    }
    let mut disclosures = app.store.disclosures(id, &sight::readable(&case, &actor)).await.ok()?;
    let time = app.clock.now();
    let batch = entries.iter().filter_map(|entry| {
        let seq = entry.header().ok()?.seq;
        // With the first of the batch; a client keeps those it has.
        Some(Live {
            seq,
            entry: sight::view(&case, entry, &actor),
            disclosures: std::mem::take(&mut disclosures),
            time,
        })
    });
    Some(batch.collect())
}
