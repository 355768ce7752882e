//! Everything the room's screens read, and what keeps it true: signalling, media, reconnection.

use super::chat::Chat;
use super::devices::Devices;
use super::line::Line;
use super::peer::Peer;
use super::place;
use crate::open::Open;
use crate::view::prelude::*;
use crate::words::Text;
use crate::words::room::Word;
use domain::actor::Role;
use domain::api::{Relay, RoomAsk, RoomPerson, RoomTell};
use domain::id::PersonId;
use domain::room::RoomName;
use std::collections::VecDeque;
use std::time::Duration;
use web_sys::MediaStream;

/// Whoever is let in sooner goes from the check straight to the others: two screens that nobody could
/// read would keep a slow phone from drawing whom it is to show.
const AT_THE_DOOR: Duration = Duration::from_millis(250);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Camera and microphone, before anybody sees us.
    Check,
    /// Asked in; `true` once the server has welcomed us.
    Inside(bool),
    /// The socket was lost and is being made anew.
    Lost,
    /// Out, by our own will or for this reason.
    Out(Option<Word>),
}

/// The two connections of one turn in the room.
pub struct Media {
    pub publish: Peer,
    pub subscribe: Peer,
}

#[derive(Clone, Copy)]
pub struct Hall {
    pub open: Open,
    pub devices: Devices,
    pub phase: RwSignal<Phase>,
    /// Asked in a moment ago.
    pub knocking: RwSignal<bool>,
    pub me: RwSignal<Option<PersonId>>,
    pub room: RwSignal<RoomName>,
    pub people: RwSignal<Vec<RoomPerson>>,
    /// While we wait: our place among those who do, and whether we were asked to wait longer.
    pub waiting: RwSignal<Option<(u32, bool)>>,
    /// In how many minutes it goes on, as told last.
    pub resuming: RwSignal<Option<u8>>,
    /// Whoever presides: how long each side has spoken.
    #[cfg(not(feature = "party"))]
    pub floor: RwSignal<domain::api::Floor>,
    /// The server let our picture out no more, for the sake of the sound.
    pub held: RwSignal<bool>,
    /// Loudest first.
    pub speaking: RwSignal<Vec<PersonId>>,
    /// By the name the server gave each.
    pub streams: RwSignal<Vec<(String, MediaStream)>>,
    pub audio: RwSignal<bool>,
    pub video: RwSignal<bool>,
    /// Our screen, while it is shared in the camera's place, with our sound.
    pub screen: RwSignal<Option<MediaStream>>,
    /// Whether that is being asked for; `None` until it first is.
    pub sharing: RwSignal<Option<bool>>,
    /// Sound alone, both ways: for a weak or costly network.
    pub frugal: RwSignal<bool>,
    /// The microphone is held shut for a moment after a move.
    pub guarded: RwSignal<bool>,
    /// The browser holds sound back until the reader touches the page.
    pub blocked: RwSignal<bool>,
    pub chat: Chat,
    /// What was last told that a part of the program reads; blank for the reader's wish to show something.
    pub beyond: RwSignal<Option<String>>,
    /// The minutes as they stand.
    pub minutes: RwSignal<String>,
    /// Last thing that happened, in words, for eyes and screen readers.
    pub news: RwSignal<String>,
    /// How large the others are seen, as the server was told last.
    pub(super) tiles: StoredValue<Vec<(PersonId, u16)>>,
    pub(super) line: StoredValue<Option<Line>>,
    /// The server listens on the line, and waits for us to knock.
    pub(super) door: StoredValue<bool>,
    pub(super) media: StoredValue<Option<Media>>,
    pub(super) told: StoredValue<VecDeque<RoomTell>>,
    pub(super) working: StoredValue<bool>,
    pub(super) relay: StoredValue<Option<Relay>>,
    pub(super) resume: StoredValue<Option<String>>,
    pub(super) tries: StoredValue<u32>,
    /// Counts lines, so that a late word of an old one is not taken for the new one's.
    pub(super) turn: StoredValue<u32>,
}

impl Hall {
    pub fn new(open: Open) -> Self {
        let kept = place::recall(open.id);
        let known = kept.clone().unwrap_or_default();
        let hall = Self {
            open,
            devices: Devices::new(known.camera, known.microphone),
            phase: RwSignal::new(Phase::Check),
            knocking: RwSignal::new(false),
            me: RwSignal::new(None),
            room: RwSignal::new(RoomName::Lobby),
            people: RwSignal::new(Vec::new()),
            waiting: RwSignal::new(None),
            resuming: RwSignal::new(None),
            #[cfg(not(feature = "party"))]
            floor: RwSignal::new(domain::api::Floor::default()),
            speaking: RwSignal::new(Vec::new()),
            streams: RwSignal::new(Vec::new()),
            audio: RwSignal::new(!known.muted),
            video: RwSignal::new(!known.hidden),
            screen: RwSignal::new(None),
            sharing: RwSignal::new(None),
            frugal: RwSignal::new(known.frugal),
            held: RwSignal::new(false),
            guarded: RwSignal::new(false),
            blocked: RwSignal::new(false),
            chat: Chat::new(),
            beyond: RwSignal::new(None),
            minutes: RwSignal::new(String::new()),
            news: RwSignal::new(String::new()),
            tiles: StoredValue::new(Vec::new()),
            line: StoredValue::new(None),
            door: StoredValue::new(false),
            media: StoredValue::new(None),
            told: StoredValue::new(VecDeque::new()),
            working: StoredValue::new(false),
            relay: StoredValue::new(None),
            resume: StoredValue::new(known.resume),
            tries: StoredValue::new(0),
            turn: StoredValue::new(0),
        };
        let back = kept.is_some_and(|kept| kept.inside);
        spawn_local(async move {
            // Who only watches sends nothing.
            if hall.speaks() {
                hall.open_devices().await;
            }
            // After a reload: straight back to where we stood.
            if back && hall.phase.try_get_untracked() == Some(Phase::Check) {
                hall.enter();
            }
        });
        effect(move || hall.let_out());
        effect(move || {
            place::keep(
                open.id,
                &place::Kept {
                    resume: hall.resume.get_value(),
                    inside: matches!(hall.phase.get(), Phase::Inside(_) | Phase::Lost),
                    muted: !hall.audio.get(),
                    hidden: !hall.video.get(),
                    frugal: hall.frugal.get(),
                    camera: hall.devices.camera.get(),
                    microphone: hall.devices.microphone.get(),
                },
            );
        });
        let online = window_event_listener(leptos::ev::online, move |_| hall.come_online());
        on_cleanup(move || {
            online.remove();
            hall.ask(&RoomAsk::Leave);
            hall.drop_all();
            hall.devices.close();
            place::leave(open.id);
        });
        hall
    }

