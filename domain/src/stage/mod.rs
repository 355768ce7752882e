//! The rules by stage of the life cycle (law.md 2).

mod again;
mod appointment;
mod guard;
mod hearing;
mod intake;
mod mediation;
mod mediator;
mod minutes;
mod motion;
mod offers;
mod order;
mod performance;
mod period;
mod pleading;
mod recording;
mod review;
mod service;
mod settlement;
mod signing;
mod support;
mod term;
mod transfer;

pub use again::open as may_mediate_again;
pub(crate) use guard::commitments;
pub use motion::ask as ask_commission;
pub use pleading::evidence_over;
pub use review::third_until;
pub(crate) use settlement::account as settled_account;
pub use transfer::{may_refile, to_transfer};

use crate::actor::Actor;
use crate::appointment::{AppointmentStep, AppointmentTurn};
use crate::case::{Case, Stage};
use crate::command::Command;
use crate::event::Event;
use crate::moment::Timestamp;
use crate::refusal::Refusal;

type Ruled = Result<Vec<Event>, Refusal>;

/// What the rest of the rules says: [`office`]; [`later`] for a program that knows no offices; or, for one that knows
/// nothing else either, that it is not the reader's.
type Rest = fn(&Case, &Command, &Actor, Timestamp) -> Ruled;

pub(crate) fn decide(case: &Case, command: &Command, actor: &Actor, now: Timestamp) -> Ruled {
    ruled(case, command, actor, now, office)
}

pub(crate) fn decide_for_party(case: &Case, command: &Command, actor: &Actor, now: Timestamp) -> Ruled {
    ruled(case, command, actor, now, later)
}

pub(crate) fn decide_on_the_way(case: &Case, command: &Command, actor: &Actor, now: Timestamp) -> Ruled {
    ruled(case, command, actor, now, |_, _, _, _| Err(Refusal::NotYourRole))
}

fn ruled(case: &Case, command: &Command, actor: &Actor, now: Timestamp, rest: Rest) -> Ruled {
    use Command as C;
    // A clock set back opens nothing again: the case knows a later time.
    let now = now.max(case.latest);
    if let C::RequestMediation(request) = command {
        return intake::request(case, request, actor, now);
    }
    match case.stage {
        None => return Err(Refusal::UnknownCase),
        // What is over stays over; the way to arbitration does not close with it.
        Some(Stage::Ended) if !leads_on(command) => return Err(Refusal::CaseEnded),
        // The period is over and the clock's tick on its way: nothing but an end is possible (EMR 29).
        Some(_) if crate::deadline::period_over(case, now) && !ends(command) => {
            return Err(Refusal::PeriodOver);
        }
        Some(_) => {}
    }
    match command {
        C::RequestMediation(_) => Err(Refusal::AlreadyOpen),
        C::JoinCase(joining) => intake::join(case, joining, actor),
        C::ConsentToMediation => intake::consent(case, actor),
        C::DeclineMediation { reason } => intake::decline(case, reason, actor),
        C::AddEvidence(evidence) => mediation::add_evidence(case, evidence, actor),
        C::EnterRoom { room } => mediation::enter(case, *room, actor),
        C::LeaveRoom { room } => mediation::leave(case, *room, actor),
        C::WithdrawRequest { reason } => mediation::withdraw(case, reason, actor),
        C::ProposeExtension { until, reason } => period::propose(case, *until, reason, actor),
        C::AgreeToExtension { until } => period::agree(case, *until, actor),
        C::ConfirmFact { fact, digest } => period::confirm_fact(case, *fact, *digest, actor),
        C::MarkClause { clause, digest, agreed } => settlement::mark(case, *clause, *digest, *agreed, actor),
        C::Sign(statement) => signing::sign(case, statement, actor, now),
        C::DeclineToSign { reason, clause } => signing::decline(case, reason, *clause, actor),
        C::ApplyForReview {
            track,
            institution,
            statement,
        } => review::apply_for(case, *track, *institution, statement, actor, now),
        C::WithdrawApplication { reason } => review::withdraw(case, reason, actor),
        C::Supplement { answer, evidence } => review::supplement(case, answer, evidence, actor),
        C::ReceiveDecision { document } => review::receive(case, *document, actor, now),
        C::LeaveForArbitration { reason } => transfer::leave(case, reason, actor),
        C::ChooseService {
            electronic,
            email,
            address,
            disclosures,
        } => service::choose(case, *electronic, *email, *address, disclosures, actor),
        C::EndMediation { reason } => mediation::end(case, reason, actor),
        C::ChooseMediator { mediator } => mediator::choose(case, *mediator, actor, now),
        C::ObjectToMediator { reason } => mediator::object(case, reason, actor, now),
        _ => rest(case, command, actor, now),
    }
}

