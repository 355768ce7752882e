//! The mediator's desk: the board of all cases, the record of an oral request, and the workspace
//! of one case.

pub mod board;
mod interpreter;
mod invite;
mod leading;
pub mod minutes;
mod oral;
mod passkey;
mod period;
mod request;
mod signature;
mod signing;
pub mod workspace;
