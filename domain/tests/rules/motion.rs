//! 管辖异议, 回避, 先予执行, 延期开庭 (LMAL 33, 35, 44; CHR 9-12, 38, 46(5), 51).

use super::play::*;
use domain::actor::{Actor, Side};
use domain::arbitration::ArbitrationGround;
use domain::case::Stage;
use domain::command::Command;
use domain::deadline::beside;
use domain::event::Event;
use domain::moment::{HOUR, Timestamp, Zone};
use domain::money::Fen;
use domain::motion::{self, AdvanceHead, Matter, Plea, Reply, Told, WithdrawalGround};
use domain::paper::{self, PaperKind};
use domain::refusal::Refusal;
use domain::service::{Means, Notified};
use domain::sight;

fn kinds(play: &Play, kind: PaperKind) -> usize {
    play.kinds().iter().filter(|it| **it == kind).count()
}

/// The copy reached the other side today.
fn served(play: &mut Play) {
    let (document, on) = (play.made(PaperKind::ArbitrationNotice), play.now.date(Zone::CHINA));
    play.does(
        &SYSTEM,
        Command::RecordService {
            side: Side::Respondent,
            document,
            means: Means::Electronic {
                told: vec![Notified::Account],
            },
            on,
        },
    );
}

fn advance(amount: i64) -> Command {
    asks(Plea::Advance {
        head: AdvanceHead::Pay,
        amount: Fen(amount),
    })
}

fn advanced(amount: i64) -> Command {
    answers(
        Matter::Advance,
        Reply::Advanced {
            amount: Fen(amount),
            hardship: "无其他收入，子女待缴学费".into(),
            court: "枫林市人民法院".into(),
        },
    )
}

fn nine(on: &str) -> Timestamp {
    day(on).start(Zone::CHINA).plus_ms(9 * HOUR)
}

fn hearing(on: &str) -> Command {
    Command::ScheduleHearing {
        at: nine(on),
        place: "第一仲裁庭".into(),
    }
}

fn another_day() -> Command {
    asks(Plea::Adjournment)
}

fn postponed(on: &str) -> Command {
    let place = "第二仲裁庭".to_owned();
    answers(Matter::Adjournment, Reply::Postponed { at: nine(on), place })
}

fn because(ground: WithdrawalGround) -> Command {
    asks(Plea::Withdrawal { ground, since: None })
}

#[test]
fn the_other_side_objects_to_the_jurisdiction_once_before_its_days_to_answer_are_over() {
    let mut play = Play::arbitrating();
    for stranger in [&MEDIATOR, &ARBITRATOR, &JUDGE, &SYSTEM] {
        play.refuses(stranger, asks(Plea::Jurisdiction), Refusal::NotYourRole);
    }
    play.refuses(&STRANGER, asks(Plea::Jurisdiction), Refusal::NotYourCase);
    // Whoever filed there chose it.
    play.refuses(&WORKER, asks(Plea::Jurisdiction), Refusal::NotYourRole);
    let blank = Command::AskCommission {
        plea: Plea::Jurisdiction,
        reason: " ".into(),
    };
    play.refuses(&EMPLOYER, blank, Refusal::TextUnfit);
    Play::before_the_commission().refuses(&EMPLOYER, asks(Plea::Jurisdiction), Refusal::WrongStage);
    // Before the copy came, and on the last day.
    let mut early = play.clone();
    early.does(&EMPLOYER, asks(Plea::Jurisdiction));
    served(&mut play);
    let last = beside::defence(&play.case).unwrap();
    play.now = last.end(Zone::CHINA).plus_ms(-HOUR);
    let mut late = play.clone();
    late.after(last)
        .refuses(&EMPLOYER, asks(Plea::Jurisdiction), Refusal::MotionLate);
    play.does(&EMPLOYER, asks(Plea::Jurisdiction));
    play.refuses(&EMPLOYER, asks(Plea::Jurisdiction), Refusal::AlreadyDone);
}