/// What a side does beside the way from a request to a document that can be enforced.
fn later(case: &Case, command: &Command, actor: &Actor, now: Timestamp) -> Ruled {
    use Command as C;
    match command {
        C::MediateAgain => again::ask(case, actor),
        C::ObjectToRuling { reason } => review::object(case, reason, actor, now),
        C::ReportDuty {
            clause,
            part,
            on,
            proof,
        } => performance::report(case, (*clause, *part), *on, proof.as_ref(), actor, now),
        C::ConfirmDuty { clause, part } => performance::confirm(case, (*clause, *part), actor),
        C::DisputeDuty { clause, part, reason } => performance::dispute(case, (*clause, *part), reason, actor),
        C::DemandPayment => performance::demand(case, actor, now),
        C::PreparePetition { kind } => performance::prepare(case, *kind, actor, now),
        C::RecordOrderStep { step, on, proof } => order::record(case, *step, *on, proof.as_ref(), actor, now),
        C::ApplyForArbitration {
            petition,
            disclosures,
            statement,
        } => transfer::file(case, petition, disclosures, statement.as_ref(), actor, now),
        C::Plead(pleading) => pleading::plead(case, pleading, actor, now),
        C::ConfirmRecord { digest } => hearing::confirm_record(case, *digest, actor),
        C::WithdrawArbitration { reason } => hearing::withdraw(case, reason, actor),
        #[cfg(not(feature = "party"))]
        C::AskCommission { plea, reason } => motion::ask(case, &case.motions, plea, reason, actor, now),
        C::ReceivePaper { document } => hearing::receive(case, *document, actor, now),
        C::RefuseStatement { reason } => hearing::refuse_statement(case, reason, actor),
        C::ReportSuit { on } => hearing::sue(case, *on, actor, now),
        C::AskForSupport { org, kind, reason } => support::ask(case, *org, *kind, reason, actor, now),
        C::SealOffer { offer, disclosures } => offers::seal(case, *offer, disclosures, actor),
        C::AnswerMinutes { document, remark } => minutes::answer(case, *document, remark.as_deref(), actor),
        C::AnswerRecording { agreed } => recording::answer(case, *agreed, actor),
        C::RecordAppointment { turn, .. } if turn.step == AppointmentStep::TimeNamed => {
            appointment::name(case, turn, actor, now)
        }
        _ => Err(Refusal::NotYourRole),
    }
}

