//! Documents a command would lead to, before it is given: written as they will be, without a number.

use super::{issue, papers};
use crate::app::Shared;
use anyhow::Context;
use documents::{Record, Sheet, Words};
use domain::actor::{Actor, Side};
use domain::case::Case;
use domain::command::{Command, MediationRequest};
use domain::event::Event;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::moment::Timestamp;
use domain::paper::{self, Paper, PaperKind};
use domain::refusal::Refusal;
use domain::sight;

/// Stands where the number will.
const UNNUMBERED: &str = "（预览，未编号）";

/// What `events` make the case want, in the order it is made; of people no more than `viewer` may read.
///
/// # Errors
/// If the database fails.
pub async fn sheets(
    app: &Shared,
    before: &Case,
    (command, events): (&Command, &[Event]),
    viewer: &Actor,
    now: Timestamp,
) -> anyhow::Result<Vec<Sheet>> {
    let mut case = before.clone();
    // What is wanting already is not this command's doing.
    while let Some(kind) = paper::wanted(&case) {
        case.papers.push(made(kind));
    }
    let undocumented = case.undocumented().is_some();
    let unpresented = unpresented(&case);
    for event in events {
        case.apply(event, now);
    }
    if let Command::ProposeExtension { until, .. } = command {
        // The record of it is made once both have agreed.
        case.apply(&Event::MediationExtended { until: *until }, now);
    }
    let mut words = papers::words_of(app, &case).await?;
    let readable = sight::readable(&case, viewer);
    words.values.retain(|commitment, _| readable.contains(commitment));
    let mut sheets = Vec::new();
    if let (false, Some((terms, digest))) = (
        unpresented,
        case.agreed_terms.as_ref().filter(|_| case.agreement.is_none()),
    ) {
        let translation = app.store.translation(case.id).await?.map(|it| it.of(terms));
        sheets.push(documents::agreement(
            &case,
            terms,
            *digest,
            translation.as_ref(),
            &words,
        ));
    }
    if let (false, Some(application)) = (undocumented, case.undocumented()) {
        sheets.push(papers::decided(app, &case, application, UNNUMBERED.into(), &words).await?);
    }
    if let Command::CloseMinutes { .. } = command {
        sheets.push(minutes(app, &case, &words).await?);
    }
    while let Some(kind) = paper::wanted(&case) {
        // These list what only then will be there.
        if !matches!(kind, PaperKind::ArchiveIndex | PaperKind::CompletionCertificate) {
            sheets.push(issue::sheet(app, &case, kind, UNNUMBERED.into(), &words).await?);
        }
        case.papers.push(made(kind));
    }
    Ok(sheets)
}

/// What `actor` is about to open a case with: the record of the request, and the receipt for it.
///
/// # Errors
/// The refusal the request would meet; or if the database fails.
pub async fn opening(
    app: &Shared,
    request: &MediationRequest,
    actor: &Actor,
    now: Timestamp,
) -> anyhow::Result<Result<Vec<Sheet>, Refusal>> {
    let mut case = Case::new(CaseId(uuid::Uuid::nil()));
    let request = MediationRequest {
        number: UNNUMBERED.into(),
        ..request.clone()
    };
    let told: Vec<_> = request.disclosures.clone();
    let events = match case.decide(&Command::RequestMediation(request), actor, now) {
        Ok(events) => events,
        Err(refusal) => return Ok(Err(refusal)),
    };
    for event in &events {
        case.apply(event, now);
    }
    let mut words = papers::words_of(app, &case).await?;
    words
        .values
        .extend(told.into_iter().map(|it| (it.commitment(), it.value)));
    let receipt = issue::sheet(app, &case, PaperKind::RequestReceipt, UNNUMBERED.into(), &words).await?;
    let asked = documents::record(&case, Record::Request, Side::Claimant, &words);
    Ok(Ok(vec![asked, receipt]))
}

fn made(kind: PaperKind) -> Paper {
    Paper {
        kind,
        document: Digest::ZERO,
        size: 0,
        number: String::new(),
    }
}

fn unpresented(case: &Case) -> bool {
    case.agreed_terms.is_some() && case.agreement.is_none()
}

/// The minutes just closed, which become a paper once both have answered: the text as it is kept now.
async fn minutes(app: &Shared, case: &Case, words: &Words) -> anyhow::Result<Sheet> {
    let closed = case.minutes.last().context("closed minutes")?;
    let text = app.store.minutes(case.id).await?.unwrap_or_default();
    let interpreter = case.interpreter.as_ref().map(|it| it.person);
    let interpreter = papers::name_of(app, interpreter).await?;
    Ok(documents::minutes(
        case,
        closed,
        &text,
        &interpreter,
        UNNUMBERED.into(),
        words,
    ))
}
