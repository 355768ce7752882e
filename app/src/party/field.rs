//! Fields of the stepped forms: label, plain hint, and what is wrong said next to the field.

use super::answers::Answers;
use super::say::say;
use crate::view::prelude::*;
use crate::words::party::Word;
use std::sync::Arc;

/// Answers kept in the browser, and whether the reader has tried to go on.
#[derive(Clone, Copy)]
pub struct Form {
    pub answers: RwSignal<Answers>,
    pub tried: RwSignal<bool>,
}

type Read = Arc<dyn Fn(&Answers) -> String + Send + Sync>;
type Write = Arc<dyn Fn(&mut Answers, String) + Send + Sync>;
type Check = Arc<dyn Fn(&Answers) -> Option<Word> + Send + Sync>;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Line,
    Phone,
    Amount,
    /// Numbers and letters: no help from the keyboard's dictionary.
    Number,
    Story,
}

pub struct Field {
    pub id: String,
    pub label: Word,
    pub hint: Option<Word>,
    pub shape: Shape,
    pub autocomplete: &'static str,
    pub read: Read,
    pub write: Write,
    pub wrong: Check,
}

/// A field of one answer: its name, its words, its check.
macro_rules! field {
    ($name:ident, $label:expr, $hint:expr, $shape:expr, $autocomplete:literal, $wrong:expr) => {
        $crate::party::field::Field {
            id: stringify!($name).replace('_', "-"),
            label: $label,
            hint: $hint,
            shape: $shape,
            autocomplete: $autocomplete,
            read: std::sync::Arc::new(|answers| answers.$name.clone()),
            write: std::sync::Arc::new(|answers, text| answers.$name = text),
            wrong: std::sync::Arc::new($wrong),
        }
    };
}
pub(crate) use field;

impl Form {
    pub fn new(answers: RwSignal<Answers>) -> Self {
        let tried = RwSignal::new(false);
        Self { answers, tried }
    }

    /// Changes an answer. What was sent before no longer stands for it.
    pub fn change(self, change: impl FnOnce(&mut Answers)) {
        self.answers.update(|answers| {
            change(answers);
            answers.sent = None;
        });
    }
}

pub fn input(form: Form, field: Field) -> View {
    let Field {
        id,
        label,
        hint,
        shape,
        autocomplete,
        read,
        write,
        wrong,
    } = field;
    let left = RwSignal::new(false);
    // Said once the field was left or the reader tried to go on, and unsaid as soon as it fits.
    let wrong = Memo::new(move |_| {
        let said = form.tried.get() || left.get();
        form.answers.with(|answers| said.then(|| wrong(answers)).flatten())
    });
    // Set once: a value put back while a character is being composed would break the composition.
    let initial = form.answers.with_untracked(|answers| read(answers));
    let typed = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        form.change(|answers| write(answers, text));
    };
    let leave = move |_| {
        if form.answers.with_untracked(|answers| !read(answers).is_empty()) {
            left.set(true);
        }
    };
    let (hint_id, wrong_id) = (format!("{id}-hint"), format!("{id}-wrong"));
    let described = format!("{hint_id} {wrong_id}");
    let invalid = move || wrong.get().is_some().to_string();
    let control = if shape == Shape::Story {
        view! {
            <textarea id=id.clone() data-testid=id.clone() rows="8" prop:value=initial on:input=typed on:blur=leave
                aria-invalid=invalid aria-describedby=described></textarea>
        }
    } else {
        let (kind, mode) = match shape {
            Shape::Phone => ("tel", "tel"),
            Shape::Amount => ("text", "decimal"),
            _ => ("text", "text"),
        };
        let spelling = (shape == Shape::Number).then_some("false");
        view! {
            <input id=id.clone() data-testid=id.clone() type=kind inputmode=mode autocomplete=autocomplete
                autocapitalize=spelling.map(|_| "characters") spellcheck=spelling prop:value=initial on:input=typed
                on:blur=leave aria-invalid=invalid aria-describedby=described/>
        }
    };
    view! {
        <div class="field">
            <label for=id>{say(label)}</label>
            <p class="hint" id=hint_id>{hint.map(say)}</p>
            {control}
            <p class="wrong" id=wrong_id role="alert">{move || wrong.get().map(|word| say(word)())}</p>
        </div>
    }
}

/// Radio buttons for one answer, each a whole line to tap.
pub fn choice<T: PartialEq + Copy + Send + Sync + 'static>(
    form: Form,
    id: &'static str,
    legend: Word,
    options: Vec<(T, Word, Option<Word>)>,
    read: fn(&Answers) -> Option<T>,
    write: fn(&mut Answers, T),
    missing: Option<Word>,
) -> View {
    let option = move |(index, (value, word, hint)): (usize, (T, Word, Option<Word>))| {
        view! {
            <label class="radio">
                <input type="radio" name=id data-testid=format!("{id}-{index}")
                    prop:checked=move || form.answers.with(read) == Some(value)
                    on:change=move |_| form.change(|answers| write(answers, value))/>
                <span>{say(word)} {hint.map(|hint| view! { <br/><small class="muted">{say(hint)}</small> })}</span>
            </label>
        }
    };
    let absent = move || missing.filter(|_| form.tried.get() && form.answers.with(read).is_none());
    view! {
        <fieldset class="stack tight">
            <legend>{say(legend)}</legend>
            {options.into_iter().enumerate().map(option).collect_view()}
            <p class="wrong bad-text" role="alert">{move || absent().map(|word| say(word)())}</p>
        </fieldset>
    }
}

/// A tick box of a set of answers.
pub fn tick<T: PartialEq + Copy + Send + Sync + 'static>(
    form: Form,
    id: String,
    value: T,
    (word, hint): (Word, Option<Word>),
    set: fn(&mut Answers) -> &mut Vec<T>,
    has: fn(&Answers) -> &Vec<T>,
) -> View {
    let toggle = move |event: leptos::ev::Event| {
        let on = event_target_checked(&event);
        form.change(|answers| {
            let values = set(answers);
            values.retain(|present| *present != value);
            if on {
                values.push(value);
            }
        });
    };
    view! {
        <label class="check">
            <input type="checkbox" data-testid=id prop:checked=move || form.answers.with(|answers| has(answers).contains(&value))
                on:change=toggle/>
            <span>{say(word)} {hint.map(|hint| view! { <br/><small class="muted">{say(hint)}</small> })}</span>
        </label>
    }
}
