//! The rules by stage of the life cycle (law.md 2).

use crate::actor::Actor;
use crate::case::Case;
use crate::command::Command;
use crate::event::Event;
use crate::moment::Timestamp;
use crate::refusal::Refusal;

pub(crate) fn decide(case: &Case, command: &Command, actor: &Actor, now: Timestamp) -> Result<Vec<Event>, Refusal> {
    let _ = (case, command, actor, now);
    Err(Refusal::WrongStage)
}

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let _ = (case, event, at);
}
