//! Texts only staff see; linked into the staff program alone.

pub mod decision;
pub mod events;
mod names;

pub use names::*;
pub use words::staff::Word;
