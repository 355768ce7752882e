//! The program of the parties: worker and employer.

use app::home::Screens;
use app::party;
use app::shell::Shell;
use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| {
        provide_context(Screens {
            home: party::home::home,
            case: party::case,
            terms: party::terms,
            desk: false,
        });
        view! { <Shell/> }
    });
}
