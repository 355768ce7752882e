//! 司法确认: the court's desk (CPL 205-206; CPL-Int 351-358).

use super::Desk;
use super::grounds::{Facts, Ground};
use crate::words::staff::Word;
use domain::command::{RejectGround, RulingGround};

pub const DESK: Desk = Desk {
    accept_restated: Word::AcceptCourtRestated,
    reject: &[
        (RejectGround::OutOfScope, Word::NotForCourts, "CPL-Int 355(1)"),
        (RejectGround::NoJurisdiction, Word::NoJurisdiction, "CPL-Int 355(2)"),
        (RejectGround::Late, Word::Late, "CPL 205"),
        (RejectGround::ExcludedMatter, Word::ExcludedMatter, "CPL-Int 355(3)-(5)"),
    ],
    refuse: &[
        (RulingGround::MandatoryLaw, Word::MandatoryLaw, "CPL-Int 358(1)"),
        (RulingGround::HarmToOthers, Word::HarmToOthers, "CPL-Int 358(2)"),
        (RulingGround::PublicOrder, Word::PublicOrder, "CPL-Int 358(3)"),
        (RulingGround::NotVoluntary, Word::NotVoluntary, "CPL-Int 358(4)"),
        (RulingGround::Unclear, Word::Unclear, "CPL-Int 358(5)"),
        (RulingGround::Other, Word::Other, "CPL-Int 358(6)"),
    ],
    refuse_title: Word::Dismiss,
    refuse_restated: Word::DismissRestated,
    grant_title: Word::Confirm,
    grant_restated: Word::ConfirmRestated,
    grounds,
};

fn grounds(facts: &Facts<'_>) -> Vec<Ground> {
    vec![
        facts.joint("CPL 205"),
        facts.late("CPL 205", facts.folded.case.confirmation_until),
        Ground {
            word: Word::NotForCourts,
            ..facts.scope("CPL-Int 355(1)")
        },
        facts.jurisdiction("CPL-Int 355(2)"),
        Ground::open(Word::ExcludedMatter, "CPL-Int 355(3)-(5)"),
        facts.law("CPL-Int 358(1)"),
        Ground::open(Word::HarmToOthers, "CPL-Int 358(2)"),
        Ground::open(Word::PublicOrder, "CPL-Int 358(3)"),
        facts.voluntary("CPL-Int 358(4)"),
        facts.clear("CPL-Int 358(5)"),
    ]
}
