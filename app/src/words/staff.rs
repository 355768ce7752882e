//! Texts only staff see; linked into the staff program alone.

pub mod events;
mod names;

pub use names::*;
pub use words::staff::Word;
