//! The program of the staff: mediator, arbitrator, judge.

use app::language::mount;
use app::program::Program;
use app::room::{self, Rail, rail};
use app::shell::Shell;
use app::{mediator, staff, terms};
use leptos::prelude::provide_context;

fn main() {
    // A release is sent without the words of panics.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    app::folded::play_by(domain::case::Case::decide);
    mount(|| {
        provide_context(Program {
            staff: true,
            home: staff::home,
            case: staff::case,
            request: None,
            terms: terms::terms,
            rare: room::rare,
        });
        provide_context(Rail {
            people: rail::rail,
            waiting: rail::waiting,
            minutes: mediator::minutes::minutes,
        });
        Shell()
    });
}
