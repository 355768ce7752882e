//! Events to read tables and jobs, in the transaction that appends them.

use crate::calendar;
use crate::identity::name_of;
use crate::jobs::{self, Kind, notices};
use crate::store::{Query, StoreError, rows};
use crate::systems;
use domain::actor::Side;
use domain::case::{Case, Stage};
use domain::deadline::Clock;
use domain::event::{EndGround, Event};
use domain::hash::Digest;
use domain::moment::{HOUR, Timestamp};
use domain::money::Fen;
use domain::performance;
use domain::service;
use sqlx::{Any, Transaction};

/// The work that follows from `events`; `seq` is the head before them.
pub async fn jobs(
    tx: &mut Transaction<'_, Any>,
    case: &Case,
    events: &[Event],
    seq: u64,
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = case.id;
    for (i, event) in events.iter().enumerate() {
        let at = seq + 1 + i as u64;
        if matches!(event, Event::AgreementEffective { .. } | Event::ConditionMet { .. }) {
            remind(tx, case, now).await?;
        }
        if matches!(event, Event::SupportAsked { .. }) {
            supports(tx, case).await?;
        }
        if matches!(event, Event::InterpreterCalled { .. }) {
            interpreter(tx, case).await?;
        }
        if let Event::AppointmentRecorded { by, turn } = event {
            calendar::project(tx, case).await?;
            jobs::appointments::put(tx, case, (turn, by.role), at, now).await?;
        }
        if let Some(kind) = systems::told(event) {
            systems::deliveries::put(tx, case, kind, at, now).await?;
        }
        let (document, sides) = issued(event);
        for side in sides {
            let key = format!("serve:{id}:{at}:{}", name_of(*side));
            let payload = jobs::serve::payload(*side, document);
            jobs::enqueue(tx, &key, Kind::Serve, Some(id), &payload, now).await?;
        }
        for side in notices::told(event) {
            let key = format!("tell:{id}:{at}:{}", name_of(side));
            let payload = notices::payload(event, side);
            jobs::enqueue(tx, &key, Kind::TellParty, Some(id), &payload, now).await?;
        }
        if let Some((kind, recording, at)) = recorded(case, event, now) {
            let key = format!("{}:{id}:{recording}", name_of(kind));
            jobs::enqueue(tx, &key, kind, Some(id), &recording.to_string(), at).await?;
        }
        for kind in work(event) {
            let key = format!("{}:{id}:{at}", name_of(*kind));
            jobs::enqueue(tx, &key, *kind, Some(id), "{}", now).await?;
        }
    }
    Ok(())
}

/// What becomes of a recording's files, and when.
fn recorded(case: &Case, event: &Event, now: Timestamp) -> Option<(Kind, u32, Timestamp)> {
    match event {
        Event::RecordingKept { recording, .. } => {
            let days = i64::from(case.recordings.get(*recording as usize)?.keep_days);
            Some((Kind::DeleteRecording, *recording, now.plus_ms(days * 24 * HOUR)))
        }
        Event::RecordingDeleted { recording } => Some((Kind::EraseRecording, *recording, now)),
        _ => None,
    }
}

/// The document an event issued, and whom it is served on.
fn issued(event: &Event) -> (Digest, &'static [Side]) {
    match event {
        Event::DecisionIssued { document, .. } => (*document, &Side::BOTH),
        Event::PaperIssued { kind, document, .. } => (*document, service::addressees(*kind)),
        _ => (Digest::ZERO, &[]),
    }
}

