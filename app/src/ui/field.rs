//! Fields of forms: label above, hint and error tied to the control by `aria-describedby`.

use crate::icon::{Icon, icon};
use crate::view::prelude::*;

/// What stands in for "nothing wrong".
fn tied(id: &'static str, hint: bool, wrong: bool) -> Option<String> {
    match (hint, wrong) {
        (true, true) => Some(format!("{id}-hint {id}-wrong")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-wrong")),
        (false, false) => None,
    }
}

/// Label, hint and error around a control.
fn around(
    id: &'static str,
    label: TextProp,
    hint: Option<TextProp>,
    wrong: Signal<Option<String>>,
    control: View,
) -> View {
    view! {
        <div class="field">
            <label for=id>{move || label.get()}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{move || hint.get()}</p> })}
            {control}
            <p class="wrong" id=format!("{id}-wrong") role="alert">
                {move || wrong.get().map(|text| view! { {icon(Icon::Warning)} <span>{text}</span> })}
            </p>
        </div>
    }
}

/// One line of text, or several with `kind="area"`.
#[component(transparent)]
pub fn Field(
    id: &'static str,
    #[prop(into)] label: TextProp,
    value: RwSignal<String>,
    #[prop(optional, into)] hint: Option<TextProp>,
    /// What is wrong with the value, in words.
    #[prop(optional, into)]
    wrong: Signal<Option<String>>,
    /// `text`, `tel`, `date`, `area`…
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = 500)] longest: u32,
    #[prop(optional)] required: bool,
    #[prop(optional)] class: &'static str,
) -> View {
    let hinted = hint.is_some();
    let described = move || tied(id, hinted, wrong.with(Option::is_some));
    let invalid = move || wrong.with(Option::is_some).then_some("true");
    let control = if kind == "area" {
        view! {
            <textarea id=id data-testid=id class=class maxlength=longest required=required
                aria-describedby=described aria-invalid=invalid bind:value=value></textarea>
        }
    } else {
        view! {
            <input id=id data-testid=id class=class type=kind inputmode=inputmode autocomplete=autocomplete
                maxlength=longest required=required aria-describedby=described aria-invalid=invalid bind:value=value/>
        }
    };
    around(id, label, hint, wrong, control)
}

/// One of a few: `options` are values and their words.
#[component(transparent)]
pub fn Choice(
    id: &'static str,
    #[prop(into)] label: TextProp,
    value: RwSignal<String>,
    options: Vec<(String, TextProp)>,
    #[prop(optional, into)] hint: Option<TextProp>,
    #[prop(optional, into)] wrong: Signal<Option<String>>,
) -> View {
    let hinted = hint.is_some();
    let described = move || tied(id, hinted, wrong.with(Option::is_some));
    let option = move |(key, word): (String, TextProp)| {
        let own = key.clone();
        view! { <option value=key selected=move || value.with(|value| *value == own)>{move || word.get()}</option> }
    };
    let control = view! {
        <select id=id data-testid=id aria-describedby=described
            on:change=move |event| value.set(event_target_value(&event))>
            {options.into_iter().map(option).collect_view()}
        </select>
    };
    around(id, label, hint, wrong, control.into_view())
}

/// A box to tick, as large as a thumb.
#[component(transparent)]
pub fn Tick(id: &'static str, #[prop(into)] label: TextProp, value: RwSignal<bool>) -> View {
    view! {
        <label class="check">
            <input type="checkbox" id=id data-testid=id bind:checked=value/>
            <span>{move || label.get()}</span>
        </label>
    }
}
