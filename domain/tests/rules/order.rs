//! What becomes of a payment order, and suing or arbitrating on the agreement
//! (CPL 225-228; CPL-Int 430-439; EMR 28; 解释(一) 13, 51).

use super::play::*;
use domain::command::*;
use domain::deadline::{self, Clock};
use domain::limitation;
use domain::moment::Date;
use domain::order::OrderStep as Step;
use domain::paper::PaperKind;
use domain::performance::CourtPetition;
use domain::refusal::Refusal;
use domain::terms::{ClauseBody, PaymentHead};

fn clock(play: &Play) -> (Clock, Date) {
    let running = deadline::running(&play.case);
    let order = running.iter().find(|it| {
        it.clock.article().contains("226")
            || it.clock.article().contains("227")
            || matches!(it.clock, Clock::OrderServe | Clock::DeclineSuit)
    });
    let it = order.unwrap();
    (it.clock, it.day)
}

/// Handed in and accepted, issued on 10 April.
fn issued() -> Play {
    let mut play = Play::ordering();
    play.after(day("2026-04-10"));
    for (at, on) in [
        (Step::HandedIn, "2026-04-02"),
        (Step::Accepted, "2026-04-07"),
        (Step::Issued, "2026-04-10"),
    ] {
        play.does(&WORKER, step(at, on));
    }
    play
}

#[test]
fn a_payment_order_goes_step_by_step_each_with_its_days() {
    let mut play = Play::effective();
    play.refuses(&WORKER, step(Step::HandedIn, "2026-03-02"), Refusal::OrderStepUnfit);
    let mut play = Play::ordering();
    play.refuses(&WORKER, step(Step::Issued, "2026-04-02"), Refusal::OrderStepUnfit);
    play.refuses(&WORKER, step(Step::HandedIn, "2026-04-03"), Refusal::DayUnfit);
    play.refuses(&EMPLOYER, step(Step::HandedIn, "2026-04-02"), Refusal::NotYourRole);
    play.does(&WORKER, step(Step::HandedIn, "2026-04-02"));
    assert_eq!(clock(&play), (Clock::OrderAccept, day("2026-04-07")));
    play.refuses(&WORKER, step(Step::HandedIn, "2026-04-02"), Refusal::AlreadyDone);
    play.after(day("2026-04-07"));
    play.refuses(&WORKER, step(Step::Accepted, "2026-04-01"), Refusal::OrderStepUnfit);
    play.does(&WORKER, step(Step::Accepted, "2026-04-07"));
    assert_eq!(clock(&play), (Clock::OrderIssue, day("2026-04-22")));
    assert_eq!(clock(&issued()), (Clock::OrderServe, day("2026-05-11")));
}

#[test]
fn an_order_nobody_objects_to_is_enforced_after_fifteen_days() {
    let mut play = issued();
    play.after(day("2026-04-13"))
        .does(&EMPLOYER, step(Step::Served, "2026-04-13"));
    assert_eq!(clock(&play), (Clock::OrderObject, day("2026-04-28")));
    let enforce = || prepare(CourtPetition::Enforcement);
    play.refuses(&WORKER, enforce(), Refusal::NotEnforceable);
    play.after(day("2026-04-28"));
    play.refuses(&EMPLOYER, step(Step::Objected, "2026-04-29"), Refusal::OrderStepUnfit);
    play.does(&WORKER, enforce()).makes_papers();
    assert_eq!(play.case.papers.last().unwrap().kind, PaperKind::EnforcementPetition);
}

#[test]
fn an_order_objected_to_or_not_served_leads_straight_to_court() {
    let sue = || prepare(CourtPetition::Suit);
    // Severance alone is not sued on before a payment order has failed (解释(一) 13).
    let head = |play: &mut Play| {
        let (terms, _) = play.case.agreed_terms.as_mut().unwrap();
        for clause in &mut terms.0 {
            if let ClauseBody::Payment(payment) = &mut clause.body {
                payment.head = PaymentHead::EconomicCompensation;
            }
        }
    };
    let mut play = issued();
    head(&mut play);
    play.refuses(&WORKER, sue(), Refusal::SuitUnfit);
    let mut unserved = play.clone();
    play.after(day("2026-04-15"));
    play.does(&WORKER, step(Step::Served, "2026-04-13"))
        .does(&EMPLOYER, step(Step::Objected, "2026-04-15"))
        .does(&WORKER, step(Step::Ended, "2026-04-15"));
    assert_eq!(clock(&play), (Clock::DeclineSuit, day("2026-04-22")));
    play.does(&WORKER, sue()).makes_papers();
    assert_eq!(play.case.papers.last().unwrap().kind, PaperKind::SuitPetition);
    unserved.after(day("2026-05-10"));
    unserved.refuses(&WORKER, step(Step::Lapsed, "2026-05-10"), Refusal::OrderStepUnfit);
    unserved.after(day("2026-05-12"));
    unserved.refuses(&WORKER, step(Step::Served, "2026-05-12"), Refusal::OrderStepUnfit);
    unserved
        .does(&WORKER, step(Step::Lapsed, "2026-05-12"))
        .does(&WORKER, sue());
}

#[test]
fn on_the_agreement_wages_are_sued_for_and_everything_is_arbitrated() {
    let mut play = Play::effective();
    for kind in [CourtPetition::Suit, CourtPetition::Arbitration] {
        play.refuses(&WORKER, prepare(kind), Refusal::NothingOverdue);
    }
    assert_eq!(limitation::until(&play.case), None);
    play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    assert_eq!(limitation::until(&play.case), Some(day("2027-04-01")));
    // A demand interrupts (EMR 31).
    play.after(day("2026-04-08")).does(&WORKER, Command::DemandPayment);
    assert_eq!(limitation::until(&play.case), Some(day("2027-04-09")));
    for (kind, paper) in [
        (CourtPetition::Suit, PaperKind::SuitPetition),
        (CourtPetition::Arbitration, PaperKind::AgreementPetition),
    ] {
        play.does(&WORKER, prepare(kind)).makes_papers();
        assert_eq!(play.case.papers.last().unwrap().kind, paper);
    }
    // With a document in force there is nothing to claim again (解释(一) 11).
    let mut play = Play::enforceable(Track::JudicialConfirmation);
    play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
    play.refuses(&WORKER, prepare(CourtPetition::Suit), Refusal::SuitUnfit);
    play.refuses(&WORKER, prepare(CourtPetition::Arbitration), Refusal::AlreadyConfirmed);
}
