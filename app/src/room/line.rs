//! The signalling socket, as it speaks and ends.

use domain::api::{RoomAsk, RoomTell};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MessageEvent, WebSocket};

pub enum Heard {
    Told(RoomTell),
    /// What only a part of the program reads ([`super::show`]).
    Beyond(String),
    /// For whatever reason; comes once, and not when the line was dropped by us.
    Closed,
}

/// Open while it lives.
pub struct Line {
    socket: WebSocket,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut()>,
}

impl Line {
    /// `path` on this server. `None` where sockets do not exist.
    pub fn open(path: &str, heard: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let origin = web_sys::window()?.location().origin().ok()?;
        let url = format!("{}{}", origin.replacen("http", "ws", 1), crate::api::link(path));
        let socket = WebSocket::new(&url).ok()?;
        let told = heard.clone();
        let on_message = Closure::wrap(Box::new(move |message: MessageEvent| {
            let text = message.data().as_string().unwrap_or_default();
            told(match domain::text::read(&text) {
                Some(RoomTell::Show(_)) | None => Heard::Beyond(text),
                Some(tell) => Heard::Told(tell),
            });
        }) as Box<dyn FnMut(MessageEvent)>);
        let on_close = Closure::wrap(Box::new(move || heard(Heard::Closed)) as Box<dyn FnMut()>);
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Some(Self {
            socket,
            _on_message: on_message,
            _on_close: on_close,
        })
    }

    /// Lost if the socket is not open: whoever asks learns from `Closed`.
    pub fn ask(&self, ask: &RoomAsk) {
        if let Ok(text) = domain::json::canonical(ask) {
            self.send(&text);
        }
    }

    pub fn send(&self, text: &str) {
        let _ = self.socket.send_with_str(text);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}
