//! The one next step of a party: what it is, in words, and where it is done.

use super::say::fill;
use crate::folded::Folded;
use crate::ui::day;
use crate::words::party::Word;
use domain::actor::{Role, Side};
use domain::case::{Case, Ending, Stage};
use domain::command::{Ruling, Track};
use domain::deadline::Clock;
use domain::event::EndGround;
use domain::moment::Date;
use domain::performance::{self, Duty};
use domain::stage::to_transfer;
use domain::terms::prose::Language;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    pub what: String,
    /// The act in words and the section of the case where it is done; `None` while others are to act.
    pub act: Option<(&'static str, &'static str)>,
    /// Signing and what cannot be taken back.
    pub grave: bool,
}

/// The side whose seat the reader holds.
pub fn seated(folded: &Folded) -> Option<Side> {
    let you = &folded.view.you;
    let side = you.role.side()?;
    (folded.case.seat(side)?.person == Some(you.person)).then_some(side)
}

struct Saying {
    language: Language,
    today: Date,
}

impl Saying {
    fn wait(&self, word: Word, values: &[String]) -> Next {
        Next {
            what: fill(word.text(self.language), values),
            act: None,
            grave: false,
        }
    }
    fn act(&self, what: Word, values: &[String], act: Word, section: &'static str) -> Next {
        let act = Some((act.text(self.language), section));
        Next {
            act,
            ..self.wait(what, values)
        }
    }
    fn on(&self, date: Option<Date>) -> Vec<String> {
        vec![date.map_or_else(|| "—".into(), |date| day(date, self.today, self.language))]
    }
}

pub fn next(folded: &Folded, language: Language) -> Next {
    let case = &folded.case;
    let today = folded.now().date(case.zone);
    let say = Saying { language, today };
    let Some(side) = seated(folded) else {
        return match case.stage {
            Some(Stage::Pending | Stage::Mediating) => say.act(Word::NextJoin, &[], Word::ActJoin, "join"),
            _ => say.wait(Word::NextNothing, &[]),
        };
    };
    match case.stage {
        None => say.wait(Word::NextNothing, &[]),
        Some(Stage::Pending) => pending(case, side, &say),
        Some(Stage::Mediating) => mediating(case, side, &say),
        Some(Stage::Signing) => signing(folded, &say),
        Some(Stage::Effective) => effective(folded, side, &say),
        Some(Stage::ApplicationPending | Stage::UnderReview) => under_review(case, &say),
        Some(Stage::Serving) => serving(case, side, &say),
        Some(Stage::Performed) => say.wait(Word::NextPerformed, &[]),
        Some(Stage::Enforceable) => performing(case, side, &say)
            .unwrap_or_else(|| say.act(Word::NextEnforceable, &[], Word::ActEnforceable, "outcome")),
        Some(Stage::Ended) => gone(case, &say),
        Some(Stage::Transferred | Stage::ArbitrationPending | Stage::Arbitrating) => arbitrating(case, side, &say),
        Some(Stage::Concluded) => say.act(Word::NextConcluded, &[], Word::ActConcluded, "arbitration"),
    }
}

fn pending(case: &Case, side: Side, say: &Saying) -> Next {
    let consented = |side| case.seat(side).is_some_and(|seat| seat.consented);
    if !consented(side) {
        return say.act(Word::NextConsent, &[], Word::ActConsent, "consent");
    }
    let other = side.other();
    if case.seat(other).is_none_or(|seat| seat.person.is_none()) {
        return say.wait(Word::NextOtherJoins, &[]);
    }
    if !consented(other) {
        return say.wait(Word::NextOtherConsents, &[]);
    }
    say.wait(Word::NextAcceptance, &say.on(case.accept_by))
}

/// Clauses on which `side` has not said yes or no.
pub fn unmarked(case: &Case, side: Side) -> usize {
    let marked = |id| case.marks.get(id).is_some_and(|marks| marks.contains_key(&side));
    case.draft.0.iter().filter(|clause| !marked(&clause.id)).count()
}

