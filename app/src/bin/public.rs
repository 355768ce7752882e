//! The program of the public: checks a dossier. Apart from the others, so that parties need not load it.

use app::language::mount;
use app::public::Public;

fn main() {
    // A release is sent without the words of panics.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    mount(Public);
}
