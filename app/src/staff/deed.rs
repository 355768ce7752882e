//! An act that cannot be taken back: opened first, restated in full with its ground and reasons,
//! then done; to step back has the same weight.

use crate::keep::kept;
use crate::open::Open;
use crate::staff::act::is_moot;
use crate::staff::preview::Preview;
use crate::staff::say;
use crate::ui::Why;
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::Word;
use domain::command::Command;
use domain::refusal::Refusal;

pub struct Deed<G: 'static> {
    /// Test id, and the key under which typed reasons are kept.
    pub id: &'static str,
    pub class: &'static str,
    pub title: Word,
    /// What follows from it.
    pub restated: Word,
    /// Choices of ground, each with its article; a single one is not asked.
    pub grounds: Vec<(G, Word, &'static str)>,
    /// What the field for the explanation asks; `None` asks nothing.
    pub reasons: Option<Word>,
    /// Documents are made of it, to be looked at before.
    pub preview: bool,
    pub make: fn(G, String) -> Command,
}

pub fn deed<G: Copy + Send + Sync + 'static>(open: Open, deed: Deed<G>) -> View {
    let Deed {
        id,
        class,
        title,
        restated,
        grounds,
        reasons,
        preview,
        make,
    } = deed;
    let Some((first, ..)) = grounds.first().copied() else {
        return ().into_view();
    };
    let context = open.context;
    let ruling: Memo<Result<(), Refusal>> = open.ruling(make(first, "…".into()));
    let moot = move || ruling.get().is_err_and(is_moot);
    let refused = move || ruling.get().err().filter(|refusal| !is_moot(*refusal));
    let dialog = NodeRef::<web_sys::HtmlDialogElement>::new();
    let foreseen = Preview::new(open);
    let fault = RwSignal::new(None::<String>);
    let explanation = kept::<String>(&format!("{}/{id}", open.id));
    let chosen = RwSignal::new(0_usize);
    let asks = reasons.is_some() || grounds.len() > 1;
    // What was drawn for other reasons or another ground is not what will be issued.
    effect(move || {
        explanation.track();
        chosen.track();
        foreseen.forget();
    });
    let show = move |_| {
        fault.set(None);
        if preview && !asks {
            foreseen.ask(make(first, String::new()));
        }
        if let Some(dialog) = dialog.get_untracked() {
            // Already open: nothing to do.
            let _ = dialog.show_modal();
        }
    };
    let hide = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let choices = grounds.clone();
    let choosable = grounds.clone();
    let look = move |_| {
        if let Some((ground, ..)) = choosable.get(chosen.get_untracked()).copied() {
            foreseen.ask(make(ground, explanation.get_untracked().trim().to_owned()));
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((ground, ..)) = grounds.get(chosen.get_untracked()).copied() else {
            return;
        };
        let command = make(ground, explanation.get_untracked().trim().to_owned());
        spawn_local(async move {
            match open.submit(command).await {
                Ok(()) => {
                    hide();
                    let _ = explanation.try_set(String::new());
                }
                Err(refused) => fault.set(Some(refused.code().to_owned())),
            }
        });
    };
    let (label, labelled) = (format!("{id}-title"), format!("{id}-title"));
    view! {
        <div class="act" hidden=moot>
            <button class=class type="button" data-testid=id disabled=move || ruling.get().is_err() on:click=show>
                {say(context, title)}
            </button>
            {move || refused().map(|refusal| view! { <div data-testid=format!("{id}-refused")><Why refusal/></div> })}
            <dialog node_ref=dialog aria-labelledby=labelled class="deed">
                <form class="stack" on:submit=submit data-testid=format!("{id}-form")>
                    <h2 id=label>{say(context, title)}</h2>
                    <p class="note warn">{say(context, restated)}</p>
                    {(choices.len() > 1).then(|| ground(open, id, choices, chosen))}
                    {reasons.map(|word| view! {
                        <label class="field">
                            {say(context, word)}
                            <textarea required maxlength="1000" data-testid=format!("{id}-reason") bind:value=explanation></textarea>
                        </label>
                    })}
                    {preview.then(|| view! {
                        <button class="quiet" type="button" hidden=!asks data-testid=format!("{id}-preview") on:click=look>{say(context, Word::PreviewDocument)}</button>
                        {foreseen.pages()}
                    })}
                    <p class="bad-text" role="alert">
                        {move || fault.get().map(|code| reason(&code, context.language.get()))}
                    </p>
                    <div class="actions pair decide">
                        <button class="plain" type="button" data-testid=format!("{id}-back") on:click=move |_| hide()>
                            {say(context, Word::StepBack)}
                        </button>
                        <button class="maple" data-testid=format!("{id}-confirm") disabled=move || open.busy.get() || foreseen.coming()>
                            {say(context, title)}
                        </button>
                    </div>
                </form>
            </dialog>
        </div>
    }
}

fn ground<G: 'static>(
    open: Open,
    id: &'static str,
    choices: Vec<(G, Word, &'static str)>,
    chosen: RwSignal<usize>,
) -> View {
    let choose = move |event| chosen.set(event_target_value(&event).parse().unwrap_or(0));
    let option = move |(index, (_, word, article)): (usize, (G, Word, &'static str))| {
        let text = move || {
            let mark = if article.is_empty() { "" } else { " · " };
            format!("{}{mark}{article}", word.text(open.context.language.get()))
        };
        view! { <option value=index.to_string()>{text}</option> }
    };
    view! {
        <label class="field">
            {say(open.context, Word::Ground)}
            <select data-testid=format!("{id}-ground") on:change=choose>
                {choices.into_iter().enumerate().map(option).collect_view()}
            </select>
        </label>
    }
}
