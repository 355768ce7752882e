//! A form asked one question a page. The step stands in the address, the answers in the browser.

use super::answers::Answers;
use super::field::Form;
use super::place;
use super::say::{filled, say};
use crate::view::prelude::*;
use crate::words::party::Word;

#[derive(Clone, Copy)]
pub struct Page {
    pub title: Word,
    pub draw: fn(Form) -> View,
    /// Whether the reader may go on from here.
    pub whole: fn(&Answers) -> bool,
}

/// `base` is the address of the form (`request`), the step its next part. The last page brings its
/// own act and has no "next".
pub fn steps(form: Form, base: String, pages: Vec<Page>) -> View {
    let last = pages.len() - 1;
    let fragment = place::followed();
    let prefix = format!("{base}/");
    let asked = Memo::new(move |_| {
        let step = fragment.with(|fragment| {
            fragment
                .strip_prefix(&prefix)
                .and_then(|rest| rest.parse::<usize>().ok())
        });
        step.unwrap_or(1).clamp(1, last + 1) - 1
    });
    // Nobody is led past a page that is not whole, whatever the address says.
    let reach = {
        let pages = pages.clone();
        move |answers: &Answers| pages.iter().position(|page| !(page.whole)(answers)).unwrap_or(last)
    };
    let step = Memo::new(move |_| asked.get().min(form.answers.with_untracked(&reach)));
    (move || {
        let index = step.get();
        let page = pages[index];
        let (here, ahead) = (base.clone(), index + 2);
        form.tried.set(false);
        let on = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            if index == last {
                return;
            }
            if form.answers.with_untracked(page.whole) {
                place::go(&format!("{here}/{ahead}"));
            } else {
                form.tried.set(true);
                request_animation_frame(|| place::focus("[aria-invalid=true], .wrong:not(:empty)"));
            }
        };
        let back = (index > 0).then(|| {
            let href = format!("#/{base}/{index}");
            view! { <a class="button plain big" href=href data-testid="step-back">{say(Word::StepBack)}</a> }
        });
        let counted = filled(Word::StepOf, vec![(index + 1).to_string(), (last + 1).to_string()]);
        view! {
            <form class="stack steps" novalidate on:submit=on data-testid=format!("step-{}", index + 1)>
                <div class="progress">
                    <p class="muted" id="step-count">{counted}</p>
                    <progress max=last + 1 value=index + 1 aria-labelledby="step-count"></progress>
                </div>
                <h1 tabindex="-1">{say(page.title)}</h1>
                {(page.draw)(form)}
                <div class="stack tight">
                    {(index < last).then(|| view! {
                        <button class="big" data-testid="step-next">{say(Word::StepNext)}</button>
                    })}
                    {back}
                </div>
                <p class="muted"><small>{say(Word::KeptHere)}</small></p>
            </form>
        }
    })
    .into_view()
}
