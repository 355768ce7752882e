//! One piece of markup: a copy of its HTML, and its marks in document order.

use super::attribute::{Attribute, Property};
use super::draw::{IntoView, View};
use super::follow::follow;
use super::listen::listen;
use super::signal::RwSignal;
use super::text::Text;
use super::{NodeRef, document};
use leptos::ev::EventDescriptor;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Element, Event, HtmlInputElement, HtmlTemplateElement, Node, NodeList};

thread_local! {
    /// Parsed once, by the place of the string in the program.
    static PARSED: RefCell<Vec<(*const u8, DocumentFragment)>> = const { RefCell::new(Vec::new()) };
}

fn parsed(html: &'static str) -> DocumentFragment {
    PARSED.with_borrow_mut(|known| {
        let place = html.as_ptr();
        if let Some((_, content)) = known.iter().find(|(known, _)| *known == place) {
            return content.clone();
        }
        let template: HtmlTemplateElement = document()
            .create_element("template")
            .expect("template is a name")
            .unchecked_into();
        template.set_inner_html(html);
        let content = template.content();
        known.push((place, content.clone()));
        content
    })
}

fn copy(html: &'static str) -> DocumentFragment {
    let copy = document().import_node_with_deep(&parsed(html), true);
    copy.expect("a fragment can be copied").unchecked_into()
}

/// Alone in its fragment, a node needs no fragment around it.
fn whole(fragment: DocumentFragment) -> View {
    match fragment.first_child() {
        Some(only) if only.next_sibling().is_none() => View::of(only),
        _ => View::of(fragment),
    }
}

/// The calls come from `view!`, one for each mark in its HTML.
pub struct Piece {
    fragment: DocumentFragment,
    marks: NodeList,
    next: u32,
    element: Element,
}

impl Piece {
    /// Markup without a hole.
    pub fn still(html: &'static str) -> View {
        whole(copy(html))
    }

    pub fn new(html: &'static str) -> Self {
        let fragment = copy(html);
        let marks = fragment.query_selector_all("[_]").expect("a selector");
        let element = marks.item(0).expect("a mark").unchecked_into();
        Self {
            fragment,
            marks,
            next: 0,
            element,
        }
    }

    pub fn done(self) -> View {
        whole(self.fragment)
    }

    fn mark(&mut self) -> Node {
        let mark = self.marks.item(self.next).expect("as many marks as calls");
        self.next += 1;
        mark
    }

    /// Goes on to the next marked element.
    pub fn element(&mut self) {
        self.element = self.mark().unchecked_into();
        let _ = self.element.remove_attribute("_");
    }

    /// Puts a value into the next hole.
    pub fn fill(&mut self, value: impl IntoView) {
        let view = value.into_view();
        self.fill_with(&view);
    }

    #[inline(never)]
    fn fill_with(&mut self, view: &View) {
        let hole: Element = self.mark().unchecked_into();
        let _ = match view.node() {
            Some(node) => hole.replace_with_with_node_1(node),
            None => {
                hole.remove();
                Ok(())
            }
        };
    }

    pub fn attr(&self, name: &'static str, value: impl Attribute) {
        value.put(&self.element, name);
    }

    pub fn prop(&self, name: &'static str, value: impl Property) {
        value.put(&self.element, name);
    }

    pub fn class(&self, name: &'static str, on: impl Switch) {
        on.class(&self.element, name);
    }

    pub fn on<E: EventDescriptor>(&self, event: E, mut heard: impl FnMut(E::EventType) + 'static)
    where
        E::EventType: JsCast,
    {
        let Text::Borrowed(name) = event.name() else { return };
        listen(
            &self.element,
            name,
            Box::new(move |event: Event| heard(event.unchecked_into())),
        );
    }

    /// The text of a field and `signal`, each following the other.
    pub fn bind_value(&self, signal: RwSignal<String>) {
        let field: HtmlInputElement = self.element.clone().unchecked_into();
        let typed = field.clone();
        listen(&self.element, "input", Box::new(move |_| signal.set(typed.value())));
        follow(Box::new(move || {
            let value = signal.get();
            // Setting what is there already would move the caret to the end.
            if field.value() != value {
                field.set_value(&value);
            }
        }));
    }

    /// The tick of a box and `signal`, each following the other.
    pub fn bind_checked(&self, signal: RwSignal<bool>) {
        let field: HtmlInputElement = self.element.clone().unchecked_into();
        let ticked = field.clone();
        listen(
            &self.element,
            "change",
            Box::new(move |_: Event| signal.set(ticked.checked())),
        );
        follow(Box::new(move || field.set_checked(signal.get())));
    }

    pub fn node_ref<T: JsCast>(&self, held: NodeRef<T>) {
        held.hold(&self.element);
    }

    /// Markup of our own making, never of a user's.
    pub fn inner_html(&self, html: impl AsRef<str>) {
        self.element.set_inner_html(html.as_ref());
    }
}

/// What turns a class on or off.
pub trait Switch {
    fn class(self, element: &Element, name: &'static str);
}

fn toggle(element: &Element, name: &str, on: bool) {
    let _ = element.class_list().toggle_with_force(name, on);
}

impl Switch for bool {
    fn class(self, element: &Element, name: &'static str) {
        toggle(element, name, self);
    }
}

impl<F: Fn() -> bool + 'static> Switch for F {
    fn class(self, element: &Element, name: &'static str) {
        let element = element.clone();
        follow(Box::new(move || toggle(&element, name, self())));
    }
}
