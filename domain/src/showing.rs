//! What is shown in the mediation room, page by page: evidence or the draft agreement. It reaches those who see
//! whoever shows it ([`crate::room::sees`]), if all of them may read it.

use crate::actor::Actor;
use crate::case::Case;
use crate::hash::Digest;
use crate::id::PersonId;
use crate::refusal::Refusal;
use crate::room;
use crate::sight;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Showable {
    /// 协议草稿, as it stands.
    Draft,
    /// The file of a piece of evidence.
    Evidence(Digest),
}

/// Across and down from the upper left, in ten-thousandths of the page.
pub type Spot = (u16, u16);

/// Browser to server, inside [`crate::api::RoomAsk::Show`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShowAsk {
    /// Shows `what` to those who are with the asker, open at `page`, from 1.
    Open { what: Showable, page: u16 },
    /// Turns what the asker shows.
    Turn { page: u16 },
    /// Points at a spot of the page; `None` no more.
    Point { at: Option<Spot> },
    /// Ends what is shown here: one's own, for who presides anybody's.
    End,
    /// Asks to be told once more.
    Look,
}

/// Server to browser, inside [`crate::api::RoomTell::Show`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShowTell {
    /// What is shown where the reader stands.
    Shown(Option<Shown>),
    Pointed(Option<Spot>),
    /// What the reader wanted to show is not shown, or no more; for `not_for_all` with those here who may
    /// not read it.
    Refused {
        code: String,
        people: Vec<PersonId>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub by: PersonId,
    pub what: Showable,
    /// The evidence's; blank for the draft.
    pub title: String,
    /// SHA-256 of the file or of the terms, by which its pages are fetched.
    pub digest: Digest,
    pub page: u16,
    pub pages: u16,
}

/// An ask or a tell as it stands on the wire, for whoever reads nothing else of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Show<T> {
    pub show: T,
}

/// `true` if `viewer` may read `what`.
pub fn may_read(case: &Case, what: Showable, viewer: &Actor) -> bool {
    sight::may_open(case, viewer)
        && match what {
            Showable::Draft => sight::of_the_talks(viewer.role),
            Showable::Evidence(digest) => sight::may_read_evidence(case, digest, viewer),
        }
}

/// Whether `actor` may show `what` at all: who presides anything he may read, a party its own evidence.
///
/// # Errors
/// [`Refusal::DocumentMissing`] for what the actor may not read, [`Refusal::NotYourRole`].
pub fn may_show(case: &Case, what: Showable, actor: &Actor) -> Result<(), Refusal> {
    if !may_read(case, what, actor) {
        return Err(Refusal::DocumentMissing);
    }
    let own = |digest| {
        let mut evidence = case.evidence.iter();
        evidence.any(|(by, piece)| piece.digest == digest && by.person == actor.person)
    };
    let party = actor.role.side().is_some();
    let may = room::presides(actor.role) || party && matches!(what, Showable::Evidence(digest) if own(digest));
    may.then_some(()).ok_or(Refusal::NotYourRole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{RoomAsk, RoomTell};

    #[test]
    fn what_is_shown_stands_on_the_wire_as_the_room_has_it() {
        let ask = ShowAsk::Point { at: Some((1, 9_999)) };
        let plain = serde_json::to_string(&Show { show: ask.clone() }).expect("JSON");
        assert_eq!(
            serde_json::from_str::<RoomAsk>(&plain).expect("an ask"),
            RoomAsk::Show(ask)
        );
        let shown = Shown {
            by: PersonId(uuid::Uuid::nil()),
            what: Showable::Evidence(Digest::ZERO),
            title: "工资条".into(),
            digest: Digest::ZERO,
            page: 2,
            pages: 3,
        };
        let tell = RoomTell::Show(ShowTell::Shown(Some(shown)));
        let plain = serde_json::to_string(&tell).expect("JSON");
        let read: Show<ShowTell> = serde_json::from_str(&plain).expect("a tell");
        assert_eq!(RoomTell::Show(read.show), tell);
    }
}