fn mediating(case: &Case, side: Side, say: &Saying) -> Next {
    if let Some(extension) = case.extension.as_ref().filter(|it| !it.agreed.contains(&side)) {
        return say.act(
            Word::NextExtension,
            &say.on(Some(extension.until)),
            Word::ActExtension,
            "period",
        );
    }
    if case.draft.0.is_empty() {
        return say.act(Word::NextTalk, &[], Word::ActRoom, "room");
    }
    let open = unmarked(case, side);
    if open > 0 {
        return say.act(Word::NextMark, &[open.to_string()], Word::ActMark, "terms");
    }
    let all = |side| {
        let agrees = |id| case.marks.get(id).and_then(|marks| marks.get(&side)) == Some(&true);
        case.draft.0.iter().all(|clause| agrees(&clause.id))
    };
    if all(side) && all(side.other()) {
        return say.wait(Word::NextFreeze, &[]);
    }
    let word = if all(side) {
        Word::NextOtherMarks
    } else {
        Word::NextTalkOver
    };
    say.act(word, &[], Word::ActRoom, "room")
}

/// Marks still missing before the agreement takes effect: both parties and the mediator.
pub fn signatures(case: &Case) -> usize {
    let wanted = [Role::Claimant, Role::Respondent, Role::Mediator];
    let has = |role: &Role| case.signatures.iter().any(|signature| signature.role == *role);
    wanted.iter().filter(|role| has(role)).count()
}

fn signing(folded: &Folded, say: &Saying) -> Next {
    let case = &folded.case;
    if case.agreement.is_none() {
        return say.wait(Word::NextDocument, &[]);
    }
    let mine = case
        .signatures
        .iter()
        .any(|signature| signature.role == folded.view.you.role);
    if mine {
        return say.wait(Word::NextSignatures, &[signatures(case).to_string()]);
    }
    Next {
        grave: true,
        ..say.act(Word::NextSign, &[], Word::ActSign, "sign")
    }
}

fn effective(folded: &Folded, side: Side, say: &Saying) -> Next {
    let case = &folded.case;
    if let Some(decision) = case.applications.last().and_then(|last| last.decision.as_ref()) {
        if !decision.received.contains(&side) {
            return say.act(Word::NextReceive, &[], Word::ActReceive, "outcome");
        }
    }
    if case.again.contains(&side.other()) && !case.again.contains(&side) {
        return say.act(Word::OtherMediatesAgain, &[], Word::MediateAgain, "again");
    }
    if let Some(next) = performing(case, side, say) {
        return next;
    }
    let open = |until: Option<Date>| until.is_some_and(|until| until >= say.today);
    if let Some(half) = case.application() {
        let until = match half.track {
            Track::ArbitrationReview => case.review_until,
            Track::JudicialConfirmation => case.confirmation_until,
        };
        return if half.applied.contains(&side) {
            say.wait(Word::NextOtherApplies, &say.on(until))
        } else if open(until) {
            Next {
                grave: true,
                ..say.act(Word::NextApplyToo, &say.on(until), Word::ActApplyToo, "apply")
            }
        } else {
            say.wait(Word::NextWindowOver, &[])
        };
    }
    let refused = case
        .present_applications()
        .last()
        .is_some_and(|last| last.rejected.is_some() || matches!(last.ruling, Some(Ruling::Refuse { .. })));
    if refused {
        return say.act(Word::NextRefused, &[], Word::ActOutcome, "outcome");
    }
    if open(case.review_until) || open(case.confirmation_until) {
        return say.act(Word::NextApply, &[], Word::ActApply, "apply");
    }
    say.wait(Word::NextWindowOver, &[])
}

/// What performance asks of `side` now: a look at what the other reports, or something overdue.
fn performing(case: &Case, side: Side, say: &Saying) -> Option<Next> {
    let duties = performance::duties(case);
    let standing = |duty: &Duty| performance::standing(case, duty);
    let reported = |duty: &&Duty| duty.to == side && standing(duty).reported.is_some() && !standing(duty).confirmed;
    if duties.iter().any(|duty| reported(&duty)) {
        return Some(say.act(Word::NextReported, &[], Word::ActReported, "performance"));
    }
    let late = duties
        .iter()
        .find(|duty| standing(duty).overdue && !standing(duty).confirmed && standing(duty).reported.is_none())?;
    let on = say.on(Some(late.day));
    Some(if late.by == side {
        say.act(Word::NextYouOwe, &on, Word::ActYouOwe, "performance")
    } else {
        say.act(Word::NextTheyOwe, &on, Word::ActTheyOwe, "performance")
    })
}

