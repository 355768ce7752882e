//! The agreement's second column: its language, and the translations only the mediator can write.

use crate::api;
use crate::keep::kept;
use crate::open::Open;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::{self, Word};
use domain::api::{ClauseTranslation, SecondColumn, TranslatedClause, TranslationDraft};
use domain::terms::second::SecondLanguage;
use std::collections::BTreeMap;

/// By the digest of the clause's wording.
type Texts = BTreeMap<String, String>;

#[derive(Clone, Copy)]
struct Panel {
    open: Open,
    column: RwSignal<Option<SecondColumn>>,
    /// Written and not sent yet.
    typed: RwSignal<Texts>,
    fault: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Panel {
    fn path(self) -> String {
        format!("/api/v1/cases/{}/translation", self.open.id)
    }

    fn language(self) -> Option<SecondLanguage> {
        self.column.with(|column| column.as_ref()?.language)
    }

    /// What stands in the field of `clause`.
    fn text(self, clause: &TranslatedClause) -> String {
        let typed = self.typed.with(|typed| typed.get(&clause.digest.to_string()).cloned());
        typed.unwrap_or_else(|| match clause.translated {
            true => clause.text.clone(),
            false => String::new(),
        })
    }

    fn send(self, language: Option<SecondLanguage>) {
        let texts = untrack(move || {
            let column = self.column.get().filter(|column| column.language == language);
            let clauses = column.map_or_else(Vec::new, |column| column.clauses);
            let own = clauses.iter().filter(|clause| clause.free);
            let texts = own.map(|clause| ClauseTranslation {
                clause: clause.digest,
                text: self.text(clause),
            });
            texts.collect()
        });
        self.busy.set(true);
        spawn_local(async move {
            let draft = TranslationDraft { language, texts };
            let answer = api::post::<SecondColumn>(&self.path(), &draft).await;
            let _ = self.busy.try_set(false);
            let refused = match answer {
                Ok(column) => {
                    let _ = self.column.try_set(Some(column));
                    let _ = self.typed.try_set(Texts::new());
                    None
                }
                Err(fault) => Some(fault.code().to_owned()),
            };
            let _ = self.fault.try_set(refused);
        });
    }
}

pub fn second(open: Open, may: Memo<bool>) -> View {
    let context = open.context;
    let panel = Panel {
        open,
        column: RwSignal::new(None),
        typed: kept(&format!("{}/translation", open.id)),
        fault: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    // Whatever changes the clauses changes what stands beside them.
    let terms = open.watch(|folded| (folded.terms(), folded.case.agreement.is_some()));
    effect(move || {
        terms.track();
        spawn_local(async move {
            if let Ok(found) = api::get(&panel.path()).await {
                let _ = panel.column.try_set(Some(found));
            }
        });
    });
    let shown = move || may.get() || panel.language().is_some();
    view! {
        {move || shown().then(|| view! {
            <section class="card tight" data-testid="second">
                <h3>{say(context, Word::SecondLanguage)}</h3>
                <p class="muted">{say(context, Word::SecondMeans)}</p>
                {move || may.get().then(|| choice(panel))}
                {move || panel.column.get().filter(|column| column.language.is_some()).map(|column| clauses(panel, column, may))}
                <p class="bad-text" role="alert">{move || panel.fault.get().map(|code| reason(&code, context.language.get()))}</p>
            </section>
        })}
    }
}

fn choice(panel: Panel) -> View {
    let context = panel.open.context;
    let named = |name: &str| SecondLanguage::ALL.into_iter().find(|it| it.frame().tag == name);
    let option = move |language: SecondLanguage| {
        let frame = language.frame();
        view! {
            <option value=frame.tag selected=move || panel.language() == Some(language)>
                {format!("{} {}", frame.chinese_name, frame.own_name)}
            </option>
        }
    };
    view! {
        <label class="field">
            {say(context, Word::SecondWhich)}
            <select data-testid="second-language" disabled=move || panel.busy.get()
                on:change=move |event| panel.send(named(&event_target_value(&event)))>
                <option value="" selected=move || panel.language().is_none()>{say(context, Word::SecondNone)}</option>
                {SecondLanguage::ALL.map(option).collect_view()}
            </select>
        </label>
    }
}

fn clauses(panel: Panel, column: SecondColumn, may: Memo<bool>) -> View {
    let context = panel.open.context;
    let tag = column.language.map_or("", |language| language.frame().tag);
    let any = column.clauses.iter().any(|clause| clause.free);
    let unprintable = column.unprintable;
    let one = move |(index, clause): (usize, TranslatedClause)| {
        let place = move || staff::place(Some(index), context.language.get());
        let write = clause.free && may.get_untracked();
        let missing = clause.free && !clause.translated;
        let said = clause.text.clone();
        let key = clause.digest.to_string();
        view! {
            <li>
                {write.then(|| {
                    let now = clause.clone();
                    view! {
                        <label class="field">
                            {place}
                            <textarea rows="3" maxlength="15000" lang=tag data-testid=format!("second-{}", index + 1)
                                prop:value=move || panel.text(&now)
                                on:input=move |event| panel.typed.update(|typed| _ = typed.insert(key.clone(), event_target_value(&event)))></textarea>
                        </label>
                    }
                })}
                {(!write).then(|| view! {
                    <p class="muted">{place}</p>
                    <p class="wording" lang=if missing { "zh" } else { tag }>{said}</p>
                })}
                {missing.then(|| view! { <p class="warn-text">"⚠ " {say(context, Word::SecondMissing)}</p> })}
            </li>
        }
    };
    view! {
        <p class="muted" lang=tag>{column.governs}</p>
        <ol role="list" class="stack tight" data-testid="second-clauses">
            {column.clauses.into_iter().enumerate().map(one).collect_view()}
        </ol>
        {(!unprintable.is_empty()).then(|| view! {
            <p class="bad-text" data-testid="unprintable">"⚠ " {say(context, Word::Unprintable)} " " {unprintable}</p>
        })}
        {(any && may.get_untracked()).then(|| view! {
            <button type="button" data-testid="second-save" disabled=move || panel.busy.get() || panel.typed.with(Texts::is_empty)
                on:click=move |_| panel.send(panel.column.with_untracked(|column| column.as_ref()?.language))>
                {say(context, Word::SecondSave)}
            </button>
        })}
    }
}