#[test]
fn an_objection_without_ground_is_rejected_in_writing_and_the_days_ran_on() {
    let mut play = Play::arbitrating();
    let before = play.case.arbitration.as_ref().unwrap().award_by;
    play.refuses(
        &ARBITRATOR,
        answers(Matter::Jurisdiction, Reply::Rejected),
        Refusal::WrongStage,
    );
    play.does(&EMPLOYER, asks(Plea::Jurisdiction));
    // It is examined before anything is decided.
    play.refuses(&ARBITRATOR, award(vec![wages(1_860_000)]), Refusal::MotionOpen);
    play.refuses(
        &WORKER,
        answers(Matter::Jurisdiction, Reply::Rejected),
        Refusal::NotYourRole,
    );
    play.refuses(&ARBITRATOR, advanced(1), Refusal::WrongStage);
    play.does(&ARBITRATOR, answers(Matter::Jurisdiction, Reply::Rejected))
        .makes_papers();
    assert_eq!(kinds(&play, PaperKind::TribunalDecision), 1);
    assert_eq!(kinds(&play, PaperKind::HandoverLetter), 0);
    assert_eq!(play.case.arbitration.as_ref().unwrap().award_by, before);
    play.refuses(&EMPLOYER, asks(Plea::Jurisdiction), Refusal::AlreadyDone);
    play.does(&ARBITRATOR, award(vec![wages(1_860_000)]));
}

#[test]
fn a_founded_objection_moves_the_case_with_its_petition_and_the_days_begin_anew_there() {
    let mut play = Play::arbitrating();
    play.does(&EMPLOYER, asks(Plea::Jurisdiction)).after(day("2026-03-10"));
    for unfit in [COMMISSION, CENTRE] {
        play.refuses(&ARBITRATOR, moves(Some(unfit)), Refusal::InstitutionUnfit);
    }
    play.does(&ARBITRATOR, moves(Some(ELSEWHERE)));
    assert_eq!(play.case.stage, Some(Stage::ArbitrationPending));
    // The commission that decided seals what it decided, though the case is another's now.
    assert_eq!(paper::organ(&play.case, PaperKind::TribunalDecision), Some(COMMISSION));
    play.makes_papers();
    assert_eq!(kinds(&play, PaperKind::HandoverLetter), 1);
    // Nobody files again, and the first commission has no part in it any more.
    play.refuses(&WORKER, petition_of(petition()), Refusal::AlreadyDone);
    assert!(!sight::may_open(&play.case, &ARBITRATOR));
    play.refuses(&ARBITRATOR, Command::AcceptArbitration, Refusal::NotYourCase);
    // It is taken there, or a superior authority names another (CHR 9).
    let refuse = Command::RefuseArbitration {
        ground: ArbitrationGround::NoJurisdiction,
        explanation: "不属于本委管辖".into(),
    };
    play.refuses(&FAR, refuse, Refusal::GroundUnfit);
    play.after(day("2026-03-12"))
        .does(&FAR, Command::AcceptArbitration)
        .makes_papers();
    // 45 days from 13 March end on a Monday.
    assert_eq!(
        play.case.arbitration.as_ref().unwrap().award_by,
        Some(day("2026-04-27"))
    );
    assert_eq!(kinds(&play, PaperKind::ArbitrationNotice), 2);
    play.does(&FAR, award(vec![wages(1_860_000)])).makes_papers();
}

#[test]
fn a_case_that_moves_off_the_portal_leaves_each_side_its_own_way_there() {
    let mut play = Play::arbitrating();
    // Found without an objection too (CHR 9).
    play.does(&ARBITRATOR, moves(None)).makes_papers();
    assert_eq!(play.case.stage, Some(Stage::Ended));
    assert_eq!(kinds(&play, PaperKind::TribunalDecision), 1);
    assert_eq!(kinds(&play, PaperKind::HandoverLetter), 1);
    assert!(play.case.commission_missing && play.case.transfer.is_none());
    for party in [&WORKER, &EMPLOYER] {
        let mut whole = petition();
        whole.opponent_address = Some(hidden("云南省枫林市").commitment());
        let file = Command::ApplyForArbitration {
            petition: whole,
            disclosures: vec![hidden("云南省枫林市"), hidden("李文静")],
            statement: None,
        };
        play.does(party, file);
    }
    // The portal does not hand it back.
    let back = Command::TransferCase {
        commission: COMMISSION,
        attestor: None,
    };
    play.refuses(&SYSTEM, back, Refusal::WrongStage);
}

