pub mod identity;
pub mod trust;
