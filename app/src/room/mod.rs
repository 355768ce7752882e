//! The mediation room: device check, waiting, stage. Who may hear whom is the server's to enforce;
//! these screens only ask and show.

mod bar;
mod calls;
mod chat;
mod check;
mod chime;
mod devices;
mod hall;
#[cfg(not(feature = "party"))]
mod host;
mod line;
mod lobby;
mod peer;
mod place;
#[cfg(not(feature = "party"))]
pub mod rail;
mod recording;
mod share;
mod show;
mod sight;
mod stage;
mod talk;
#[cfg(not(feature = "party"))]
mod tested;
mod tile;
mod unseen;
mod waiting;
mod written;

pub use hall::Hall;

use crate::folded::Folded;
use crate::open::Open;
use crate::program::Program;
use crate::shell::Context;
use crate::view::prelude::*;
use crate::words::room::Word;
use domain::command::Command;
use domain::id::CaseId;
use domain::refusal::Refusal;
use domain::room::RoomName;
use hall::Phase;

/// The mediator's people and rooms, and the minutes; only the staff program provides it.
#[derive(Clone, Copy)]
pub struct Rail {
    pub people: fn(Hall) -> View,
    /// How many wait, behind the name of the people's button.
    pub waiting: fn(Hall) -> View,
    pub minutes: fn(Hall) -> View,
}

impl Rail {
    /// For whoever presides.
    fn of(hall: Hall) -> Option<Self> {
        use_context().filter(|_| domain::room::presides(hall.role()))
    }
}

/// Words that were written, a page that is shown, a screen, what one who waits is told, a camera that is off, or the recording. The parties' program has it behind the split.
pub fn rare(hall: Hall, what: &str) -> View {
    match what {
        "recording" => recording::recording(hall),
        "chat" => written::written(hall),
        "share" => share::share(hall),
        "unseen" => unseen::unseen(hall),
        "waiting" => lobby::waiting(hall),
        _ => show::show(hall),
    }
}

/// The recording, from the first word of one on.
fn recorded(hall: Hall) -> View {
    let rare = Program::get().rare;
    let proposed = hall
        .open
        .watch(|folded| domain::recording::open(&folded.case).is_some());
    let ever = Memo::new(move |before: Option<&bool>| before == Some(&true) || proposed.get());
    (move || ever.get().then(|| rare(hall, "recording"))).into_view()
}

/// The way in from the case's page; nothing where the rule book lets the reader not in.
pub fn door(open: Open, folded: &Folded) -> View {
    let enter = Command::EnterRoom { room: RoomName::Main };
    if !matches!(folded.may(&enter), Ok(()) | Err(Refusal::AlreadyDone)) {
        return ().into_view();
    }
    let language = open.context.language;
    view! {
        <a class="button big" href=format!("#/case/{}/room", open.id) data-testid="open-room">
            {move || Word::OpenRoom.text(language.get())}
        </a>
        {by_phone(open)}
    }
}

/// From a computer: the room on the reader's phone, the papers here.
fn by_phone(open: Open) -> View {
    let href = crate::api::link(&format!("/phone?case={}", open.id));
    view! {
        <a class="button quiet elsewhere" href=href data-testid="use-phone">
            {move || Word::UsePhone.text(open.context.language.get())}
        </a>
    }
}

#[component(transparent)]
pub fn RoomPage(id: CaseId) -> impl IntoView {
    let context = Context::get();
    let open = Open::read(id, context);
    move || match open.get() {
        None => view! { <div class="skeleton"></div> },
        Some(open) => {
            provide_context(open);
            open.follow();
            view! { <Room open/> }
        }
    }
}

/// The room of `open`, from the check of devices to the end.
#[component(transparent)]
pub fn Room(open: Open) -> View {
    let hall = Hall::new(open);
    provide_context(hall);
    let screen = Memo::new(move |_| {
        let due = match (hall.phase.get(), hall.me.with(Option::is_some), hall.room.get()) {
            (Phase::Check, ..) => Screen::Check,
            (Phase::Out(_), ..) => Screen::Out,
            (Phase::Inside(false), ..) | (_, false, _) => Screen::Connecting,
            (_, true, RoomName::Lobby) => Screen::Waiting,
            (_, true, _) => Screen::Stage,
        };
        match due {
            Screen::Connecting | Screen::Waiting if hall.knocking.get() => Screen::Check,
            due => due,
        }
    });
    view! {
        <div class="room" data-testid="room" data-screen=move || screen.get().name()>
            // Outside the screens, so that it is there before its first words are.
            <p class="visually-hidden" role="status" aria-live="polite">{move || hall.news.get()}</p>
            {move || match screen.get() {
                Screen::Check => view! { <check::Check/> },
                Screen::Connecting => view! { <waiting::Connecting/> },
                Screen::Waiting => view! { <waiting::Waiting/> },
                Screen::Stage => view! { <stage::Stage/> },
                Screen::Out => view! { <waiting::Out/> },
            }}
        </div>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    Check,
    Connecting,
    Waiting,
    Stage,
    Out,
}

impl Screen {
    fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Connecting => "connecting",
            Self::Waiting => "waiting",
            Self::Stage => "stage",
            Self::Out => "out",
        }
    }
}

/// A screen's heading; takes the focus when the screen comes up, so that it is read out.
#[component(transparent)]
fn Heading(word: Word) -> View {
    let hall = Hall::get();
    let place = NodeRef::<web_sys::HtmlElement>::new();
    effect(move || {
        if let Some(heading) = place.get() {
            let _ = heading.focus();
        }
    });
    view! { <h1 node_ref=place tabindex="-1">{hall.say(word)}</h1> }
}

/// Chinese or English, at any moment.
#[component(transparent)]
fn Switch() -> View {
    let context = Hall::get().open.context;
    view! {
        <button class="quiet" data-testid="room-language" on:click=move |_| context.switch_language()>
            {context.say(crate::words::Word::OtherLanguage)}
        </button>
    }
}

/// The line above the screens around the stage: which case, and the language.
#[component(transparent)]
fn Top() -> View {
    let number = Hall::get().open.watch(|folded| folded.case.number.clone());
    view! { <header class="row between"><span class="muted">{number}</span><Switch/></header> }
}

/// Leaves the room's screens for the case's page.
fn go_to_case(hall: Hall) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(&format!("#/case/{}", hall.open.id));
    }
}
