//! 办理经过: what happened in the case, in words, newest first.

use super::motion;
use super::say::{fill, say};
use crate::folded::Folded;
use crate::open::Open;
use crate::recordings::{known, player};
use crate::ui::moment;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use crate::words::party::Word;
use domain::actor::{Actor, Role, Side};
use domain::appointment::AppointmentStep;
use domain::event::Event;
use domain::moment::Timestamp;
use domain::motion::read;
use domain::terms::prose::Language;

pub fn history(open: Open) -> View {
    let language = open.context.language;
    let seq = open.watch(Folded::seq);
    let recorded = known(open);
    let lines = move || {
        seq.track();
        open.folded.with_untracked(|folded| lines(folded, language.get()))
    };
    let line = |(at, text, class): (String, String, &'static str)| {
        view! { <li class=class><small class="muted number">{at}</small><p>{text}</p></li> }
    };
    view! {
        <h1 tabindex="-1">{say(Word::RowHistory)}</h1>
        {keyed(move || recorded.get(), |line| line.recording, move |line| player(open, line))}
        <ol role="list" class="history" data-testid="history">{move || lines().into_iter().map(line).collect_view()}</ol>
        <p class="muted"><small>{say(Aside::HistoryMeans)}</small></p>
    }
}

fn lines(folded: &Folded, language: Language) -> Vec<(String, String, &'static str)> {
    let today = folded.now().date(folded.case.zone);
    let at = |time| moment(time, folded.case.zone, today, language);
    let mut moved = None;
    let mut lines: Vec<_> = folded
        .view
        .entries
        .iter()
        .filter_map(|entry| Some((entry.header().ok()?, entry)))
        .filter_map(|(header, entry)| {
            let (word, who, detail) = match read(entry) {
                Some(motion) => {
                    moved = Some(header.command);
                    let (word, side, detail) = motion::line(&motion, (folded.case.zone, today), language);
                    (word, side.map(Role::from), detail)
                }
                // What follows from the answer is said by it.
                None if moved == Some(header.command) => return None,
                None => told(&entry.event().ok()??, language, at)?,
            };
            let who = who.unwrap_or(header.actor.role);
            let name = side(who, language).to_owned();
            Some((at(header.time), fill(word.text(language), &[name, detail]), edge(who)))
        })
        .collect();
    lines.reverse();
    lines
}

fn side(role: Role, language: Language) -> &'static str {
    let official = match role {
        Role::Claimant => return Word::ClaimantSide.text(language),
        Role::Respondent => return Word::RespondentSide.text(language),
        Role::Mediator => return Word::MediatorSide.text(language),
        Role::Arbitrator => Aside::ArbitratorSide,
        Role::Judge => Aside::JudgeSide,
        Role::Supporter | Role::Interpreter | Role::Observer | Role::OrgAdmin | Role::System => Aside::PortalSide,
    };
    official.text(language)
}

fn edge(role: Role) -> &'static str {
    match role {
        Role::Claimant => "claimant",
        Role::Respondent => "respondent",
        Role::Mediator => "mediator",
        _ => "official",
    }
}

fn turned(step: AppointmentStep) -> Aside {
    match step {
        AppointmentStep::Made => Aside::ToldTime,
        AppointmentStep::TimeNamed => Aside::ToldTimeNamed,
        AppointmentStep::Cancelled => Aside::ToldTimeCancelled,
        AppointmentStep::Held => Aside::ToldTimeHeld,
        AppointmentStep::Missed => Aside::ToldTimeMissed,
    }
}