#[test]
fn an_arbitrator_is_asked_to_withdraw_before_the_hearing_or_once_more_is_known_before_the_debate_ends() {
    let mut play = Play::arbitrating();
    let kin = || because(WithdrawalGround::PartyOrKin);
    let at = day("2026-03-12").start(Zone::CHINA).plus_ms(9 * HOUR);
    let place = "第一仲裁庭".to_owned();
    play.does(&ARBITRATOR, Command::ScheduleHearing { at, place });
    play.clone().does(&WORKER, kin()).does(&EMPLOYER, kin());
    // The hearing began.
    play.now = at.plus_ms(HOUR);
    play.refuses(&EMPLOYER, kin(), Refusal::MotionLate);
    let since = |on: &str| {
        asks(Plea::Withdrawal {
            ground: WithdrawalGround::PrivateContact,
            since: Some(day(on)),
        })
    };
    play.refuses(&EMPLOYER, since("2026-03-11"), Refusal::MotionLate);
    play.refuses(&EMPLOYER, since("2026-03-13"), Refusal::DayUnfit);
    play.clone().does(&EMPLOYER, since("2026-03-12"));
    // With the record the debate is over.
    let text = "双方辩论终结。".to_owned();
    play.does(&ARBITRATOR, Command::RecordHearing { text });
    play.refuses(&EMPLOYER, since("2026-03-12"), Refusal::MotionLate);
}

#[test]
fn whoever_is_asked_to_withdraw_has_no_part_in_the_case_until_the_head_decides() {
    let mut play = Play::arbitrating();
    play.does(&EMPLOYER, because(WithdrawalGround::Interest));
    let asked = motion::all(&play.case)[0].asked.clone().unwrap();
    // Three working days from 2 March.
    assert_eq!(asked.decide_by, Some(day("2026-03-05")));
    play.refuses(&EMPLOYER, because(WithdrawalGround::PartyOrKin), Refusal::AlreadyDone);
    let conclude = || award(vec![wages(1_860_000)]);
    let replaced = || {
        decided(Reply::Replaced {
            arbitrator: COLLEAGUE.person,
        })
    };
    for command in [conclude(), replaced(), turn(domain::term::TermGround::Appraisal)] {
        play.refuses(&ARBITRATOR, command, Refusal::MotionOpen);
    }
    // What cannot wait is done all the same (CHR 12).
    play.does(&WORKER, advance(500_000))
        .does(&ARBITRATOR, advanced(500_000));
    let unnamed = answers(Matter::Withdrawal, Reply::Rejected);
    play.refuses(&COLLEAGUE, unnamed, Refusal::TextUnfit);
    let same = decided(Reply::Replaced {
        arbitrator: ARBITRATOR.person,
    });
    play.refuses(&COLLEAGUE, same, Refusal::MotionUnfit);
    let mut rejected = play.clone();
    rejected.does(&COLLEAGUE, decided(Reply::Rejected)).makes_papers();
    rejected.refuses(&EMPLOYER, because(WithdrawalGround::Interest), Refusal::AlreadyDone);
    rejected.does(&ARBITRATOR, conclude());
    play.does(&COLLEAGUE, replaced()).makes_papers();
    assert_eq!(play.case.arbitration.as_ref().unwrap().by, Some(COLLEAGUE.person));
    play.refuses(&ARBITRATOR, conclude(), Refusal::NotYourCase);
    play.refuses(&ARBITRATOR, advanced(1), Refusal::WrongStage);
    // The new one may be asked to withdraw for the same ground.
    play.clone().does(&EMPLOYER, because(WithdrawalGround::Interest));
    play.does(&COLLEAGUE, conclude());
}

