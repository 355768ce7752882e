//! An act that cannot be taken back: stated in full before it is done, with the way back beside it
//! at equal weight.

use crate::icon::{Icon, icon};
use crate::shell::Context;
use crate::view::prelude::*;
use crate::words::Word;

/// A maple button that opens a dialog: `restated`, the fields in `children`, then the deed or the
/// way back. Test ids: `id` opens, `id-dialog`, `id-confirm`, `id-back`.
#[component(transparent)]
pub fn Deed(
    id: &'static str,
    /// The act in words, on both buttons: `签名并同意支付 12,000.00 元`.
    #[prop(into)]
    word: TextProp,
    #[prop(into)] restated: TextProp,
    confirm: Callback<()>,
    /// The act is on its way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Something in `children` is still to be filled in.
    #[prop(optional, into)]
    off: Signal<bool>,
    /// Class of the opening button: `maple` unless it is one of several.
    #[prop(default = "maple")]
    class: &'static str,
    #[prop(optional)] children: Option<ChildrenFn>,
) -> View {
    let context = Context::get();
    let dialog = NodeRef::<web_sys::HtmlDialogElement>::new();
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let show = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    };
    let done = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            confirm.run(());
            close();
        }
    };
    let (opening, heading) = (word.clone(), word.clone());
    view! {
        <button type="button" class=class data-testid=id on:click=show>{move || opening.get()}</button>
        <dialog node_ref=dialog aria-labelledby=format!("{id}-title") data-testid=format!("{id}-dialog")>
            <form class="stack" on:submit=done>
                <h2 id=format!("{id}-title")>{move || heading.get()}</h2>
                <p class="restated">{move || restated.get()}</p>
                {children.map(|children| children())}
                <p class="irrevocable">{icon(Icon::Lock)} <span>{context.say(Word::CannotUndo)}</span></p>
                <div class="actions pair">
                    <button type="button" class="plain" data-testid=format!("{id}-back") on:click=move |_| close()>
                        {context.say(Word::GoBack)}
                    </button>
                    <button class="maple" data-testid=format!("{id}-confirm") disabled=move || off.get()
                        aria-busy=move || busy.get().then_some("true")>
                        {move || word.get()}
                    </button>
                </div>
            </form>
        </dialog>
    }
}
