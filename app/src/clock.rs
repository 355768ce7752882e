//! The server's time as the browser knows it, learned from what the server answers.

use domain::moment::Timestamp;
use std::cell::Cell;

thread_local! {
    /// Milliseconds the server is ahead of this device.
    static AHEAD: Cell<i64> = const { Cell::new(0) };
}

fn device() -> i64 {
    js_sys::Date::now() as i64
}

/// Takes in the server's `time`, just received.
pub fn learn(time: Timestamp) {
    AHEAD.set(time.0 - device());
}

pub fn now() -> Timestamp {
    Timestamp(device() + AHEAD.get())
}
