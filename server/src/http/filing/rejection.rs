//! `POST /api/v1/filings/{id}/rejection`: 不予受理, with its ground (CHR 31, 75; CPL-Int 355).

use super::super::filings::Filing;
use super::super::problem::Problem;
use super::{act, open};
use crate::app::App;
use crate::systems::clients::Machine;
use axum::Json;
use axum::extract::{Path, State};
use domain::api;
use domain::arbitration::ArbitrationGround;
use domain::command::{Command, RejectGround};
use domain::id::{CaseId, CommandId};
use serde::Deserialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(reject))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct Rejected {
    pub id: CommandId,
    /// Of an application: `out_of_scope`, `no_jurisdiction`, `late`, `confirms_labour_relation`,
    /// `already_confirmed`, `excluded_matter`; of a petition for arbitration: `out_of_scope`,
    /// `claims_unclear`, `no_direct_interest`, `no_clear_respondent`, `no_jurisdiction`
    pub reason_code: String,
    pub explanation: String,
}

/// 不予受理
#[utoipa::path(
    post,
    path = "/api/v1/filings/{id}/rejection",
    operation_id = "reject_filing",
    tag = "systems",
    params(("id" = CaseId, Path, description = "The filing")),
    request_body = Rejected,
    responses(
        (status = 200, description = "The filing as it stands", body = Filing),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`command_id_reused`", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The refusal's code and article; `ground_unfit`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["filings:write"])),
)]
async fn reject(
    State(app): State<Arc<App>>,
    machine: Machine,
    Path(id): Path<CaseId>,
    Json(it): Json<Rejected>,
) -> Result<Json<Filing>, Problem> {
    let case = open(&app, &machine, id).await?;
    let explanation = it.explanation;
    let unfit = || Problem::because(422, "ground_unfit");
    let command = if case.transfer.is_some() {
        let ground: Option<ArbitrationGround> = crate::identity::from_name(&it.reason_code);
        Command::RefuseArbitration {
            ground: ground.ok_or_else(unfit)?,
            explanation,
        }
    } else {
        let ground: Option<RejectGround> = crate::identity::from_name(&it.reason_code);
        Command::RejectApplication {
            ground: ground.ok_or_else(unfit)?,
            explanation,
        }
    };
    act(&app, &machine, &case, it.id, command).await
}
