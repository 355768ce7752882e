//! Events to read tables and jobs, in the transaction that appends them.

use crate::identity::name_of;
use crate::jobs::{self, Kind};
use crate::store::StoreError;
use domain::case::{Case, Stage};
use domain::event::Event;
use domain::moment::Timestamp;
use domain::money::Fen;
use sqlx::{Any, Transaction};

/// `seq` is the head before `events`.
pub async fn project(
    tx: &mut Transaction<'_, Any>,
    case: &Case,
    events: &[Event],
    seq: u64,
    now: Timestamp,
) -> Result<(), StoreError> {
    line(tx, case, now).await?;
    for (i, event) in events.iter().enumerate() {
        let at = seq + 1 + i as u64;
        let kind = match event {
            Event::MediationRequested(requested) if requested.claimant_person.is_some() => Kind::InviteRespondent,
            Event::TermsAgreed { .. } => Kind::RenderAgreement,
            Event::AgreementSigned { by, .. } if by.role == domain::actor::Role::Mediator => Kind::SealAgreement,
            Event::ReviewDecided { .. } => Kind::IssueDecision,
            _ => continue,
        };
        jobs::enqueue(
            tx,
            &format!("{}:{}:{at}", name_of(kind), case.id),
            kind,
            Some(case.id),
            "{}",
            now,
        )
        .await?;
    }
    Ok(())
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
    }
}

/// The case's row in the read table, as of `now`.
pub async fn line(tx: &mut Transaction<'_, Any>, case: &Case, now: Timestamp) -> Result<(), StoreError> {
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
    sqlx::query(
        "INSERT INTO cases (id, number, stage, body, claimant, respondent, claimant_name, respondent_name, mediator,
                            amount, due, tick_at, track, institution, updated)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (id) DO UPDATE SET stage = $3, claimant = $5, respondent = $6, claimant_name = $7,
             respondent_name = $8, mediator = $9, amount = $10, due = $11, tick_at = $12, track = $13,
             institution = $14, updated = $15",
    )
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
    .bind(
        domain::deadline::running(case)
            .first()
            .map(|deadline| deadline.day.to_string()),
    )
    .bind(case.due().map(|deadline| deadline.at.0))
    .bind(filed.map(|application| name_of(application.track)))
    .bind(filed.map(|application| application.institution.to_string()))
    .bind(now.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
