//! The rule book of Maplebridge: what may be asked, what follows, and who may see it.
//!
//! This crate promises: no clock, no luck, no I/O. Time, ids, nonces, salts and file hashes are
//! arguments. The server and the browser run the same code, so a button can explain its refusal
//! and a court can replay a case offline.
//!
//! Data goes one way: [`command::Command`] → [`case::Case::decide`] → [`event::Event`] →
//! [`case::Case::apply`].

pub mod actor;
pub mod api;
pub mod appointment;
pub mod arbitration;
pub mod archive;
pub mod artefact;
pub mod award;
pub mod binary;
pub mod calculator;
pub mod calendar;
pub mod case;
pub mod command;
pub mod connection;
pub mod deadline;
pub mod dossier;
pub mod event;
pub mod hash;
pub mod id;
pub mod identity;
pub mod json;
pub mod letter;
pub mod limitation;
pub mod log;
pub mod mark;
pub mod merkle;
pub mod minutes;
pub mod moment;
pub mod money;
pub mod motion;
pub mod offers;
pub mod order;
pub mod paper;
pub mod performance;
pub mod quality;
pub mod reason;
pub mod recording;
pub mod refusal;
pub mod renewal;
pub mod room;
pub mod seal;
pub mod service;
pub mod showing;
pub mod sight;
pub mod signer;
pub mod sorted;
pub mod stage;
pub mod support;
pub mod term;
pub mod terms;
pub mod text;
pub mod witness;
