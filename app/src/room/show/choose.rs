//! What the reader may show, and why something was not shown.

use super::Show;
use crate::icon::{Icon, icon};
use crate::view::prelude::*;
use crate::words::aside::Word;
use crate::words::room;
use domain::id::PersonId;
use domain::showing::{ShowAsk, Showable, may_show};

/// What can be shown, each with its title; whether only some may read it.
type Choices = Vec<(Showable, String, bool)>;

pub(super) fn choose(show: Show) -> View {
    let open = show.hall.open;
    let choices = open.watch(|folded| {
        let mut all: Choices = Vec::new();
        if !folded.case.draft.0.is_empty() {
            all.push((Showable::Draft, String::new(), false));
        }
        for (_, piece) in &folded.case.evidence {
            all.push((Showable::Evidence(piece.digest), piece.title.clone(), !piece.shared));
        }
        all.retain(|(what, ..)| may_show(&folded.case, *what, &folded.view.you).is_ok());
        all
    });
    let heading = NodeRef::<web_sys::HtmlElement>::new();
    effect(move || {
        if let Some(heading) = heading.get() {
            // So that it is read out.
            let _ = heading.focus();
        }
    });
    let one = move |(what, title, private): (Showable, String, bool)| {
        let start = move |_| {
            show.refused.set(None);
            show.opening.set(true);
            show.ask(ShowAsk::Open { what, page: 1 });
        };
        let title = move || match what {
            Showable::Draft => show.say(Word::DraftAgreement)().to_owned(),
            Showable::Evidence(_) => title.clone(),
        };
        view! {
            <li>
                <button class="plain big" data-testid="show-this" disabled=move || show.opening.get() on:click=start>
                    {icon(Icon::Document)}<span class="grow">{title}</span>
                    {private.then(|| view! { <small class="muted">{show.say(Word::NotAllSee)}</small> })}
                </button>
            </li>
        }
    };
    view! {
        <section class="choose" aria-label=show.say(room::Word::Present) data-testid="choose">
            <div class="row between">
                <h2 node_ref=heading tabindex="-1">{show.say(room::Word::Present)}</h2>
                <button class="quiet" data-testid="choose-close" on:click=move |_| show.choosing.set(false)>{show.say(Word::Close)}</button>
            </div>
            <p class="muted">{show.say(Word::PresentLead)}</p>
            {move || show.refused.get().map(|(code, people)| refusal(show, &code, people))}
            {move || choices.with(Vec::is_empty).then(|| view! { <p class="empty">{show.say(Word::NothingToShow)}</p> })}
            <ul role="list" class="stack tight">{move || choices.get().into_iter().map(one).collect_view()}</ul>
            <p class="muted" role="status">{move || show.opening.get().then(|| show.say(Word::Opening)())}</p>
        </section>
    }
}

fn refusal(show: Show, code: &str, people: Vec<PersonId>) -> View {
    let say = match code {
        "not_for_all" => show.say(Word::NotForAll)(),
        "show_taken" => show.say(Word::ShowTaken)(),
        "page_unfit" => show.say(Word::PageUnfit)(),
        _ => show.say(room::Word::NotNow)(),
    };
    let names = move || {
        let names: Vec<String> = people.iter().map(|person| show.name(*person)).collect();
        names.join("、")
    };
    view! { <p class="note bad" role="alert" data-testid="not-shown">{say} " " {names}</p> }
}
