//! The rule book, tested as facts. `play` holds the cast, everything else is given, when, then.

// The rule book does no I/O; its tests read and bless the histories and vectors on disk.
#![allow(clippy::disallowed_methods)]

mod absorbed;
mod again;
mod appointments;
mod bad_input;
mod calculator;
mod cast;
mod clocks;
mod coverage;
mod dossier;
mod forgery;
mod golden;
mod hearing;
mod intake;
mod languages;
mod mediation;
mod mediator;
mod minutes;
mod motion;
mod offers;
mod order;
mod packer;
mod performance;
mod period;
mod play;
mod pleading;
mod properties;
mod recording;
mod refusals;
mod review;
mod service;
mod settlement;
mod sight;
mod signing;
mod specification;
mod support;
mod term;
mod transfer;
mod vector;
mod wycheproof;
