//! What changes with the signals it read.

use super::closure::{Run, Yield};
use super::document;
use super::draw::View;
use super::signal::StoredValue;
use super::text::Text;
use leptos::prelude::RenderEffect;
use web_sys::Node;

/// Runs at once, and again whenever a signal it read changes, until its owner goes.
pub fn follow(mut run: Box<dyn Run>) {
    let effect = RenderEffect::new(move |_: Option<()>| run.run());
    StoredValue::new(effect);
}

pub fn following_text(text: Box<dyn Yield<Text>>) -> View {
    let node = document().create_text_node("");
    let shown = node.clone();
    follow(Box::new(move || shown.set_data(&text.now())));
    View::of(node)
}

pub fn following(draw: Box<dyn Yield<View>>) -> View {
    let range = Range::new();
    let whole = range.whole();
    follow(Box::new(move || {
        let drawn = draw.now();
        range.clear();
        range.end(&drawn);
    }));
    whole
}

/// A stretch of siblings between two empty comments.
pub struct Range {
    first: Node,
    last: Node,
}

impl Range {
    pub fn new() -> Self {
        let mark = || document().create_comment("").into();
        Self {
            first: mark(),
            last: mark(),
        }
    }

    /// The range to be put into the document; it must be empty yet.
    pub fn whole(&self) -> View {
        View::all([View::of(self.first.clone()), View::of(self.last.clone())])
    }

    pub fn first(&self) -> &Node {
        &self.first
    }

    pub fn last(&self) -> &Node {
        &self.last
    }

    /// Its nodes, the marks not among them.
    fn inner(&self) -> Vec<Node> {
        let mut found = Vec::new();
        let mut next = self.first.next_sibling();
        while let Some(node) = next {
            if node == self.last {
                break;
            }
            next = node.next_sibling();
            found.push(node);
        }
        found
    }

    pub fn clear(&self) {
        if let Some(parent) = self.last.parent_node() {
            for node in self.inner() {
                let _ = parent.remove_child(&node);
            }
        }
    }

    /// Adds `drawn` before its end.
    pub fn end(&self, drawn: &View) {
        if let Some(node) = drawn.node() {
            insert(node, &self.last);
        }
    }

    /// Moves the range and its marks to stand before `next`.
    pub fn go_before(&self, next: &Node) {
        let inner = self.inner();
        insert(&self.first, next);
        for node in inner {
            insert(&node, next);
        }
        insert(&self.last, next);
    }

    /// Takes the range and its marks out of the document.
    pub fn remove(&self) {
        self.clear();
        for mark in [&self.first, &self.last] {
            if let Some(parent) = mark.parent_node() {
                let _ = parent.remove_child(mark);
            }
        }
    }
}

/// A place whose parent is gone has nobody to show it to.
pub fn insert(node: &Node, before: &Node) {
    if let Some(parent) = before.parent_node() {
        let _ = parent.insert_before(node, Some(before));
    }
}
