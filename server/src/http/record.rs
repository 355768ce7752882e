//! What a side declared, as a document: 调解申请书, 在线调解同意书, 送达地址确认书, 无争议事实确认书, 异议书. Made from
//! the log each time.

use super::cases::viewed;
use super::pdf;
use super::problem::Problem;
use crate::app::App;
use crate::identity::who::Who;
use crate::jobs::papers::words_of;
use axum::extract::{Path, State};
use axum::response::Response;
use documents::Record;
use domain::actor::Side;
use domain::api;
use domain::id::CaseId;
use domain::sight;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(record))
}

/// A declaration of a side as a document.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/records/{record}/{side}",
    operation_id = "print_record",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case"),
        ("record" = Record, Path, description = "Which declaration"),
        ("side" = Side, Path, description = "Whose")),
    responses(
        (status = 200, description = "A PDF", body = Vec<u8>, content_type = "application/pdf"),
        (status = 404, description = "`unknown_case`, `unknown_file`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn record(
    State(app): State<Arc<App>>,
    who: Who,
    Path((id, record, side)): Path<(CaseId, Record, Side)>,
) -> Result<Response, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    if !sight::may_open(&case, &actor) || !record.stands(&case, side) {
        return Err(Problem::because(404, "unknown_file"));
    }
    let mut words = words_of(&app, &case).await.map_err(pdf::failed)?;
    // Whoever prints it reads no more on paper than on the screen.
    let readable = sight::readable(&case, &actor);
    words.values.retain(|commitment, _| readable.contains(commitment));
    let sheet = documents::record(&case, record, side, &words);
    let name = format!(
        "{id}/record/{}/{}",
        crate::identity::name_of(record),
        crate::identity::name_of(side)
    );
    pdf::shown(&app, name, sheet).await
}