/// Commands of mediators, institutions and the portal, which no party gives, and [`later`]'s.
fn office(case: &Case, command: &Command, actor: &Actor, now: Timestamp) -> Ruled {
    use Command as C;
    match command {
        C::InviteParty {
            invitation,
            side,
            phone,
            token,
        } => intake::invite(case, *invitation, *side, *phone, *token, actor),
        C::AcceptCase => intake::accept(case, actor, now),
        C::RefuseCase { ground, explanation } => intake::refuse(case, *ground, explanation, actor),
        C::OpenCaucus { side } => mediation::open_caucus(case, *side, actor),
        C::CloseCaucus { side } => mediation::close_caucus(case, *side, actor),
        C::ConfirmIdentity { side } => mediation::confirm_identity(case, *side, actor),
        C::Tick => period::tick(case, actor, now),
        C::StateFact { fact, text } => period::state_fact(case, *fact, text, actor),
        C::WriteClause {
            clause,
            place,
            disclosures,
        } => settlement::write(case, clause, *place, disclosures, actor),
        C::RemoveClause { clause } => settlement::remove(case, *clause, actor),
        C::AgreeTerms { terms } => settlement::agree(case, *terms, actor, now),
        C::PresentAgreement {
            document,
            size,
            attestor,
            marked,
            translation,
            interpreter,
        } => signing::present(
            case,
            (*document, *size),
            (*attestor, *marked),
            (*translation, *interpreter),
            actor,
        ),
        C::SealAgreement { key, signature, file } => signing::seal(case, *key, signature, *file, actor, now),
        C::AcknowledgeFiling { number } => review::acknowledge(case, number, actor),
        C::AcceptApplication => review::accept(case, None, actor, now),
        C::AcceptWithin { days } => review::accept(case, Some(*days), actor, now),
        C::AppointMediator { mediator } => mediator::appoint(case, *mediator, actor),
        C::Disclose { text } => mediator::disclose(case, text, actor),
        C::RecordCondition { clause, part, on } => performance::condition(case, (*clause, *part), *on, actor, now),
        C::RejectApplication { ground, explanation } => review::reject(case, *ground, explanation, actor),
        C::ReturnForSupplement { items } => review::return_for_supplement(case, items, actor),
        C::Decide(ruling) => review::rule(case, ruling, actor),
        C::ExtendReview {
            approved_by,
            reason,
            until,
        } => review::extend(case, approved_by, reason, *until, actor, now),
        C::ObjectAsThird {
            who,
            knew,
            reason,
            disclosures,
        } => review::object_as_third(case, *who, *knew, reason, disclosures, actor, now),
        C::DecideObjection { upheld, explanation } => review::decide_objection(case, *upheld, explanation, actor),
        C::IssueDecision {
            document,
            size,
            number,
            key,
            signature,
            marked,
        } => review::issue(case, *document, *size, number, (*key, signature), *marked, actor),
        C::TransferCase { commission, attestor } => transfer::transfer(case, *commission, *attestor, actor),
        C::ReportNoCommission => transfer::no_commission(case, actor),
        C::ScheduleHearing { at, place } => hearing::schedule(case, *at, place, actor, now),
        C::RecordHearing { text } => hearing::record(case, text, actor),
        C::ExtendAward { approved_by, reason } => hearing::extend(case, approved_by, reason, actor, now),
        C::AnswerMotion {
            matter,
            reply,
            explanation,
            approved_by,
        } => motion::answer(case, (*matter, reply), explanation, approved_by, actor, now),
        C::Conclude(conclusion) => hearing::conclude(case, conclusion, actor),
        C::RecordService {
            side,
            document,
            means,
            on,
        } => service::record(case, (*side, *document), means, *on, actor, now),
        C::DecideSupport { granted, explanation } => support::decide(case, *granted, explanation, actor, now),
        C::AppointHelper { helper } => support::appoint(case, helper, actor),
        C::CompareOffers { disclosures } => offers::compare(case, disclosures, actor),
        C::CloseMinutes { document, size } => minutes::close(case, *document, *size, actor),
        C::RecordAppointment { turn, disclosures } if turn.step != AppointmentStep::TimeNamed => {
            appointment::record(case, turn, disclosures, actor, now)
        }
        C::CallInterpreter { person, language } => minutes::call_interpreter(case, *person, language, actor),
        C::ProposeRecording { keep_days } => recording::propose(case, *keep_days, actor),
        C::KeepRecording { recording, files } => recording::keep(case, *recording, files, actor),
        C::DeleteRecording { recording } => recording::delete(case, *recording, actor, now),
        C::AmendClaims { claims } => term::amend(case, claims, actor, now),
        C::SetEvidencePeriod { until } => pleading::set_evidence(case, *until, actor, now),
        C::DeclineAmendment { explanation } => pleading::decline(case, explanation, actor),
        C::MoveTerm {
            ground,
            approved_by,
            explanation,
        } => term::turn(case, *ground, approved_by, explanation, actor, now),
        C::RecordLimitation { from, to, reason } => term::limitation(case, (*from, *to), reason, actor, now),
        C::ReturnPetition { items } => transfer::return_petition(case, items, actor),
        C::AcceptArbitration => transfer::accept(case, actor, now),
        C::RefuseArbitration { ground, explanation } => transfer::refuse(case, *ground, explanation, actor),
        C::IssuePaper {
            kind,
            document,
            size,
            number,
            seal,
        } => transfer::issue(case, *kind, (*document, *size), number, seal.as_ref(), (actor, now)),
        _ => later(case, command, actor, now),
    }
}

