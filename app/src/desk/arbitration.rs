//! 仲裁审查: the commission's desk (CHR 74-79). What it issues is a 调解书, never a 裁决书 (CHR 77).

use super::Desk;
use super::grounds::{Facts, Ground, State};
use crate::words::staff::Word;
use domain::command::{RejectGround, Ruling, RulingGround, Track};

pub const DESK: Desk = Desk {
    accept_restated: Word::AcceptReviewRestated,
    reject: &[
        (RejectGround::OutOfScope, Word::OutOfScope, "CHR 75(1)"),
        (RejectGround::NoJurisdiction, Word::NoJurisdiction, "CHR 75(2)"),
        (RejectGround::Late, Word::Late, "CHR 75(3)"),
        (RejectGround::ConfirmsLabourRelation, Word::LabourRelation, "CHR 75(4)"),
        (RejectGround::AlreadyConfirmed, Word::AlreadyConfirmed, "CHR 75(5)"),
    ],
    refuse: &[
        (RulingGround::MandatoryLaw, Word::MandatoryLaw, "CHR 78(1)"),
        (RulingGround::HarmToOthers, Word::HarmToOthers, "CHR 78(2)"),
        (RulingGround::SuspectedFalseEvidence, Word::FalseEvidence, "CHR 78(3)"),
        (RulingGround::NotVoluntary, Word::NotVoluntary, "CHR 78(4)"),
        (RulingGround::Unclear, Word::Unclear, "CHR 78(5)"),
        (RulingGround::Other, Word::Other, "CHR 78(6)"),
    ],
    refuse_title: Word::RefuseStatement,
    refuse_restated: Word::RefuseStatementRestated,
    grant_title: Word::GrantStatement,
    grant_restated: Word::GrantStatementRestated,
    grounds,
};

fn grounds(facts: &Facts<'_>) -> Vec<Ground> {
    let confirmed = facts
        .folded
        .case
        .applications
        .iter()
        .any(|other| other.track == Track::JudicialConfirmation && other.ruling == Some(Ruling::Grant));
    vec![
        facts.joint("CHR 74"),
        facts.scope("CHR 75(1)"),
        facts.jurisdiction("CHR 75(2)"),
        facts.late("CHR 74, 75(3)", facts.folded.case.review_until),
        facts.relation("CHR 75(4)"),
        // A court outside the portal may have confirmed it: absence here proves nothing.
        Ground {
            state: if confirmed { State::Stands } else { State::Open },
            ..Ground::open(Word::AlreadyConfirmed, "CHR 75(5)")
        },
        facts.law("CHR 78(1)"),
        Ground::open(Word::HarmToOthers, "CHR 78(2)"),
        facts.evidence("CHR 78(3)"),
        facts.voluntary("CHR 78(4)"),
        facts.clear("CHR 78(5)"),
    ]
}
