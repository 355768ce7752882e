//! Listeners that go with what they were drawn in.

use super::closure::Hear;
use super::signal::StoredValue;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event};

struct Listener {
    element: Element,
    event: &'static str,
    heard: Closure<dyn FnMut(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        // An element on its way out may still tell of losing the focus; nobody is there to hear it.
        let heard = self.heard.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.event, heard);
    }
}

/// Tells `heard` of each `event` at `element`, until the owner goes.
pub fn listen(element: &Element, event: &'static str, mut hear: Box<dyn Hear>) {
    let heard = Closure::<dyn FnMut(Event)>::new(move |event| hear.hear(event));
    let _ = element.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
    StoredValue::new(Listener {
        element: element.clone(),
        event,
        heard,
    });
}
