//! The program of the parties: worker and employer.

use app::party;
use app::program::Program;
use app::shell::Shell;
use app::view::mount;
use leptos::prelude::provide_context;

fn main() {
    console_error_panic_hook::set_once();
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
