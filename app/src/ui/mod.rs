//! The pieces every screen is made of. Their looks stand in `app/style/components.css`.
//!
//! Texts come in as [`crate::view::TextProp`], so that `context.say(word)` fits and follows
//! the language. An `id` serves labels, screen readers and tests alike.

mod button;
mod clocks;
mod deed;
mod field;
mod notice;
mod stations;

pub use button::{Button, Ruled, Why};
pub use clocks::{Gloss, day, instant, moment, name as clock_name, unpublished, until};
pub use deed::Deed;
pub use field::{Choice, Field, Tick};
pub use notice::{Kind, Notice, Waiting};
pub use stations::{Stations, station};
