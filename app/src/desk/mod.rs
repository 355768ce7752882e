//! The arbitrator's and the judge's desks: a queue, and for each file the document beside the
//! statutory grounds, with the acts that follow.

mod arbitration;
mod checks;
mod conclude;
mod court;
mod document;
mod extension;
pub mod file;
mod frame;
mod grounds;
pub mod guest;
mod hearing;
mod motion;
mod objection;
mod petition;
mod pleading;
pub mod queue;
pub mod support;
mod term;
mod third;

use crate::folded::Folded;
use crate::words::staff::Word;
use domain::case::Application;
use domain::command::{RejectGround, RulingGround, Track};
use grounds::{Facts, Ground};

/// What differs between the two tracks.
pub struct Desk {
    pub accept_restated: Word,
    pub reject: &'static [(RejectGround, Word, &'static str)],
    pub refuse: &'static [(RulingGround, Word, &'static str)],
    pub refuse_title: Word,
    pub refuse_restated: Word,
    pub grant_title: Word,
    pub grant_restated: Word,
    /// The grounds in the articles' order.
    pub grounds: fn(&Facts<'_>) -> Vec<Ground>,
}

pub fn desk(track: Track) -> &'static Desk {
    match track {
        Track::ArbitrationReview => &arbitration::DESK,
        Track::JudicialConfirmation => &court::DESK,
    }
}

/// The newest application filed with the reader's institution. A later one to another
/// institution is not this desk's.
pub fn own(folded: &Folded) -> Option<&Application> {
    let org = folded.view.you.org?;
    let mut newest = folded.case.applications.iter().rev();
    newest.find(|application| application.institution == org && application.filed.is_some())
}
