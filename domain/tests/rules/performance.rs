//! After signing: instalments, default, the ways to the money (LMAL 14-16; CPL 225, 250).

use super::play::*;
use domain::actor::Side;
use domain::case::Stage;
use domain::command::*;
use domain::deadline::Clock;
use domain::event::Event;
use domain::money::Fen;
use domain::paper::PaperKind;
use domain::performance::{CourtPetition, duties, enforce_until, orderable, owed};
use domain::refusal::Refusal;

use Track::{ArbitrationReview as Arbitration, JudicialConfirmation as Court};

fn dispute(part: u32) -> Command {
    Command::DisputeDuty {
        clause: payment().id,
        part,
        reason: "没有到账".into(),
    }
}

#[test]
fn every_instalment_is_a_duty_with_its_day_and_there_is_none_before_effect() {
    assert_eq!(duties(&Play::signed_by_all().case), []);
    let play = Play::effective();
    let days: Vec<_> = duties(&play.case)
        .iter()
        .map(|duty| (duty.day, duty.amount, duty.by))
        .collect();
    let employer = Side::Respondent;
    let wanted = [
        (day("2026-04-01"), Some(Fen(1_000_000)), employer),
        (day("2026-05-06"), Some(Fen(860_000)), employer),
    ];
    assert_eq!(days, wanted);
}

#[test]
fn the_payer_reports_with_proof_and_the_payee_confirms_or_disputes() {
    let mut play = Play::effective();
    play.refuses(&WORKER, done(0), Refusal::NotYourRole);
    play.refuses(&WORKER, dispute(0), Refusal::AlreadyDone);
    let (clause, part, on, proof) = (payment().id, 0, day("2026-03-02"), Some(photo(0x91, false)));
    play.does(
        &EMPLOYER,
        Command::ReportDuty {
            clause,
            part,
            on,
            proof,
        },
    );
    // Proof is for the other side to see.
    assert!(play.case.evidence.last().unwrap().1.shared);
    play.refuses(&EMPLOYER, done(0), Refusal::AlreadyDone);
    play.refuses(&EMPLOYER, got(0), Refusal::NotYourRole);
    play.does(&WORKER, dispute(0))
        .does(&EMPLOYER, done(0))
        .does(&WORKER, got(0));
    play.refuses(&WORKER, dispute(0), Refusal::AlreadyDone);
    assert_eq!(play.case.stage, Some(Stage::Effective));
}

#[test]
fn full_performance_closes_the_case() {
    for mut play in [Play::effective(), Play::enforceable(Arbitration)] {
        // What was handed over without a word is confirmed all the same.
        play.does(&WORKER, got(0));
        let events = play.when(&WORKER, got(1)).unwrap();
        assert_eq!(events[1], Event::PerformanceCompleted);
        assert_eq!(play.case.stage, Some(Stage::Performed));
        assert_eq!(play.case.due(), None);
        play.refuses(&EMPLOYER, done(0), Refusal::WrongStage);
    }
}

#[test]
fn a_day_that_passes_unconfirmed_is_marked_overdue_once() {
    let mut play = Play::effective();
    let due = play.case.due().unwrap();
    assert_eq!((due.clock, due.day), (Clock::Duty, day("2026-04-01")));
    play.refuses(&SYSTEM, Command::Tick, Refusal::AlreadyDone);
    play.after(day("2026-04-01"));
    let (clause, part) = (payment().id, 0);
    assert_eq!(
        play.when(&SYSTEM, Command::Tick),
        Ok(vec![Event::DutyOverdue { clause, part }])
    );
    play.refuses(&SYSTEM, Command::Tick, Refusal::AlreadyDone);
    assert_eq!(play.case.due().unwrap().day, day("2026-05-06"));
}

#[test]
fn one_missed_instalment_makes_the_rest_due_where_that_was_agreed() {
    let mut play = Play::effective();
    assert!(owed(&play.case, Side::Claimant).is_empty());
    play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    let sum: i64 = owed(&play.case, Side::Claimant)
        .iter()
        .filter_map(|duty| duty.amount)
        .map(|it| it.0)
        .sum();
    assert_eq!(sum, 1_860_000, "the draft has an acceleration clause");
    assert!(owed(&play.case, Side::Respondent).is_empty());
}

#[test]
fn a_demand_needs_something_overdue_and_is_made_once_a_day() {
    let mut play = Play::effective();
    play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    play.refuses(&EMPLOYER, Command::DemandPayment, Refusal::NothingOverdue);
    play.does(&WORKER, Command::DemandPayment).makes_papers();
    assert_eq!(*play.kinds().last().unwrap(), PaperKind::DemandLetter);
    play.refuses(&WORKER, Command::DemandPayment, Refusal::AlreadyDone);
    play.after(day("2026-04-08")).does(&WORKER, Command::DemandPayment);
}

#[test]
fn a_payment_order_is_the_workers_on_the_four_heads_only() {
    let order = || prepare(CourtPetition::PaymentOrder);
    let mut play = Play::effective();
    play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    play.refuses(&EMPLOYER, order(), Refusal::PaymentOrderUnfit);
    assert_eq!(orderable(&play.case, Side::Claimant).len(), 2);
    play.does(&WORKER, order()).makes_papers();
    assert_eq!(*play.kinds().last().unwrap(), PaperKind::PaymentOrderPetition);
    // Overtime is owed, but no court orders it on the agreement alone (LMAL 16).
    let mut other = play.clone();
    let (terms, _) = other.case.agreed_terms.as_mut().unwrap();
    for clause in &mut terms.0 {
        if let domain::terms::ClauseBody::Payment(payment) = &mut clause.body {
            payment.head = domain::terms::PaymentHead::Overtime;
        }
    }
    other.after(day("2026-04-09"));
    other.refuses(&WORKER, order(), Refusal::PaymentOrderUnfit);
    // With a document in force there is nothing left to order.
    let mut play = Play::enforceable(Court);
    play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    play.refuses(&WORKER, order(), Refusal::PaymentOrderUnfit);
}

#[test]
fn enforcement_runs_two_years_from_the_last_instalment() {
    let enforce = || prepare(CourtPetition::Enforcement);
    let mut play = Play::enforceable(Court);
    assert_eq!(enforce_until(&play.case), Some(day("2028-05-06")));
    play.refuses(&WORKER, enforce(), Refusal::NothingOverdue);
    play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    play.does(&WORKER, enforce()).makes_papers();
    assert_eq!(*play.kinds().last().unwrap(), PaperKind::EnforcementPetition);
    play.now = day("2028-05-06")
        .end(domain::moment::Zone::CHINA)
        .plus_ms(-domain::moment::HOUR);
    play.does(&WORKER, enforce());
    play.after(day("2028-05-06"))
        .refuses(&WORKER, enforce(), Refusal::EnforcementLate);
}
