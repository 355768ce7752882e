//! The program of the parties: worker and employer.

use app::party;
use app::program::Program;
use app::shell::Shell;
use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| {
        provide_context(Program {
            staff: false,
            home: party::home::home,
            case: party::case,
            request: Some(party::request::request),
            terms: party::terms,
        });
        view! { <Shell/> }
    });
}
