//! The browser client. It folds the same events as the server with the same `domain` code, and
//! shows a button only as `Case::decide` answers it.

#![recursion_limit = "256"]

pub mod api;
pub mod case_page;
pub mod ceremony;
pub mod clock;
pub mod desk;
pub mod folded;
pub mod icon;
pub mod keep;
pub mod key;
pub mod language;
pub mod live;
pub mod mediator;
pub mod offline;
pub mod open;
pub mod outbox;
pub mod page;
pub mod party;
pub mod place;
pub mod program;
pub mod public;
pub mod recordings;
pub mod room;
pub mod shell;
pub mod staff;
pub mod terms;
pub mod ui;
pub mod upload;
pub mod view;
pub mod words;