#[test]
fn the_worker_asks_for_an_advance_within_the_claim_and_the_tribunal_orders_no_more() {
    let mut play = Play::arbitrating();
    play.refuses(&EMPLOYER, advance(500_000), Refusal::NotYourRole);
    play.refuses(&WORKER, advance(0), Refusal::AmountUnfit);
    play.refuses(&WORKER, advance(1_860_001), Refusal::MotionUnfit);
    play.does(&WORKER, advance(1_000_000));
    play.refuses(&WORKER, advance(1), Refusal::AlreadyDone);
    play.refuses(&ARBITRATOR, advanced(1_000_001), Refusal::MotionUnfit);
    play.refuses(&ARBITRATOR, advanced(0), Refusal::AmountUnfit);
    // Clear rights and hardship, both (CHR 51).
    for (hardship, court) in [("", "枫林市人民法院"), ("无其他收入", "")] {
        let reply = Reply::Advanced {
            amount: Fen(1),
            hardship: hardship.into(),
            court: court.into(),
        };
        play.refuses(&ARBITRATOR, answers(Matter::Advance, reply), Refusal::TextUnfit);
    }
    play.refuses(
        &ARBITRATOR,
        answers(Matter::Withdrawal, Reply::Rejected),
        Refusal::WrongStage,
    );
    let mut rejected = play.clone();
    rejected
        .does(&ARBITRATOR, answers(Matter::Advance, Reply::Rejected))
        .makes_papers()
        .does(&WORKER, advance(1_000_000));
    assert_eq!(kinds(&rejected, PaperKind::HandoverLetter), 0);
    // Suspended or not: hardship does not stand still.
    play.does(&ARBITRATOR, turn(domain::term::TermGround::Appraisal))
        .does(&ARBITRATOR, advanced(800_000))
        .makes_papers();
    assert_eq!(kinds(&play, PaperKind::HandoverLetter), 1);
    play.refuses(&WORKER, advance(1_060_001), Refusal::MotionUnfit);
    play.does(&WORKER, advance(1_060_000));
}

/// Of the same money nothing is enforced twice: whatever is ordered later knows what was ordered already, through a
/// withdrawal and a second petition too.
#[test]
fn what_was_ordered_in_advance_counts_into_whatever_is_decided_later() {
    let mut play = Play::arbitrating();
    play.does(&WORKER, advance(1_000_000))
        .does(&ARBITRATOR, advanced(1_000_000));
    assert_eq!(motion::advanced(motion::all(&play.case)), Fen(1_000_000));
    let reason = "补充证据后再申请".to_owned();
    play.does(&WORKER, Command::WithdrawArbitration { reason })
        .makes_papers();
    play.does(&WORKER, petition_of(petition())).makes_papers();
    play.does(&ARBITRATOR, Command::AcceptArbitration).makes_papers();
    assert_eq!(motion::advanced(motion::all(&play.case)), Fen(1_000_000));
    play.refuses(&WORKER, advance(860_001), Refusal::MotionUnfit);
    play.does(&WORKER, advance(860_000));
}

#[test]
fn an_employer_that_filed_is_paid_nothing_in_advance() {
    let mut play = Play::transferred();
    let mut whole = petition();
    whole.opponent_address = None;
    play.does(
        &EMPLOYER,
        Command::ApplyForArbitration {
            petition: whole,
            disclosures: vec![hidden("李文静")],
            statement: None,
        },
    );
    play.does(&ARBITRATOR, Command::AcceptArbitration);
    play.refuses(&EMPLOYER, advance(1), Refusal::MotionUnfit);
    play.does(&WORKER, asks(Plea::Jurisdiction));
}

