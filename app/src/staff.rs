//! What only staff see on a case. The staff program provides it as context, so that none of it is
//! linked into the parties' program.

use crate::folded::Folded;
use crate::open::Open;
use crate::shell::Context;
use crate::words::reason;
use crate::words::staff::Word;
use domain::command::Command;
use domain::refusal::Refusal;
use leptos::prelude::*;

/// A section of the open case; empty for whom it is not meant.
pub type Part = fn(Open) -> AnyView;

#[derive(Clone, Copy)]
pub struct Parts {
    pub mediator: Part,
    pub editor: Part,
    pub desk: Part,
    pub history: Part,
}

/// The section `which` of the staff program; nothing in the parties'.
pub fn part(which: fn(Parts) -> Part, open: Open) -> Option<AnyView> {
    use_context::<Parts>().map(|parts| which(parts)(open))
}

pub fn say(context: Context, word: Word) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || word.text(context.language.get())
}

/// An act that cannot be taken back: opened first, restated in full, with its ground and reasons,
/// then done. Hidden where the reader never may; with the refusal's words where not yet.
pub fn deed<G: Copy + Send + Sync + 'static>(
    open: Open,
    folded: &Folded,
    (title, restated): (Word, Word),
    grounds: Vec<(G, Word)>,
    make: fn(G, String) -> Command,
    id: &'static str,
) -> AnyView {
    let context = open.context;
    let Some((first, _)) = grounds.first().copied() else {
        return ().into_any();
    };
    match folded.may(&make(first, "…".into())) {
        Ok(()) => {}
        Err(Refusal::NotYourRole | Refusal::NotYourCase | Refusal::WrongStage | Refusal::AlreadyDone) => {
            return ().into_any();
        }
        Err(refusal) => {
            return view! {
                <p class="why" data-testid=format!("{id}-refused")>
                    <strong>{say(context, title)}</strong> ": "
                    {move || reason(refusal.code(), context.language.get())} " " <small>{refusal.article()}</small>
                </p>
            }
            .into_any();
        }
    }
    let chosen = RwSignal::new(0_usize);
    let why = RwSignal::new(String::new());
    let choices = grounds.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some((ground, _)) = grounds.get(chosen.get_untracked()) {
            open.act(make(*ground, why.get_untracked()));
        }
    };
    let choose = move |event| chosen.set(event_target_value(&event).parse().unwrap_or(0));
    view! {
        <details class="deed">
            <summary data-testid=id>{say(context, title)}</summary>
            <form class="card" on:submit=submit data-testid=format!("{id}-form")>
                <p>{say(context, restated)}</p>
                {(choices.len() > 1).then(|| view! {
                    <label>
                        {say(context, Word::Ground)}
                        <select data-testid=format!("{id}-ground") on:change=choose>
                            {choices.into_iter().enumerate().map(|(index, (_, word))| view! {
                                <option value=index.to_string()>{say(context, word)}</option>
                            }).collect_view()}
                        </select>
                    </label>
                })}
                <label>
                    {say(context, Word::Reasons)}
                    <textarea required maxlength="500" data-testid=format!("{id}-reason") bind:value=why></textarea>
                </label>
                <button data-testid=format!("{id}-confirm")>{say(context, title)}</button>
            </form>
        </details>
    }
    .into_any()
}
