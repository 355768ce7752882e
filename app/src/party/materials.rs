//! 我的材料: photos and papers, each with a title and who may see it.

use super::act::{submit_then, trouble};
use super::say::{filled, say};
use crate::api;
use crate::icon::{Icon, icon};
use crate::keep::kept;
use crate::open::Open;
use crate::upload;
use crate::view::prelude::*;
use crate::words::party::Word;
use domain::actor::{Actor, Role};
use domain::api::Stored;
use domain::command::{Command, Evidence};
use domain::id::EvidenceId;
use domain::text;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

/// A file that reached the server but is not yet part of the case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Arrived {
    stored: Option<Stored>,
    title: String,
    private: bool,
}

pub fn materials(open: Open) -> View {
    let may = open.watch(|folded| {
        folded.may(&Command::AddEvidence(Evidence {
            id: EvidenceId(uuid::Uuid::nil()),
            title: "…".into(),
            digest: domain::hash::Digest::ZERO,
            media_type: "image/png".into(),
            size: 1,
            shared: true,
        }))
    });
    let fault = RwSignal::new(None);
    let add = Callback::new(move |(evidence, done): (Evidence, Callback<()>)| {
        submit_then(open, Command::AddEvidence(evidence), fault, move || done.run(()));
    });
    view! {
        <h1 tabindex="-1">{say(Word::RowMaterials)}</h1>
        <p class="muted">{say(Word::MaterialsHint)}</p>
        {open.section(|a, b| a.case.evidence == b.case.evidence, |open, folded| {
            let you = folded.view.you.person;
            let (mine, theirs): (Vec<_>, Vec<_>) = folded.case.evidence.iter().cloned().partition(|(by, _)| by.person == you);
            view! {
                {list(open, Word::MyMaterials, mine, true)}
                {(!theirs.is_empty()).then(|| list(open, Word::TheirMaterials, theirs, false))}
            }
        })}
        {move || match may.get() {
            Ok(()) => uploader(open, format!("material:{}", open.id), add),
            Err(_) => view! { <p class="note">{say(Word::MaterialsClosed)}</p> },
        }}
        {trouble(open, fault)}
    }
}

fn list(open: Open, heading: Word, pieces: Vec<(Actor, Evidence)>, mine: bool) -> View {
    let empty = pieces.is_empty();
    let piece = |(by, piece): (Actor, Evidence)| {
        let href = api::link(&format!("/api/v1/cases/{}/files/{}", open.id, piece.digest));
        let who = match by.role {
            Role::Claimant => Word::ClaimantSide,
            Role::Respondent => Word::RespondentSide,
            _ => Word::MediatorSide,
        };
        let seen = if piece.shared {
            Word::SharedWithAll
        } else {
            Word::MediatorOnly
        };
        view! {
            <li>
                <a href=href target="_blank" rel="noopener" data-testid="material">
                    {icon(Icon::Document)}
                    <span class="grow">
                        {piece.title} <br/>
                        <small class="muted">{(!mine).then(|| view! { {say(who)} " · " })} {say(seen)} " · " {size(piece.size)}</small>
                    </span>
                    <span class="muted">{say(Word::OpenFile)}</span>
                </a>
            </li>
        }
    };
    view! {
        <section class="stack tight">
            <h2>{say(heading)}</h2>
            {empty.then(|| view! { <p class="empty">{say(Word::NoMaterials)}</p> })}
            <ul role="list" class="rows" data-testid="materials">{pieces.into_iter().map(piece).collect_view()}</ul>
        </section>
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1024 * 1024 {
        format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576)
    } else {
        format!("{} KB", bytes.div_ceil(1024))
    }
}

