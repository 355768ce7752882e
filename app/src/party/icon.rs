//! One set of line icons, always beside a word.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug)]
pub enum Icon {
    Room,
    File,
    Terms,
    Matter,
    History,
    Leave,
    Speak,
    Phone,
    Result,
}

pub fn icon(which: Icon) -> AnyView {
    let path = match which {
        Icon::Room => "M3 7h11v10H3zM14 11l7-4v10l-7-4",
        Icon::File => "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
        Icon::Terms => "M5 4h14v16H5zM8 9l2 2 3-4M8 16l2 1 3-3M16 9h0M16 16h0",
        Icon::Matter => "M4 5h16v11H9l-5 4zM8 9h8M8 12h5",
        Icon::History => "M12 4a8 8 0 1 1-7.5 5M4 4v5h5M12 8v5l3 2",
        Icon::Leave => "M14 4H5v16h9M10 12h10M17 8l4 4-4 4",
        Icon::Speak => "M4 10v4h4l5 4V6L8 10zM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
        Icon::Phone => {
            "M6 3h4l1.5 5L9 10a12 12 0 0 0 5 5l2-2.500 5 1.500v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z"
        }
        Icon::Result => "M6 3h12v12H6zM9 7h6M9 11h6M9 15v6l3-2 3 2v-6",
    };
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8"
            stroke-linecap="round" stroke-linejoin="round"><path d=path/></svg>
    }
    .into_any()
}
