//! `POST /api/v1/filings/{id}/receipt`: 收件回执 (CHR 29).

use super::super::filings::Filing;
use super::super::problem::Problem;
use super::{act, open};
use crate::app::App;
use crate::systems::clients::Machine;
use axum::Json;
use axum::extract::{Path, State};
use domain::api;
use domain::command::Command;
use domain::id::{CaseId, CommandId};
use serde::Deserialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(receipt))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct Received {
    pub id: CommandId,
    /// The institution's own number for the filing.
    pub number: String,
}

/// 收件回执: the institution's system has the filing.
#[utoipa::path(
    post,
    path = "/api/v1/filings/{id}/receipt",
    operation_id = "acknowledge_filing",
    tag = "systems",
    params(("id" = CaseId, Path, description = "The filing")),
    request_body = Received,
    responses(
        (status = 200, description = "The filing as it stands", body = Filing),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`command_id_reused`", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The refusal's code and article", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["filings:write"])),
)]
async fn receipt(
    State(app): State<Arc<App>>,
    machine: Machine,
    Path(id): Path<CaseId>,
    Json(it): Json<Received>,
) -> Result<Json<Filing>, Problem> {
    let case = open(&app, &machine, id).await?;
    let number = it.number;
    act(&app, &machine, &case, it.id, Command::AcknowledgeFiling { number }).await
}
