//! The grounds for refusing (CHR 75, 78; CPL-Int 355, 358), with what the case itself proves.

use crate::folded::Folded;
use crate::words::staff::Word;
use domain::command::{DisputeHead, Ruling, Track};
use domain::terms::lint::{Finding, lint};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The case proves the ground absent.
    Clear,
    /// The case proves the ground present.
    Stands,
    /// Only a person can say.
    Open,
}

pub struct Ground {
    pub word: Word,
    pub article: &'static str,
    pub state: State,
    pub proof: Option<Word>,
    pub detail: String,
}

fn open(word: Word, article: &'static str) -> Ground {
    Ground {
        word,
        article,
        state: State::Open,
        proof: None,
        detail: String::new(),
    }
}

fn shown(word: Word, article: &'static str, stands: bool) -> Ground {
    let state = if stands { State::Stands } else { State::Clear };
    Ground {
        state,
        ..open(word, article)
    }
}

/// The grounds of the present application's track, in the articles' order.
pub fn of(folded: &Folded) -> Vec<Ground> {
    let case = &folded.case;
    let Some(application) = case.applications.last() else {
        return Vec::new();
    };
    let terms = case.agreed_terms.as_ref().map_or(&case.draft, |(terms, _)| terms);
    // As of the day of effect: a due day that has passed since then is no fault of the terms.
    let day = case.effective_at.unwrap_or(folded.now()).date(case.zone);
    let notes = lint(terms, day);
    let errors = notes.iter().any(|note| !note.finding.is_advice());
    let relation = case.heads.contains(&DisputeHead::LabourRelation)
        || notes.iter().any(|note| note.finding == Finding::ConfirmsLabourRelation);
    let arbitration = application.track == Track::ArbitrationReview;
    let until = if arbitration {
        case.review_until
    } else {
        case.confirmation_until
    };
    let late = match (application.filed, until) {
        (Some(filed), Some(until)) => {
            let filed = filed.date(case.zone);
            Ground {
                proof: Some(Word::LastDay),
                detail: format!("{until} ≥ {filed}"),
                ..shown(
                    Word::Late,
                    if arbitration { "CHR 74, 75(3)" } else { "CPL 205" },
                    filed > until,
                )
            }
        }
        _ => open(Word::Late, if arbitration { "CHR 75(3)" } else { "CPL 205" }),
    };
    let joint = shown(
        Word::NotJoint,
        if arbitration { "CHR 74" } else { "CPL 205" },
        application.applied.len() < 2,
    );
    let unclear = Ground {
        proof: Some(if errors { Word::CheckErrors } else { Word::CheckClean }),
        state: if errors { State::Stands } else { State::Open },
        ..open(Word::Unclear, if arbitration { "CHR 78(5)" } else { "CPL-Int 358(5)" })
    };
    let voluntary = |article| Ground {
        proof: (case.effective_at.is_some()).then_some(Word::BothSigned),
        ..open(Word::NotVoluntary, article)
    };
    if arbitration {
        let confirmed = case
            .applications
            .iter()
            .any(|other| other.track == Track::JudicialConfirmation && other.ruling == Some(Ruling::Grant));
        vec![
            joint,
            open(Word::OutOfScope, "CHR 75(1)"),
            open(Word::NoJurisdiction, "CHR 75(2)"),
            late,
            shown(Word::LabourRelation, "CHR 75(4)", relation),
            // A court outside the portal may have confirmed it: absence here proves nothing.
            if confirmed {
                shown(Word::AlreadyConfirmed, "CHR 75(5)", true)
            } else {
                open(Word::AlreadyConfirmed, "CHR 75(5)")
            },
            open(Word::MandatoryLaw, "CHR 78(1)"),
            open(Word::HarmToOthers, "CHR 78(2)"),
            open(Word::FalseEvidence, "CHR 78(3)"),
            voluntary("CHR 78(4)"),
            unclear,
        ]
    } else {
        vec![
            joint,
            open(Word::OutOfScope, "CPL-Int 355(1)"),
            open(Word::NoJurisdiction, "CPL-Int 355(2)"),
            late,
            open(Word::ExcludedMatter, "CPL-Int 355(3)-(5)"),
            open(Word::MandatoryLaw, "CPL-Int 358(1)"),
            open(Word::HarmToOthers, "CPL-Int 358(2)"),
            open(Word::PublicOrder, "CPL-Int 358(3)"),
            voluntary("CPL-Int 358(4)"),
            unclear,
        ]
    }
}
