//! 办理经过: what happened in the case, in words, newest first.

use super::say::{fill, say};
use crate::folded::Folded;
use crate::open::Open;
use crate::ui::moment;
use crate::view::prelude::*;
use crate::words::party::Word;
use domain::actor::{Actor, Role, Side};
use domain::event::Event;
use domain::terms::prose::Language;

pub fn history(open: Open) -> View {
    let language = open.context.language;
    let seq = open.watch(Folded::seq);
    let lines = move || {
        seq.track();
        open.folded.with_untracked(|folded| lines(folded, language.get()))
    };
    let line = |(at, text, class): (String, String, &'static str)| {
        view! { <li class=class><small class="muted number">{at}</small><p>{text}</p></li> }
    };
    view! {
        <h1 tabindex="-1">{say(Word::RowHistory)}</h1>
        <ol role="list" class="history" data-testid="history">{move || lines().into_iter().map(line).collect_view()}</ol>
        <p class="muted"><small>{say(Word::HistoryMeans)}</small></p>
    }
}

fn lines(folded: &Folded, language: Language) -> Vec<(String, String, &'static str)> {
    let today = folded.now().date(folded.case.zone);
    let at = |time| moment(time, folded.case.zone, today, language);
    let mut lines: Vec<_> = folded
        .view
        .entries
        .iter()
        .filter_map(|entry| Some((entry.header().ok()?, entry.event().ok()??)))
        .filter_map(|(header, event)| {
            let (word, who, detail) = told(&event, language)?;
            let who = who.unwrap_or(header.actor.role);
            let name = side_word(who).text(language).to_owned();
            Some((at(header.time), fill(word.text(language), &[name, detail]), edge(who)))
        })
        .collect();
    lines.reverse();
    lines
}

fn side_word(role: Role) -> Word {
    match role {
        Role::Claimant => Word::ClaimantSide,
        Role::Respondent => Word::RespondentSide,
        Role::Mediator => Word::MediatorSide,
        Role::Arbitrator => Word::ArbitratorSide,
        Role::Judge => Word::JudgeSide,
        Role::Supporter | Role::Interpreter | Role::Observer | Role::OrgAdmin | Role::System => Word::PortalSide,
    }
}

fn edge(role: Role) -> &'static str {
    match role {
        Role::Claimant => "claimant",
        Role::Respondent => "respondent",
        Role::Mediator => "mediator",
        _ => "official",
    }
}

