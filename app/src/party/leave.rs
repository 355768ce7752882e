//! Every way out, at any time before effect (PML 23): end the mediation, withdraw the request.

use super::act::{Deed, deed};
use super::say::say;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::aside::Word as Aside;
use crate::words::party::Word;
use domain::command::Command;

fn end(reason: String) -> Command {
    Command::EndMediation { reason }
}

fn withdraw(reason: String) -> Command {
    Command::WithdrawRequest { reason }
}

pub fn possible(open: Open) -> bool {
    open.folded
        .with_untracked(|folded| folded.may(&end("…".into())).is_ok())
}

pub fn leave(open: Open) -> View {
    view! {
        <h1 tabindex="-1">{say(Word::RowLeave)}</h1>
        <p>{say(Aside::LeaveMeans)}</p>
        {super::arbitration::choice(open)}
        {deed(open, Deed { act: Aside::EndMediation, restated: Aside::EndRestated, id: "end-mediation" }, end)}
        {deed(open, Deed { act: Aside::Withdraw, restated: Aside::WithdrawRestated, id: "withdraw" }, withdraw)}
    }
}
