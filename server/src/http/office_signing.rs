//! What a mediation body has its parties sign with: an administrator's choice, by API and on the
//! page of the office.

use super::office::may_keep;
use crate::app::App;
use crate::identity::{Denied, orgs, who::Who};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::api::Problem;
use domain::id::OrgId;
use domain::signer::KeyAlgorithm;
use serde::Deserialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(choose))
}

#[derive(Deserialize, utoipa::ToSchema)]
struct Signing {
    keys: KeyAlgorithm,
}

/// Chooses what parties of a body sign with, from their next signature on.
#[utoipa::path(
    put,
    path = "/api/v1/office/bodies/{id}/signing",
    operation_id = "choose_signing",
    tag = "office",
    params(("id" = OrgId, Path, description = "The body")),
    request_body = Signing,
    responses(
        (status = 204, description = "From now on"),
        (status = 403, description = "`not_your_role`", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn choose(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<OrgId>,
    Json(ask): Json<Signing>,
) -> Result<StatusCode, Denied> {
    set(&app, &who, id, ask.keys).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn set(app: &App, who: &Who, id: OrgId, keys: KeyAlgorithm) -> Result<(), Denied> {
    if may_keep(who, id) && orgs::choose_signing(app.store.pool(), id, keys).await? {
        Ok(())
    } else {
        Err(Denied::Because(403, "not_your_role"))
    }
}
