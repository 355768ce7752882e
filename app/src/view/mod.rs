//! Drawing: one type for everything drawn, and the calls `view!` is written in.
//!
//! Leptos' reactive system decides when, this module what happens to the document. What never
//! changes is a string the browser parses once; each hole in it is filled by a call here. Nothing
//! is generic further than the first line that turns a value into a [`View`], a text or a closure
//! in a box: a screen costs its words and its calls, not a copy of the machinery.

mod attribute;
mod closure;
mod draw;
mod follow;
mod keyed;
mod listen;
mod piece;
pub mod prelude;
mod reference;
mod signal;
mod text;

pub use attribute::{Attribute, Property};
pub use draw::{CollectView, IntoView, ToChildren, View};
pub use keyed::keyed;
pub use piece::Piece;
pub use reference::NodeRef;
pub use text::{Text, TextProp};

use leptos::prelude::Owner;
use std::sync::Arc;

/// What a component draws inside itself, once.
pub type Children = Box<dyn FnOnce() -> View>;
/// What a component draws inside itself, as often as it wants.
pub type ChildrenFn = Arc<dyn Fn() -> View + Send + Sync>;

/// The document of the page.
///
/// # Panics
/// Outside a page: nothing could be drawn.
fn document() -> web_sys::Document {
    let window = web_sys::window().expect("a window");
    window.document().expect("a document")
}

/// Draws `root` into the body for as long as the page lives.
pub fn mount(root: impl FnOnce() -> View) {
    // Fails only where the page has started it already.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let drawn = owner.with(root);
    if let (Some(body), Some(node)) = (document().body(), drawn.node()) {
        // A page without a body has nobody to show anything to.
        let _ = body.append_child(node);
    }
    std::mem::forget(owner);
}
