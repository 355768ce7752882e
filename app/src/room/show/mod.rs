//! Pages that everybody here looks at together. Nothing else of the program reads what the server says of them, so
//! that a phone need not have this part before something is shown.

mod choose;
mod page;
mod point;

use super::hall::{Hall, Phase};
use crate::party::say::fill;
use crate::view::prelude::*;
use crate::words::Text;
use crate::words::aside::Word;
use domain::id::PersonId;
use domain::room::RoomName;
use domain::showing::{self, ShowAsk, ShowTell, Showable, Shown, Spot};

#[derive(Clone, Copy)]
pub(super) struct Show {
    hall: Hall,
    shown: RwSignal<Option<Shown>>,
    /// The reader's own page, while looking elsewhere.
    own: RwSignal<Option<u16>>,
    /// Where is pointed to.
    spot: RwSignal<Option<Spot>>,
    choosing: RwSignal<bool>,
    /// Asked for, neither shown nor refused yet.
    opening: RwSignal<bool>,
    refused: RwSignal<Option<(String, Vec<PersonId>)>>,
    /// What the reader shows, and in which room: a server started anew knows nothing of it.
    mine: StoredValue<Option<(RoomName, Showable, u16)>>,
    /// A new spot is about to be sent.
    moving: StoredValue<bool>,
}

/// Whatever is shown where the reader stands, and what the reader may show.
pub fn show(hall: Hall) -> View {
    let show = Show {
        hall,
        shown: RwSignal::new(None),
        own: RwSignal::new(None),
        spot: RwSignal::new(None),
        choosing: RwSignal::new(false),
        opening: RwSignal::new(false),
        refused: RwSignal::new(None),
        mine: StoredValue::new(None),
        moving: StoredValue::new(false),
    };
    effect(move || {
        if let Some(text) = hall.beyond.get() {
            show.hear(&text);
        }
    });
    effect(move || {
        if hall.phase.get() == Phase::Inside(true) {
            show.come_back();
        }
    });
    let some = Memo::new(move |_| show.shown.with(Option::is_some));
    view! {
        {move || some.get().then(|| page::page(show))}
        {move || show.choosing.get().then(|| choose::choose(show))}
    }
}

impl Show {
    fn ask(self, show: ShowAsk) {
        if let Ok(text) = domain::json::canonical(&showing::Show { show }) {
            self.hall.send(&text);
        }
    }

    fn say(self, word: impl Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        let language = self.hall.open.context.language;
        move || word.text(language.get())
    }

    fn filled(self, word: Word, numbers: &[u16]) -> String {
        let numbers: Vec<String> = numbers.iter().map(u16::to_string).collect();
        fill(self.say(word)(), &numbers)
    }

    /// What the page is of, in words.
    fn title(self, shown: &Shown) -> String {
        match shown.what {
            Showable::Draft => self.say(Word::DraftAgreement)().into(),
            Showable::Evidence(_) => shown.title.clone(),
        }
    }

    fn name(self, person: PersonId) -> String {
        let of = |people: &Vec<domain::api::RoomPerson>| {
            let card = people.iter().find(|card| card.person == person);
            card.map_or_else(String::new, |card| card.name.clone())
        };
        self.hall.people.with(of)
    }

    /// The line stands anew: what the reader shows is shown again, if that is still the same room.
    fn come_back(self) {
        match self.mine.get_value() {
            Some((room, what, page)) if room == self.hall.room.get_untracked() => {
                self.ask(ShowAsk::Open { what, page });
            }
            _ => self.ask(ShowAsk::Look),
        }
    }

    fn hear(self, text: &str) {
        // The reader's own wish to show something.
        if text.is_empty() {
            self.refused.set(None);
            self.choosing.set(true);
            // Once is enough: the stage may be drawn anew.
            return self.hall.beyond.set(Some(" ".into()));
        }
        let Some(showing::Show { show }) = domain::text::read(text) else {
            return;
        };
        match show {
            ShowTell::Shown(shown) => self.turn(shown),
            ShowTell::Pointed(at) => self.spot.set(at),
            ShowTell::Refused { code, people } => {
                self.opening.set(false);
                self.refused.set(Some((code, people)));
                self.choosing.set(true);
            }
        }
    }

    fn turn(self, shown: Option<Shown>) {
        let me = self.hall.me.get_untracked();
        let mine = shown.as_ref().filter(|shown| Some(shown.by) == me);
        self.mine
            .set_value(mine.map(|shown| (self.hall.room.get_untracked(), shown.what, shown.page)));
        if mine.is_some() && self.opening.get_untracked() {
            self.choosing.set(false);
            self.opening.set(false);
        }
        if shown.is_some() {
            self.refused.set(None);
        }
        self.spot.set(None);
        let same = |before: &Option<Shown>| match (before, &shown) {
            (Some(before), Some(now)) => before.digest == now.digest && before.by == now.by,
            _ => false,
        };
        let same = self.shown.with_untracked(same);
        if !same {
            self.own.set(None);
        }
        // A page that is turned is read out where its number stands.
        if let Some(shown) = shown.as_ref().filter(|shown| !same && Some(shown.by) != me) {
            let at = untrack(|| self.filled(Word::PageAt, &[shown.page, shown.pages]));
            let what = untrack(|| (self.name(shown.by), self.say(Word::Shows)(), self.title(shown)));
            self.hall.tell_news(format!("{} {} {} {at}", what.0, what.1, what.2));
        }
        self.shown.set(shown);
    }
}
