//! What an institution's system does with a filing. Each act carries an id of the sender's own: sent
//! twice it is done once and answered alike. All of it goes through `Store::act`.

use super::filings::{Filing, before, filing};
use super::problem::Problem;
use crate::app::App;
use crate::systems::clients::Machine;
use axum::Json;
use axum::extract::{Path, State};
use domain::api::{self, Submission};
use domain::arbitration::ArbitrationGround;
use domain::award::Conclusion;
use domain::case::Case;
use domain::command::{Command, RejectGround, Ruling, RulingGround};
use domain::id::{CaseId, CommandId};
use serde::Deserialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(receipt))
        .routes(routes!(accept))
        .routes(routes!(give_back))
        .routes(routes!(reject))
        .routes(routes!(decide))
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct Received {
    pub id: CommandId,
    /// The institution's own number for the filing.
    pub number: String,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct Taken {
    pub id: CommandId,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct GivenBack {
    pub id: CommandId,
    /// What is missing or wrong, as a whole.
    pub items: String,
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

/// Of an application: `granted`, or a reason. Of an arbitration: its conclusion.
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

/// Does `command` and answers the filing as it then stands.
async fn act(
    app: &App,
    machine: &Machine,
    case: &Case,
    id: CommandId,
    command: Command,
) -> Result<Json<Filing>, Problem> {
    let submission = Submission {
        id,
        expected_seq: None,
        command,
    };
    let done = app
        .store
        .act(case.id, &submission, &machine.actor, app.clock.now())
        .await;
    let acted = done.map_err(|error| Problem::from(error).seen_by(&machine.actor))?;
    Ok(Json(filing(app, machine, &acted.case).await?))
}

async fn open(app: &App, machine: &Machine, id: CaseId) -> Result<Arc<Case>, Problem> {
    machine.may("filings:write")?;
    before(app, machine, id).await
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

/// 受理
#[utoipa::path(
    post,
    path = "/api/v1/filings/{id}/acceptance",
    operation_id = "accept_filing",
    tag = "systems",
    params(("id" = CaseId, Path, description = "The filing")),
    request_body = Taken,
    responses(
        (status = 200, description = "The filing as it stands", body = Filing),
        (status = 403, description = "`scope_missing`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`command_id_reused`", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The refusal's code and article", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("oauth" = ["filings:write"])),
)]
async fn accept(
    State(app): State<Arc<App>>,
    machine: Machine,
    Path(id): Path<CaseId>,
    Json(it): Json<Taken>,
) -> Result<Json<Filing>, Problem> {
    let case = open(&app, &machine, id).await?;
    let command = match case.transfer {
        Some(_) => Command::AcceptArbitration,
        None => Command::AcceptApplication,
    };
    act(&app, &machine, &case, it.id, command).await
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
