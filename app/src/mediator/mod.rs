//! The mediator's desk: the board of all cases, the record of an oral request, and the workspace
//! of one case.

mod appointment_forms;
pub mod appointments;
pub mod board;
mod interpreter;
mod invite;
mod leading;
pub mod minutes;
mod oral;
mod passkey;
mod period;
pub mod recording;
mod request;
pub mod signature;
mod signing;
mod visit;
pub mod workspace;
