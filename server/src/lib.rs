pub mod identity;
pub mod room;
pub mod trust;
