//! What a document will say, before the act that makes it: the portal draws it from what is typed, and
//! numbers and keeps nothing. The documents are Chinese, whatever the reader's language.

use crate::api;
use crate::open::Open;
use crate::shell::Context;
use crate::staff::say;
use crate::view::prelude::*;
use crate::words::reason;
use crate::words::staff::Word;
use domain::api::{Foreseen, Foresight};
use domain::command::Command;

/// The documents of one act, as last asked for.
#[derive(Clone, Copy)]
pub struct Preview {
    context: Context,
    /// Where the portal is asked.
    path: StoredValue<String>,
    shown: RwSignal<Option<Vec<Foreseen>>>,
    fault: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
}

impl Preview {
    pub fn new(open: Open) -> Self {
        Self::at(open.context, format!("/api/v1/cases/{}/preview", open.id))
    }

    pub fn at(context: Context, path: String) -> Self {
        Self {
            context,
            path: StoredValue::new(path),
            shown: RwSignal::new(None),
            fault: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Asks for the documents of `command`.
    pub fn ask(self, command: Command) {
        self.forget();
        self.busy.set(true);
        spawn_local(async move {
            let path = self.path.get_value();
            let (shown, fault) = match api::post::<Vec<Foreseen>>(&path, &Foresight { command }).await {
                Ok(foreseen) => (Some(foreseen), None),
                Err(fault) => (None, Some(fault.code().to_owned())),
            };
            // The act may have been left meanwhile.
            let _ = self.shown.try_set(shown);
            let _ = self.fault.try_set(fault);
            let _ = self.busy.try_set(false);
        });
    }

    /// They are being drawn; what is pressed beside them would move under the finger when they come.
    pub fn coming(self) -> bool {
        self.busy.get()
    }

    /// What was shown no longer fits what is typed.
    pub fn forget(self) {
        self.shown.set(None);
        self.fault.set(None);
    }

    pub fn pages(self) -> View {
        let context = self.context;
        let word = move |word| view! { <p class="muted">{say(context, word)}</p> };
        view! {
            <div class="stack tight" aria-live="polite">
                {move || self.coming().then(|| view! {
                    <figure class="foreseen">
                        <figcaption class="muted">{say(context, Word::PreviewComing)}</figcaption>
                        <div class="preview-sheet"></div>
                    </figure>
                })}
                {move || self.fault.get().map(|code| view! { <p class="bad-text" role="alert">{reason(&code, context.language.get())}</p> })}
                {move || self.shown.get().map(|all| match all.is_empty() {
                    true => word(Word::PreviewNone),
                    false => all.into_iter().map(|one| page(context, one)).collect_view(),
                })}
            </div>
        }
    }
}

fn page(context: Context, foreseen: Foreseen) -> View {
    let source = format!(
        "data:image/svg+xml,{}",
        String::from(js_sys::encode_uri_component(&foreseen.picture))
    );
    view! {
        <figure class="foreseen" data-testid="decision-preview">
            <figcaption class="muted">{say(context, Word::PreviewOf)}</figcaption>
            <div class="preview-sheet" tabindex="0" lang="zh-CN" role="group" aria-label=foreseen.title>
                <img src=source alt=""/>
                <p class="visually-hidden">{foreseen.text}</p>
            </div>
        </figure>
    }
}

/// A button that shows the documents of what `make` makes of the form now; `make` says by its code why the
/// form makes nothing yet.
pub fn preview(
    open: Open,
    id: &'static str,
    make: impl Fn() -> Result<Command, &'static str> + Copy + 'static,
) -> View {
    look(Preview::new(open), id, make)
}

/// As [`preview`], of a case that is still to be opened.
pub fn preview_of_request(
    context: Context,
    id: &'static str,
    make: impl Fn() -> Result<Command, &'static str> + Copy + 'static,
) -> View {
    look(Preview::at(context, "/api/v1/previews".to_owned()), id, make)
}

fn look(preview: Preview, id: &'static str, make: impl Fn() -> Result<Command, &'static str> + Copy + 'static) -> View {
    let context = preview.context;
    let dialog = NodeRef::<web_sys::HtmlDialogElement>::new();
    let label = format!("{id}-preview-title");
    let show = move |_| {
        preview.forget();
        match make() {
            Ok(command) => preview.ask(command),
            Err(code) => preview.fault.set(Some(code.to_owned())),
        }
        if let Some(dialog) = dialog.get_untracked() {
            // Already open: nothing to do.
            let _ = dialog.show_modal();
        }
    };
    let hide = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <button class="quiet" type="button" data-testid=format!("{id}-preview") on:click=show>{say(context, Word::PreviewDocument)}</button>
        <dialog node_ref=dialog class="deed" aria-labelledby=label.clone()>
            <div class="stack">
                <h2 id=label>{say(context, Word::PreviewDocument)}</h2>
                {preview.pages()}
                <p class="actions"><button class="plain" type="button" data-testid=format!("{id}-preview-close") on:click=hide>{say(context, Word::PreviewClose)}</button></p>
            </div>
        </dialog>
    }
}
