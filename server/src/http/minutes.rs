//! `GET`, `POST /api/v1/cases/{id}/minutes`: the draft of the minutes, for what was said outside the room. Both
//! sides read it once it is closed.

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::identity::who::Who;
use axum::Json;
use axum::extract::{Path, State};
use domain::api::{self, MinutesDraft};
use domain::command::Command;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::refusal::Refusal;
use domain::text;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read, keep))
}

/// Whoever may close minutes may write them.
async fn allowed(app: &App, who: &Who, id: CaseId, text: &str) -> Result<(), Problem> {
    let (case, actor) = viewed(app, who, id).await?;
    let close = Command::CloseMinutes {
        document: Digest::of(text.as_bytes()),
        size: text.len().max(1) as u64,
    };
    match case.decide(&close, &actor, app.clock.now()) {
        // The same text again: it is kept already.
        Ok(_) | Err(Refusal::AlreadyDone) => Ok(()),
        Err(refusal) => Err(Problem::Refused(refusal)),
    }
}

/// The draft as it was kept last, for the case's mediator.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/minutes",
    operation_id = "read_minutes",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "Blank where nothing was written", body = MinutesDraft),
        (status = 404, description = "`unknown_case`, for strangers too", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`not_your_role`, `not_your_case`, `wrong_stage`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn read(State(app): State<Arc<App>>, who: Who, Path(id): Path<CaseId>) -> Result<Json<MinutesDraft>, Problem> {
    allowed(&app, &who, id, "").await?;
    let text = app.store.minutes(id).await?.unwrap_or_default();
    Ok(Json(MinutesDraft { text }))
}

/// Keeps the draft in place of what was written before; closing it is a command.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/minutes",
    operation_id = "keep_minutes",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    request_body = MinutesDraft,
    responses(
        (status = 200, description = "It is kept"),
        (status = 404, description = "`unknown_case`, for strangers too", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`text_unfit`, `not_your_role`, `not_your_case`, `wrong_stage`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn keep(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    Json(draft): Json<MinutesDraft>,
) -> Result<(), Problem> {
    allowed(&app, &who, id, &draft.text).await?;
    text::fit(&draft.text, text::MINUTES).map_err(Problem::Refused)?;
    app.store.keep_minutes(id, &draft.text, app.clock.now()).await?;
    Ok(())
}
