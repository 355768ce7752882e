//! The rules by stage of the life cycle (law.md 2).

mod guard;
mod intake;
mod mediation;
mod review;
mod settlement;
mod signing;

pub(crate) use guard::commitments;
pub(crate) use settlement::account as settled_account;

use crate::actor::Actor;
use crate::case::{Case, Stage};
use crate::command::Command;
use crate::event::Event;
use crate::moment::Timestamp;
use crate::refusal::Refusal;

type Ruled = Result<Vec<Event>, Refusal>;

pub(crate) fn decide(case: &Case, command: &Command, actor: &Actor, now: Timestamp) -> Ruled {
    use Command as C;
    if let C::RequestMediation(request) = command {
        return intake::request(case, request, actor, now);
    }
    match case.stage {
        None => return Err(Refusal::UnknownCase),
        Some(Stage::Ended) => return Err(Refusal::CaseEnded),
        // The period is over and the clock's tick on its way: nothing but an end is possible (EMR 29).
        Some(_) if case.due().is_some_and(|deadline| now > deadline.at) && !ends(command) => {
            return Err(Refusal::PeriodOver);
        }
        Some(_) => {}
    }
    match command {
        C::RequestMediation(_) => Err(Refusal::AlreadyOpen),
        C::InviteParty {
            invitation,
            side,
            phone,
            token,
        } => intake::invite(case, *invitation, *side, *phone, *token, actor),
        C::JoinCase(joining) => intake::join(case, joining, actor),
        C::ConsentToMediation => intake::consent(case, actor),
        C::DeclineMediation { reason } => intake::decline(case, reason, actor),
        C::AcceptCase => intake::accept(case, actor, now),
        C::RefuseCase { ground, explanation } => intake::refuse(case, *ground, explanation, actor),

        C::AddEvidence(evidence) => mediation::add_evidence(case, evidence, actor),
        C::EnterRoom { room } => mediation::enter(case, *room, actor),
        C::LeaveRoom { room } => mediation::leave(case, *room, actor),
        C::OpenCaucus { side } => mediation::open_caucus(case, *side, actor),
        C::CloseCaucus { side } => mediation::close_caucus(case, *side, actor),
        C::ConfirmIdentity { side } => mediation::confirm_identity(case, *side, actor),
        C::EndMediation { reason } => mediation::end(case, reason, actor),
        C::WithdrawRequest { reason } => mediation::withdraw(case, reason, actor),
        C::Tick => mediation::tick(case, actor, now),

        C::WriteClause {
            clause,
            place,
            disclosures,
        } => settlement::write(case, clause, *place, disclosures, actor),
        C::RemoveClause { clause } => settlement::remove(case, *clause, actor),
        C::MarkClause { clause, digest, agreed } => settlement::mark(case, *clause, *digest, *agreed, actor),
        C::AgreeTerms { terms } => settlement::agree(case, *terms, actor, now),

        C::PresentAgreement {
            document,
            size,
            attestor,
            marked,
        } => signing::present(case, *document, *size, *attestor, *marked, actor),
        C::Sign(statement) => signing::sign(case, statement, actor, now),
        C::DeclineToSign { reason, clause } => signing::decline(case, reason, *clause, actor),
        C::SealAgreement { key, signature, file } => signing::seal(case, *key, signature, *file, actor, now),

        C::ApplyForReview {
            track,
            institution,
            statement,
        } => review::apply_for(case, *track, *institution, statement, actor, now),
        C::WithdrawApplication { reason } => review::withdraw(case, reason, actor),
        C::AcceptApplication => review::accept(case, actor, now),
        C::RejectApplication { ground, explanation } => review::reject(case, *ground, explanation, actor),
        C::ReturnForSupplement { items } => review::return_for_supplement(case, items, actor),
        C::Supplement { answer, evidence } => review::supplement(case, answer, evidence, actor),
        C::Decide(ruling) => review::rule(case, ruling, actor),
        C::IssueDecision {
            document,
            size,
            number,
            key,
            signature,
        } => review::issue(case, *document, *size, number, *key, signature, actor),
        C::ReceiveDecision { document } => review::receive(case, *document, actor, now),
    }
}

/// Commands that end mediation, or leave its rooms.
fn ends(command: &Command) -> bool {
    matches!(
        command,
        Command::Tick
            | Command::EndMediation { .. }
            | Command::WithdrawRequest { .. }
            | Command::LeaveRoom { .. }
            | Command::CloseCaucus { .. }
    )
}

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    intake::apply(case, event, at);
    mediation::apply(case, event);
    settlement::apply(case, event);
    signing::apply(case, event);
    review::apply(case, event, at);
}
