//! Signed PDFs: honest ones, and what is tried against them.

mod attacks;
mod cast;
mod hostile;
mod mutations;
mod published;
mod renewals;
mod stamps;
mod whole;
mod wycheproof;
