//! Calling an interpreter of the mediation body into a case.

use crate::api;
use crate::open::Open;
use crate::staff::act::is_moot;
use crate::staff::say;
use crate::ui::Field;
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::Word;
use domain::api::PersonName;
use domain::command::Command;
use domain::id::PersonId;

pub fn interpreter(open: Open) -> View {
    let context = open.context;
    let known = RwSignal::new(None::<Vec<PersonName>>);
    spawn_local(async move {
        if let Ok(found) = api::get("/api/v1/interpreters").await {
            let _ = known.try_set(Some(found));
        }
    });
    let called = open.watch(|folded| {
        let called = folded.case.interpreter.clone()?;
        let named = folded.view.people.iter().find(|known| known.person == called.person);
        Some((
            named.map_or_else(String::new, |known| known.name.clone()),
            called.language,
        ))
    });
    let moot = open.watch(|folded| {
        let asked = Command::CallInterpreter {
            person: PersonId(uuid::Uuid::nil()),
            language: "…".into(),
        };
        folded.may(&asked).is_err_and(is_moot)
    });
    view! {
        <section class="card tight" data-testid="interpreter" hidden=move || moot.get() && called.with(Option::is_none)>
            <h3>{say(context, Word::Interpreter)}</h3>
            {move || called.get().map(|(name, language)| view! { <p data-testid="called"><strong>{name}</strong> " · " {language}</p> })}
            {move || known.get().filter(|_| !moot.get()).map(|known| form(open, known))}
        </section>
    }
}

fn form(open: Open, known: Vec<PersonName>) -> View {
    let context = open.context;
    let Some(first) = known.first() else {
        return view! { <p class="muted">{say(context, Word::InterpreterNone)}</p> };
    };
    let (who, language) = (RwSignal::new(first.person.to_string()), RwSignal::new(String::new()));
    let fault = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(person) = who.get_untracked().parse() else {
            return;
        };
        let language = language.get_untracked().trim().to_owned();
        spawn_local(async move {
            let refused = open.submit(Command::CallInterpreter { person, language }).await.err();
            let _ = fault.try_set(refused.map(|refused| refused.code().to_owned()));
        });
    };
    let option = |one: PersonName| view! { <option value=one.person.to_string()>{one.name}</option> };
    view! {
        <details>
            <summary data-testid="interpreter-open">{say(context, Word::InterpreterCall)}</summary>
            <form class="stack tight" on:submit=submit>
                <p class="muted">{say(context, Word::InterpreterMeans)}</p>
                <label class="field">
                    {say(context, Word::InterpreterWho)}
                    <select data-testid="interpreter-who" on:change=move |event| who.set(event_target_value(&event))>
                        {known.into_iter().map(option).collect_view()}
                    </select>
                </label>
                <Field id="interpreter-language" label=say(context, Word::InterpreterLanguage) value=language required=true/>
                <p class="bad-text" role="alert">{move || fault.get().map(|code| reason(&code, context.language.get()))}</p>
                <button class="plain" data-testid="interpreter-call" disabled=move || open.busy.get()>
                    {say(context, Word::InterpreterCall)}
                </button>
            </form>
        </details>
    }
}
