//! The program of the staff: mediator, arbitrator, judge.

use app::home::{self, Screens};
use app::mediator::invite::Invited;
use app::room::Rail;
use app::shell::Shell;
use app::staff::Parts;
use app::terms::form::Form;
use app::{case_page, desk, mediator, terms};
use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| {
        provide_context(Screens {
            home: home::list,
            case: case_page::sections,
        });
        provide_context(Parts {
            mediator: mediator::mediator,
            editor: terms::editor,
            desk: desk::desk,
            history: mediator::history,
        });
        provide_context(Invited(RwSignal::new(None)));
        provide_context(Form::blank());
        provide_context(Rail(app::room::rail::rail));
        view! { <Shell/> }
    });
}
