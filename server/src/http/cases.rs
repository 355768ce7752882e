//! Cases: open one, list mine, read one.

use super::problem::Problem;
use crate::app::App;
use crate::identity::{orgs, persons, who::Who};
use crate::local_rules;
use crate::store::read::Whose;
use axum::Json;
use axum::extract::{Path, Query, State};
use domain::actor::{Actor, Role, Side};
use domain::api;
use domain::api::{CaseLine, CaseView, NewCase, Opened, PersonName, Submission};
use domain::case::Case;
use domain::command::Command;
use domain::id::{CaseId, PersonId};
use domain::moment::Zone;
use domain::sight;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(open, list)).routes(routes!(read))
}

/// Opens a case; the portal allots the number.
#[utoipa::path(
    post,
    path = "/api/v1/cases",
    operation_id = "open_case",
    tag = "cases",
    request_body = NewCase,
    responses(
        (status = 200, description = "The case is open", body = Opened),
        (status = 409, description = "`command_id_reused`", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The refusal's code and article; `institution_unfit`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn open(State(app): State<Arc<App>>, who: Who, Json(mut new): Json<NewCase>) -> Result<Json<Opened>, Problem> {
    let failed = crate::store::StoreError::from;
    let body = orgs::find(app.store.pool(), new.request.body).await.map_err(failed)?;
    let body = body.ok_or_else(|| Problem::because(422, "institution_unfit"))?;
    let now = app.clock.now();
    let holidays = local_rules::holidays(app.store.pool(), &body, now.date(Zone::CHINA)).await;
    new.request.local_holidays = holidays.map_err(failed)?;
    // Whoever opens a case is its claimant, whatever invitation he came by.
    let mut actor = who.actor();
    if who.staff.is_none() {
        actor.role = Role::Claimant;
    }
    let submission = Submission {
        id: new.id,
        expected_seq: None,
        command: Command::RequestMediation(new.request),
    };
    let acted = app.store.act(new.case, &submission, &actor, now).await?;
    Ok(Json(Opened {
        case: new.case,
        number: acted.case.number.clone(),
        seq: acted.seq,
    }))
}

#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Sought {
    /// Only the case with this number.
    number: Option<String>,
}

/// A party's own cases, a centre's, or those filed with the institution.
#[utoipa::path(
    get,
    path = "/api/v1/cases",
    operation_id = "list_cases",
    tag = "cases",
    params(Sought),
    responses(
        (status = 200, description = "At most 500, nearest period first", body = Vec<CaseLine>),
    ),
    security(("session" = [])),
)]
async fn list(
    State(app): State<Arc<App>>,
    who: Who,
    Query(sought): Query<Sought>,
) -> Result<Json<Vec<CaseLine>>, Problem> {
    let whose = match who.staff {
        None => Whose::Party(who.person),
        Some((Role::Mediator | Role::Observer, org)) => Whose::Body(org),
        Some((Role::Interpreter, _)) => Whose::Interpreter(who.person),
        Some((Role::Arbitrator | Role::Judge, org)) => Whose::Institution(org),
        Some((Role::Supporter, org)) => Whose::Supporter(org),
        Some(_) => return Ok(Json(Vec::new())),
    };
    Ok(Json(match sought.number {
        Some(number) => app.store.numbered(whose, number.trim()).await?,
        None => app.store.list(whose).await?,
    }))
}

/// The case and the viewer's role in it, or 404 for strangers.
pub async fn viewed(app: &App, who: &Who, id: CaseId) -> Result<(Arc<Case>, Actor), Problem> {
    let case = app
        .store
        .load(id)
        .await?
        .ok_or_else(|| Problem::because(404, "unknown_case"))?;
    let actor = who.actor_in(&case);
    if sight::may_open(&case, &actor) || who.is_invited_to(id) {
        Ok((case, actor))
    } else {
        Err(Problem::because(404, "unknown_case"))
    }
}

/// One case as the viewer may fold it.
#[utoipa::path(
    get,
    path = "/api/v1/cases/{id}",
    operation_id = "read_case",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "Everything the viewer may fold", body = CaseView),
        (status = 404, description = "`unknown_case`, for strangers too", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn read(State(app): State<Arc<App>>, who: Who, Path(id): Path<CaseId>) -> Result<Json<CaseView>, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    let entries = app.store.entries(id, 0).await?;
    let disclosures = app.store.disclosures(id, &sight::readable(&case, &actor)).await?;
    Ok(Json(CaseView {
        id,
        you: actor,
        entries: entries.iter().map(|entry| sight::view(&case, entry, &actor)).collect(),
        disclosures,
        people: people(&app, &case, &entries).await?,
        orgs: orgs::all(app.store.pool())
            .await
            .map_err(crate::store::StoreError::from)?,
        time: app.clock.now(),
    }))
}

/// Names of the seats and of everyone who acted.
async fn people(app: &App, case: &Case, entries: &[domain::log::Entry]) -> Result<Vec<PersonName>, Problem> {
    let mut known: Vec<(PersonId, Role)> = Vec::new();
    for side in Side::BOTH {
        if let Some(person) = case.seat(side).and_then(|seat| seat.person) {
            known.push((person, side.into()));
        }
    }
    let mediators = case.mediators.iter().map(|(person, _)| *person);
    for person in mediators.chain(case.chosen.values().copied()) {
        if !known.iter().any(|(known, _)| *known == person) {
            known.push((person, Role::Mediator));
        }
    }
    known.extend(case.interpreter.iter().map(|it| (it.person, Role::Interpreter)));
    for header in entries.iter().filter_map(|entry| entry.header().ok()) {
        let actor = header.actor;
        if actor.role != Role::System && !known.iter().any(|(person, _)| *person == actor.person) {
            known.push((actor.person, actor.role));
        }
    }
    let mut out = Vec::new();
    for (person, role) in known {
        let found = persons::find(app.store.pool(), person)
            .await
            .map_err(crate::store::StoreError::from)?;
        out.push(PersonName {
            person,
            name: found.map_or_else(String::new, |found| found.name),
            role,
        });
    }
    Ok(out)
}