    pub fn get() -> Self {
        expect_context()
    }

    pub fn say(self, word: impl Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        move || word.text(self.open.context.language.get())
    }

    pub(super) fn tell_news(self, news: String) {
        self.news.set(news);
    }

    pub fn ask(self, ask: &RoomAsk) {
        self.line.with_value(|line| {
            if let Some(line) = line {
                line.ask(ask);
            }
        });
    }

    pub(super) fn send(self, text: &str) {
        self.line.with_value(|line| {
            if let Some(line) = line {
                line.send(text);
            }
        });
    }

    /// What the microphone and the camera let out follows the buttons at once; the server is told.
    fn let_out(self) {
        let (audio, video, guarded) = (self.audio.get(), self.video.get(), self.guarded.get());
        let frugal = self.frugal.get();
        self.devices.stream.track();
        self.screen.track();
        self.devices.enable(false, audio && !guarded);
        self.devices.enable(true, video && !frugal);
        if matches!(self.phase.get_untracked(), Phase::Inside(true)) {
            self.ask(&self.device());
            self.ask(&self.receive());
        }
    }

    pub(super) fn device(self) -> RoomAsk {
        RoomAsk::Device {
            audio: self.audio.get_untracked() && self.devices.track(false).is_some(),
            video: self.screen.with_untracked(Option::is_some)
                || self.video.get_untracked() && !self.frugal.get_untracked() && self.devices.track(true).is_some(),
        }
    }

    pub(super) fn receive(self) -> RoomAsk {
        RoomAsk::Receive {
            video: !self.frugal.get_untracked(),
            tiles: self.tiles.get_value(),
        }
    }

    pub fn enter(self) {
        self.knocking.set(true);
        set_timeout(move || _ = self.knocking.try_set(false), AT_THE_DOOR);
        self.phase.set(Phase::Inside(false));
        self.tries.set_value(0);
        if self.door.get_value() {
            self.knock();
        } else if self.line.with_value(Option::is_none) {
            self.connect();
        }
    }

    /// The network is back: what was waiting goes on now.
    fn come_online(self) {
        match self.phase.get_untracked() {
            Phase::Lost => self.connect(),
            Phase::Inside(true) => self.renew_media(),
            _ => {}
        }
    }

    /// Leaves by the reader's will.
    pub fn leave(self) {
        self.ask(&RoomAsk::Leave);
        self.resume.set_value(None);
        self.finish(None);
    }

    pub(super) fn finish(self, why: Option<Word>) {
        self.drop_all();
        self.people.set(Vec::new());
        self.phase.set(Phase::Out(why));
        self.devices.close();
    }

    pub(super) fn drop_all(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.told.update_value(VecDeque::clear);
        self.door.set_value(false);
        self.line.set_value(None);
        self.media.set_value(None);
        self.streams.set(Vec::new());
        self.tiles.set_value(Vec::new());
    }

    /// Out of the end back to the check.
    pub fn again(self) {
        self.phase.set(Phase::Check);
        if self.speaks() {
            spawn_local(self.open_devices());
        }
    }

    pub(super) fn role(self) -> Role {
        self.open.folded.with_untracked(|folded| folded.view.you.role)
    }

    pub(super) fn speaks(self) -> bool {
        domain::room::speaks(self.role())
    }

    /// Whether `is` holds of the reader's own card.
    pub(super) fn mine(self, is: fn(&RoomPerson) -> bool) -> bool {
        let me = self.me.get();
        let mine = |card: &RoomPerson| Some(card.person) == me && is(card);
        self.people.with(|people| people.iter().any(mine))
    }

    /// Who interprets where the reader stands.
    pub(super) fn interpreter(self) -> Option<RoomPerson> {
        let room = self.room.get();
        let interprets = |card: &&RoomPerson| card.role == Role::Interpreter && card.room == room;
        self.people.with(|people| people.iter().find(interprets).cloned())
    }

    /// Other devices were chosen, or asked for once more.
    pub fn reopen_devices(self) {
        spawn_local(async move {
            self.open_devices().await;
            self.renew_media();
        });
    }

    /// While the reader looks at the check, the browser prepares what entering takes.
    async fn open_devices(self) {
        self.devices.open().await;
        if self.phase.try_get_untracked() == Some(Phase::Check) {
            let _ = self.prepare_media();
            self.connect();
        }
    }

    /// Mediator: moves one person.
    pub fn shift(self, person: PersonId, room: RoomName) {
        self.ask(&RoomAsk::Move { person, room });
    }
}
