//! `GET /api/v1/cases/{id}/pages/{digest}/{page}`: a page of what can be shown in the room, as a picture.

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::identity::who::Who;
use crate::pages::{Undrawn, shown};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::api;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::showing;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(draw))
}

#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Seen {
    /// How many pixels of the screen it fills from side to side.
    #[serde(default)]
    width: u16,
}

/// Draws a page of evidence, or of the draft agreement as it stands.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/pages/{digest}/{page}",
    operation_id = "draw_page",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case"),
        ("digest" = Digest, Path, description = "SHA-256 of the file, or of the draft's terms"),
        ("page" = u16, Path, description = "From 1"), Seen),
    responses(
        (status = 200, description = "The page, 900 or 1800 pixels wide or as wide as the picture is", body = Vec<u8>, content_type = "image/webp"),
        (status = 404, description = "`unknown_file`, also for what the viewer may not see; `page_unfit` where the file cannot be drawn or has no such page", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn draw(
    State(app): State<Arc<App>>,
    who: Who,
    Path((id, digest, page)): Path<(CaseId, Digest, u16)>,
    Query(seen): Query<Seen>,
) -> Result<Response, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    let what = shown::named(&case, digest);
    if !showing::may_read(&case, what, &actor) {
        return Err(Problem::because(404, "unknown_file"));
    }
    let page = shown::page(&app, &case, what, page, seen.width)
        .await
        .map_err(problem)?;
    let headers = [
        (header::CONTENT_TYPE, page.media_type),
        // Phones are lent and computers shared.
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, page.picture).into_response())
}

fn problem(undrawn: Undrawn) -> Problem {
    match undrawn {
        Undrawn::Unfit => Problem::because(404, "page_unfit"),
        Undrawn::Failed(error) => {
            tracing::error!(%error, "a page");
            Problem::because(503, "unavailable")
        }
    }
}
