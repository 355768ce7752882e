//! 仲裁中 to its end (LMAL 40-50; CHR 38, 39, 45, 50).

use super::play::*;
use domain::actor::Side;
use domain::award::{AwardHead, Conclusion, set_aside_until, sue_until};
use domain::calendar::working_days_after;
use domain::case::{Ending, Stage};
use domain::command::*;
use domain::deadline::{self, Clock, beside};
use domain::event::Event;
use domain::hash::Digest;
use domain::moment::{HOUR, Zone};
use domain::money::Fen;
use domain::paper::PaperKind;
use domain::refusal::Refusal;
use domain::room::RoomName;
use domain::service::{Means, Notified};

fn hearing(on: &str) -> Command {
    Command::ScheduleHearing {
        at: day(on).start(Zone::CHINA).plus_ms(9 * HOUR),
        place: "第一仲裁庭（线上同步）".into(),
    }
}

fn record() -> Command {
    Command::RecordHearing {
        text: "申请人陈述请求；被申请人承认欠薪。".into(),
    }
}

fn confirm() -> Command {
    Command::ConfirmRecord {
        digest: Digest::of("申请人陈述请求；被申请人承认欠薪。".as_bytes()),
    }
}

fn awarded(items: Vec<domain::award::AwardItem>) -> Play {
    let mut play = Play::arbitrating();
    play.does(&ARBITRATOR, award(items)).makes_papers();
    play
}

#[test]
fn a_hearing_is_told_five_working_days_ahead_and_held_in_the_room() {
    let mut play = Play::arbitrating();
    play.refuses(&ARBITRATOR, hearing("2026-03-06"), Refusal::HearingUnfit);
    play.refuses(&ARBITRATOR, hearing("2026-04-17"), Refusal::HearingUnfit);
    play.refuses(&WORKER, hearing("2026-03-12"), Refusal::NotYourRole);
    play.does(&ARBITRATOR, hearing("2026-03-12")).makes_papers();
    let notices = |play: &Play| {
        play.kinds()
            .iter()
            .filter(|it| **it == PaperKind::HearingNotice)
            .count()
    };
    assert_eq!(notices(&play), 1);
    let mut moved = play.clone();
    moved.does(&ARBITRATOR, hearing("2026-03-13")).makes_papers();
    assert_eq!(notices(&moved), 2, "another day is another notice");
    for actor in [&ARBITRATOR, &WORKER, &EMPLOYER] {
        play.does(actor, Command::EnterRoom { room: RoomName::Main });
    }
    play.refuses(
        &JUDGE,
        Command::EnterRoom { room: RoomName::Main },
        Refusal::NotYourCase,
    );
    let room = RoomName::CaucusClaimant;
    play.refuses(&ARBITRATOR, Command::EnterRoom { room }, Refusal::RoomClosed);
}

#[test]
fn the_record_of_the_hearing_is_confirmed_as_it_reads() {
    let mut play = Play::arbitrating();
    play.refuses(&WORKER, confirm(), Refusal::WrongStage);
    play.does(&ARBITRATOR, record()).does(&WORKER, confirm());
    play.refuses(&WORKER, confirm(), Refusal::AlreadyDone);
    let text = "申请人陈述请求；被申请人否认欠薪。".to_owned();
    play.does(&ARBITRATOR, Command::RecordHearing { text });
    play.refuses(&EMPLOYER, confirm(), Refusal::FactChanged);
    let kept = play.case.arbitration.as_ref().unwrap().record.as_ref().unwrap();
    assert!(kept.confirmed.is_empty(), "a corrected record is confirmed anew");
}

#[test]
fn an_arbitration_is_extended_once_by_fifteen_days_with_approval_and_in_time() {
    let extend = || Command::ExtendAward {
        approved_by: "仲裁委主任 赵敏".into(),
        reason: "案情复杂".into(),
    };
    let mut play = Play::arbitrating();
    let mut late = play.clone();
    late.after(day("2026-04-16"))
        .refuses(&ARBITRATOR, extend(), Refusal::ExtensionUnfit);
    play.does(&ARBITRATOR, extend());
    // 15 days from 16 April is 1 May, a holiday until the 5th.
    assert_eq!(
        play.case.arbitration.as_ref().unwrap().award_by,
        Some(day("2026-05-06"))
    );
    play.refuses(&ARBITRATOR, extend(), Refusal::AlreadyDone);
}

