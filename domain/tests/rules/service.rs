//! 送达: what reaches whom, by which way, and what follows from it (CPL 87-95; OLR 29-31; CHR 20).

use super::play::*;
use domain::actor::Side;
use domain::case::Stage;
use domain::command::*;
use domain::deadline::beside::objection;
use domain::paper::PaperKind;
use domain::refusal::Refusal;
use domain::service::{Means, Notified, electronic};

fn online() -> Means {
    Means::Electronic {
        told: vec![Notified::Account, Notified::Sms],
    }
}

#[test]
fn who_consented_is_served_by_the_portal_until_it_asks_for_paper() {
    let mut play = Play::issued(Track::JudicialConfirmation);
    assert!(electronic(&play.case, Side::Claimant));
    play.refuses(&JUDGE, serve(DECISION_PDF, online()), Refusal::NotYourRole);
    play.refuses(&SYSTEM, serve(AGREEMENT_PDF, online()), Refusal::DocumentMissing);
    let mut paper = play.clone();
    play.does(&SYSTEM, serve(DECISION_PDF, online()));
    play.refuses(&SYSTEM, serve(DECISION_PDF, online()), Refusal::AlreadyDone);
    // Arrival is service, not 签收: the side still signs for it.
    assert_eq!(play.case.stage, Some(Stage::Serving));
    paper.does(&WORKER, by_mail(false));
    paper.refuses(&SYSTEM, serve(DECISION_PDF, online()), Refusal::ServiceUnfit);
    assert!(!Play::requested().case.service.contains_key(&Side::Respondent));
    assert!(
        !electronic(&Play::requested().case, Side::Respondent),
        "it never joined"
    );
}

#[test]
fn a_signed_return_slip_is_the_sides_receipt_from_the_day_it_bears() {
    let handed = |on: &str| Command::RecordService {
        side: Side::Claimant,
        document: domain::hash::Digest::of(DECISION_PDF),
        means: Means::Handed,
        on: day(on),
    };
    let mut play = Play::issued(Track::JudicialConfirmation);
    play.refuses(&WORKER, handed("2026-03-02"), Refusal::NotYourRole);
    play.refuses(&ARBITRATOR, handed("2026-03-02"), Refusal::NotYourCase);
    play.refuses(&JUDGE, handed("2026-03-03"), Refusal::DayUnfit);
    play.after(day("2026-03-05")).does(&JUDGE, handed("2026-03-03"));
    assert_eq!(objection(&play.case, Side::Claimant), Some(day("2026-03-18")));
    play.does(&EMPLOYER, receive(DECISION_PDF));
    assert_eq!(play.case.stage, Some(Stage::Enforceable));
}

#[test]
fn a_settlement_is_not_received_by_post_and_an_award_is() {
    let posted = |document, on: &str| Command::RecordService {
        side: Side::Claimant,
        document,
        means: Means::Posted {
            tracking: "EMS 1234567890".into(),
        },
        on: day(on),
    };
    let mut play = Play::arbitrating();
    play.does(&ARBITRATOR, settle()).makes_papers();
    let document = play.made(PaperKind::ArbitralStatement);
    play.does(&ARBITRATOR, posted(document, "2026-03-02"));
    assert!(play.case.received.is_empty());
    let mut play = Play::arbitrating();
    play.does(&ARBITRATOR, award(vec![wages(9_900_000)])).makes_papers();
    let document = play.made(PaperKind::Award);
    play.does(&ARBITRATOR, posted(document, "2026-03-02"));
    assert_eq!(
        domain::award::sue_until(&play.case, Side::Claimant),
        Some(day("2026-03-17"))
    );
}
