//! The program of the staff: mediator, arbitrator, judge.

use app::home::Screens;
use app::shell::Shell;
use app::staff;
use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    if let Some(root) = document().document_element() {
        // Desks are read from nearer than phones: smaller type, wider pages.
        root.set_class_name("desk");
    }
    leptos::mount::mount_to_body(|| {
        provide_context(Screens {
            home: staff::home,
            case: staff::case,
        });
        view! { <Shell/> }
    });
}
