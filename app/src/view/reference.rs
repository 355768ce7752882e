//! Holding an element that was drawn.

use super::signal::RwSignal;
use std::marker::PhantomData;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Given to an element by `node_ref=`; `None` until it is drawn.
pub struct NodeRef<T>(RwSignal<Option<Element>>, PhantomData<fn() -> T>);

impl<T> Clone for NodeRef<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for NodeRef<T> {}

impl<T: JsCast> NodeRef<T> {
    pub fn new() -> Self {
        Self(RwSignal::new(None), PhantomData)
    }

    pub fn hold(self, element: &Element) {
        self.0.set(Some(element.clone()));
    }

    pub fn get(self) -> Option<T> {
        self.0.get().map(JsCast::unchecked_into)
    }

    pub fn get_untracked(self) -> Option<T> {
        self.0.get_untracked().map(JsCast::unchecked_into)
    }
}

impl<T: JsCast> Default for NodeRef<T> {
    fn default() -> Self {
        Self::new()
    }
}