/// Takes one file after another: chosen, on its way, named, handed to `add`. A file that arrived and
/// its title outlive a reload under `key`.
pub fn uploader(open: Open, key: String, add: Callback<(Evidence, Callback<()>)>) -> View {
    let arrived = kept::<Arrived>(&key);
    let way = RwSignal::new(None::<u8>);
    let trouble_word = RwSignal::new(None::<String>);
    let chosen = RwSignal::new(None::<File>);
    let send = move |file: File| {
        trouble_word.set(None);
        if file.size() > upload::MOST_BYTES {
            trouble_word.set(Some("file_too_large".into()));
            return;
        }
        way.set(Some(0));
        let title = file.name();
        spawn_local(async move {
            let path = format!("/api/v1/cases/{}/files", open.id);
            let outcome = upload::send(&path, &file, move |percent| {
                // Gone with the screen.
                let _ = way.try_set(Some(percent));
            })
            .await;
            let _ = way.try_set(None);
            match outcome {
                Ok(stored) => {
                    let plain = title
                        .rsplit_once('.')
                        .map_or(title.as_str(), |(stem, _)| stem)
                        .to_owned();
                    arrived.try_update(|arrived| {
                        arrived.stored = Some(stored);
                        if arrived.title.is_empty() {
                            arrived.title = plain;
                        }
                    });
                }
                Err(fault) => _ = trouble_word.try_set(Some(fault.code().to_owned())),
            }
        });
    };
    let picked = move |event: leptos::ev::Event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = target else { return };
        let file = input.files().and_then(|files| files.get(0));
        // The same file may be chosen again after a failure.
        input.set_value("");
        if let Some(file) = file {
            chosen.set(Some(file.clone()));
            send(file);
        }
    };
    let again = move |_| {
        if let Some(file) = chosen.get_untracked() {
            send(file);
        }
    };
    let choose = move || {
        view! {
            <label class="button big plain filepick">
                {icon(Icon::Document)} {say(Word::ChooseFile)}
                <input type="file" class="visually-hidden" data-testid="file"
                    accept="image/jpeg,image/png,image/webp,application/pdf" on:change=picked/>
            </label>
            <p class="muted"><small>{say(Word::FileKinds)}</small></p>
        }
    };
    let language = open.context.language;
    let failed = move || {
        trouble_word.get().map(|code| {
            view! {
                <div class="note bad" role="alert" data-testid="upload-trouble">
                    <p>{move || crate::words::reason(&code, language.get())}</p>
                    <button type="button" class="plain" data-testid="upload-retry" on:click=again>{say(Word::Retry)}</button>
                </div>
            }
        })
    };
    let state = Memo::new(move |_| (way.get().is_some(), arrived.with(|arrived| arrived.stored.is_some())));
    view! {
        <section class="card" data-testid="uploader">
            <h2>{say(Word::AddMaterial)}</h2>
            {move || match state.get() {
                (true, _) => view! {
                    <p role="status" id="upload-state">{move || filled(Word::Uploading, vec![way.get().unwrap_or(0).to_string()])()}</p>
                    <progress max="100" value=move || way.get().unwrap_or(0) aria-labelledby="upload-state"></progress>
                },
                (false, false) => choose().into_view(),
                (false, true) => naming(arrived, open, add),
            }}
            {failed}
        </section>
    }
}

/// What the file shows, and who may see it.
fn naming(arrived: RwSignal<Arrived>, open: Open, add: Callback<(Evidence, Callback<()>)>) -> View {
    let title = arrived.with_untracked(|arrived| arrived.title.clone());
    let private = move || arrived.with(|arrived| arrived.private);
    let wrong = RwSignal::new(false);
    let clear = Callback::new(move |()| _ = arrived.try_set(Arrived::default()));
    let put = move |_| {
        let Arrived { stored, title, private } = arrived.get_untracked();
        let Some(stored) = stored else { return };
        if text::fit(&title, text::LINE).is_err() {
            wrong.set(true);
            return;
        }
        let evidence = Evidence {
            id: EvidenceId(api::uuid()),
            title: title.trim().to_owned(),
            digest: stored.digest,
            media_type: stored.media_type,
            size: stored.size,
            shared: !private,
        };
        add.run((evidence, clear));
    };
    let choice = move |value: bool, word: Word, hint: Word, id: &'static str| {
        view! {
            <label class="radio">
                <input type="radio" name="shared" data-testid=id prop:checked=move || private() == value
                    on:change=move |_| arrived.update(|arrived| arrived.private = value)/>
                <span>{say(word)} <br/><small class="muted">{say(hint)}</small></span>
            </label>
        }
    };
    view! {
        <p class="note good" role="status">{say(Word::Uploaded)}</p>
        <div class="field">
            <label for="material-title">{say(Word::MaterialTitle)}</label>
            <p class="hint" id="material-title-hint">{say(Word::MaterialTitleHint)}</p>
            <input id="material-title" data-testid="material-title" maxlength="200" prop:value=title
                aria-describedby="material-title-hint material-title-wrong" aria-invalid=move || wrong.get().to_string()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    wrong.set(false);
                    arrived.update(|arrived| arrived.title = text);
                }/>
            <p class="wrong" id="material-title-wrong" role="alert">{move || wrong.get().then(|| say(Word::WrongTitle)())}</p>
        </div>
        <fieldset class="stack tight">
            <legend>{say(Word::WhoMaySee)}</legend>
            {choice(false, Word::SharedWithAll, Word::SharedHint, "share-all")}
            {choice(true, Word::MediatorOnly, Word::PrivateHint, "share-mediator")}
        </fieldset>
        <button type="button" class="big" data-testid="material-add" disabled=move || open.busy.get() on:click=put>{say(Word::PutMaterial)}</button>
        <button type="button" class="quiet" on:click=move |_| clear.run(())>{say(Word::DropMaterial)}</button>
    }
}