/// The sentence, whose act it was where the header does not say, and its second blank. `None` for
/// what only repeats another line.
fn told(event: &Event, language: Language) -> Option<(Word, Option<Role>, String)> {
    let plain = |word| Some((word, None, String::new()));
    let with = |word, detail: &str| Some((word, None, detail.to_owned()));
    let of = |word, side: Side| Some((word, Some(Role::from(side)), String::new()));
    let by = |word, actor: &Actor, detail: &str| Some((word, Some(actor.role), detail.to_owned()));
    match event {
        Event::MediationRequested(_) => plain(Word::ToldRequested),
        Event::PartyInvited { side, .. } => of(Word::ToldInvited, *side),
        Event::PartyJoined { side, .. } => of(Word::ToldJoined, *side),
        Event::MediationConsented { side } => of(Word::ToldConsented, *side),
        Event::MediationDeclined { reason, .. } => with(Word::ToldDeclined, reason),
        Event::CaseAccepted { .. } => plain(Word::ToldAccepted),
        Event::CaseRefused { explanation, .. } => with(Word::ToldRefused, explanation),
        Event::EvidenceAdded { by: actor, evidence } => by(Word::ToldEvidence, actor, &evidence.title),
        Event::RoomEntered { by: actor, .. } => by(Word::ToldEntered, actor, ""),
        Event::RoomLeft { by: actor, .. } => by(Word::ToldLeft, actor, ""),
        Event::CaucusOpened { side } => of(Word::ToldCaucus, *side),
        Event::CaucusClosed { side } => of(Word::ToldCaucusOver, *side),
        Event::IdentityConfirmed { side } => of(Word::ToldIdentity, *side),
        Event::ClauseWritten { place, .. } => with(Word::ToldWritten, &(place + 1).to_string()),
        Event::ClauseRemoved { .. } => plain(Word::ToldRemoved),
        Event::ClauseMarked { agreed, .. } => plain(if *agreed { Word::ToldAgreed } else { Word::ToldObjected }),
        Event::TermsAgreed { .. } => plain(Word::ToldFrozen),
        Event::MediationEnded { reason, .. } => with(Word::ToldEnded, reason),
        Event::RequestWithdrawn { reason } => with(Word::ToldWithdrawn, reason),
        Event::AgreementPresented { .. } => plain(Word::ToldDocument),
        Event::AgreementSigned { by: actor, .. } => by(Word::ToldSigned, actor, ""),
        Event::SigningDeclined { reason, .. } => with(Word::ToldNotSigned, reason),
        Event::AgreementSealed { .. } => plain(Word::ToldSealed),
        Event::AgreementEffective { .. } => plain(Word::ToldEffective),
        Event::ReviewApplied { .. } => plain(Word::ToldApplied),
        Event::ApplicationFiled { .. } => plain(Word::ToldFiled),
        Event::ApplicationWithdrawn { reason, .. } => with(Word::ToldApplicationWithdrawn, reason),
        Event::ApplicationAccepted { .. } => plain(Word::ToldApplicationAccepted),
        Event::ApplicationRejected { explanation, .. } => with(Word::ToldApplicationRejected, explanation),
        Event::SupplementRequested { items, .. } => with(Word::ToldSupplementAsked, items),
        Event::Supplemented { answer, .. } => with(Word::ToldSupplemented, answer),
        Event::ReviewDecided { ruling, .. } => plain(match ruling {
            domain::command::Ruling::Grant => Word::ToldGranted,
            domain::command::Ruling::Refuse { .. } => Word::ToldRulingRefused,
        }),
        Event::DecisionIssued { number, .. } => with(Word::ToldIssued, number),
        Event::DecisionReceived { .. } => plain(Word::ToldReceived),
        Event::DecisionEffective { .. } => plain(Word::ToldEnforceable),
        Event::DutyReported { on, .. } => with(Word::ToldReported, &on.to_string()),
        Event::DutyConfirmed { .. } => plain(Word::ToldDutyConfirmed),
        Event::DutyDisputed { reason, .. } => with(Word::ToldDutyDisputed, reason),
        Event::DutyOverdue { .. } => plain(Word::ToldOverdue),
        Event::PaymentDemanded { .. } => plain(Word::ToldDemanded),
        Event::PetitionPrepared { .. } => plain(Word::ToldPrepared),
        Event::PerformanceCompleted => plain(Word::ToldPerformed),
        Event::ReviewExtended { decide_by, .. } => with(Word::ToldReviewExtended, &decide_by.to_string()),
        Event::RulingObjected { reason, .. } => with(Word::ToldObjection, reason),
        Event::ObjectionDecided { explanation, .. } => with(Word::ToldObjectionDecided, explanation),
        Event::ExtensionProposed { by: actor, until, .. } => by(Word::ToldExtension, actor, &until.to_string()),
        Event::ExtensionAgreed { .. } => None,
        Event::MediationExtended { until } => with(Word::ToldExtended, &until.to_string()),
        Event::FactStated { text, .. } => with(Word::ToldFact, text),
        Event::FactConfirmed { side, .. } => of(Word::ToldConfirmed, *side),
        Event::ArbitrationPrompted { .. } => plain(Word::ToldPrompted),
        Event::ArbitrationChosen { side } => of(Word::ToldChosen, *side),
        Event::CaseTransferred { .. } => plain(Word::ToldTransferred),
        Event::ArbitrationApplied { side, .. } => of(Word::ToldPetition, *side),
        Event::PetitionReturned { items, .. } => with(Word::ToldSupplementAsked, items),
        Event::ArbitrationAccepted { .. } => plain(Word::ToldApplicationAccepted),
        Event::ArbitrationRefused { explanation, .. } => with(Word::ToldApplicationRejected, explanation),
        Event::PaperIssued { number, .. } => with(Word::ToldIssued, number),
        Event::ThirdPartyObjected { reason, .. } => with(Word::ToldObjection, reason),
        Event::FilingAcknowledged { number, .. } => with(Word::ToldFilingReceived, number),
        Event::CommissionMissing => plain(Word::ToldNoCommission),
        Event::SelfFilingPrepared { side, .. } => of(Word::ToldPrepared, *side),
        Event::HearingScheduled { by: actor, place, .. } => by(Word::ToldHearing, actor, place),
        Event::HearingRecorded { by: actor, .. } => by(Word::ToldRecord, actor, ""),
        Event::RecordConfirmed { side, .. } => of(Word::ToldConfirmed, *side),
        Event::AwardExtended { award_by, .. } => with(Word::ToldReviewExtended, &award_by.to_string()),
        Event::ArbitrationConcluded { by: actor, .. } => by(Word::ToldConcluded, actor, ""),
        Event::StatementRefused { reason, .. } => with(Word::ToldNotSigned, reason),
        Event::PaperReceived { .. } => plain(Word::ToldReceived),
        Event::ServiceChosen { side, .. } => of(Word::ToldService, *side),
        // The document's own line says it.
        Event::DocumentServed { .. } => None,
        Event::SuitReported { on, .. } => with(Word::ToldSued, &on.to_string()),
        Event::ConclusionEffective { .. } => plain(Word::ToldEnforceable),
        Event::OrderStepRecorded { on, .. } => with(Word::ToldOrderStep, &on.to_string()),
        Event::SupportAsked { side, .. } => of(Word::ToldSupportAsked, *side),
        Event::SupportDecided { explanation, .. } => with(Word::ToldSupportDecided, explanation),
        Event::HelperAppointed { helper, .. } => with(Word::ToldHelper, helper),
        Event::MediatorChosen { .. } | Event::MediatorAppointed { .. } => plain(Word::ToldMediator),
        Event::MediatorObjected { reason, .. } => with(Word::ToldObjection, reason),
        Event::MediatorDisclosed { text, .. } => with(Word::ToldDisclosed, text),
        // The list of what is due shows it, and the paper that closes the file.
        Event::ConditionMet { .. } | Event::CaseArchived { .. } => None,
        Event::OfferSealed { side, .. } => of(Word::ToldSealedOffer, *side),
        Event::OffersCompared { gap } => with(Word::ToldCompared, crate::words::gap(*gap, language)),
        Event::MinutesClosed { .. } => plain(Word::ToldMinutes),
        Event::MinutesAnswered { remark, .. } => with(Word::ToldMinutesAnswered, remark.as_deref().unwrap_or("✓")),
        Event::InterpreterCalled { language, .. } => with(Word::ToldInterpreter, language),
    }
}
