//! Recording, from the mediator's seat: proposed, waited for, and afterwards played or deleted.

use crate::open::Open;
use crate::recordings::{known, player};
use crate::room::Hall;
use crate::staff::deed::{Deed, deed};
use crate::staff::say;
use crate::ui::Why;
use crate::view::prelude::*;
use crate::words::staff::Word;
use domain::api::RecordingLine;
use domain::command::Command;
use domain::id::PersonId;
use domain::recording::{open as asked, runs};
use domain::refusal::Refusal;
use domain::room::RoomName;

/// Ways to keep it: a month, half a year, as long as the file (CHR 24).
const DAYS: [(u32, Word); 3] = [
    (30, Word::KeepMonth),
    (180, Word::KeepHalfYear),
    (1_826, Word::KeepAsFile),
];

/// Below the people of the room.
pub fn control(hall: Hall) -> View {
    let open = hall.open;
    let context = open.context;
    let days = RwSignal::new(DAYS[0].0);
    let ruling = open.watch(|folded| folded.may(&Command::ProposeRecording { keep_days: DAYS[0].0 }));
    let moot = move || {
        matches!(
            ruling.get(),
            Err(Refusal::NotYourRole | Refusal::NotYourCase | Refusal::WrongStage)
        )
    };
    let pending = open.watch(|folded| asked(&folded.case).is_some_and(|it| it.started.is_none()));
    let running = open.watch(|folded| runs(&folded.case));
    let refused = open.watch(|folded| {
        let last = folded.case.recordings.last()?;
        last.refused
            .map(|person| (folded.person(person), last.started.is_some()))
    });
    let choose = move |event| days.set(event_target_value(&event).parse().unwrap_or(DAYS[0].0));
    let propose = move |_| {
        open.act(Command::ProposeRecording {
            keep_days: days.get_untracked(),
        })
    };
    // Those in the main room who have said nothing yet.
    let silent = move || {
        let agreed = open
            .folded
            .with(|folded| asked(&folded.case).map(|it| it.agreed.clone()));
        let agreed = agreed.unwrap_or_default();
        let waited = |card: &&domain::api::RoomPerson| card.room == RoomName::Main && !agreed.contains(&card.person);
        hall.people.with(|people| {
            people
                .iter()
                .filter(waited)
                .map(|card| card.name.clone())
                .collect::<Vec<_>>()
                .join("、")
        })
    };
    let option =
        move |(days, word): (u32, Word)| view! { <option value=days.to_string()>{say(context, word)}</option> };
    view! {
        <section class="rail-room stack tight" data-testid="recording-control" hidden=moot>
            <h2>{say(context, Word::Recording)}</h2>
            {move || refused.get().map(|(name, began)| view! {
                <p class="note warn" data-testid="recording-refused">{name} " " {say(context, if began { Word::RecordingWithdrawn } else { Word::RecordingRefused })}</p>
            })}
            {move || pending.get().then(|| view! {
                <p class="muted" data-testid="recording-waits">{say(context, Word::RecordingWaits)} " " {silent}</p>
                <button class="plain small" on:click=move |_| open.act(Command::AnswerRecording { agreed: false })>{say(context, Word::RecordingTakeBack)}</button>
            })}
            {move || running.get().then(|| view! { <p class="muted">{say(context, Word::RecordingRuns)}</p> })}
            {move || (!pending.get() && !running.get()).then(|| view! {
                <label class="field small">{say(context, Word::RecordingKeep)}
                    <select data-testid="recording-days" on:change=choose>{DAYS.map(option).collect_view()}</select>
                </label>
                <button class="plain small" data-testid="propose-recording" disabled=move || ruling.get().is_err() || open.busy.get() on:click=propose>
                    {say(context, Word::RecordingPropose)}
                </button>
                {move || ruling.get().err().map(|refusal| view! { <Why refusal/> })}
            })}
        </section>
    }
}

/// Whether `person` has still to be asked before coming in.
pub fn unasked(open: Open, person: PersonId) -> Memo<bool> {
    open.watch(move |folded| {
        let open = asked(&folded.case).filter(|_| runs(&folded.case));
        open.is_some_and(|it| !it.agreed.contains(&person))
    })
}

/// On the case's page: all that may be played.
pub fn recordings(open: Open) -> View {
    let context = open.context;
    let lines = known(open);
    let one = move |line: RecordingLine| {
        let recording = line.recording;
        let partly = line.lost > 0;
        let unkept = line.files.iter().any(|file| file.unkept);
        let nothing = line.files.is_empty();
        let delete = Deed {
            id: "delete-recording",
            class: "danger",
            title: Word::RecordingDelete,
            restated: Word::RecordingDeleteRestated,
            grounds: vec![(recording, Word::Other, "")],
            reasons: None,
            preview: false,
            make: |recording, _| Command::DeleteRecording { recording },
        };
        view! {
            <div class="stack tight">
                {player(open, line)}
                {nothing.then(|| view! { <p class="note warn">{say(context, Word::RecordingNothing)}</p> })}
                {partly.then(|| view! { <p class="note warn">{say(context, Word::RecordingPartly)}</p> })}
                {unkept.then(|| view! { <p class="note">{say(context, Word::RecordingUnkept)}</p> })}
                {deed(open, delete)}
            </div>
        }
    };
    view! {
        <section class="stack tight" data-testid="recordings" hidden=move || lines.with(Vec::is_empty)>
            <h3>{say(context, Word::Recording)}</h3>
            {keyed(move || lines.get(), |line| line.recording, one)}
        </section>
    }
}
