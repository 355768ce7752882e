//! The program of the parties: worker and employer.

use app::language::mount;
use app::party;
use app::program::Program;
use app::shell::Shell;
use leptos::prelude::provide_context;

fn main() {
    // A release is sent without the words of panics.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    app::folded::play_by(domain::case::Case::decide_for_party);
    mount(|| {
        provide_context(Program {
            staff: false,
            home: party::home::home,
            case: party::case,
            request: Some(party::request::request),
            terms: party::terms,
        });
        Shell()
    });
}
