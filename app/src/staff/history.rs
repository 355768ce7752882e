//! Everything the reader may know to have happened, newest first: when, who, what, and the entry's
//! place and hash in the case's chain.

use crate::folded::Folded;
use crate::open::Open;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::staff::events::{self, Scene};
use crate::words::staff::{Word, role};
use domain::actor::{Actor, Role};
use domain::case::Case;
use domain::terms::prose::Language;
use wasm_bindgen::JsCast;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Line {
    seq: u64,
    hash: String,
    when: String,
    who: String,
    /// `None` where the entry is not for the reader.
    what: Option<String>,
}

pub fn history(open: Open) -> View {
    let context = open.context;
    let lines = Memo::new(move |_| {
        let language = context.language.get();
        open.folded.with(|folded| lines(folded, language))
    });
    view! {
        <p class="muted">{say(context, Word::HistoryIntro)}</p>
        <ol role="list" class="record" data-testid="history">
            {keyed(move || lines.get(), Clone::clone, move |line| view! {
                <li id=format!("entry-{}", line.seq) tabindex="-1">
                    <p class="when number"><span>{line.when}</span> " " <small class="muted">"#" {line.seq} " · " <code>{line.hash}</code></small></p>
                    <p><strong>{line.who}</strong> " " {match line.what {
                        Some(what) => view! { <span>{what}</span> },
                        None => view! { <span class="muted">{say(context, Word::Withheld)}</span> },
                    }}</p>
                </li>
            })}
        </ol>
    }
}

/// Shows the entry of that place in the history, from wherever on the page.
pub fn show(seq: u64) {
    let element = |id: &str| {
        let found = web_sys::window()?.document()?.get_element_by_id(id)?;
        found.dyn_into::<web_sys::HtmlElement>().ok()
    };
    if let Some(tab) = element("tab-history") {
        tab.click();
    }
    // The panel shows with the next picture; before it nothing in it takes focus.
    request_animation_frame(move || {
        if let Some(entry) = element(&format!("entry-{seq}")) {
            entry.scroll_into_view();
            // Focus marks the line; without it the line is in view all the same.
            let _ = entry.focus();
        }
    });
}

fn lines(folded: &Folded, language: Language) -> Vec<Line> {
    let zone = folded.case.zone;
    let mut before = Case::new(folded.case.id);
    let mut lines = Vec::new();
    for entry in &folded.view.entries {
        let (Ok(header), Ok(event)) = (entry.header(), entry.event()) else {
            continue;
        };
        let (hour, minute) = header.time.clock(zone);
        let what = event.as_ref().map(|event| {
            let scene = Scene {
                folded,
                before: &before,
                language,
            };
            events::told(event, &scene)
        });
        lines.push(Line {
            seq: header.seq,
            hash: entry.hash().to_string()[..8].to_owned(),
            when: format!("{} {hour:02}:{minute:02}", header.time.date(zone)),
            who: actor(folded, &header.actor, language),
            what,
        });
        if let Some(event) = event {
            before.apply(&event, header.time);
        }
    }
    lines.reverse();
    lines
}

/// 王秀兰（调解员）
fn actor(folded: &Folded, actor: &Actor, language: Language) -> String {
    let title = role(actor.role, language);
    let known = folded.view.people.iter().find(|known| known.person == actor.person);
    match known.filter(|known| actor.role != Role::System && !known.name.is_empty()) {
        None => title.to_owned(),
        Some(known) if language == Language::Chinese => format!("{}（{title}）", known.name),
        Some(known) => format!("{} ({title})", known.name),
    }
}
