//! `POST /api/v1/filings/{id}/decision`: 出具调解书, 裁定, 裁决, or not (CHR 50, 77-78; CPL 206).

use super::super::filings::Filing;
use super::super::problem::Problem;
use super::{act, open};
use crate::app::App;
use crate::systems::clients::Machine;
use axum::Json;
use axum::extract::{Path, State};
use domain::api;
use domain::award::Conclusion;
use domain::command::{Command, Ruling, RulingGround};
use domain::id::{CaseId, CommandId};
use serde::Deserialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(decide))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct Decided {
    pub id: CommandId,
    #[serde(default)]
    pub granted: bool,
    /// `mandatory_law`, `harm_to_others`, `suspected_false_evidence`, `public_order`, `not_voluntary`,
    /// `unclear`, `other`
    #[serde(default)]
    pub reason_code: Option<RulingGround>,
    #[serde(default)]
    pub explanation: String,
    #[serde(default)]
    pub conclusion: Option<Conclusion>,
}

/// 出具调解书, 裁定, 裁决, or not, with the reason. The portal makes the document and seals it; it is
/// among the filing's documents a moment later.
#[utoipa::path(
    post,
    path = "/api/v1/filings/{id}/decision",
    operation_id = "decide_filing",
    tag = "systems",
    params(("id" = CaseId, Path, description = "The filing")),
    request_body = Decided,
    responses(
        (status = 200, description = "The filing as it stands", body = Filing),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`command_id_reused`", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The refusal's code and article; `ground_unfit`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["filings:write"])),
)]
async fn decide(
    State(app): State<Arc<App>>,
    machine: Machine,
    Path(id): Path<CaseId>,
    Json(it): Json<Decided>,
) -> Result<Json<Filing>, Problem> {
    let case = open(&app, &machine, id).await?;
    let command = match (it.conclusion, it.granted, it.reason_code) {
        (Some(conclusion), false, None) => Command::Conclude(conclusion),
        (None, true, None) => Command::Decide(Ruling::Grant),
        (None, false, Some(ground)) => Command::Decide(Ruling::Refuse {
            ground,
            explanation: it.explanation,
        }),
        _ => return Err(Problem::because(422, "ground_unfit")),
    };
    act(&app, &machine, &case, it.id, command).await
}