/// The case in the queue of whoever was asked to stand by a party.
pub async fn supports(tx: &mut Transaction<'_, Any>, case: &Case) -> Result<(), StoreError> {
    for support in &case.supports {
        sqlx::query("INSERT INTO supports (case_id, org) VALUES ($1, $2) ON CONFLICT (org, case_id) DO NOTHING")
            .bind(case.id.to_string())
            .bind(support.org.to_string())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// The case in the queue of whoever was called to interpret, and in nobody else's.
pub async fn interpreter(tx: &mut Transaction<'_, Any>, case: &Case) -> Result<(), StoreError> {
    let Some(called) = &case.interpreter else { return Ok(()) };
    sqlx::query(
        "INSERT INTO interpreters (case_id, person) VALUES ($1, $2)
         ON CONFLICT (case_id) DO UPDATE SET person = excluded.person",
    )
    .bind(case.id.to_string())
    .bind(called.person.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Reminds whoever owes something three days before its day, at nine in the morning; what is due
/// sooner is not reminded of.
async fn remind(tx: &mut Transaction<'_, Any>, case: &Case, now: Timestamp) -> Result<(), StoreError> {
    for duty in performance::duties(case) {
        let at = duty.day.plus_days(-3).start(case.zone).plus_ms(9 * HOUR);
        if at > now {
            // Another day is another reminder: of a condition that came about, or another agreement.
            let key = format!("remind:{}:{}:{}:{}", case.id, duty.clause, duty.part, duty.day);
            jobs::enqueue(tx, &key, Kind::TellParty, Some(case.id), &notices::reminder(&duty), at).await?;
        }
    }
    Ok(())
}

/// Whether any work follows from `events`.
pub fn makes_work(events: &[Event]) -> bool {
    let reminds = |event: &Event| {
        matches!(
            event,
            Event::AgreementEffective { .. }
                | Event::SupportAsked { .. }
                | Event::ConditionMet { .. }
                | Event::InterpreterCalled { .. }
                | Event::RecordingKept { .. }
                | Event::RecordingDeleted { .. }
                | Event::AppointmentRecorded { .. }
        )
    };
    let some = |event: &Event| {
        !work(event).is_empty()
            || reminds(event)
            || !issued(event).1.is_empty()
            || systems::told(event).is_some()
            || !notices::told(event).is_empty()
    };
    events.iter().any(some)
}

fn work(event: &Event) -> &'static [Kind] {
    match event {
        Event::MediationRequested(requested) if requested.claimant_person.is_some() => {
            &[Kind::InviteRespondent, Kind::IssuePapers]
        }
        Event::TermsAgreed { .. } => &[Kind::RenderAgreement],
        Event::OfferSealed { .. } => &[Kind::CompareOffers],
        Event::AgreementSigned { by, .. } if by.role == domain::actor::Role::Mediator => &[Kind::SealAgreement],
        Event::ReviewDecided { .. } => &[Kind::IssueDecision],
        Event::ArbitrationChosen { .. }
        | Event::MediationEnded {
            ground: EndGround::PeriodOver,
            ..
        } => &[Kind::TransferCase],
        Event::MediationRequested(_)
        | Event::PartyInvited { .. }
        | Event::CaseAccepted { .. }
        | Event::MediatorAppointed { .. }
        | Event::MediatorDisclosed { .. }
        | Event::HearingScheduled { .. }
        | Event::RecordConfirmed { .. }
        | Event::RequestWithdrawn { .. }
        | Event::ApplicationFiled { .. }
        | Event::ApplicationAccepted { .. }
        | Event::ApplicationRejected { .. }
        | Event::ApplicationWithdrawn { .. }
        | Event::ReviewExtended { .. }
        | Event::AwardExtended { .. }
        | Event::AwardTermMoved(_)
        | Event::MotionAnswered(_)
        | Event::Pleaded { .. }
        | Event::AmendmentDeclined { .. }
        | Event::EvidencePeriodSet { .. }
        | Event::PerformanceCompleted
        | Event::ConclusionEffective { .. }
        | Event::AgreementEffective { .. }
        | Event::MediationExtended { .. }
        | Event::CaseRefused { .. }
        | Event::MediationDeclined { .. }
        | Event::MediationEnded { .. }
        | Event::CaseTransferred { .. }
        | Event::ArbitrationApplied { .. }
        | Event::ArbitrationAccepted { .. }
        | Event::ArbitrationRefused { .. }
        | Event::ObjectionDecided { .. }
        | Event::PaymentDemanded { .. }
        | Event::PetitionPrepared { .. }
        | Event::CommissionMissing
        | Event::SelfFilingPrepared { .. }
        | Event::ArbitrationConcluded { .. }
        | Event::SupportDecided { .. }
        | Event::MinutesAnswered { .. } => &[Kind::IssuePapers],
        _ => &[],
    }
}

pub fn stage_name(stage: Option<Stage>) -> &'static str {
    match stage {
        None => "",
        Some(Stage::Pending) => "pending",
        Some(Stage::Mediating) => "mediating",
        Some(Stage::Signing) => "signing",
        Some(Stage::Effective) => "effective",
        Some(Stage::ApplicationPending) => "application_pending",
        Some(Stage::UnderReview) => "under_review",
        Some(Stage::Serving) => "serving",
        Some(Stage::Enforceable) => "enforceable",
        Some(Stage::Ended) => "ended",
        Some(Stage::Transferred) => "transferred",
        Some(Stage::ArbitrationPending) => "arbitration_pending",
        Some(Stage::Arbitrating) => "arbitrating",
        Some(Stage::Performed) => "performed",
        Some(Stage::Concluded) => "concluded",
    }
}

/// Columns of a case's row in the read table.
pub const LINE: [&str; 15] = [
    "id",
    "number",
    "stage",
    "body",
    "claimant",
    "respondent",
    "claimant_name",
    "respondent_name",
    "mediator",
    "amount",
    "due",
    "tick_at",
    "track",
    "institution",
    "updated",
];

/// What becomes of the row of a case that has one: `INSERT INTO cases … ` and this.
pub const ANEW: &str = "ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, claimant = excluded.claimant,
     respondent = excluded.respondent, claimant_name = excluded.claimant_name,
     respondent_name = excluded.respondent_name, mediator = excluded.mediator, amount = excluded.amount,
     due = excluded.due, tick_at = excluded.tick_at, track = excluded.track,
     institution = excluded.institution, updated = excluded.updated";

/// The cases' rows in the read table, each as of its time; no case twice.
pub async fn lines(tx: &mut Transaction<'_, Any>, cases: &[(&Case, Timestamp)]) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO cases ({}) VALUES {} {ANEW}",
        LINE.join(", "),
        rows(cases.len(), LINE.len())
    );
    let mut insert = sqlx::query(sqlx::AssertSqlSafe(sql));
    for (case, now) in cases {
        insert = bind_line(insert, case, *now)?;
    }
    insert.execute(&mut **tx).await?;
    Ok(())
}

/// Binds the row of `case` as of `now`, in the order of [`LINE`].
pub fn bind_line<'q>(query: Query<'q>, case: &Case, now: Timestamp) -> Result<Query<'q>, StoreError> {
    let (Some(claimant), Some(respondent), Some(body)) = (&case.claimant, &case.respondent, case.body) else {
        return Err(StoreError::Damaged("a case without seats"));
    };
    let claimed = case
        .claims
        .iter()
        .filter_map(|claim| claim.amount)
        .map(|amount| amount.0)
        .sum();
    let amount = case
        .agreed_terms
        .as_ref()
        .map_or(Fen(claimed), |(terms, _)| terms.money());
    let filed = case
        .applications
        .last()
        .filter(|application| application.filed.is_some());
    let institution = filed
        .map(|application| application.institution)
        .or(case.transfer.as_ref().map(|transfer| transfer.commission));
    // An application not yet taken up has no clock but must be looked at at once (CHR 75): it stands
    // in the queue by the day it was filed.
    let at_once = case.stage == Some(Stage::ApplicationPending);
    let at_once = filed
        .and_then(|it| it.filed)
        .filter(|_| at_once)
        .map(|at| at.date(case.zone));
    let running = domain::deadline::running(case);
    let appoint = domain::deadline::about_mediator(case);
    let appoint = appoint.iter().find(|it| it.clock == Clock::Appoint).map(|it| it.day);
    let motions = domain::motion::all(case).iter().filter(|it| it.answer.is_none());
    let motions = motions.filter_map(|it| it.asked.as_ref()?.decide_by);
    let owed = domain::deadline::beside::of_tribunal(case);
    let owed = owed.first().map(|it| it.day);
    let due = at_once.or(running
        .first()
        .map(|deadline| deadline.day)
        .into_iter()
        .chain(appoint)
        .chain(motions.filter(|_| case.stage == Some(Stage::Arbitrating)))
        .chain(owed)
        .min());
    Ok(query
        .bind(case.id.to_string())
        .bind(case.number.clone())
        .bind(stage_name(case.stage))
        .bind(body.to_string())
        .bind(claimant.person.map(|person| person.to_string()))
        .bind(respondent.person.map(|person| person.to_string()))
        .bind(claimant.particulars.name.to_string())
        .bind(respondent.particulars.name.to_string())
        .bind(case.mediator.map(|mediator| mediator.to_string()))
        .bind(amount.0)
        .bind(due.map(|day| day.to_string()))
        .bind(case.due().map(|deadline| deadline.at.0))
        .bind(filed.map(|application| name_of(application.track)))
        .bind(institution.map(|institution| institution.to_string()))
        .bind(now.0))
}
