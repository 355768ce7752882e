//! Lists whose entries keep their place in the document while others come and go.

use super::closure::Yield;
use super::draw::View;
use super::follow::{Range, follow};
use leptos::prelude::{Owner, untrack};
use std::cell::RefCell;
use std::rc::Rc;

/// One entry in the document; its owner goes with it.
struct Entry {
    range: Range,
    _owner: Owner,
}

/// Which entry of before stands in a place now, or how to draw a new one.
enum Place {
    Kept(usize),
    New(Box<dyn FnOnce() -> View>),
}

/// Draws each value of `each` once; values are the same as long as their `key` is.
pub fn keyed<T: 'static, K: PartialEq + 'static>(
    each: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> K + 'static,
    draw: impl Fn(T) -> View + 'static,
) -> View {
    let draw = Rc::new(draw);
    let before = RefCell::new(Vec::<K>::new());
    following_list(Box::new(move || {
        let values = each();
        let keys: Vec<K> = values.iter().map(&key).collect();
        let before = before.replace(keys);
        let place = |value: T| match before.iter().position(|known| *known == key(&value)) {
            Some(index) => Place::Kept(index),
            None => {
                let draw = draw.clone();
                Place::New(Box::new(move || draw(value)))
            }
        };
        values.into_iter().map(place).collect()
    }))
}

fn following_list(places: Box<dyn Yield<Vec<Place>>>) -> View {
    let list = Range::new();
    let whole = list.whole();
    // Entries outlive the effect's runs, so their owners hang on the list's.
    let outer = Owner::current();
    let mut entries: Vec<Option<Entry>> = Vec::new();
    follow(Box::new(move || {
        let places = places.now();
        let mut before = std::mem::take(&mut entries);
        let kept = |index: &usize| {
            places
                .iter()
                .any(|place| matches!(place, Place::Kept(at) if at == index))
        };
        for index in (0..before.len()).filter(|index| !kept(index)) {
            if let Some(gone) = before[index].take() {
                gone.range.remove();
            }
        }
        let mut next = list.first().next_sibling();
        for place in places {
            let entry = match place {
                Place::Kept(index) => before[index].take(),
                Place::New(draw) => Some(new(outer.as_ref(), &list, draw)),
            };
            if let Some(entry) = &entry
                && let Some(at) = &next
            {
                if entry.range.first() != at {
                    entry.range.go_before(at);
                }
                next = entry.range.last().next_sibling();
            }
            entries.push(entry);
        }
    }));
    whole
}

fn new(outer: Option<&Owner>, list: &Range, draw: Box<dyn FnOnce() -> View>) -> Entry {
    let owner = outer.map_or_else(Owner::new, Owner::child);
    let range = Range::new();
    list.end(&range.whole());
    range.end(&untrack(|| owner.with(draw)));
    Entry { range, _owner: owner }
}
