//! `POST /api/v1/cases/{id}/preview`: the documents a command would lead to, before it is given.

use super::cases::viewed;
use super::commands::{by_the_place, practised};
use super::pdf::failed;
use super::problem::Problem;
use crate::app::App;
use crate::identity::who::Who;
use crate::jobs::foresee;
use axum::Json;
use axum::extract::{Path, State};
use documents::Sheet;
use domain::api::{self, Foreseen, Foresight};
use domain::command::Command;
use domain::id::CaseId;
use domain::refusal::Refusal;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(preview))
        .routes(routes!(preview_of_request))
}

/// The documents a command would lead to. The case is unchanged, nothing is numbered or kept.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/preview",
    operation_id = "preview_documents",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    request_body = Foresight,
    responses(
        (status = 200, description = "In the order they would be made; none if the command leads to none", body = Vec<Foreseen>),
        (status = 404, description = "`unknown_case`, for strangers too", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The refusal the command itself would meet; `not_your_role` for parties", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn preview(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    Json(asked): Json<Foresight>,
) -> Result<Json<Vec<Foreseen>>, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    let Some((_, org)) = who.staff else {
        return Err(Problem::Refused(Refusal::NotYourRole));
    };
    let command = practised(&app, Some(org), asked.command).await?;
    by_the_place(&app, &case, &command).await?;
    let now = app.clock.now();
    let events = case.decide(&command, &actor, now).map_err(Problem::Refused)?;
    let sheets = foresee::sheets(&app, &case, (&command, &events), &actor, now).await;
    shown(sheets.map_err(failed)?).await
}

async fn shown(sheets: Vec<Sheet>) -> Result<Json<Vec<Foreseen>>, Problem> {
    let mut foreseen = Vec::new();
    for sheet in sheets {
        let drawn = tokio::task::spawn_blocking(move || drawn(&sheet)).await;
        let drawn = drawn.map_err(anyhow::Error::from).and_then(|drawn| drawn);
        foreseen.push(drawn.map_err(failed)?);
    }
    Ok(Json(foreseen))
}

/// The record of an oral request, and the receipt for it, before the case is opened.
#[utoipa::path(
    post,
    path = "/api/v1/previews",
    operation_id = "preview_request",
    tag = "cases",
    request_body = Foresight,
    responses(
        (status = 200, description = "In the order they would be made", body = Vec<Foreseen>),
        (status = 422, description = "The refusal the request itself would meet; `not_your_role` for parties; `wrong_stage` for any other command", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn preview_of_request(
    State(app): State<Arc<App>>,
    who: Who,
    Json(asked): Json<Foresight>,
) -> Result<Json<Vec<Foreseen>>, Problem> {
    if who.staff.is_none() {
        return Err(Problem::Refused(Refusal::NotYourRole));
    }
    let Command::RequestMediation(request) = asked.command else {
        return Err(Problem::Refused(Refusal::WrongStage));
    };
    let sheets = foresee::opening(&app, &request, &who.actor(), app.clock.now()).await;
    shown(sheets.map_err(failed)?.map_err(Problem::Refused)?).await
}

fn drawn(sheet: &Sheet) -> anyhow::Result<Foreseen> {
    Ok(Foreseen {
        title: sheet.title.clone(),
        text: sheet.text(),
        picture: documents::picture(sheet)?,
    })
}
