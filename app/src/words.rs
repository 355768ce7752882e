//! The message catalogue as the programs use it; what tells of a folded case is written here.

pub use words::{Text, Word, act, article, aside, book, gap, party, public, reason, role, room, stage};

pub mod staff;
