//! Recording of the main room, by the consent of everyone who is there (OMR 22; PIPL 13-16, 29). Off unless
//! all agreed in the log; over as soon as one of them withdraws, one comes in who has not agreed, the
//! mediator leaves or meets one side apart. A caucus is never recorded.

use crate::actor::{Actor, Role};
use crate::case::{Case, Stage};
use crate::hash::Digest;
use crate::id::PersonId;
use crate::moment::Timestamp;
use crate::room::{RoomName, presides};
use crate::sight::may_open;
use crate::sorted::Set;
use serde::{Deserialize, Serialize};

/// Longest time a recording may be kept, in days: as long as the file itself (CHR 24).
pub const MOST_DAYS: u32 = 1_826;

/// One stretch of one person's sound and picture, as it is played back (WebM).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordedFile {
    pub person: PersonId,
    /// SHA-256 of the file before it is encrypted.
    pub digest: Digest,
    /// Bytes of it.
    pub size: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Days it is kept after its end.
    pub keep_days: u32,
    pub agreed: Set<PersonId>,
    pub started: Option<Timestamp>,
    /// Who said no, or withdrew: then it is over.
    pub refused: Option<PersonId>,
    /// What was recorded, once it is closed, and when it was.
    pub kept: Option<(Timestamp, Vec<RecordedFile>)>,
    /// The files are gone; digests and consents remain.
    pub deleted: bool,
}

/// The recording that is asked for or under way.
pub fn open(case: &Case) -> Option<&Recording> {
    let last = case.recordings.last();
    last.filter(|it| it.refused.is_none() && it.kept.is_none())
}

/// `true` while those `present` may be recorded: someone presides over the main room, and everyone there
/// has `agreed`.
pub fn all_agree(
    present: impl Iterator<Item = (PersonId, Role, RoomName)> + Clone,
    mut agreed: impl FnMut(PersonId) -> bool,
) -> bool {
    let mut main = present.filter(|(_, _, room)| *room == RoomName::Main);
    main.clone().any(|(_, role, _)| presides(role)) && main.all(|(person, ..)| agreed(person))
}

/// `true` while the log lets the main room be recorded.
pub fn runs(case: &Case) -> bool {
    open(case).is_some_and(|it| it.started.is_some() && may_run(case, it, None))
}

/// The same once `more` has agreed too.
pub(crate) fn may_run(case: &Case, recording: &Recording, more: Option<PersonId>) -> bool {
    let present = case
        .present
        .iter()
        .map(|(person, (role, room))| (*person, *role, *room));
    matches!(case.stage, Some(Stage::Mediating | Stage::Signing))
        && case.caucus.is_none()
        && all_agree(present, |it| recording.agreed.contains(&it) || Some(it) == more)
}

/// `true` if `viewer` may play `recording` of `case` back: the mediator, and a side that agreed to it. What
/// was said stays between them (EMR 11; OMR 18): whoever interprets, watches or decides gets nothing.
pub fn may_play(case: &Case, recording: &Recording, viewer: &Actor) -> bool {
    let theirs = match viewer.role {
        Role::Mediator => true,
        Role::Claimant | Role::Respondent => recording.agreed.contains(&viewer.person),
        _ => false,
    };
    theirs && !recording.deleted && may_open(case, viewer)
}
