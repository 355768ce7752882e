//! `POST /api/v1/filings/{id}/return`: 退回补正 (CHR 29; CPL-Int 354).

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
    OpenApiRouter::new().routes(routes!(give_back))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct GivenBack {
    pub id: CommandId,
    /// What is missing or wrong, as a whole.
    pub items: String,
}

/// 退回补正: the parties are asked for what is missing.
#[utoipa::path(
    post,
    path = "/api/v1/filings/{id}/return",
    operation_id = "return_filing",
    tag = "systems",
    params(("id" = CaseId, Path, description = "The filing")),
    request_body = GivenBack,
    responses(
        (status = 200, description = "The filing as it stands", body = Filing),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`command_id_reused`", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The refusal's code and article", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["filings:write"])),
)]
async fn give_back(
    State(app): State<Arc<App>>,
    machine: Machine,
    Path(id): Path<CaseId>,
    Json(it): Json<GivenBack>,
) -> Result<Json<Filing>, Problem> {
    let case = open(&app, &machine, id).await?;
    let items = it.items;
    let command = match case.transfer {
        Some(_) => Command::ReturnPetition { items },
        None => Command::ReturnForSupplement { items },
    };
    act(&app, &machine, &case, it.id, command).await
}
