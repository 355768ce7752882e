//! The desk of those who come into the room beside the parties: who interprets, and who watches over the
//! mediation body's work.

use super::frame::beside;
use crate::mediator::appointments;
use crate::mediator::signature::signature;
use crate::open::Open;
use crate::staff::papers::address;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::actor::Role;
use domain::case::Stage;

pub fn file(open: Open) -> View {
    beside(open, standing(open), ().into_view())
}

fn standing(open: Open) -> View {
    let context = open.context;
    let interprets = open
        .folded
        .with_untracked(|folded| folded.view.you.role == Role::Interpreter);
    let word = if interprets {
        Word::GuestInterprets
    } else {
        Word::GuestWatches
    };
    let language = open.watch(|folded| folded.case.interpreter.as_ref().map(|called| called.language.clone()));
    let door = open.section(|a, b| a.case.stage == b.case.stage, crate::room::door);
    view! {
        <p class="note">{say(context, word)}</p>
        {move || language.get().map(|language| view! {
            <p>{say(context, Word::Interpreter)} "：" <strong data-testid="interprets">{language}</strong></p>
        })}
        {door}
        {appointments::told_to_guest(open)}
        {witness(open)}
    }
}

/// What an interpreter signs as witness of interpretation.
fn witness(open: Open) -> View {
    let context = open.context;
    let asked = open.watch(|folded| {
        let case = &folded.case;
        let agreement = case.agreement.as_ref()?;
        let own = agreement.interpreter == Some(folded.view.you.person);
        own.then(|| (agreement.file.digest, case.has_signed(Role::Interpreter)))
    });
    let turn = open.watch(|folded| {
        let case = &folded.case;
        case.stage == Some(Stage::Signing) && !case.has_signed(Role::Interpreter) && !case.has_signed(Role::Mediator)
    });
    view! {
        {move || asked.get().map(|(file, signed)| view! {
            <section class="card" data-testid="witness">
                <h2>{say(context, Word::InterpreterWitness)}</h2>
                <p><a class="button plain" href=address(open, file) target="_blank">{say(context, Word::OpenPdf)}</a></p>
                <p class="note good" role="status" data-testid="witnessed" hidden=!signed>{say(context, Word::Signed)}</p>
                {move || turn.get().then(|| signature(open, Word::InterpreterConsent))}
            </section>
        })}
    }
}