/// The sentence, whose act it was where the header does not say, and its second blank. `None` for
/// what only repeats another line.
fn told(event: &Event, language: Language, at: impl Fn(Timestamp) -> String) -> Option<(Aside, Option<Role>, String)> {
    let plain = |word| Some((word, None, String::new()));
    let with = |word, detail: &str| Some((word, None, detail.to_owned()));
    let of = |word, side: Side| Some((word, Some(Role::from(side)), String::new()));
    let by = |word, actor: &Actor, detail: &str| Some((word, Some(actor.role), detail.to_owned()));
    match event {
        Event::MediationRequested(_) => plain(Aside::ToldRequested),
        Event::PartyInvited { side, .. } => of(Aside::ToldInvited, *side),
        Event::PartyJoined { side, .. } => of(Aside::ToldJoined, *side),
        Event::MediationConsented { side } | Event::MediationAskedAgain { side } => of(Aside::ToldConsented, *side),
        Event::MediationDeclined { reason, .. } => with(Aside::ToldDeclined, reason),
        Event::CaseAccepted { .. } => plain(Aside::ToldAccepted),
        Event::CaseRefused { explanation, .. } => with(Aside::ToldRefused, explanation),
        Event::EvidenceAdded { by: actor, evidence } => by(Aside::ToldEvidence, actor, &evidence.title),
        Event::RoomEntered { by: actor, .. } => by(Aside::ToldEntered, actor, ""),
        Event::RoomLeft { by: actor, .. } => by(Aside::ToldLeft, actor, ""),
        Event::CaucusOpened { side } => of(Aside::ToldCaucus, *side),
        Event::CaucusClosed { side } => of(Aside::ToldCaucusOver, *side),
        Event::IdentityConfirmed { side } => of(Aside::ToldIdentity, *side),
        Event::ClauseWritten { place, .. } => with(Aside::ToldWritten, &(place + 1).to_string()),
        Event::ClauseRemoved { .. } => plain(Aside::ToldRemoved),
        Event::ClauseMarked { agreed, .. } => plain(if *agreed {
            Aside::ToldAgreed
        } else {
            Aside::ToldObjected
        }),
        Event::TermsAgreed { .. } => plain(Aside::ToldFrozen),
        Event::MediationEnded { reason, .. } => with(Aside::ToldEnded, reason),
        Event::RequestWithdrawn { reason } => with(Aside::ToldWithdrawn, reason),
        Event::AgreementPresented { .. } => plain(Aside::ToldDocument),
        Event::AgreementSigned { by: actor, .. } => by(Aside::ToldSigned, actor, ""),
        Event::SigningDeclined { reason, .. } => with(Aside::ToldNotSigned, reason),
        Event::AgreementSealed { .. } => plain(Aside::ToldSealed),
        Event::AgreementEffective { .. } => plain(Aside::ToldEffective),
        Event::ReviewApplied { .. } => plain(Aside::ToldApplied),
        Event::ApplicationFiled { .. } => plain(Aside::ToldFiled),
        Event::ApplicationWithdrawn { reason, .. } => with(Aside::ToldApplicationWithdrawn, reason),
        Event::ApplicationAccepted { .. } => plain(Aside::ToldApplicationAccepted),
        Event::ApplicationRejected { explanation, .. } => with(Aside::ToldApplicationRejected, explanation),
        Event::SupplementRequested { items, .. } => with(Aside::ToldSupplementAsked, items),
        Event::Supplemented { answer, .. } => with(Aside::ToldSupplemented, answer),
        Event::ReviewDecided { ruling, .. } => plain(match ruling {
            domain::command::Ruling::Grant => Aside::ToldGranted,
            domain::command::Ruling::Refuse { .. } => Aside::ToldRulingRefused,
        }),
        Event::DecisionIssued { number, .. } => with(Aside::ToldIssued, number),
        Event::DecisionReceived { .. } => plain(Aside::ToldReceived),
        Event::DecisionEffective { .. } => plain(Aside::ToldEnforceable),
        Event::DutyReported { on, .. } => with(Aside::ToldReported, &on.to_string()),
        Event::DutyConfirmed { .. } => plain(Aside::ToldDutyConfirmed),
        Event::DutyDisputed { reason, .. } => with(Aside::ToldDutyDisputed, reason),
        Event::DutyOverdue { .. } => plain(Aside::ToldOverdue),
        Event::PaymentDemanded { .. } => plain(Aside::ToldDemanded),
        Event::PetitionPrepared { .. } => plain(Aside::ToldPrepared),
        Event::PerformanceCompleted => plain(Aside::ToldPerformed),
        Event::ReviewExtended { decide_by, .. } => with(Aside::ToldReviewExtended, &decide_by.to_string()),
        Event::RulingObjected { reason, .. } => with(Aside::ToldObjection, reason),
        Event::ObjectionDecided { explanation, .. } => with(Aside::ToldObjectionDecided, explanation),
        Event::ExtensionProposed { by: actor, until, .. } => by(Aside::ToldExtension, actor, &until.to_string()),
        Event::ExtensionAgreed { .. } => None,
        Event::MediationExtended { until } => with(Aside::ToldExtended, &until.to_string()),
        Event::FactStated { text, .. } => with(Aside::ToldFact, text),
        Event::FactConfirmed { side, .. } => of(Aside::ToldConfirmed, *side),
        Event::ArbitrationPrompted { .. } => plain(Aside::ToldPrompted),
        Event::ArbitrationChosen { side } => of(Aside::ToldChosen, *side),
        Event::CaseTransferred { .. } => plain(Aside::ToldTransferred),
        Event::ArbitrationApplied { side, .. } => of(Aside::ToldPetition, *side),
        Event::PetitionReturned { items, .. } => with(Aside::ToldSupplementAsked, items),
        Event::ArbitrationAccepted { .. } => plain(Aside::ToldApplicationAccepted),
        Event::ArbitrationRefused { explanation, .. } => with(Aside::ToldApplicationRejected, explanation),
        Event::PaperIssued { number, .. } => with(Aside::ToldIssued, number),
        Event::ThirdPartyObjected { reason, .. } => with(Aside::ToldObjection, reason),
        Event::FilingAcknowledged { number, .. } => with(Aside::ToldFilingReceived, number),
        Event::CommissionMissing => plain(Aside::ToldNoCommission),
        Event::SelfFilingPrepared { side, .. } => of(Aside::ToldPrepared, *side),
        Event::HearingScheduled { by: actor, place, .. } => by(Aside::ToldHearing, actor, place),
        Event::HearingRecorded { by: actor, .. } => by(Aside::ToldRecord, actor, ""),
        Event::RecordConfirmed { side, .. } => of(Aside::ToldConfirmed, *side),
        Event::AwardExtended { award_by, .. } => with(Aside::ToldReviewExtended, &award_by.to_string()),
        Event::ArbitrationConcluded { by: actor, .. } => by(Aside::ToldConcluded, actor, ""),
        Event::StatementRefused { reason, .. } => with(Aside::ToldNotSigned, reason),
        Event::PaperReceived { .. } => plain(Aside::ToldReceived),
        Event::ServiceChosen { side, .. } => of(Aside::ToldService, *side),
        // The document's own line says it.
        Event::DocumentServed { .. } => None,
        Event::SuitReported { on, .. } => with(Aside::ToldSued, &on.to_string()),
        Event::ConclusionEffective { .. } => plain(Aside::ToldEnforceable),
        Event::OrderStepRecorded { on, .. } => with(Aside::ToldOrderStep, &on.to_string()),
        Event::SupportAsked { side, .. } => of(Aside::ToldSupportAsked, *side),
        Event::SupportDecided { explanation, .. } => with(Aside::ToldSupportDecided, explanation),
        Event::HelperAppointed { helper, .. } => with(Aside::ToldHelper, helper),
        Event::MediatorChosen { .. } | Event::MediatorAppointed { .. } => plain(Aside::ToldMediator),
        Event::MediatorObjected { reason, .. } => with(Aside::ToldObjection, reason),
        Event::MediatorDisclosed { text, .. } => with(Aside::ToldDisclosed, text),
        // The list of what is due shows it, and the paper that closes the file or tells of the days.
        Event::ConditionMet { .. }
        | Event::CaseArchived { .. }
        | Event::ClaimsAmended { .. }
        | Event::AwardTermMoved(_)
        | Event::LimitationMoved { .. } => None,
        // Read by themselves.
        Event::CommissionAsked(_) | Event::MotionAnswered(_) => None,
        Event::Pleaded { side, pleading } if pleading.claims.is_empty() => of(Aside::ToldAnswered, *side),
        Event::Pleaded { side, .. } => of(Aside::ToldAsked, *side),
        Event::EvidencePeriodSet { by: actor, until } => by(Aside::ToldEvidencePeriod, actor, &until.to_string()),
        Event::AmendmentDeclined { by: actor, explanation } => by(Aside::ToldAmendmentDeclined, actor, explanation),
        Event::OfferSealed { side, .. } => of(Aside::ToldSealedOffer, *side),
        Event::OffersCompared { gap } => with(Aside::ToldCompared, crate::words::gap(*gap, language)),
        Event::AppointmentRecorded { by: actor, turn } => by(turned(turn.step), actor, &at(turn.at)),
        Event::MinutesClosed { .. } => plain(Aside::ToldMinutes),
        Event::MinutesAnswered { remark, .. } => with(Aside::ToldMinutesAnswered, remark.as_deref().unwrap_or("✓")),
        Event::RecordingProposed { .. } => with(Aside::ToldRecording, "?"),
        Event::RecordingAnswered { agreed, .. } => with(Aside::ToldRecording, if *agreed { "✓" } else { "✗" }),
        Event::RecordingStarted => with(Aside::ToldRecording, "●"),
        Event::RecordingKept { .. } => with(Aside::ToldRecording, "■"),
        Event::RecordingDeleted { .. } => with(Aside::ToldRecording, "⌫"),
        Event::InterpreterCalled { language, .. } => with(Aside::ToldInterpreter, language),
    }
}
