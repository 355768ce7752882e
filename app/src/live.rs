//! The case's event stream. The browser resumes it by itself with `Last-Event-ID`; where it gives
//! up, because a server in trouble answered with an error, the stream is opened anew.

use crate::api;
use crate::view::prelude::*;
use domain::api::Live;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

const PAUSE: Duration = Duration::from_secs(3);

/// What a stream tells.
pub enum Told {
    /// One message; `None` if this client cannot read it (a newer server's).
    Message(Option<Box<Live>>),
    /// The line holds, or is being made again.
    Line(bool),
}

/// Open while it lives.
pub struct Stream(Rc<RefCell<Option<Open>>>);

struct Open {
    source: EventSource,
    _heard: Vec<Closure<dyn FnMut(MessageEvent)>>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.source.close();
    }
}

impl Stream {
    /// Tells `heard` what comes on the stream at `path`, which is asked anew at each opening: it
    /// carries the last seq known.
    pub fn open(path: impl Fn() -> String + 'static, heard: impl Fn(Told) + 'static) -> Self {
        let stream = Self(Rc::new(RefCell::new(None)));
        connect(&stream.0, Rc::new(path), Rc::new(heard));
        stream
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.0.take();
    }
}

fn connect(slot: &Rc<RefCell<Option<Open>>>, path: Rc<dyn Fn() -> String>, heard: Rc<dyn Fn(Told)>) {
    let Ok(source) = EventSource::new(&api::link(&path())) else {
        return;
    };
    let mut listeners = Vec::new();
    let mut listen = |name: &str, told: Box<dyn FnMut(MessageEvent)>| {
        let listener = Closure::wrap(told);
        // A stream that cannot be listened to is reread at each act anyway.
        let _ = source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        listeners.push(listener);
    };
    let tell = heard.clone();
    listen(
        "message",
        Box::new(move |message| {
            let text = message.data().as_string().unwrap_or_default();
            tell(Told::Message(domain::text::read(&text)));
        }),
    );
    let tell = heard.clone();
    listen("open", Box::new(move |_| tell(Told::Line(true))));
    let (again, ended) = (Rc::downgrade(slot), source.clone());
    listen(
        "error",
        Box::new(move |_| {
            heard(Told::Line(false));
            if ended.ready_state() == EventSource::CLOSED {
                let (again, path, heard) = (again.clone(), path.clone(), heard.clone());
                set_timeout(
                    move || {
                        if let Some(slot) = again.upgrade().filter(|slot| slot.borrow().is_some()) {
                            connect(&slot, path, heard);
                        }
                    },
                    PAUSE,
                );
            }
        }),
    );
    *slot.borrow_mut() = Some(Open {
        source,
        _heard: listeners,
    });
}
