//! What differs from program to program, given as context so that neither links the other's screens.

use crate::open::Open;
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Program {
    /// Read at a desk: smaller type, wider pages.
    pub staff: bool,
    pub home: fn() -> AnyView,
    pub case: fn(Open) -> AnyView,
    /// Asking for mediation; parties only.
    pub request: Option<fn() -> AnyView>,
    /// The settlement's clauses beside the room's stage.
    pub terms: fn(Open) -> AnyView,
}

impl Program {
    /// # Panics
    /// If `main` gave none: no screen could be drawn.
    pub fn get() -> Self {
        expect_context()
    }
}
