//! The program of the public: checks a dossier. Apart from the others, so that parties need not load it.

use app::public::Public;
use leptos::prelude::*;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(|| view! { <Public/> });
}
