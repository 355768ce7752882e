//! Recording, from the seat of whoever is recorded: the question, the mark while it runs, the way out.

use super::Hall;
use crate::party::aloud::speak;
use crate::view::prelude::*;
use crate::words::aside::Word;
use domain::command::Command;
use domain::recording::{open, runs};

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Off,
    /// To be kept so many days, if everyone agrees.
    Asked(u32),
    On,
}

pub fn recording(hall: Hall) -> View {
    let state = hall.open.watch(|folded| match open(&folded.case) {
        Some(it) if !it.agreed.contains(&folded.view.you.person) => State::Asked(it.keep_days),
        Some(_) if runs(&folded.case) => State::On,
        _ => State::Off,
    });
    // Seen, and said: whoever looks away hears it.
    let mut before = State::Off;
    effect(move || {
        let now = state.get();
        let word = match now {
            State::On => Word::Recording,
            _ if before == State::On => Word::RecordingOver,
            _ => Word::RecordingAsked,
        };
        if std::mem::replace(&mut before, now) != now && (now, word) != (State::Off, Word::RecordingAsked) {
            let language = hall.open.context.language.get_untracked();
            hall.tell_news(word.text(language).into());
            speak(word.text(language), language);
        }
    });
    let answer = move |word: Word, agreed, class: &'static str, id: &'static str| {
        view! {
            <button class=class data-testid=id on:click=move |_| hall.open.act(Command::AnswerRecording { agreed })>{hall.say(word)}</button>
        }
    };
    (move || match state.get() {
        State::Off => ().into_view(),
        State::Asked(days) => view! {
            <div class="note warn" data-testid="recording-asked">
                <p><strong>{hall.say(Word::RecordingAsked)}</strong> {hall.say(Word::RecordingMeans)} " " {days.to_string()}</p>
                <div class="row">
                    {answer(Word::RecordingYes, true, "", "recording-yes")}
                    {answer(Word::RecordingNo, false, "plain", "recording-no")}
                </div>
            </div>
        },
        State::On => view! {
            <div class="note bad" data-testid="recording">
                <p class="row between">
                    <strong>"● " {hall.say(Word::Recording)}</strong>
                    {answer(Word::RecordingStop, false, "plain small", "recording-stop")}
                </p>
            </div>
        },
    })
    .into_view()
}
