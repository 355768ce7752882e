//! From an event back to the command that must have caused it, so that the rules can be asked again.

use crate::award::Conclusion;
use crate::case::Case;
use crate::command::{Command, Joining, MediationRequest, PartyParticulars, Track};
use crate::event::{EndGround, Event};
use crate::hash::{Commitment, Disclosure};
use crate::id::InvitationId;
use crate::stage::{commitments, settled_account};
use std::collections::BTreeMap;

type Values = BTreeMap<Commitment, Disclosure>;

/// The command that was answered with `events`. `None` where there is nothing to ask.
pub(super) fn command_behind(case: &Case, events: &[&Event], values: &Values) -> Option<Command> {
    match events {
        [Event::MediationEnded { reason, .. }, Event::ArbitrationChosen { .. }] => {
            Some(Command::LeaveForArbitration { reason: reason.clone() })
        }
        [first, ..] => command_of(case, first, values),
        [] => None,
    }
}

/// The command behind the first event of its answer. `None` for the facts of the room: who may
/// enter depends on rooms the reader may not see into.
fn command_of(case: &Case, event: &Event, values: &Values) -> Option<Command> {
    use Command as C;
    use Event as E;
    Some(match event.clone() {
        E::MediationRequested(it) => {
            let mut disclosures = behind(&it.claimant, values);
            disclosures.extend(behind(&it.respondent, values));
            C::RequestMediation(MediationRequest {
                local_holidays: it.local_holidays,
                number: it.number,
                body: it.body,
                channel: it.channel,
                claimant_person: it.claimant_person,
                claimant: it.claimant,
                respondent: it.respondent,
                heads: it.heads,
                claims: it.claims,
                facts: it.facts,
                consents: it.consents,
                disclosures,
            })
        }
        E::PartyInvited {
            invitation,
            side,
            phone,
            token,
        } => C::InviteParty {
            invitation,
            side,
            phone,
            token,
        },
        E::PartyJoined {
            side,
            particulars,
            consents,
            ..
        } => {
            // The event does not name the invitation: any open one of that side would have done.
            let mut open = case.invitations.iter().filter(|(_, open)| open.side == side);
            C::JoinCase(Joining {
                invitation: open.next().map_or(InvitationId(uuid::Uuid::nil()), |(id, _)| *id),
                disclosures: behind(&particulars, values),
                particulars,
                consents,
            })
        }
        E::MediationConsented { .. } => C::ConsentToMediation,
        E::MediationDeclined { reason, .. } => C::DeclineMediation { reason },
        E::CaseAccepted { .. } => C::AcceptCase,
        E::MediationAskedAgain { .. } => C::MediateAgain,
        E::CaseRefused { ground, explanation } => C::RefuseCase { ground, explanation },
        E::EvidenceAdded { evidence, .. } => C::AddEvidence(evidence),
        E::RoomEntered { .. } | E::RoomLeft { .. } => return None,
        E::CaucusOpened { side } => C::OpenCaucus { side },
        E::CaucusClosed { side } => C::CloseCaucus { side },
        E::IdentityConfirmed { side } => C::ConfirmIdentity { side },
        E::ClauseWritten { clause, place } => {
            let account = settled_account(&clause.body).and_then(|account| values.get(&account));
            C::WriteClause {
                disclosures: account.cloned().into_iter().collect(),
                clause,
                place: Some(place),
            }
        }
        E::ClauseRemoved { clause } => C::RemoveClause { clause },
        E::ClauseMarked {
            clause, digest, agreed, ..
        } => C::MarkClause { clause, digest, agreed },
        E::TermsAgreed { digest, .. } => C::AgreeTerms { terms: digest },
        E::MediationEnded {
            ground: EndGround::PeriodOver,
            ..
        } => C::Tick,
        E::MediationEnded { reason, .. } => C::EndMediation { reason },
        E::RequestWithdrawn { reason } => C::WithdrawRequest { reason },
        E::AgreementPresented {
            document,
            size,
            attestor,
            marked,
            translation,
            interpreter,
            ..
        } => C::PresentAgreement {
            document,
            size,
            attestor,
            marked,
            translation,
            interpreter,
        },
        E::AgreementSigned { statement, .. } => C::Sign(statement),
        E::SigningDeclined { reason, clause, .. } => C::DeclineToSign { reason, clause },
        E::AgreementSealed {
            key, signature, file, ..
        } => C::SealAgreement { key, signature, file },
        E::ReviewApplied {
            track,
            institution,
            statement,
            ..
        } => C::ApplyForReview {
            track,
            institution,
            statement,
        },
        E::ApplicationWithdrawn { reason, .. } => C::WithdrawApplication { reason },
        E::ApplicationAccepted { within: Some(days), .. } => C::AcceptWithin { days },
        E::ApplicationAccepted { .. } => C::AcceptApplication,
        E::ApplicationRejected {
            ground, explanation, ..
        } => C::RejectApplication { ground, explanation },
        E::SupplementRequested { items, .. } => C::ReturnForSupplement { items },
        E::Supplemented { answer, evidence, .. } => C::Supplement { answer, evidence },
        E::ReviewDecided { ruling, .. } => C::Decide(ruling),
        E::DecisionIssued {
            document,
            size,
            number,
            key,
            signature,
            marked,
        } => C::IssueDecision {
            document,
            size,
            number,
            key,
            signature,
            marked,
        },
        E::DecisionReceived { document, .. } => C::ReceiveDecision { document },
        E::ReviewExtended {
            approved_by,
            reason,
            decide_by,
            ..
        } => {
            let court = case
                .application()
                .is_some_and(|it| it.track == Track::JudicialConfirmation);
            C::ExtendReview {
                approved_by,
                reason,
                until: court.then_some(decide_by),
            }
        }
        E::RulingObjected { reason, .. } => C::ObjectToRuling { reason },
        E::ObjectionDecided {
            upheld, explanation, ..
        } => C::DecideObjection { upheld, explanation },
        E::ExtensionProposed { until, reason, .. } => C::ProposeExtension { until, reason },
        E::ExtensionAgreed { until, .. } => C::AgreeToExtension { until },
        E::FactStated { fact, text } => C::StateFact { fact, text },
        E::FactConfirmed { fact, digest, .. } => C::ConfirmFact { fact, digest },
        E::DutyReported {
            clause,
            part,
            on,
            proof,
            ..
        } => C::ReportDuty {
            clause,
            part,
            on,
            proof,
        },
        E::DutyConfirmed { clause, part, .. } => C::ConfirmDuty { clause, part },
        E::DutyDisputed {
            clause, part, reason, ..
        } => C::DisputeDuty { clause, part, reason },
        E::PaymentDemanded { .. } => C::DemandPayment,
        E::PetitionPrepared { kind, .. } => C::PreparePetition { kind },
        E::ArbitrationPrompted { .. } | E::DutyOverdue { .. } => C::Tick,
        E::ArbitrationChosen { .. } => C::LeaveForArbitration { reason: String::new() },
        E::CaseTransferred {
            commission, attestor, ..
        } => C::TransferCase { commission, attestor },
        E::ArbitrationApplied {
            petition, statement, ..
        } => C::ApplyForArbitration {
            disclosures: petition
                .commitments()
                .filter_map(|it| values.get(&it).cloned())
                .collect(),
            petition,
            statement,
        },
        E::PetitionReturned { items, .. } => C::ReturnPetition { items },
        E::ArbitrationAccepted { .. } => C::AcceptArbitration,
        E::ArbitrationRefused {
            ground, explanation, ..
        } => C::RefuseArbitration { ground, explanation },
        E::ThirdPartyObjected { who, knew, reason, .. } => C::ObjectAsThird {
            who,
            knew,
            reason,
            disclosures: values.get(&who).cloned().into_iter().collect(),
        },
        E::FilingAcknowledged { number, .. } => C::AcknowledgeFiling { number },
        E::CommissionMissing => C::ReportNoCommission,
        E::SelfFilingPrepared { petition, .. } => C::ApplyForArbitration {
            disclosures: petition
                .commitments()
                .filter_map(|it| values.get(&it).cloned())
                .collect(),
            petition,
            statement: None,
        },
        E::HearingScheduled { at, place, .. } => C::ScheduleHearing { at, place },
        E::HearingRecorded { text, .. } => C::RecordHearing { text },
        E::RecordConfirmed { digest, .. } => C::ConfirmRecord { digest },
        E::AwardExtended {
            approved_by, reason, ..
        } => C::ExtendAward { approved_by, reason },
        E::ArbitrationConcluded {
            conclusion: Conclusion::Withdrawn { reason },
            ..
        } => C::WithdrawArbitration { reason },
        E::ArbitrationConcluded { conclusion, .. } => C::Conclude(conclusion),
        E::StatementRefused { reason, .. } => C::RefuseStatement { reason },
        E::PaperReceived { document, .. } => C::ReceivePaper { document },
        E::ServiceChosen {
            electronic,
            email,
            address,
            ..
        } => C::ChooseService {
            electronic,
            disclosures: email
                .iter()
                .chain(&address)
                .filter_map(|it| values.get(it).cloned())
                .collect(),
            email,
            address,
        },
        E::DocumentServed {
            side,
            document,
            means,
            on,
            ..
        } => C::RecordService {
            side,
            document,
            means,
            on,
        },
        E::SuitReported { on, .. } => C::ReportSuit { on },
        E::OrderStepRecorded { step, on, proof, .. } => C::RecordOrderStep { step, on, proof },
        E::SupportAsked { org, kind, reason, .. } => C::AskForSupport { org, kind, reason },
        E::SupportDecided {
            granted, explanation, ..
        } => C::DecideSupport { granted, explanation },
        E::HelperAppointed { helper, .. } => C::AppointHelper { helper },
        E::MediatorChosen { mediator, .. } => C::ChooseMediator { mediator },
        E::MediatorObjected { reason, .. } => C::ObjectToMediator { reason },
        E::MediatorAppointed { mediator, .. } => C::AppointMediator { mediator },
        E::MediatorDisclosed { text, .. } => C::Disclose { text },
        E::ConditionMet { clause, part, on, .. } => C::RecordCondition { clause, part, on },
        // Nobody but the portal ever has the figures.
        E::OfferSealed { offer, .. } => C::SealOffer {
            offer,
            disclosures: Vec::new(),
        },
        E::OffersCompared { .. } => C::CompareOffers {
            disclosures: Vec::new(),
        },
        E::ClaimsAmended { claims } => C::AmendClaims { claims },
        E::Pleaded { pleading, .. } => C::Plead(pleading),
        E::AmendmentDeclined { explanation, .. } => C::DeclineAmendment { explanation },
        E::EvidencePeriodSet { until, .. } => C::SetEvidencePeriod { until },
        E::AwardTermMoved(turn) => C::MoveTerm {
            ground: turn.ground,
            approved_by: turn.approved_by,
            explanation: turn.explanation,
        },
        E::CommissionAsked(asked) => C::AskCommission {
            plea: asked.plea,
            reason: asked.reason,
        },
        E::MotionAnswered(answered) => C::AnswerMotion {
            matter: answered.matter,
            reply: answered.reply,
            explanation: answered.explanation,
            approved_by: answered.approved_by,
        },
        E::LimitationMoved { from, to, reason, .. } => C::RecordLimitation { from, to, reason },
        E::MinutesClosed { document, size } => C::CloseMinutes { document, size },
        E::MinutesAnswered { document, remark, .. } => C::AnswerMinutes { document, remark },
        E::RecordingProposed { keep_days } => C::ProposeRecording { keep_days },
        E::RecordingAnswered { agreed, .. } => C::AnswerRecording { agreed },
        E::RecordingKept { recording, files } => C::KeepRecording { recording, files },
        E::RecordingDeleted { recording } => C::DeleteRecording { recording },
        E::AppointmentRecorded { turn, .. } => C::RecordAppointment {
            disclosures: turn.place.iter().filter_map(|it| values.get(it).cloned()).collect(),
            turn,
        },
        E::InterpreterCalled { person, language } => C::CallInterpreter { person, language },
        E::PaperIssued {
            kind,
            document,
            size,
            number,
            seal,
        } => C::IssuePaper {
            kind,
            document,
            size,
            number,
            seal,
        },
        // Never the first of a command's events.
        E::AgreementEffective { .. }
        | E::ConclusionEffective { .. }
        | E::ApplicationFiled { .. }
        | E::DecisionEffective { .. }
        | E::PerformanceCompleted
        | E::CaseArchived { .. }
        | E::RecordingStarted
        | E::MediationExtended { .. } => C::Tick,
    })
}

fn behind(particulars: &PartyParticulars, values: &Values) -> Vec<Disclosure> {
    commitments(particulars)
        .filter_map(|commitment| values.get(&commitment).cloned())
        .collect()
}
