//! The program of the public: checks a dossier. Apart from the others, so that parties need not load it.

use app::public::Public;
use app::view::mount;

fn main() {
    console_error_panic_hook::set_once();
    mount(Public);
}
