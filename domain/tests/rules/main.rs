//! The rule book, tested as facts. `play` holds the cast, everything else is given, when, then.

mod bad_input;
mod dossier;
mod golden;
mod intake;
mod mediation;
mod play;
mod properties;
mod refusals;
mod review;
mod settlement;
mod sight;
mod signing;
mod vector;
