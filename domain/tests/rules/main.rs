//! The rule book, tested as facts. `play` holds the cast, everything else is given, when, then.

mod dossier;
mod play;
mod vector;
