//! 再次调解 where the court did not confirm, or 劳动仲裁 (CPL 206).

use super::act::act;
use super::arbitration::choice;
use super::say::say;
use crate::folded::Folded;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use crate::words::party::Word;
use domain::command::Command;

pub fn again(open: Open) -> View {
    view! {
        <h1 tabindex="-1">{say(Word::MediateAgain)}</h1>
        <p>{say(Aside::MediateAgainMeans)}</p>
        {open.section(|a, b| a.case.again == b.case.again && a.case.stage == b.case.stage, asked)}
        {choice(open)}
    }
}

fn asked(open: Open, folded: &Folded) -> View {
    let yours = folded
        .view
        .you
        .role
        .side()
        .is_some_and(|side| folded.case.again.contains(&side));
    let told = match folded.case.again.len() {
        2 => say(Aside::BothMediateAgain).into_view(),
        _ if yours => say(Word::NextOtherConsents).into_view(),
        _ => {
            return act(
                open,
                Word::MediateAgain,
                "big",
                Command::MediateAgain,
                "mediate-again",
                None,
            );
        }
    };
    view! { <p class="note good" role="status" data-testid="again-asked">{told}</p> }
}
