//! The program of the parties: worker and employer.

use app::api::Fault;
use app::language::mount;
use app::party::{self, aside};
use app::program::Program;
use app::shell::Shell;
use leptos::prelude::provide_context;

/// The one way into the part: what only this reaches is in it.
#[wasm_split_helpers::wasm_split(aside, fallible)]
fn fetch_aside() -> Result<aside::Draw, Fault> {
    Ok(aside::draw)
}

fn main() {
    // A release is sent without the words of panics.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    app::folded::play_by(domain::case::Case::decide_on_the_way);
    aside::comes_by(|| Box::pin(fetch_aside()));
    mount(|| {
        provide_context(Program {
            staff: false,
            home: party::home::home,
            case: party::case,
            request: Some(party::request::request),
            terms: party::terms,
            rare: |hall, what| aside::fetched(hall.open, what.into()),
        });
        Shell()
    });
}