#[test]
fn another_hearing_day_is_asked_for_with_a_reason_until_three_working_days_before() {
    let mut play = Play::arbitrating();
    play.refuses(&WORKER, another_day(), Refusal::WrongStage);
    play.does(&ARBITRATOR, hearing("2026-03-20"));
    for stranger in [&MEDIATOR, &ARBITRATOR, &SYSTEM] {
        play.refuses(stranger, another_day(), Refusal::NotYourRole);
    }
    let blank = Command::AskCommission {
        plea: Plea::Adjournment,
        reason: " ".into(),
    };
    play.refuses(&EMPLOYER, blank, Refusal::TextUnfit);
    let mut standing_still = play.clone();
    standing_still
        .does(&ARBITRATOR, turn(domain::term::TermGround::Appraisal))
        .refuses(&WORKER, another_day(), Refusal::WrongStage);
    let text = "申请人陈述请求。".to_owned();
    let mut held = play.clone();
    held.does(&ARBITRATOR, Command::RecordHearing { text })
        .refuses(&WORKER, another_day(), Refusal::MotionLate);
    let last = beside::adjournment(&play.case).unwrap();
    assert_eq!(last, day("2026-03-17"));
    play.now = last.end(Zone::CHINA).plus_ms(-HOUR);
    play.does(&WORKER, another_day());
    let asked = motion::all(&play.case)[0].asked.as_ref().unwrap();
    assert_eq!((asked.hearing, asked.decide_by), (Some(nine("2026-03-20")), None));
    play.refuses(&WORKER, another_day(), Refusal::AlreadyDone);
    play.clone().does(&EMPLOYER, another_day());
    play.after(last).refuses(&EMPLOYER, another_day(), Refusal::MotionLate);
    // Until it is decided the day stands, and the record of what was heard may be written.
    let text = "双方到庭。".to_owned();
    play.does(&ARBITRATOR, Command::RecordHearing { text })
        .refuses(&ARBITRATOR, postponed("2026-03-31"), Refusal::WrongStage)
        .does(&ARBITRATOR, hearing("2026-03-31"));
}

#[test]
fn another_hearing_day_is_named_by_the_answer_and_told_as_any_hearing() {
    let mut play = Play::arbitrating();
    play.does(&ARBITRATOR, hearing("2026-03-20")).makes_papers();
    play.refuses(&ARBITRATOR, postponed("2026-03-27"), Refusal::WrongStage);
    play.does(&WORKER, another_day()).does(&EMPLOYER, another_day());
    play.refuses(&ARBITRATOR, hearing("2026-03-27"), Refusal::MotionOpen);
    play.refuses(&WORKER, postponed("2026-03-27"), Refusal::NotYourRole);
    // No sooner, not after the last day to decide, and told five working days before.
    for unfit in ["2026-03-19", "2026-03-20", "2026-04-17"] {
        play.refuses(&ARBITRATOR, postponed(unfit), Refusal::HearingUnfit);
    }
    let mut near = play.clone();
    near.after(day("2026-03-18"))
        .refuses(&ARBITRATOR, postponed("2026-03-25"), Refusal::HearingUnfit);
    let nowhere = Reply::Postponed {
        at: nine("2026-03-27"),
        place: String::new(),
    };
    play.refuses(&ARBITRATOR, answers(Matter::Adjournment, nowhere), Refusal::TextUnfit);
    let other = answers(
        Matter::Adjournment,
        Reply::Moved {
            commission: None,
            name: "青川".into(),
        },
    );
    play.refuses(&ARBITRATOR, other, Refusal::MotionUnfit);
    let mut standing_still = play.clone();
    standing_still
        .does(&ARBITRATOR, turn(domain::term::TermGround::Appraisal))
        .refuses(&ARBITRATOR, postponed("2026-03-27"), Refusal::WrongStage);
    play.does(&ARBITRATOR, postponed("2026-03-27")).makes_papers();
    // One day answers both, by the notice of the hearing.
    assert!(motion::all(&play.case).iter().all(|it| it.answer.is_some()));
    let set = play.case.arbitration.as_ref().unwrap();
    assert_eq!(set.hearing.as_ref().map(|it| it.at), Some(nine("2026-03-27")));
    assert_eq!(kinds(&play, PaperKind::HearingNotice), 2);
    assert_eq!(kinds(&play, PaperKind::TribunalDecision), 0);
    // For the new day it may be asked anew, and until then the tribunal names days by itself.
    play.clone().does(&EMPLOYER, another_day());
    play.does(&ARBITRATOR, hearing("2026-03-30"));
}

