//! The portal's server: one binary, one writer, one log.

pub mod app;
pub mod calendar;
pub mod clock;
pub mod command_line;
pub mod config;
pub mod demo;
pub mod files;
pub mod http;
pub mod identity;
pub mod jobs;
pub mod letters;
pub mod local_rules;
pub mod marks;
pub mod pages;
pub mod project;
pub mod recording;
pub mod room;
pub mod store;
pub mod systems;
pub mod trust;
pub mod witness;
