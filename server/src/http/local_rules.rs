//! `GET /api/v1/cases/{id}/local-rules`: what differs by place, for whoever works on the case.

use super::cases::viewed;
use super::problem::Problem;
use crate::app::App;
use crate::identity::{orgs, who::Who};
use crate::local_rules;
use axum::Json;
use axum::extract::{Path, State};
use domain::api::{self, LocalRule};
use domain::id::CaseId;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(in_force))
}

/// Rules of the reader's own institution's place, or of the mediation body's, in force today.
///
/// A rule that is not listed is not on record: nobody may guess it.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}/local-rules",
    operation_id = "list_local_rules",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "At most one of each kind", body = Vec<LocalRule>),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn in_force(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
) -> Result<Json<Vec<LocalRule>>, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    let Some(org) = actor.org.or(case.body) else {
        return Ok(Json(Vec::new()));
    };
    let failed = crate::store::StoreError::from;
    let found = orgs::find(app.store.pool(), org).await.map_err(failed)?;
    let Some(org) = found else {
        return Ok(Json(Vec::new()));
    };
    let today = app.clock.now().date(case.zone);
    Ok(Json(
        local_rules::at(app.store.pool(), &org, today).await.map_err(failed)?,
    ))
}
