//! How long mediation may last (LMAL 14; EMR 29), and the facts that outlive it (OMR 18).

use super::play::*;
use domain::arbitration::undisputed;
use domain::case::{Ending, Stage};
use domain::command::Command;
use domain::deadline::Clock;
use domain::event::{EndGround, Event};
use domain::moment::Date;
use domain::paper::{self, PaperKind};
use domain::refusal::Refusal;

fn propose(until: &str) -> Command {
    Command::ProposeExtension {
        until: day(until),
        reason: "等待项目部核对考勤".into(),
    }
}

fn agree(until: &str) -> Command {
    Command::AgreeToExtension { until: day(until) }
}

fn due(play: &Play) -> Option<(Clock, Date)> {
    play.case.due().map(|due| (due.clock, due.day))
}

#[test]
fn both_sides_extend_the_period_and_the_new_day_closes_it() {
    let mut play = Play::mediating();
    play.does(&MEDIATOR, propose("2026-03-31"))
        .does(&WORKER, agree("2026-03-31"));
    assert_eq!(
        play.case.mediation_ends,
        Some(day("2026-03-17")),
        "one side alone moves nothing"
    );
    play.refuses(&WORKER, agree("2026-03-31"), Refusal::AlreadyDone);
    play.does(&EMPLOYER, agree("2026-03-31"));
    assert_eq!(play.case.mediation_ends, Some(day("2026-03-31")));
    play.after(day("2026-03-17")).does(&SYSTEM, Command::Tick);
    assert_eq!(
        play.case.stage,
        Some(Stage::Mediating),
        "the old day only opens arbitration"
    );
    play.after(day("2026-03-31")).does(&SYSTEM, Command::Tick);
    assert_eq!(play.case.ended, Some(Ending::Failed(EndGround::PeriodOver)));
}

#[test]
fn an_extension_and_an_end_are_put_in_writing_once() {
    let mut play = Play::mediating();
    play.makes_papers();
    assert_eq!(paper::wanted(&play.case), None);
    play.does(&WORKER, propose("2026-03-31"))
        .does(&EMPLOYER, agree("2026-03-31"));
    assert_eq!(paper::wanted(&play.case), Some(PaperKind::ExtensionRecord));
    // Though the period be over meanwhile.
    play.after(day("2026-03-31")).makes_papers();
    let reason = "不愿继续".to_owned();
    let mut ended = Play::drafted();
    ended.does(&MEDIATOR, Command::EndMediation { reason });
    assert!(paper::wanting(&ended.case, PaperKind::EndNotice));
    ended.makes_papers().does(&WORKER, leave()).hands_over();
    assert_eq!(
        ended.kinds(),
        [PaperKind::EndNotice, PaperKind::TransferLetter, PaperKind::TransferList]
    );
    // Whoever withdraws needs no telling; who leaves for arbitration has the letter.
    let reason = "已自行和解".to_owned();
    let mut gone = Play::drafted();
    gone.does(&WORKER, Command::WithdrawRequest { reason });
    assert!(!paper::wanting(&gone.case, PaperKind::EndNotice));
    assert!(!paper::wanting(&Play::left().case, PaperKind::EndNotice));
}

#[test]
fn a_proposal_of_one_side_carries_its_consent_and_another_day_begins_anew() {
    let mut play = Play::mediating();
    play.does(&WORKER, propose("2026-03-31"));
    play.refuses(&EMPLOYER, agree("2026-04-01"), Refusal::ExtensionUnfit);
    play.does(&EMPLOYER, propose("2026-04-08"));
    play.refuses(&WORKER, agree("2026-03-31"), Refusal::ExtensionUnfit);
    play.does(&WORKER, agree("2026-04-08"));
    assert_eq!(play.case.mediation_ends, Some(day("2026-04-08")));
}

#[test]
fn an_extension_comes_before_the_end_or_not_at_all() {
    let mut play = Play::mediating();
    play.does(&WORKER, propose("2026-03-31"));
    play.after(day("2026-03-17"));
    play.refuses(&EMPLOYER, agree("2026-03-31"), Refusal::PeriodOver);
    play.refuses(&MEDIATOR, propose("2026-04-30"), Refusal::PeriodOver);
    let mut play = Play::mediating();
    for until in ["2026-03-17", "2026-03-01", "2036-03-01"] {
        play.refuses(&MEDIATOR, propose(until), Refusal::ExtensionUnfit);
    }
    play.refuses(&ARBITRATOR, propose("2026-03-31"), Refusal::NotYourRole);
    play.refuses(&STRANGER, propose("2026-03-31"), Refusal::NotYourCase);
}

#[test]
fn fifteen_days_after_the_request_both_are_told_once_that_arbitration_is_open() {
    let mut play = Play::joined();
    play.does(&EMPLOYER, Command::ConsentToMediation);
    // Accepted two days after the request: the two clocks part.
    play.after(day("2026-03-03")).does(&MEDIATOR, Command::AcceptCase);
    assert_eq!(due(&play), Some((Clock::RightToArbitrate, day("2026-03-17"))));
    assert_eq!(play.case.mediation_ends, Some(day("2026-03-19")));
    play.refuses(&SYSTEM, Command::Tick, Refusal::AlreadyDone);
    play.after(day("2026-03-17"));
    let told = play.when(&SYSTEM, Command::Tick).unwrap();
    assert_eq!(
        told,
        [Event::ArbitrationPrompted {
            since: day("2026-03-17")
        }]
    );
    play.refuses(&SYSTEM, Command::Tick, Refusal::AlreadyDone);
    assert_eq!(due(&play), Some((Clock::MediationEnd, day("2026-03-19"))));
}

#[test]
fn only_what_both_confirmed_is_undisputed_and_it_no_longer_changes() {
    let mut play = Play::mediating();
    play.refuses(&WORKER, state_fact(), Refusal::NotYourRole);
    play.does(&MEDIATOR, state_fact()).does(&WORKER, confirm_fact());
    assert_eq!(undisputed(&play.case).count(), 0);
    // Another wording asks both again.
    let text = "另一种写法".to_owned();
    play.does(&MEDIATOR, Command::StateFact { fact: FACT, text });
    play.does(&MEDIATOR, state_fact());
    play.does(&EMPLOYER, confirm_fact());
    assert_eq!(undisputed(&play.case).count(), 0);
    play.does(&WORKER, confirm_fact());
    assert_eq!(undisputed(&play.case).count(), 1);
    let text = "反悔".to_owned();
    play.refuses(&MEDIATOR, Command::StateFact { fact: FACT, text }, Refusal::FactChanged);
}
