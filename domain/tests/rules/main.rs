//! The rule book, tested as facts. `play` holds the cast, everything else is given, when, then.

mod dossier;
mod intake;
mod mediation;
mod play;
mod refusals;
mod review;
mod settlement;
mod signing;
mod vector;
