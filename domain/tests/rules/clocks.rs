//! Clocks beside the case's own: of one reader, and of the tribunal (CHR 33, 37, 38; CPL-Int 372).

use super::play::*;
use domain::actor::{Role, Side};
use domain::calendar::{working_days_after, working_days_before};
use domain::command::*;
use domain::deadline::beside::{beside, of_tribunal};
use domain::deadline::{self, Clock};
use domain::moment::{Date, HOUR, Zone};
use domain::paper::PaperKind;
use domain::service::{Means, Notified};
use domain::term::TermGround;

fn today(play: &Play) -> Date {
    play.now.date(play.case.zone)
}

fn shown(play: &Play, reader: Role) -> Vec<(Clock, Date)> {
    let running = beside(&play.case, reader, today(play));
    running.into_iter().map(|it| (it.clock, it.day)).collect()
}

fn owed(play: &Play) -> Vec<Clock> {
    of_tribunal(&play.case).into_iter().map(|it| it.clock).collect()
}

fn serve(play: &mut Play, side: Side, kind: PaperKind) {
    let (document, on) = (play.made(kind), today(play));
    let means = Means::Electronic {
        told: vec![Notified::Account],
    };
    play.does(
        &SYSTEM,
        Command::RecordService {
            side,
            document,
            means,
            on,
        },
    );
}

fn hearing(on: &str) -> Command {
    Command::ScheduleHearing {
        at: day(on).start(Zone::CHINA).plus_ms(9 * HOUR),
        place: "第一仲裁庭".into(),
    }
}

#[test]
fn the_days_of_defence_are_shown_to_whoever_must_answer_and_to_the_desk() {
    let mut play = Play::arbitrating();
    assert_eq!(shown(&play, Role::Respondent), [], "not before the copy is there");
    serve(&mut play, Side::Respondent, PaperKind::ArbitrationNotice);
    let last = working_days_after(today(&play), 10, &[]).unwrap();
    assert_eq!(shown(&play, Role::Respondent), [(Clock::Defence, last)]);
    assert_eq!(shown(&play, Role::Claimant), []);
    assert_eq!(shown(&play, Role::Mediator), []);
    assert!(shown(&play, Role::Arbitrator).contains(&(Clock::Defence, last)));
    // Nothing closes by it.
    assert!(deadline::next(&play.case).is_none_or(|it| it.clock != Clock::Defence));
    play.does(&ARBITRATOR, turn(TermGround::Appraisal));
    assert_eq!(shown(&play, Role::Respondent), [], "while nothing runs");
}

#[test]
fn the_commission_sends_the_petition_on_and_names_the_tribunal_in_five_working_days() {
    let mut play = Play::before_the_commission();
    assert_eq!(owed(&play), []);
    play.does(&ARBITRATOR, Command::AcceptArbitration);
    let last = working_days_after(today(&play), 5, &[]).unwrap();
    let both = [(Clock::PetitionCopy, last), (Clock::TribunalNotice, last)];
    assert_eq!(shown(&play, Role::Arbitrator), both, "before the notice is made, too");
    play.makes_papers();
    serve(&mut play, Side::Respondent, PaperKind::ArbitrationNotice);
    assert_eq!(owed(&play), [Clock::TribunalNotice]);
    serve(&mut play, Side::Claimant, PaperKind::ArbitrationNotice);
    assert_eq!(owed(&play), []);
    // Overdue it stays until it is done.
    let mut late = Play::arbitrating();
    late.after(last.plus_days(3));
    assert_eq!(owed(&late), [Clock::PetitionCopy, Clock::TribunalNotice]);
}

#[test]
fn a_petition_filed_again_is_sent_on_again() {
    let mut play = Play::arbitrating();
    for side in Side::BOTH {
        serve(&mut play, side, PaperKind::ArbitrationNotice);
    }
    play.does(
        &WORKER,
        Command::WithdrawArbitration {
            reason: "再想想".into(),
        },
    )
    .makes_papers();
    assert_eq!(owed(&play), []);
    play.does(&WORKER, petition_of(petition())).makes_papers();
    play.does(&ARBITRATOR, Command::AcceptArbitration);
    assert_eq!(owed(&play), [Clock::PetitionCopy, Clock::TribunalNotice]);
}

#[test]
fn a_hearing_is_told_in_time_and_may_be_put_off_until_three_working_days_before() {
    let mut play = Play::arbitrating();
    for side in Side::BOTH {
        serve(&mut play, side, PaperKind::ArbitrationNotice);
    }
    play.does(&ARBITRATOR, hearing("2026-03-20"));
    let held = day("2026-03-20");
    let (told, ask) = (
        working_days_before(held, 5, &[]).unwrap(),
        working_days_before(held, 3, &[]).unwrap(),
    );
    let desk = shown(&play, Role::Arbitrator);
    assert!(desk.contains(&(Clock::HearingNotice, told)) && desk.contains(&(Clock::Adjournment, ask)));
    assert_eq!(shown(&play, Role::Claimant), [(Clock::Adjournment, ask)]);
    play.makes_papers();
    serve(&mut play, Side::Claimant, PaperKind::HearingNotice);
    assert_eq!(owed(&play), [Clock::HearingNotice]);
    serve(&mut play, Side::Respondent, PaperKind::HearingNotice);
    assert_eq!(owed(&play), []);
    // Another day is told anew.
    play.does(&ARBITRATOR, hearing("2026-03-23"));
    assert_eq!(owed(&play), [Clock::HearingNotice]);
    play.after(working_days_before(day("2026-03-23"), 3, &[]).unwrap());
    assert_eq!(shown(&play, Role::Claimant), [], "over is over");
    play.does(
        &ARBITRATOR,
        Command::RecordHearing {
            text: "申请人陈述请求。".into(),
        },
    );
    assert_eq!(owed(&play), [], "held it needs no notice");
}

#[test]
fn the_days_to_object_to_a_ruling_are_each_sides_own() {
    let mut play = Play::issued(Track::JudicialConfirmation);
    assert_eq!(shown(&play, Role::Claimant), []);
    play.does(&WORKER, receive(DECISION_PDF));
    let last = day("2026-03-17");
    assert_eq!(shown(&play, Role::Claimant), [(Clock::ObjectToRuling, last)]);
    assert_eq!(shown(&play, Role::Respondent), []);
    play.after(day("2026-03-05")).does(&EMPLOYER, receive(DECISION_PDF));
    assert!(shown(&play, Role::Respondent)[0].1 > last);
    assert!(
        deadline::running(&play.case)
            .iter()
            .all(|it| it.clock != Clock::ObjectToRuling)
    );
    play.after(last);
    assert_eq!(shown(&play, Role::Claimant), []);
    assert_eq!(shown(&Play::enforceable(Track::ArbitrationReview), Role::Claimant), []);
}
