//! Values of attributes and properties.

use super::closure::Yield;
use super::follow::follow;
use super::signal::{Memo, RwSignal, Signal};
use super::text::{Text, TextProp};
use wasm_bindgen::JsValue;
use web_sys::Element;

/// A value of an attribute; `None` takes the attribute away.
pub trait Plain {
    fn plain(self) -> Option<Text>;
}

impl Plain for bool {
    fn plain(self) -> Option<Text> {
        self.then_some(Text::Borrowed(""))
    }
}

impl<T: Plain> Plain for Option<T> {
    fn plain(self) -> Option<Text> {
        self.and_then(T::plain)
    }
}

macro_rules! text {
    ($($kind:ty),*) => { $(
        impl Plain for $kind {
            fn plain(self) -> Option<Text> {
                Some(Text::from(self))
            }
        }
    )* };
}

text!(&'static str, String, Text);

macro_rules! number {
    ($($kind:ty),*) => { $(
        impl Plain for $kind {
            fn plain(self) -> Option<Text> {
                Some(Text::Owned(self.to_string()))
            }
        }
    )* };
}

number!(f64, i32, u8, u16, u32, u64, usize);

/// What stands after `attribute=`: a value, or what yields one and is followed.
pub trait Attribute {
    fn put(self, element: &Element, name: &'static str);
}

fn set(element: &Element, name: &str, value: Option<Text>) {
    // Both fail only for names that are none; the macro has seen the name.
    let _ = match value {
        Some(value) => element.set_attribute(name, &value),
        None => element.remove_attribute(name),
    };
}

fn following(element: &Element, name: &'static str, value: Box<dyn Yield<Option<Text>>>) {
    let element = element.clone();
    let mut before = None;
    follow(Box::new(move || {
        let now = value.now();
        if before.as_ref() != Some(&now) {
            set(&element, name, now.clone());
            before = Some(now);
        }
    }));
}

macro_rules! given {
    ($([$($generic:tt)*] $kind:ty),* $(,)?) => { $(
        impl<$($generic)*> Attribute for $kind {
            fn put(self, element: &Element, name: &'static str) {
                if let Some(value) = self.plain() {
                    set(element, name, Some(value));
                }
            }
        }
    )* };
}

given!([] bool, [] f64, [] &'static str, [] String, [] Text, [] i32, [] u8, [] u16, [] u32, [] u64, [] usize, [T: Plain] Option<T>);

impl<V: Plain, F: Fn() -> V + 'static> Attribute for F {
    fn put(self, element: &Element, name: &'static str) {
        following(element, name, Box::new(move || self().plain()));
    }
}

impl Attribute for TextProp {
    fn put(self, element: &Element, name: &'static str) {
        following(element, name, Box::new(move || Some(self.get())));
    }
}

macro_rules! followed {
    ($($signal:ident),*) => { $(
        impl<T: Plain + Clone + PartialEq + Send + Sync + 'static> Attribute for $signal<T> {
            fn put(self, element: &Element, name: &'static str) {
                following(element, name, Box::new(move || self.get().plain()));
            }
        }
    )* };
}

followed!(Memo, RwSignal, Signal);

fn following_property(element: &Element, name: &'static str, value: Box<dyn Yield<JsValue>>) {
    let element = element.clone();
    follow(Box::new(move || set_property(&element, name, &value.now())));
}

/// What stands after `prop:name=`.
pub trait Property {
    fn put(self, element: &Element, name: &'static str);
}

fn set_property(element: &Element, name: &str, value: &JsValue) {
    // Elements take any property.
    let _ = js_sys::Reflect::set(element, &JsValue::from_str(name), value);
}

macro_rules! property {
    ($($kind:ty),*) => { $(
        impl Property for $kind {
            fn put(self, element: &Element, name: &'static str) {
                set_property(element, name, &JsValue::from(self));
            }
        }
    )* };
}

property!(bool, String, &'static str, u32);

impl<V: Into<JsValue>, F: Fn() -> V + 'static> Property for F {
    fn put(self, element: &Element, name: &'static str) {
        following_property(element, name, Box::new(move || self().into()));
    }
}