#[test]
fn a_settlement_before_the_tribunal_takes_effect_when_both_have_received_it() {
    let mut play = Play::arbitrating();
    play.does(&ARBITRATOR, settle()).makes_papers();
    assert_eq!(play.case.stage, Some(Stage::Concluded));
    play.receives(&WORKER, PaperKind::ArbitralStatement);
    assert_eq!(play.case.arbitration.as_ref().unwrap().in_force, None);
    let document = play.made(PaperKind::ArbitralStatement);
    let events = play.when(&EMPLOYER, Command::ReceivePaper { document }).unwrap();
    assert!(matches!(events[1], Event::ConclusionEffective { .. }));
    play.refuses(&EMPLOYER, Command::ReceivePaper { document }, Refusal::AlreadyDone);
}

#[test]
fn who_refuses_the_settlement_before_receipt_gets_an_award() {
    let mut play = Play::arbitrating();
    play.does(&ARBITRATOR, settle()).makes_papers();
    let refuse = || Command::RefuseStatement {
        reason: "金额算错了".into(),
    };
    play.receives(&WORKER, PaperKind::ArbitralStatement)
        .refuses(&WORKER, refuse(), Refusal::WrongStage)
        .does(&EMPLOYER, refuse());
    assert_eq!(play.case.stage, Some(Stage::Arbitrating));
    play.refuses(&ARBITRATOR, settle(), Refusal::AwardUnfit);
    play.does(&ARBITRATOR, award(vec![wages(1_860_000)])).makes_papers();
    assert_eq!(*play.kinds().last().unwrap(), PaperKind::FinalAward);
}

#[test]
fn each_item_up_to_twelve_months_of_minimum_wage_is_final_and_the_rest_is_not() {
    // 12 x 1,990.00
    for (sum, finals) in [(2_388_000, true), (2_388_001, false)] {
        assert_eq!(wages(sum).is_final(Fen(199_000)), finals, "{sum}");
    }
    let relation = award_item(AwardHead::Other, "确认 2025 年存在劳动关系", None);
    let leave = award_item(AwardHead::Standard, "补缴 2025 年社会保险", None);
    let play = awarded(vec![wages(1_860_000), leave, relation]);
    let kinds: Vec<_> = play.case.papers.iter().rev().take(2).map(|it| it.kind).collect();
    assert_eq!(
        kinds,
        [PaperKind::Award, PaperKind::FinalAward],
        "separate ones (CHR 50)"
    );
    let mut play = Play::arbitrating();
    let sumless = award_item(AwardHead::Money, "支付工资", None);
    play.refuses(&ARBITRATOR, award(vec![sumless]), Refusal::AwardUnfit);
    play.refuses(&ARBITRATOR, award(Vec::new()), Refusal::AwardUnfit);
}

#[test]
fn the_worker_sues_on_a_final_award_and_the_employer_asks_to_set_it_aside() {
    let mut play = awarded(vec![wages(1_860_000)]);
    let sue = |on: &str| Command::ReportSuit { on: day(on) };
    play.refuses(&WORKER, sue("2026-03-02"), Refusal::SuitUnfit);
    play.receives(&WORKER, PaperKind::FinalAward)
        .receives(&EMPLOYER, PaperKind::FinalAward);
    assert_eq!(sue_until(&play.case, Side::Claimant), Some(day("2026-03-17")));
    assert_eq!(sue_until(&play.case, Side::Respondent), None);
    assert_eq!(set_aside_until(&play.case), Some(day("2026-04-01")));
    let clocks: Vec<_> = deadline::running(&play.case).iter().map(|it| it.clock).collect();
    assert_eq!(clocks, [Clock::Sue, Clock::SetAside]);
    assert_eq!(play.case.due(), None, "it is in force from its issue");
    play.refuses(&EMPLOYER, sue("2026-03-02"), Refusal::SuitUnfit);
    play.refuses(&WORKER, sue("2026-03-03"), Refusal::DayUnfit);
    play.does(&WORKER, sue("2026-03-02"));
}

