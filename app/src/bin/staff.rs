//! The program of the staff: mediator, arbitrator, judge.

use app::home::Screens;
use app::room::Rail;
use app::shell::Shell;
use app::{staff, terms};
use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| {
        provide_context(Screens {
            home: staff::home,
            case: staff::case,
            terms: terms::terms,
            desk: true,
        });
        provide_context(Rail(app::room::rail::rail));
        view! { <Shell/> }
    });
}
