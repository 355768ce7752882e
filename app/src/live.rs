//! The case's event stream. The browser resumes it by itself with `Last-Event-ID`.

use domain::api::Live;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

/// Open while it lives.
pub struct Stream {
    source: EventSource,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Stream {
    /// Calls `heard` with each message of the stream at `path`; `None` where streams do not exist.
    /// A message this client cannot read (a newer server's) is handed on as `None`.
    pub fn open(path: &str, mut heard: impl FnMut(Option<Live>) + 'static) -> Option<Self> {
        let source = EventSource::new(&crate::api::link(path)).ok()?;
        let heard = Closure::wrap(Box::new(move |message: MessageEvent| {
            let text = message.data().as_string().unwrap_or_default();
            heard(serde_json::from_str(&text).ok());
        }) as Box<dyn FnMut(MessageEvent)>);
        for name in ["message", "entry"] {
            source
                .add_event_listener_with_callback(name, heard.as_ref().unchecked_ref())
                .ok()?;
        }
        Some(Self { source, _heard: heard })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}
