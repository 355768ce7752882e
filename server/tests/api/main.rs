//! The API from outside, over HTTP, on both databases.

#[macro_use]
mod support;

mod appointments;
mod authority;
mod bad_input;
mod command_line;
mod copies;
mod doors;
mod files;
mod fuzzing;
mod interpreting;
mod keys;
mod languages;
mod letters;
mod log;
mod marks;
mod minutes;
mod mutations;
mod pages;
mod people;
mod preview;
mod renewal;
mod service;
mod sight;
mod signers;
mod stream;
mod systems;
mod token;
mod transfer;
mod translation;
mod validators;
mod witness;
mod writing;
