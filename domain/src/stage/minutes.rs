//! 电子笔录: closed by the mediator, confirmed online by each side or answered with a remark (OMR 22); and
//! the interpreter the mediator calls.

use super::{Ruled, guard};
use crate::actor::Actor;
use crate::case::{Case, Stage};
use crate::event::Event;
use crate::hash::Digest;
use crate::id::PersonId;
use crate::minutes::{Interpreter, Minutes};
use crate::moment::Timestamp;
use crate::refusal::Refusal;
use crate::sorted::Map;
use crate::text;

const LARGEST: u64 = 64 * 1024;
const MOST: usize = 50;

/// A corrected text takes the place of one that not both have answered yet.
pub fn close(case: &Case, document: Digest, size: u64, actor: &Actor) -> Ruled {
    guard::mediator(case, actor)?;
    if !matches!(case.stage, Some(Stage::Mediating | Stage::Signing | Stage::Ended)) {
        return Err(Refusal::WrongStage);
    }
    if size == 0 || size > LARGEST {
        return Err(Refusal::TextUnfit);
    }
    if case.minutes.iter().any(|known| known.document == document) {
        return Err(Refusal::AlreadyDone);
    }
    if case.minutes.len() >= MOST {
        return Err(Refusal::TooMany);
    }
    Ok(vec![Event::MinutesClosed { document, size }])
}

/// Without `remark` the side confirms exactly this text.
pub fn answer(case: &Case, document: Digest, remark: Option<&str>, actor: &Actor) -> Ruled {
    let side = guard::party(case, actor)?;
    let minutes = case.minutes.last().ok_or(Refusal::WrongStage)?;
    if minutes.document != document {
        return Err(Refusal::FactChanged);
    }
    if minutes.answers.contains_key(&side) {
        return Err(Refusal::AlreadyDone);
    }
    if let Some(remark) = remark {
        text::fit(remark, text::REASON)?;
    }
    Ok(vec![Event::MinutesAnswered {
        side,
        document,
        remark: remark.map(Into::into),
    }])
}

/// By the mediator; another one takes the place of the first.
pub fn call_interpreter(case: &Case, person: PersonId, language: &str, actor: &Actor) -> Ruled {
    guard::mediator(case, actor)?;
    guard::before_effect(case)?;
    text::fit(language, text::NAME)?;
    let called = Interpreter {
        person,
        language: language.into(),
    };
    if case.interpreter.as_ref() == Some(&called) {
        return Err(Refusal::AlreadyDone);
    }
    Ok(vec![Event::InterpreterCalled {
        person,
        language: called.language,
    }])
}

pub fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::MinutesClosed { document, size } => {
            if case.minutes.last().is_some_and(|last| !last.settled()) {
                case.minutes.pop();
            }
            case.minutes.push(Minutes {
                document: *document,
                size: *size,
                closed: at,
                answers: Map::new(),
            });
        }
        Event::MinutesAnswered { side, remark, .. } => {
            if let Some(minutes) = case.minutes.last_mut() {
                minutes.answers.insert(*side, (at, remark.clone()));
            }
        }
        Event::InterpreterCalled { person, language } => {
            case.interpreter = Some(Interpreter {
                person: *person,
                language: language.clone(),
            });
        }
        _ => {}
    }
}
