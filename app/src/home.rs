//! The reader's first screen: each program brings its own.

use crate::open::Open;
use leptos::prelude::*;

/// The screens that differ from program to program, so that neither links the other's.
#[derive(Clone, Copy)]
pub struct Screens {
    pub home: fn() -> AnyView,
    pub case: fn(Open) -> AnyView,
    /// The draft beside the faces in the room.
    pub terms: fn(Open) -> AnyView,
    /// The staff's: read at a desk.
    pub desk: bool,
}

#[component]
pub fn Home() -> impl IntoView {
    let screens: Screens = expect_context();
    (screens.home)()
}
