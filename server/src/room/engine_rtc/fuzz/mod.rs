//! What strangers and guests may send, bent in every way: nothing of it may panic, open a way in,
//! or harm the one beside.
//!
//! Each target runs `MAPLEBRIDGE_FUZZ_SECONDS` (2 by default; `cargo xtask test` gives a minute,
//! `cargo xtask fuzz` as long as is asked). Luck begins at `MAPLEBRIDGE_FUZZ_SEED`, so that a run
//! can be had again.

pub(in super::super) mod client;
mod handshake;
mod luck;
mod signals;
mod strangers;

use luck::Luck;
use std::fmt::Debug;
use std::time::{Duration, Instant};

/// Runs `round` with fresh luck again and again until the time is over, and once at least.
fn rounds(mut round: impl FnMut(&mut Luck)) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let span = Duration::from_secs(number("MAPLEBRIDGE_FUZZ_SECONDS").unwrap_or(2));
    let first = number("MAPLEBRIDGE_FUZZ_SEED").unwrap_or(1);
    let start = Instant::now();
    let mut seed = first;
    loop {
        let _shown = Shown("seed of the round", seed);
        round(&mut Luck::new(seed));
        seed += 1;
        if start.elapsed() >= span {
            break;
        }
    }
    println!("{} rounds from seed {first}", seed - first);
}

/// Names its value if a panic passes by.
struct Shown<T: Debug>(&'static str, T);

impl<T: Debug> Drop for Shown<T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}: {:?}", self.0, self.1);
        }
    }
}
