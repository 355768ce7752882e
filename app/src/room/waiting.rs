//! Around the stage: on the way in, in the lobby, and afterwards.

use super::hall::Phase;
use super::recorded;
use super::tile::Picture;
use super::{Hall, Heading, Top, go_to_case};
use crate::program::Program;
use crate::view::prelude::*;
use crate::words::room::Word;

#[component(transparent)]
pub fn Connecting() -> View {
    let hall = Hall::get();
    view! {
        <div class="entry stack">
            <Top/>
            <Heading word=Word::Room/>
            <p role="status">{hall.say(Word::Connecting)}</p>
            <button class="plain" on:click=move |_| out(hall)>{hall.say(Word::BackToCase)}</button>
        </div>
    }
}

#[component(transparent)]
pub fn Waiting() -> View {
    let hall = Hall::get();
    let stream = Signal::derive(move || hall.devices.stream.get());
    let rare = Program::get().rare;
    view! {
        <div class="entry stack" data-testid="lobby">
            <Top/>
            <Lost/>
            <Heading word=Word::Waiting/>
            <p class="muted">{hall.say(Word::WaitingLead)}</p>
            {rare(hall, "waiting")}
            {recorded(hall)}
            <div class="check-picture">
                {move || hall.devices.has(true).then(|| view! { <Picture stream own=true quiet=Memo::new(|_| false)/> })}
                {move || (!hall.devices.has(true)).then(|| view! { <p>{hall.say(Word::NoPicture)}</p> })}
            </div>
            {rare(hall, "chat")}
            <button class="plain big" data-testid="cancel-waiting" on:click=move |_| out(hall)>
                {hall.say(Word::CancelWaiting)}
            </button>
        </div>
    }
}

#[component(transparent)]
pub fn Out() -> View {
    let hall = Hall::get();
    let why = move || match hall.phase.get() {
        Phase::Out(Some(word)) => Some(hall.say(word)),
        _ => None,
    };
    view! {
        <div class="entry stack">
            <Top/>
            <Heading word=Word::Left/>
            {move || why().map(|why| view! { <p class="note warn" role="alert" data-testid="out-why">{why}</p> })}
            <button class="big" data-testid="again" on:click=move |_| hall.again()>{hall.say(Word::Again)}</button>
            <button class="plain big" data-testid="to-case" on:click=move |_| go_to_case(hall)>
                {hall.say(Word::BackToCase)}
            </button>
        </div>
    }
}

/// The calm banner of a lost line.
#[component(transparent)]
pub fn Lost() -> impl IntoView {
    let hall = Hall::get();
    move || {
        (hall.phase.get() == Phase::Lost).then(|| {
            view! {
                <p class="note warn" role="status" data-testid="reconnecting">{hall.say(Word::Reconnecting)}</p>
            }
        })
    }
}

fn out(hall: Hall) {
    hall.leave();
    go_to_case(hall);
}
