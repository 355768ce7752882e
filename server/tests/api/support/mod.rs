//! What every test of the API stands on.

#[path = "../../../../bench/src/court.rs"]
#[allow(dead_code)]
pub mod court;
pub mod mailbox;
pub mod others;
pub mod person;
pub mod portal;
pub mod postgres;
pub mod pyhanko;
pub mod signing;
pub mod stamped;
pub mod story;

pub use person::{Person, submission};
pub use portal::Portal;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// The six digits of a text message.
pub fn code_in(text: &str) -> String {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 6)
        .expect("six digits")
        .to_owned()
}

/// Runs each test on SQLite and on PostgreSQL, each time in a portal of its own.
macro_rules! on_both_databases {
    ($(async fn $name:ident($portal:ident: Portal) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            async fn run($portal: $crate::support::Portal) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                run($crate::support::Portal::start($crate::support::Kind::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                run($crate::support::Portal::start($crate::support::Kind::Postgres).await).await;
            }
        }
    )+};
}
