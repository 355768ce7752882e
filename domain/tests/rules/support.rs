//! Who stands by a worker: legal aid, a union, a procuratorate (CPL 15; 法律援助法 22, 31, 42-43).

use super::play::*;
use super::vector::folded;
use domain::command::*;
use domain::deadline::{self, Clock};
use domain::log::Entry;
use domain::paper::PaperKind;
use domain::refusal::Refusal;
use domain::sight;
use domain::support::SupportKind;

fn appoint() -> Command {
    Command::AppointHelper {
        helper: "枫林律师事务所 何律师 0871-5550123".into(),
    }
}

#[test]
fn legal_aid_is_decided_in_seven_days_and_a_helper_named_in_three_more() {
    let mut play = Play::mediating();
    play.refuses(&EMPLOYER, ask_for(AID, SupportKind::LegalAid), Refusal::SupportUnfit);
    play.refuses(&WORKER, ask_for(CENTRE, SupportKind::LegalAid), Refusal::SupportUnfit);
    play.does(&WORKER, ask_for(AID, SupportKind::LegalAid));
    play.refuses(&WORKER, ask_for(AID, SupportKind::LegalAid), Refusal::AlreadyDone);
    let clock = |play: &Play, wanted| {
        let running = deadline::running(&play.case);
        running.iter().find(|it| it.clock == wanted).map(|it| it.day)
    };
    assert_eq!(clock(&play, Clock::AidDecide), Some(day("2026-03-09")));
    play.refuses(&AIDE, appoint(), Refusal::AlreadyDone);
    play.refuses(&UNIONIST, decide_support(true), Refusal::NotYourCase);
    play.does(&AIDE, decide_support(true)).makes_papers();
    assert_eq!(*play.kinds().last().unwrap(), PaperKind::AidDecision);
    assert_eq!(clock(&play, Clock::AidAppoint), Some(day("2026-03-05")));
    play.does(&AIDE, appoint())
        .refuses(&AIDE, appoint(), Refusal::AlreadyDone);
    assert_eq!(clock(&play, Clock::AidAppoint), None);
}

#[test]
fn support_is_asked_for_at_any_stage_and_changes_none() {
    for mut play in [
        Play::requested(),
        Play::drafted(),
        Play::effective(),
        Play::left(),
        Play::arbitrating(),
        Play::enforceable(Track::JudicialConfirmation),
    ] {
        let stage = play.case.stage;
        play.does(&WORKER, ask_for(UNION, SupportKind::Suit))
            .does(&UNIONIST, decide_support(true));
        assert_eq!(play.case.stage, stage);
        play.makes_papers();
        assert!(play.case.papers.iter().any(|it| it.kind == PaperKind::SupportOpinion));
    }
    // A union that does not support the suit writes no opinion.
    let mut play = Play::mediating();
    play.does(&WORKER, ask_for(UNION, SupportKind::Suit))
        .does(&UNIONIST, decide_support(false));
    assert_eq!(play.makes_papers().kinds(), []);
}

#[test]
fn a_supporter_reads_the_case_once_asked_and_no_offer_in_it() {
    let mut play = Play::drafted();
    assert!(!sight::may_open(&play.case, &UNIONIST));
    play.does(&WORKER, ask_for(UNION, SupportKind::Suit));
    assert!(sight::may_open(&play.case, &UNIONIST) && !sight::may_open(&play.case, &AIDE));
    let view = play
        .entries
        .iter()
        .map(|entry| sight::view(&play.case, entry, &UNIONIST));
    let seen = folded(&view.collect::<Vec<Entry>>());
    assert!(seen.draft.0.is_empty() && seen.marks.is_empty());
    assert_eq!(seen.claims, play.case.claims);
    // The other side learns nothing of it.
    let view = play
        .entries
        .iter()
        .map(|entry| sight::view(&play.case, entry, &EMPLOYER));
    assert!(folded(&view.collect::<Vec<Entry>>()).supports.is_empty());
}