#[test]
fn a_hearing_that_is_not_put_off_stands_and_both_are_told_in_writing() {
    let mut play = Play::arbitrating();
    play.does(&ARBITRATOR, hearing("2026-03-20")).makes_papers();
    let rejected = || answers(Matter::Adjournment, Reply::Rejected);
    play.refuses(&ARBITRATOR, rejected(), Refusal::WrongStage);
    play.does(&EMPLOYER, another_day());
    // Whoever is asked to withdraw does not decide it.
    let mut challenged = play.clone();
    challenged
        .does(&EMPLOYER, because(WithdrawalGround::Interest))
        .refuses(&ARBITRATOR, rejected(), Refusal::MotionOpen)
        .does(&COLLEAGUE, rejected());
    play.does(&ARBITRATOR, rejected()).makes_papers();
    assert_eq!(kinds(&play, PaperKind::TribunalDecision), 1);
    assert_eq!(kinds(&play, PaperKind::HearingNotice), 1);
    let set = play.case.arbitration.as_ref().unwrap();
    assert_eq!(set.hearing.as_ref().map(|it| it.at), Some(nine("2026-03-20")));
    // A better reason is heard while there is time.
    play.does(&EMPLOYER, another_day());
}

#[test]
fn a_side_is_not_kept_from_withdrawing_its_petition_by_anything_asked() {
    let mut play = Play::arbitrating();
    play.does(&EMPLOYER, asks(Plea::Jurisdiction))
        .does(&EMPLOYER, because(WithdrawalGround::Interest));
    let reason = "双方自行和解".to_owned();
    play.does(&WORKER, Command::WithdrawArbitration { reason });
}

/// The parties' first program neither writes nor reads motions; what its later part does is the same.
#[test]
fn the_part_fetched_later_writes_and_reads_motions_as_the_whole_program_does() {
    let Command::AskCommission { plea, reason } = advance(1_000_000) else {
        unreachable!()
    };
    let whole = domain::text::canonical_json(&advance(1_000_000));
    assert_eq!(motion::written(&plea, &reason), whole);
    let play = tribunal();
    assert_eq!(motion::told(&play.entries).len(), motion::all(&play.case).len());
    for entry in &play.entries {
        let told = match entry.event().unwrap().unwrap() {
            Event::CommissionAsked(asked) => Some(Told::CommissionAsked(asked)),
            Event::MotionAnswered(answered) => Some(Told::MotionAnswered(answered)),
            _ => None,
        };
        assert_eq!(motion::read(entry), told);
    }
}

/// All that can be asked and answered, to an award elsewhere.
pub fn tribunal() -> Play {
    let mut play = Play::arbitrating();
    let asked: [(&Actor, Command); 3] = [
        (&EMPLOYER, asks(Plea::Jurisdiction)),
        (&EMPLOYER, because(WithdrawalGround::Interest)),
        (&WORKER, advance(1_000_000)),
    ];
    for (actor, command) in asked {
        play.does(actor, command);
    }
    play.does(
        &COLLEAGUE,
        decided(Reply::Replaced {
            arbitrator: COLLEAGUE.person,
        }),
    );
    play.does(&COLLEAGUE, advanced(800_000)).makes_papers();
    play.after(day("2026-03-10"))
        .does(&COLLEAGUE, moves(Some(ELSEWHERE)))
        .makes_papers();
    play.does(&FAR, Command::AcceptArbitration).makes_papers();
    play.does(&EMPLOYER, asks(Plea::Jurisdiction))
        .does(&FAR, answers(Matter::Jurisdiction, Reply::Rejected))
        .does(&FAR, hearing("2026-03-26"))
        .does(&WORKER, another_day())
        .does(&EMPLOYER, another_day())
        .does(&FAR, postponed("2026-03-31"))
        .does(&EMPLOYER, another_day())
        .does(&FAR, answers(Matter::Adjournment, Reply::Rejected))
        .does(&FAR, award(vec![wages(1_860_000)]))
        .makes_papers();
    play
}