/// Commands that end mediation, leave its rooms, or put on paper what has happened.
fn ends(command: &Command) -> bool {
    matches!(
        command,
        Command::Tick
            | Command::EndMediation { .. }
            | Command::LeaveForArbitration { .. }
            | Command::WithdrawRequest { .. }
            | Command::LeaveRoom { .. }
            | Command::IssuePaper { .. }
            | Command::CloseCaucus { .. }
            | Command::AnswerRecording { agreed: false }
    ) || beside(command)
}

/// Commands that belong to no stage.
fn beside(command: &Command) -> bool {
    matches!(
        command,
        Command::ReceivePaper { .. }
            | Command::ChooseService { .. }
            | Command::RecordService { .. }
            | Command::AskForSupport { .. }
            | Command::DecideSupport { .. }
            | Command::AppointHelper { .. }
            | Command::CloseMinutes { .. }
            | Command::AnswerMinutes { .. }
            | Command::KeepRecording { .. }
            | Command::DeleteRecording { .. }
            | Command::RecordAppointment {
                turn: AppointmentTurn {
                    step: AppointmentStep::Held | AppointmentStep::Missed,
                    ..
                },
                ..
            }
    )
}

/// Commands that a case without agreement still takes.
fn leads_on(command: &Command) -> bool {
    matches!(
        command,
        Command::LeaveForArbitration { .. }
            | Command::TransferCase { .. }
            | Command::ReportNoCommission
            | Command::ApplyForArbitration { .. }
            | Command::RecordLimitation { .. }
            | Command::IssuePaper { .. }
    ) || beside(command)
}

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let before = crate::archive::ended(case);
    let stage = case.stage;
    intake::apply(case, event, at);
    service::apply(case, event);
    mediation::apply(case, event);
    mediator::apply(case, event, at);
    settlement::apply(case, event);
    signing::apply(case, event, at);
    review::apply(case, event, at);
    period::apply(case, event);
    transfer::apply(case, event, at);
    performance::apply(case, event, at);
    hearing::apply(case, event, at);
    order::apply(case, event);
    support::apply(case, event);
    term::apply(case, event, at);
    #[cfg(not(feature = "party"))]
    motion::apply(case, event, at);
    pleading::apply(case, event);
    again::apply(case, event, at);
    case.entries += 1;
    let paper = matches!(
        event,
        Event::PaperIssued { .. } | Event::DocumentServed { .. } | Event::CaseArchived { .. }
    );
    if !paper {
        case.acted = case.entries;
    }
    case.latest = case.latest.max(at);
    if case.stage != stage && matches!(case.stage, Some(Stage::Ended | Stage::Transferred)) {
        case.ended_at = Some(at);
    }
    if !before && crate::archive::ended(case) {
        case.ends += 1;
    }
    minutes::apply(case, event, at);
    offers::apply(case, event);
    recording::apply(case, event, at);
    appointment::apply(case, event);
}
