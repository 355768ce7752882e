//! The API from outside, over HTTP, on both databases.

#[macro_use]
mod support;

mod authority;
mod bad_input;
mod command_line;
mod copies;
mod doors;
mod files;
mod fuzzing;
mod log;
mod marks;
mod minutes;
mod mutations;
mod people;
mod renewal;
mod service;
mod sight;
mod stream;
mod systems;
mod transfer;
mod validators;
mod witness;
mod writing;
