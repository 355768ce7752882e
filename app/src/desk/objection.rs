//! A party's objection to the court's confirmation, and the court's answer (CPL-Int 372).

use super::own;
use crate::open::Open;
use crate::staff::deed::Deed;
use crate::staff::{people, say};
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::case::{Objection, Objector};
use domain::command::Command;

pub fn objections(open: Open) -> View {
    let context = open.context;
    let raised = open.watch(|folded| own(folded).map_or_else(Vec::new, |one| one.objections.clone()));
    let one = move |objection: Objection| {
        let (class, word) = match objection.decided {
            None => ("warn-text", Word::ObjectionOpen),
            Some((true, _)) => ("bad-text", Word::ObjectionUpheld),
            Some((false, _)) => ("good-text", Word::ObjectionDismissed),
        };
        let (class_of, who) = match objection.by_whom {
            Objector::Party(side) => (people::class(side), say(context, people::side_word(side)).into_view()),
            Objector::Third(name) => {
                let name = open.folded.with_untracked(|folded| folded.disclosed(&name));
                let name = name.unwrap_or_default();
                ("official", view! { {say(context, Word::ThirdParty)} " " {name} })
            }
        };
        view! {
            <li class=format!("note {}", class_of)>
                <p>{who} " · " <strong class=class>{say(context, word)}</strong></p>
                <p>{objection.reason}</p>
                {objection.decided.map(|(_, explanation)| view! { <p class="muted">{explanation}</p> })}
            </li>
        }
    };
    view! {
        <section class="card" data-testid="objections" hidden=move || raised.with(Vec::is_empty)>
            <h2>{say(context, Word::Objections)}</h2>
            <ul role="list" class="stack tight">{move || raised.get().into_iter().map(one).collect_view()}</ul>
        </section>
    }
}

pub fn uphold() -> Deed<()> {
    Deed {
        id: "uphold-objection",
        class: "danger",
        title: Word::UpholdObjection,
        restated: Word::UpholdRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: Some(Word::Reasons),
        preview: true,
        make: |(), explanation| Command::DecideObjection {
            upheld: true,
            explanation,
        },
    }
}

pub fn dismiss() -> Deed<()> {
    Deed {
        id: "dismiss-objection",
        class: "plain",
        title: Word::DismissObjection,
        restated: Word::DismissObjectionRestated,
        grounds: vec![((), Word::Other, "")],
        reasons: Some(Word::Reasons),
        preview: true,
        make: |(), explanation| Command::DecideObjection {
            upheld: false,
            explanation,
        },
    }
}
