//! `GET /api/v1/cases/{id}/appointments/{n}`, `GET /api/v1/cases/{id}/hearing`: as a calendar's file (RFC 5545).

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::calendar;
use crate::calendar::ics::{self, Entry, Method};
use crate::identity::who::Who;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::api;
use domain::id::CaseId;
use domain::sight;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(file)).routes(routes!(hearing))
}

/// An appointment for the reader's calendar, as it stands now.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/appointments/{n}",
    operation_id = "save_appointment",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case"),
        ("n" = u32, Path, description = "Its place among the case's appointments, from 0")),
    responses(
        (status = 200, description = "One VEVENT; METHOD is PUBLISH, or CANCEL once it does not take place", body = String, content_type = "text/calendar"),
        (status = 404, description = "`unknown_case`, `unknown_file`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn file(State(app): State<Arc<App>>, who: Who, Path((id, n)): Path<(CaseId, u32)>) -> Result<Response, Problem> {
    let unknown = || Problem::because(404, "unknown_file");
    let (case, actor) = viewed(&app, &who, id).await?;
    // Of what is said and arranged in mediation nobody else learns, whoever has the case later.
    if !sight::may_open(&case, &actor) || !sight::of_the_talks(actor.role) {
        return Err(unknown());
    }
    let entry = calendar::entry(&app, &case, n, actor.role).await?.ok_or_else(unknown)?;
    Ok(sent(&app, entry, &format!("appointment-{}", n.saturating_add(1))))
}

/// The hearing before the commission for the reader's calendar, as it is set now.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/hearing",
    operation_id = "save_hearing",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "One VEVENT; METHOD is PUBLISH, or CANCEL once the case is no longer heard", body = String, content_type = "text/calendar"),
        (status = 404, description = "`unknown_case`, `unknown_file`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn hearing(State(app): State<Arc<App>>, who: Who, Path(id): Path<CaseId>) -> Result<Response, Problem> {
    let unknown = || Problem::because(404, "unknown_file");
    let (case, actor) = viewed(&app, &who, id).await?;
    if !sight::may_open(&case, &actor) {
        return Err(unknown());
    }
    let entry = calendar::hearing(&app, &case, actor.role).await?.ok_or_else(unknown)?;
    Ok(sent(&app, entry, "hearing"))
}

fn sent(app: &App, entry: Entry, name: &str) -> Response {
    let method = if entry.cancelled {
        Method::Cancel
    } else {
        Method::Publish
    };
    let object = ics::write(method, &[entry], app.clock.now());
    let headers = [
        (
            header::CONTENT_TYPE,
            format!("text/calendar; charset=utf-8; method={}", method.name()),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.ics\""),
        ),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, object).into_response()
}