#[test]
fn an_award_that_is_not_final_takes_effect_unsued_fifteen_days_after_the_later_receipt() {
    let mut play = awarded(vec![wages(9_900_000)]);
    play.receives(&WORKER, PaperKind::Award);
    play.after(day("2026-03-05")).receives(&EMPLOYER, PaperKind::Award);
    let due = play.case.due().unwrap();
    assert_eq!((due.clock, due.day), (Clock::Sue, day("2026-03-23")));
    let mut sued = play.clone();
    let on = day("2026-03-20");
    sued.after(on).does(&EMPLOYER, Command::ReportSuit { on });
    assert_eq!(sued.case.due(), None);
    play.refuses(&SYSTEM, Command::Tick, Refusal::AlreadyDone);
    play.after(day("2026-03-23")).does(&SYSTEM, Command::Tick);
    assert!(play.case.arbitration.as_ref().unwrap().in_force.is_some());
    play.refuses(&SYSTEM, Command::Tick, Refusal::AlreadyDone);
}

#[test]
fn whoever_filed_may_withdraw_and_who_stays_away_counts_as_withdrawn() {
    let reason = || "双方自行和解".to_owned();
    let withdraw = || Command::WithdrawArbitration { reason: reason() };
    for begun in [Play::before_the_commission(), Play::arbitrating()] {
        let mut play = begun;
        play.refuses(&EMPLOYER, withdraw(), Refusal::NotYourRole);
        play.does(&WORKER, withdraw()).makes_papers();
        assert_eq!(play.case.ended, Some(Ending::ArbitrationWithdrawn));
        assert_eq!(*play.kinds().last().unwrap(), PaperKind::ArbitrationClosed);
        // CHR 35: who withdrew may file again, and withdraw again; each turn has its papers.
        play.refuses(&EMPLOYER, petition_of(petition()), Refusal::NotYourCase);
        play.does(&WORKER, petition_of(petition())).makes_papers();
        assert_eq!(*play.kinds().last().unwrap(), PaperKind::ArbitrationPetition);
        play.does(&ARBITRATOR, Command::AcceptArbitration).makes_papers();
        assert_eq!(*play.kinds().last().unwrap(), PaperKind::ArbitrationNotice);
        play.does(&WORKER, withdraw()).makes_papers();
        assert_eq!(*play.kinds().last().unwrap(), PaperKind::ArbitrationClosed);
    }
    let mut play = Play::arbitrating();
    let absent = || Command::Conclude(Conclusion::Absent { reason: reason() });
    play.refuses(&WORKER, absent(), Refusal::NotYourRole);
    play.does(&ARBITRATOR, absent()).makes_papers();
    assert_eq!(play.case.ended, Some(Ending::ArbitrationWithdrawn));
    // CHR 39: the same petition is not taken again.
    play.refuses(&WORKER, petition_of(petition()), Refusal::CaseEnded);
    let forged = Command::Conclude(Conclusion::Withdrawn { reason: reason() });
    Play::arbitrating().refuses(&ARBITRATOR, forged, Refusal::NotYourRole);
}

#[test]
fn without_a_commission_of_the_region_each_side_files_by_itself_with_everything_made_ready() {
    let missing = || Command::ReportNoCommission;
    let mut play = Play::drafted();
    play.refuses(&SYSTEM, missing(), Refusal::WrongStage);
    play.does(&WORKER, leave());
    play.refuses(&WORKER, petition_of(petition()), Refusal::CaseEnded);
    play.does(&SYSTEM, missing()).makes_papers();
    assert_eq!(*play.kinds().last().unwrap(), PaperKind::EndNotice);
    play.refuses(&SYSTEM, missing(), Refusal::AlreadyDone);
    play.does(&WORKER, petition_of(petition())).makes_papers();
    assert_eq!(*play.kinds().last().unwrap(), PaperKind::SelfFilingPetition);
    // A commission that joins the portal later may still take it over.
    play.hands_over();
    assert_eq!(play.case.stage, Some(Stage::Transferred));
}

#[test]
fn the_other_side_defends_itself_within_ten_working_days_of_its_copy() {
    let mut play = Play::arbitrating();
    assert_eq!(beside::defence(&play.case), None);
    let document = play.made(PaperKind::ArbitrationNotice);
    let on = play.now.date(play.case.zone);
    let means = Means::Electronic {
        told: vec![Notified::Account],
    };
    let side = play.case.arbitration.as_ref().unwrap().side.other();
    play.does(
        &SYSTEM,
        Command::RecordService {
            side,
            document,
            means,
            on,
        },
    );
    assert_eq!(beside::defence(&play.case), working_days_after(on, 10, &[]).ok());
}
