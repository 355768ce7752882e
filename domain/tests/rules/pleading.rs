//! What the sides lay before the tribunal: claims asked for, and the answer (CHR 33, 44).

use super::play::*;
use domain::actor::{Role, Side};
use domain::arbitration::Pleading;
use domain::command::*;
use domain::deadline::Clock;
use domain::deadline::beside::beside;
use domain::moment::{Date, HOUR, Zone};
use domain::money::Fen;
use domain::paper::PaperKind;
use domain::refusal::Refusal;
use domain::service::{Means, Notified};
use domain::sight::may_see;
use domain::term::TermGround;

fn asked(play: &Play) -> Option<&Pleading> {
    play.case.arbitration.as_ref().unwrap().asked.as_ref()
}

#[test]
fn the_applicant_asks_for_other_claims_and_the_tribunal_takes_them() {
    let mut play = Play::arbitrating();
    play.refuses(&WORKER, plead(1_860_000), Refusal::AlreadyDone);
    play.refuses(&WORKER, plead(0), Refusal::RequestIncomplete);
    play.refuses(&WORKER, plead(-1), Refusal::AmountUnfit);
    play.refuses(&ARBITRATOR, plead(2_000_000), Refusal::NotYourRole);
    play.refuses(&EMPLOYER, plead(2_000_000), Refusal::NotYourRole);
    play.does(&WORKER, plead(2_000_000));
    play.refuses(&WORKER, plead(2_000_000), Refusal::AlreadyDone);
    // Asked for is not claimed; both sides and the tribunal read it.
    let first = &play.case.arbitration.as_ref().unwrap().petition.claims;
    assert_eq!(first[0].amount, Some(Fen(1_860_000)));
    let event = play.entries.last().unwrap().event().unwrap().unwrap();
    for reader in [&WORKER, &EMPLOYER, &ARBITRATOR] {
        assert!(may_see(&play.case, &event, reader), "{:?}", reader.role);
    }
    play.does(&WORKER, plead(2_100_000));
    let claims = asked(&play).unwrap().claims.clone();
    let last = play.case.arbitration.as_ref().unwrap().award_by;
    play.after(day("2026-03-10"))
        .does(&ARBITRATOR, Command::AmendClaims { claims })
        .makes_papers();
    let arbitration = play.case.arbitration.as_ref().unwrap();
    assert_eq!(arbitration.petition.claims[0].amount, Some(Fen(2_100_000)));
    assert!(arbitration.asked.is_none() && arbitration.award_by > last);
    assert_eq!(*play.kinds().last().unwrap(), PaperKind::TermNotice);
    Play::mediating().refuses(&WORKER, plead(2_000_000), Refusal::WrongStage);
}

#[test]
fn what_is_asked_for_late_is_to_be_filed_apart_and_moves_no_day() {
    let mut play = Play::arbitrating();
    play.refuses(&ARBITRATOR, decline_amendment(), Refusal::WrongStage);
    play.does(&WORKER, plead(2_000_000));
    let before = play.case.arbitration.clone().unwrap();
    play.refuses(&WORKER, decline_amendment(), Refusal::NotYourRole);
    play.does(&ARBITRATOR, decline_amendment());
    play.refuses(&ARBITRATOR, decline_amendment(), Refusal::WrongStage);
    let after = play.case.arbitration.clone().unwrap();
    assert_eq!((after.award_by, &after.petition), (before.award_by, &before.petition));
    assert!(after.asked.is_none() && after.declined.is_some());
    // It may be asked for again, with more to show for it.
    play.does(&WORKER, plead(2_000_000));
    assert!(play.case.arbitration.as_ref().unwrap().declined.is_none());
    // While the tribunal's days stand still it may be asked for, not taken.
    play.does(&ARBITRATOR, turn(TermGround::Appraisal));
    play.does(&WORKER, plead(2_200_000));
    let claims = asked(&play).unwrap().claims.clone();
    play.refuses(&ARBITRATOR, Command::AmendClaims { claims }, Refusal::WrongStage);
    play.does(&ARBITRATOR, decline_amendment());
}

