//! What differs from program to program, given as context so that neither links the other's screens.

use crate::open::Open;
use crate::room::Hall;
use crate::view::prelude::*;

#[derive(Clone, Copy)]
pub struct Program {
    /// Read at a desk: smaller type, wider pages.
    pub staff: bool,
    pub home: fn() -> View,
    pub case: fn(Open) -> View,
    /// Asking for mediation; parties only.
    pub request: Option<fn() -> View>,
    /// The settlement's clauses beside the room's stage.
    pub terms: fn(Open) -> View,
    /// What few rooms see, by name: `show`, `share`, `waiting`, `recording`.
    pub rare: fn(Hall, &str) -> View,
}

impl Program {
    /// # Panics
    /// If `main` gave none: no screen could be drawn.
    pub fn get() -> Self {
        expect_context()
    }
}
