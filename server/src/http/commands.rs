//! `POST /api/v1/cases/{id}/commands`: the one door through which a case changes.

use super::files::MINUTES_TYPE;
use super::pdf;
use super::problem::Problem;
use super::session::Shown;
use crate::app::App;
use crate::identity::sessions::Standing;
use crate::identity::who::Who;
use crate::identity::{orgs, persons};
use crate::jobs::papers::words_of;
use crate::local_rules;
use crate::marks;
use crate::store::read::Kept;
use crate::store::{ActError, Acted, Judged, StoreError};
use axum::Json;
use axum::extract::{Path, State};
use domain::actor::{Actor, Role};
use domain::api;
use domain::api::{Accepted, LocalRuleKind, OrgKind, Submission};
use domain::award::Conclusion;
use domain::case::Case;
use domain::command::{Command, Evidence};
use domain::hash::Digest;
use domain::id::{CaseId, OrgId};
use domain::moment::{Timestamp, Zone};
use domain::motion::Reply;
use domain::refusal::Refusal;
use domain::sight;
use domain::text;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(submit))
}

/// Asks something of a case: the one door through which it changes.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/commands",
    operation_id = "submit_command",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    request_body = Submission,
    responses(
        (status = 200, description = "Carried out, now or before: the same id gets the same answer", body = Accepted),
        (status = 404, description = "`unknown_case`, for strangers too", body = api::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`stale` with the entries missed; `command_id_reused`", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The refusal's code and the article behind it", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn submit(
    State(app): State<Arc<App>>,
    shown: Shown,
    Path(id): Path<CaseId>,
    Json(mut submission): Json<Submission>,
) -> Result<Json<Accepted>, Problem> {
    if matches!(submission.command, Command::RequestMediation(_)) {
        return Err(Problem::because(422, "wrong_stage"));
    }
    if let Command::Sign(statement) = &mut submission.command {
        if statement.mark.is_some() {
            let who = shown.who(&app).await?;
            let case = app.store.load(id).await?;
            let case = case.ok_or_else(|| Problem::because(404, "unknown_case"))?;
            marks::complete(&app, &case, who.person, statement).await?;
        }
    }
    if submission.command == Command::AcceptApplication {
        let who = shown.who(&app).await?;
        let org = who.staff.map(|(_, org)| org);
        submission.command = practised(&app, org, submission.command).await?;
    }
    let now = app.clock.now();
    // Judged from memory, which saves two looks at the database; the writer holds session and case
    // against it. Whoever seems to be a stranger is looked up all the same.
    if let (Some(who), Some((head, case))) = (shown.remembered(&app), app.store.remembered(id)) {
        if let Ok(actor) = admitted(&app, &who, &case, &submission.command).await {
            let standing = Standing::of(&who);
            let judged = Judged { head, standing };
            match app.store.act_judged(judged, id, &submission, &actor, now).await {
                Err(ActError::Moved) => {}
                done => return answered(done, &actor, now),
            }
        }
    }
    let who = Arc::new(shown.who(&app).await?);
    app.sessions.put(&who);
    let case = app
        .store
        .load(id)
        .await?
        .ok_or_else(|| Problem::because(404, "unknown_case"))?;
    let actor = admitted(&app, &who, &case, &submission.command).await?;
    answered(app.store.act(id, &submission, &actor, now).await, &actor, now)
}

/// As whom the sender may ask this of `case`.
async fn admitted(app: &App, who: &Who, case: &Case, command: &Command) -> Result<Actor, Problem> {
    let actor = who.actor_in(case);
    match command {
        // Only the very session that answered an invitation may use it.
        Command::JoinCase(joining) => {
            let answered = Some((case.id, joining.invitation));
            if who.invited.map(|(case, invitation, _)| (case, invitation)) != answered {
                return Err(Problem::because(422, "invitation_unknown"));
            }
        }
        _ if !sight::may_open(case, &actor) => return Err(Problem::because(404, "unknown_case")),
        _ => {}
    }
    uploaded(app, case.id, &actor, command).await?;
    by_the_place(app, case, command).await?;
    borne_out(app, case, &actor, command).await?;
    Ok(actor)
}

fn answered(acted: Result<Acted, ActError>, actor: &Actor, time: Timestamp) -> Result<Json<Accepted>, Problem> {
    let acted = acted.map_err(|error| Problem::from(error).seen_by(actor))?;
    let view = |entry| sight::view(&acted.case, entry, actor);
    let entries = acted.entries.iter().map(view).collect();
    Ok(Json(Accepted {
        seq: acted.seq,
        time,
        entries,
    }))
}

/// What the case itself cannot know: the body's roster, and the minimum wage of the place. Where no wage is
/// on record, the tribunal's own word with its source stands.
pub(super) async fn by_the_place(app: &App, case: &Case, command: &Command) -> Result<(), Problem> {
    let pool = app.store.pool();
    let failed = crate::store::StoreError::from;
    match command {
        Command::ChooseMediator { mediator } | Command::AppointMediator { mediator } => {
            let found = persons::find(pool, *mediator).await.map_err(failed)?;
            let fits = found.is_some_and(|person| {
                let staff = case.body.map(|body| (Role::Mediator, body));
                !person.closed && person.staff.is_some() && person.staff == staff
            });
            match fits {
                true => Ok(()),
                false => Err(Problem::Refused(Refusal::MediatorUnfit)),
            }
        }
        Command::AnswerMotion {
            reply: Reply::Replaced { arbitrator },
            ..
        } => {
            let found = persons::find(pool, *arbitrator).await.map_err(failed)?;
            let commission = case.transfer.as_ref().map(|it| it.commission);
            let ours = found.filter(|it| !it.closed).and_then(|it| it.staff);
            match ours.is_some() && ours == commission.map(|org| (Role::Arbitrator, org)) {
                true => Ok(()),
                false => Err(Problem::Refused(Refusal::MotionUnfit)),
            }
        }
        Command::AnswerMotion {
            reply: Reply::Moved {
                commission: Some(org), ..
            },
            ..
        } => {
            let found = orgs::find(pool, *org).await.map_err(failed)?;
            match found.is_some_and(|org| org.kind == OrgKind::ArbitrationCommission) {
                true => Ok(()),
                false => Err(Problem::Refused(Refusal::InstitutionUnfit)),
            }
        }
        Command::Conclude(Conclusion::Awarded { minimum_wage, .. }) => {
            let org = case.transfer.as_ref().map(|it| it.commission);
            let Some(org) = org else { return Ok(()) };
            let Some(org) = orgs::find(pool, org).await.map_err(failed)? else {
                return Ok(());
            };
            let today = app.clock.now().date(case.zone);
            let kind = LocalRuleKind::MinimumWage;
            let known = local_rules::one(pool, kind, &org, today).await.map_err(failed)?;
            match known.is_none_or(|known| known.value == minimum_wage.0) {
                true => Ok(()),
                false => Err(Problem::Refused(Refusal::AwardUnfit)),
            }
        }
        _ => Ok(()),
    }
}

/// A court with a practice of its own takes an application by it.
///
/// # Errors
/// If the database fails.
pub async fn practised(app: &App, org: Option<OrgId>, command: Command) -> Result<Command, Problem> {
    let (Command::AcceptApplication, Some(org)) = (&command, org) else {
        return Ok(command);
    };
    let pool = app.store.pool();
    let failed = crate::store::StoreError::from;
    let found = orgs::find(pool, org).await.map_err(failed)?;
    let Some(court) = found.filter(|org| org.kind == OrgKind::Court) else {
        return Ok(command);
    };
    let today = app.clock.now().date(Zone::CHINA);
    let kind = LocalRuleKind::ConfirmWithin;
    let known = local_rules::one(pool, kind, &court, today).await.map_err(failed)?;
    let days = known.and_then(|rule| u32::try_from(rule.value).ok());
    Ok(days.map_or(command, |days| Command::AcceptWithin { days }))
}

/// Minutes are the very text that was shown to all as it was typed; an interpreter is one of the body's.
async fn borne_out(app: &App, case: &Case, actor: &Actor, command: &Command) -> Result<(), Problem> {
    match command {
        Command::CloseMinutes { document, .. } if actor.role == Role::Mediator => {
            let text = app.store.minutes(case.id).await?.unwrap_or_default();
            text::fit(&text, text::MINUTES).map_err(Problem::Refused)?;
            if Digest::of(text.as_bytes()) != *document {
                return Err(Problem::Refused(Refusal::FactChanged));
            }
            let kept = Kept {
                digest: app.files.put(text.as_bytes()).await.map_err(|error| {
                    tracing::error!(%error, "minutes not kept");
                    Problem::because(503, "unavailable")
                })?,
                media_type: MINUTES_TYPE.to_owned(),
                size: text.len() as u64,
                person: actor.person.to_string(),
            };
            app.store.keep_file(case.id, &kept, app.clock.now()).await?;
        }
        Command::CallInterpreter { person, .. } if actor.role == Role::Mediator => {
            let found = persons::find(app.store.pool(), *person)
                .await
                .map_err(StoreError::from)?;
            let ours = found.filter(|it| !it.closed).and_then(|it| it.staff);
            if ours != case.body.map(|body| (Role::Interpreter, body)) {
                return Err(Problem::because(422, "role_unfit"));
            }
        }
        // Here a hole in the text would be signed.
        Command::AgreeTerms { terms } if actor.role == Role::Mediator && case.draft.digest() == *terms => {
            let words = words_of(app, case).await.map_err(pdf::failed)?;
            let translation = app.store.translation(case.id).await?.map(|it| it.of(&case.draft));
            let sheet = documents::agreement(case, &case.draft, *terms, translation.as_ref(), &words);
            let missing = documents::unprintable(&sheet);
            if !missing.is_empty() {
                return Err(Problem::Unprintable(missing));
            }
        }
        _ => {}
    }
    Ok(())
}

/// Evidence names a file that its sender himself gave to this case, as it was received.
async fn uploaded(app: &App, case: CaseId, actor: &Actor, command: &Command) -> Result<(), Problem> {
    let named: &[Evidence] = match command {
        Command::AddEvidence(evidence) => std::slice::from_ref(evidence),
        Command::Supplement { evidence, .. } => evidence,
        Command::ReportDuty { proof: Some(proof), .. } | Command::RecordOrderStep { proof: Some(proof), .. } => {
            std::slice::from_ref(proof)
        }
        _ => &[],
    };
    for evidence in named {
        let own = app.store.file(case, evidence.digest).await?.into_iter().any(|kept| {
            kept.person == actor.person.to_string()
                && kept.media_type == evidence.media_type
                && kept.size == evidence.size
        });
        if !own {
            return Err(Problem::Refused(Refusal::FileUnfit));
        }
    }
    Ok(())
}
