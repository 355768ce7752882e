//! The statutory grounds beside the document: what the case proves by itself, and what the reviewer
//! ticks off for himself.

use super::grounds::{self, Ground, Proof, State};
use super::own;
use crate::keep::kept;
use crate::open::Open;
use crate::staff::{history, say};
use crate::view::prelude::*;
use crate::words::staff::{self, Word};
use domain::moment::Zone;
use domain::terms::prose::Language;
use std::collections::BTreeSet;

pub fn checks(open: Open) -> View {
    let context = open.context;
    let grounds = open.watch(grounds::of);
    // The reviewer's own list: it decides nothing and is not part of the file.
    let ticked = kept::<BTreeSet<String>>(&format!("{}/checked", open.id));
    let decided = open
        .watch(|folded| own(folded).is_none_or(|one| one.withdrawn || one.rejected.is_some() || one.ruling.is_some()));
    let left = move || {
        let still =
            |ground: &&Ground| ground.state == State::Open && !ticked.with(|ticked| ticked.contains(ground.article));
        grounds.with(|grounds| grounds.iter().filter(still).count())
    };
    view! {
        <section class="card checks" aria-labelledby="checks-title">
            <h2 id="checks-title">{say(context, Word::Mark)}</h2>
            <p class=move || if left() == 0 { "note good" } else { "note" } role="status" data-testid="left" hidden=move || decided.get()>
                {move || staff::left_to_judge(left(), context.language.get())}
            </p>
            <ul role="list" class="grounds" data-testid="grounds">
                {move || grounds.get().into_iter().map(|ground| row(open, ground, ticked)).collect_view()}
            </ul>
            <p class="muted"><small>{say(context, Word::OwnTicks)}</small></p>
        </section>
    }
}

fn row(open: Open, ground: Ground, ticked: RwSignal<BTreeSet<String>>) -> View {
    let context = open.context;
    let zone = open.folded.with_untracked(|folded| folded.case.zone);
    let article = ground.article;
    let on = move || ticked.with(|ticked| ticked.contains(article));
    let toggle = move |_| {
        ticked.update(|ticked| {
            if !ticked.remove(article) {
                ticked.insert(article.to_owned());
            }
        });
    };
    let (sign, word, class) = match ground.state {
        State::Clear => ("✓", Word::Holds, "clear"),
        State::Stands => ("✗", Word::Fails, "stands"),
        State::Open => ("?", Word::ForYou, "open"),
    };
    let name = move || format!("{} {article}", ground.word.text(context.language.get()));
    let mark = if ground.state == State::Open {
        view! {
            <label class="tick">
                <input type="checkbox" aria-label=name prop:checked=on on:change=toggle/>
                <span class=move || if on() { "good-text" } else { "warn-text" }>
                    {move || if on() { say(context, Word::Judged)() } else { say(context, word)() }}
                </span>
            </label>
        }
    } else {
        view! { <strong class=class>{sign} " " {say(context, word)}</strong> }
    };
    view! {
        <li class=class>
            <p class="row between"><span>{say(context, ground.word)} " " <small class="muted">{article}</small></span> {mark}</p>
            <ul role="list" class="proofs">
                {ground.proofs.into_iter().map(|proof| {
                    let entry = match proof {
                        Proof::Entry { seq, .. } => Some(seq),
                        _ => None,
                    };
                    let said = move || told(&proof, zone, context.language.get());
                    match entry {
                        Some(seq) => view! {
                            <li><button type="button" class="proof" data-testid="proof" on:click=move |_| history::show(seq)>{said}</button></li>
                        },
                        None => view! { <li><small>{said}</small></li> },
                    }
                }).collect_view()}
            </ul>
        </li>
    }
}

fn told(proof: &Proof, zone: Zone, language: Language) -> String {
    match proof {
        Proof::Entry { word, seq, at } => {
            let (hour, minute) = at.clock(zone);
            format!(
                "{} · {} {hour:02}:{minute:02} · #{seq}",
                word.text(language),
                at.date(zone)
            )
        }
        Proof::Found(word) => word.text(language).to_owned(),
        Proof::Day(word, day) => format!("{} · {day}", word.text(language)),
        Proof::Heads(heads) => {
            let names: Vec<_> = heads.iter().map(|head| staff::dispute_head(*head, language)).collect();
            names.join(if language == Language::Chinese { "、" } else { ", " })
        }
        Proof::Evidence(count) => staff::pieces(*count, language),
    }
}
