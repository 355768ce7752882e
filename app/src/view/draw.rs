//! What can be drawn.

use super::follow::{following, following_text};
use super::signal::{Memo, RwSignal, Signal};
use super::text::{Text, TextProp};
use super::{Children, ChildrenFn, document};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::Node;

/// A node, a fragment of several, or nothing.
pub struct View(Option<Node>);

impl View {
    pub fn nothing() -> Self {
        Self(None)
    }

    pub fn text(text: &str) -> Self {
        Self::of(document().create_text_node(text))
    }

    pub fn of(node: impl JsCast) -> Self {
        Self(Some(node.unchecked_into()))
    }

    pub fn all(views: impl IntoIterator<Item = Self>) -> Self {
        let fragment = document().create_document_fragment();
        for view in views {
            if let Some(node) = view.node() {
                // A node made for this place fits it.
                let _ = fragment.append_child(node);
            }
        }
        Self::of(fragment)
    }

    pub fn node(&self) -> Option<&Node> {
        self.0.as_ref()
    }
}

pub trait IntoView: Sized {
    fn into_view(self) -> View;

    /// Drawn anew whenever what `draw` reads changes.
    fn follow(draw: impl Fn() -> Self + 'static) -> View {
        following(Box::new(move || draw().into_view()))
    }
}

impl IntoView for View {
    fn into_view(self) -> View {
        self
    }
}

impl IntoView for () {
    fn into_view(self) -> View {
        View::nothing()
    }
}

impl<T: IntoView> IntoView for Option<T> {
    fn into_view(self) -> View {
        self.map_or_else(View::nothing, T::into_view)
    }
}

impl<T: IntoView> IntoView for Vec<T> {
    fn into_view(self) -> View {
        self.into_iter().collect_view()
    }
}

impl<A: IntoView, B: IntoView> IntoView for (A, B) {
    fn into_view(self) -> View {
        View::all([self.0.into_view(), self.1.into_view()])
    }
}

impl<D: IntoView, F: Fn() -> D + 'static> IntoView for F {
    fn into_view(self) -> View {
        D::follow(self)
    }
}

macro_rules! drawn_as_text {
    ($($kind:ty),*) => { $(
        impl IntoView for $kind {
            fn into_view(self) -> View {
                View::text(&Text::from(self))
            }

            fn follow(draw: impl Fn() -> Self + 'static) -> View {
                following_text(Box::new(move || Text::from(draw())))
            }
        }
    )* };
}

drawn_as_text!(&'static str, String, Text);

macro_rules! drawn_as_number {
    ($($kind:ty),*) => { $(
        impl IntoView for $kind {
            fn into_view(self) -> View {
                View::text(&self.to_string())
            }
        }
    )* };
}

drawn_as_number!(usize, u32, u64);

impl IntoView for TextProp {
    fn into_view(self) -> View {
        following_text(Box::new(move || self.get()))
    }
}

macro_rules! drawn_as_value {
    ($($signal:ident),*) => { $(
        impl<T: IntoView + Clone + PartialEq + Send + Sync + 'static> IntoView for $signal<T> {
            fn into_view(self) -> View {
                T::follow(move || self.get())
            }
        }
    )* };
}

drawn_as_value!(Memo, RwSignal, Signal);

pub trait CollectView {
    fn collect_view(self) -> View;
}

impl<V: IntoView, I: IntoIterator<Item = V>> CollectView for I {
    fn collect_view(self) -> View {
        View::all(self.into_iter().map(V::into_view))
    }
}

/// What stands between the tags of a component.
pub trait ToChildren<F> {
    fn to_children(draw: F) -> Self;
}

impl<F: FnOnce() -> View + 'static> ToChildren<F> for Children {
    fn to_children(draw: F) -> Self {
        Box::new(draw)
    }
}

impl<F: Fn() -> View + Send + Sync + 'static> ToChildren<F> for ChildrenFn {
    fn to_children(draw: F) -> Self {
        Arc::new(draw)
    }
}