#[test]
fn the_other_side_answers_and_its_days_end_until_the_claims_are_others() {
    let mut play = Play::arbitrating();
    let (document, on) = (play.made(PaperKind::ArbitrationNotice), play.now.date(play.case.zone));
    let means = Means::Electronic {
        told: vec![Notified::Account],
    };
    let side = Side::Respondent;
    play.does(
        &SYSTEM,
        Command::RecordService {
            side,
            document,
            means,
            on,
        },
    );
    let waits = |play: &Play| {
        let running = beside(&play.case, Role::Respondent, on);
        running.iter().any(|it| it.clock == Clock::Defence)
    };
    assert!(waits(&play));
    let mut late = play.clone();
    play.refuses(
        &EMPLOYER,
        Command::Plead(Pleading {
            claims: Vec::new(),
            text: " ".into(),
        }),
        Refusal::TextUnfit,
    );
    play.does(&EMPLOYER, plead(0));
    play.refuses(&EMPLOYER, plead(0), Refusal::AlreadyDone);
    assert!(!waits(&play));
    // Forwarded to the applicant by being filed (CHR 33).
    let event = play.entries.last().unwrap().event().unwrap().unwrap();
    assert!(may_see(&play.case, &event, &WORKER));
    play.does(&ARBITRATOR, amend(2_000_000));
    assert!(waits(&play));
    // Late, it is still read: the arbitration went on without it.
    late.after(day("2026-03-30")).does(&EMPLOYER, plead(0));
}

fn until(day: Date) -> Command {
    Command::SetEvidencePeriod { until: day }
}

fn shown(play: &Play, role: Role) -> Option<Date> {
    let running = beside(&play.case, role, play.now.date(Zone::CHINA));
    running.iter().find(|it| it.clock == Clock::Evidence).map(|it| it.day)
}

#[test]
fn the_tribunal_says_until_when_evidence_and_other_claims_are_handed_in_and_both_are_told() {
    let mut play = Play::arbitrating();
    play.refuses(&WORKER, until(day("2026-03-20")), Refusal::NotYourRole);
    play.refuses(&MEDIATOR, until(day("2026-03-20")), Refusal::NotYourRole);
    // Were the copy served today the other side would have until the 16th to answer; the award is due on 16 April.
    for unfit in ["2026-03-15", "2026-04-17"] {
        play.refuses(&ARBITRATOR, until(day(unfit)), Refusal::EvidencePeriodUnfit);
    }
    let mut answered = play.clone();
    answered
        .does(&EMPLOYER, plead(0))
        .does(&ARBITRATOR, until(day("2026-03-10")));
    play.does(&ARBITRATOR, until(day("2026-03-20"))).makes_papers();
    assert_eq!(*play.kinds().last().unwrap(), PaperKind::EvidenceNotice);
    for role in [Role::Claimant, Role::Respondent, Role::Arbitrator] {
        assert_eq!(shown(&play, role), Some(day("2026-03-20")), "{role:?}");
    }
    play.refuses(&ARBITRATOR, until(day("2026-03-20")), Refusal::AlreadyDone);
    // Once told it is made longer, not shorter (CHR 15).
    play.refuses(&ARBITRATOR, until(day("2026-03-19")), Refusal::EvidencePeriodUnfit);
    play.does(&ARBITRATOR, until(day("2026-03-25"))).makes_papers();
    let notices = play
        .kinds()
        .iter()
        .filter(|it| **it == PaperKind::EvidenceNotice)
        .count();
    assert_eq!(notices, 2);
    play.after(day("2026-03-25"));
    assert_eq!(shown(&play, Role::Claimant), None);
}

#[test]
fn claims_added_or_changed_after_the_time_for_evidence_are_filed_apart() {
    let mut play = Play::arbitrating();
    play.does(&ARBITRATOR, until(day("2026-03-20")));
    play.now = day("2026-03-20").end(Zone::CHINA).plus_ms(-HOUR);
    let mut in_time = play.clone();
    in_time.does(&WORKER, plead(2_000_000));
    let mut late = play.clone();
    late.after(day("2026-03-20"))
        .refuses(&WORKER, plead(2_000_000), Refusal::ClaimsLate)
        .refuses(&ARBITRATOR, amend(2_000_000), Refusal::ClaimsLate);
    // Who claims less adds nothing, and an answer is read late too.
    late.clone().does(&ARBITRATOR, amend(1_500_000));
    late.clone().does(&WORKER, plead(1_500_000));
    late.does(&EMPLOYER, plead(0));
    // Asked in time it is taken later.
    in_time.after(day("2026-03-23")).does(&ARBITRATOR, amend(2_000_000));
    // While the tribunal's days stand still the time for evidence does not end.
    play.does(&ARBITRATOR, turn(TermGround::Appraisal))
        .after(day("2026-03-23"))
        .does(&WORKER, plead(2_000_000));
    // Where none was set nothing is late.
    let mut unset = Play::arbitrating();
    unset.after(day("2026-04-01")).does(&WORKER, plead(2_000_000));
}
