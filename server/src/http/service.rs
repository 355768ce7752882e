//! Proof of service: 电子送达凭证 of a document, and 送达回证 to go with its printed copy. Made from the log
//! each time; the record itself is the log's.

use super::cases::viewed;
use super::pdf;
use super::problem::Problem;
use crate::app::App;
use crate::identity::who::Who;
use crate::jobs::papers::words_of;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::actor::Side;
use domain::api;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::{paper, service, sight};
use serde::Deserialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(proof))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// The return slip for that side, to be signed on paper; the electronic proof if missing.
    slip: Option<Side>,
}

/// 电子送达凭证, or 送达回证 for paper.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/service/{document}",
    operation_id = "prove_service",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case"),
        ("document" = Digest, Path, description = "SHA-256 of the document"), Wanted),
    responses(
        (status = 200, description = "A PDF", body = Vec<u8>, content_type = "application/pdf"),
        (status = 404, description = "`unknown_case`, `unknown_file`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn proof(
    State(app): State<Arc<App>>,
    who: Who,
    Path((id, document)): Path<(CaseId, Digest)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    let known = service::documents(&case)
        .into_iter()
        .find(|(known, ..)| *known == document);
    let unknown = || Problem::because(404, "unknown_file");
    let (_, kind, number) = known.filter(|_| sight::may_open(&case, &actor)).ok_or_else(unknown)?;
    let mut words = words_of(&app, &case).await.map_err(pdf::failed)?;
    // A party prints its own address only.
    let readable = sight::readable(&case, &actor);
    words.values.retain(|commitment, _| readable.contains(commitment));
    let named = format!("{}{number}", kind.map_or("《法律文书》", documents::title));
    let reviewing = case.applications.last().map(|it| it.institution);
    let organ = match kind {
        Some(kind) => paper::organ(&case, kind).or(reviewing),
        None => reviewing,
    };
    let sheet = match wanted.slip {
        Some(side) => documents::slip(&case, side, &named, organ, &words),
        None => documents::receipt(&case, (document, &named), organ, &words),
    };
    pdf::shown(&app, format!("{id}/service/{document}"), sheet).await
}
