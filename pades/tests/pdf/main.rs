//! Signed PDFs: honest ones, and what is tried against them.

mod attacks;
mod cast;
mod mutations;
mod stamps;
mod whole;
mod wycheproof;