fn under_review(case: &Case, say: &Saying) -> Next {
    let application = case.application();
    if application.is_some_and(|application| application.supplement.is_some()) {
        return say.act(Word::NextSupplement, &[], Word::ActSupplement, "outcome");
    }
    match application.and_then(|application| application.decide_by) {
        Some(by) => say.wait(Word::NextDecision, &say.on(Some(by))),
        None => say.wait(Word::NextDesk, &[]),
    }
}

fn serving(case: &Case, side: Side, say: &Saying) -> Next {
    match case.applications.last().and_then(|last| last.decision.as_ref()) {
        None => say.wait(Word::NextDecisionMade, &[]),
        Some(decision) if decision.received.contains(&side) => say.wait(Word::NextOtherReceives, &[]),
        Some(_) => say.act(Word::NextReceive, &[], Word::ActReceive, "outcome"),
    }
}

/// What is left after an end: arbitration, or the court where the commission did not take it.
fn gone(case: &Case, say: &Saying) -> Next {
    match &case.ended {
        Some(Ending::NotArbitrated(_)) => say.act(Word::NextSue, &[], Word::ActSue, "arbitration"),
        Some(Ending::ArbitrationWithdrawn) => say.wait(Word::NextArbitrationWithdrawn, &[]),
        _ if case.commission_missing => say.act(Word::NextNoCommission, &[], Word::ActPetition, "arbitration"),
        _ if to_transfer(case) => say.wait(Word::NextHandingOver, &[]),
        _ => say.act(ended(case), &[], Word::ActArbitrate, "arbitration"),
    }
}

fn arbitrating(case: &Case, side: Side, say: &Saying) -> Next {
    let filed = case.arbitration.as_ref();
    let until = |clock| {
        let running = domain::deadline::running(case);
        say.on(running.iter().find(|it| it.clock == clock).map(|it| it.day))
    };
    match case.stage {
        Some(Stage::Arbitrating) if domain::term::suspended(case).is_some() => {
            say.act(Word::NextSuspended, &[], Word::ActSeeArbitration, "arbitration")
        }
        Some(Stage::Arbitrating) => say.act(
            Word::NextArbitrating,
            &until(Clock::Award),
            Word::ActSeeArbitration,
            "arbitration",
        ),
        // LMAL 29: a commission that does not answer in time leaves the way to court open.
        Some(Stage::ArbitrationPending) if filed.is_some_and(|it| it.accept_by < say.today) => say.act(
            Word::NextSilent,
            &say.on(filed.map(|it| it.accept_by)),
            Word::ActSue,
            "arbitration",
        ),
        Some(Stage::ArbitrationPending) => say.act(
            Word::NextCommission,
            &until(Clock::ArbitrationAccept),
            Word::ActSeeArbitration,
            "arbitration",
        ),
        _ if filed.is_some_and(|it| it.side != side) => say.wait(Word::NextOtherCorrects, &[]),
        _ if filed.is_some() => say.act(Word::NextCorrect, &[], Word::ActPetition, "arbitration"),
        _ => say.act(Word::NextPetition, &[], Word::ActPetition, "arbitration"),
    }
}

/// How the case ended, and what the law leaves open.
pub fn ended(case: &Case) -> Word {
    match &case.ended {
        Some(Ending::NotAccepted(_)) => Word::EndedNotAccepted,
        Some(Ending::Declined(_)) => Word::EndedDeclined,
        Some(Ending::Withdrawn) => Word::EndedWithdrawn,
        Some(Ending::Failed(EndGround::PeriodOver)) => Word::EndedPeriod,
        Some(Ending::Failed(_) | Ending::NotArbitrated(_) | Ending::ArbitrationWithdrawn) | None => Word::EndedFailed,
    }
}
