//! Closures in boxes with one way in.
//!
//! A boxed `Fn` brings the ways of `FnMut` and `FnOnce` along, code of its own for each closure that
//! nobody calls. These traits have just the call that is made.

use web_sys::Event;

/// Yields a value as often as asked.
pub trait Yield<T> {
    fn now(&self) -> T;
}

impl<T, F: Fn() -> T> Yield<T> for F {
    fn now(&self) -> T {
        self()
    }
}

/// Does something as often as told.
pub trait Run {
    fn run(&mut self);
}

impl<F: FnMut()> Run for F {
    fn run(&mut self) {
        self();
    }
}

/// Takes in events of the page.
pub trait Hear {
    fn hear(&mut self, event: Event);
}

impl<F: FnMut(Event)> Hear for F {
    fn hear(&mut self, event: Event) {
        self(event);
    }
}
