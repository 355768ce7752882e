//! What an institution's system does with a filing. Each act carries an id of the sender's own: sent
//! twice it is done once and answered alike. All of it goes through `Store::act`.

mod acceptance;
mod decision;
mod giving_back;
mod receipt;
mod rejection;

use super::commands::practised;
use super::filings::{Filing, before, filing};
use super::problem::Problem;
use crate::app::App;
use crate::systems::clients::Machine;
use axum::Json;
use domain::api::Submission;
use domain::case::Case;
use domain::command::Command;
use domain::id::{CaseId, CommandId};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .merge(receipt::router())
        .merge(acceptance::router())
        .merge(giving_back::router())
        .merge(rejection::router())
        .merge(decision::router())
}

/// Does `command` and answers the filing as it then stands.
async fn act(
    app: &App,
    machine: &Machine,
    case: &Case,
    id: CommandId,
    command: Command,
) -> Result<Json<Filing>, Problem> {
    let command = practised(app, Some(machine.org), command).await?;
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
