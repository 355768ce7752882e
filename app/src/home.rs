//! The reader's first screen: each program brings its own.

use leptos::prelude::*;

/// The screens that differ from program to program, so that neither links the other's.
#[derive(Clone, Copy)]
pub struct Screens {
    pub home: fn() -> AnyView,
    pub case: fn(crate::open::Open) -> AnyView,
}

#[component]
pub fn Home() -> impl IntoView {
    let screens: Screens = expect_context();
    (screens.home)()
}
