//! Everything the room's screens read, and what keeps it true: signalling, media, reconnection.

use super::devices::Devices;
use super::line::{Heard, Line};
use super::peer::{self, Peer};
use super::place;
use crate::open::Open;
use crate::words::room::{self as words, Word};
use domain::api::{RoomAsk, RoomPerson, RoomTell};
use domain::command::Command;
use domain::id::PersonId;
use domain::refusal::Refusal;
use domain::room::RoomName;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::VecDeque;
use std::time::Duration;
use wasm_bindgen::JsValue;
use web_sys::{MediaStream, RtcPeerConnection, RtcPeerConnectionState, RtcSignalingState};

/// After a move nobody is heard by surprise.
const GUARD: Duration = Duration::from_secs(1);
/// A connection may stumble this long before it is made anew.
const STUMBLE: Duration = Duration::from_secs(2);

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

struct Media {
    publish: Peer,
    subscribe: Peer,
}

#[derive(Clone, Copy)]
pub struct Hall {
    pub open: Open,
    pub devices: Devices,
    pub phase: RwSignal<Phase>,
    pub me: RwSignal<Option<PersonId>>,
    pub room: RwSignal<RoomName>,
    pub people: RwSignal<Vec<RoomPerson>>,
    /// Loudest first.
    pub speaking: RwSignal<Vec<PersonId>>,
    pub streams: RwSignal<Vec<(String, MediaStream)>, LocalStorage>,
    pub audio: RwSignal<bool>,
    pub video: RwSignal<bool>,
    /// The microphone is held shut for a moment after a move.
    pub guarded: RwSignal<bool>,
    /// The browser holds sound back until the reader touches the page.
    pub blocked: RwSignal<bool>,
    /// Last thing that happened, in words, for eyes and screen readers.
    pub news: RwSignal<String>,
    line: StoredValue<Option<Line>, LocalStorage>,
    media: StoredValue<Option<Media>, LocalStorage>,
    told: StoredValue<VecDeque<RoomTell>, LocalStorage>,
    working: StoredValue<bool>,
    resume: StoredValue<Option<String>>,
    tries: StoredValue<u32>,
    /// Counts lines, so that a late word of an old one is not taken for the new one's.
    turn: StoredValue<u32>,
}

impl Hall {
    pub fn new(open: Open) -> Self {
        let kept = place::recall(open.id);
        let known = kept.clone().unwrap_or_default();
        let hall = Self {
            open,
            devices: Devices::new(known.camera, known.microphone),
            phase: RwSignal::new(Phase::Check),
            me: RwSignal::new(None),
            room: RwSignal::new(RoomName::Lobby),
            people: RwSignal::new(Vec::new()),
            speaking: RwSignal::new(Vec::new()),
            streams: RwSignal::new_local(Vec::new()),
            audio: RwSignal::new(!known.muted),
            video: RwSignal::new(!known.hidden),
            guarded: RwSignal::new(false),
            blocked: RwSignal::new(false),
            news: RwSignal::new(String::new()),
            line: StoredValue::new_local(None),
            media: StoredValue::new_local(None),
            told: StoredValue::new_local(VecDeque::new()),
            working: StoredValue::new(false),
            resume: StoredValue::new(known.resume),
            tries: StoredValue::new(0),
            turn: StoredValue::new(0),
        };
        let back = kept.is_some_and(|kept| kept.inside);
        spawn_local(async move {
            hall.devices.open().await;
            // After a reload: straight back to where we stood.
            if back && hall.phase.try_get_untracked() == Some(Phase::Check) {
                hall.enter();
            }
        });
        Effect::new(move || hall.let_out());
        Effect::new(move || {
            place::keep(
                open.id,
                &place::Kept {
                    resume: hall.resume.get_value(),
                    inside: matches!(hall.phase.get(), Phase::Inside(_) | Phase::Lost),
                    muted: !hall.audio.get(),
                    hidden: !hall.video.get(),
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

    pub fn say(self, word: Word) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        move || word.text(self.open.context.language.get())
    }

    fn tell_news(self, news: String) {
        self.news.set(news);
    }

    pub fn ask(self, ask: &RoomAsk) {
        self.line.with_value(|line| {
            if let Some(line) = line {
                line.ask(ask);
            }
        });
    }

    /// What the microphone and the camera let out follows the buttons at once; the server is told.
    fn let_out(self) {
        let (audio, video, guarded) = (self.audio.get(), self.video.get(), self.guarded.get());
        self.devices.stream.track();
        self.devices.enable(false, audio && !guarded);
        self.devices.enable(true, video);
        if matches!(self.phase.get_untracked(), Phase::Inside(true)) {
            self.ask(&self.device());
        }
    }

    fn device(self) -> RoomAsk {
        RoomAsk::Device {
            audio: self.audio.get_untracked() && self.devices.track(false).is_some(),
            video: self.video.get_untracked() && self.devices.track(true).is_some(),
        }
    }

    pub fn enter(self) {
        self.phase.set(Phase::Inside(false));
        self.tries.set_value(0);
        self.connect();
    }

    fn connect(self) {
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        self.told.update_value(VecDeque::clear);
        let heard = move |heard| {
            if self.turn.try_get_value() == Some(turn) {
                self.hear(heard);
            }
        };
        let line = Line::open(&format!("/api/v1/cases/{}/room", self.open.id), heard);
        if line.is_none() {
            self.phase.set(Phase::Out(Some(Word::NoMedia)));
        }
        self.line.set_value(line);
    }

    fn hear(self, heard: Heard) {
        match heard {
            Heard::Opened => {
                let RoomAsk::Device { audio, video } = self.device() else {
                    return;
                };
                self.ask(&RoomAsk::Hello {
                    audio,
                    video,
                    resume: self.resume.get_value(),
                });
            }
            Heard::Told(tell) => {
                self.told.update_value(|told| told.push_back(tell));
                self.work();
            }
            Heard::Closed => self.lose(),
        }
    }

    /// Takes what was told one after another: descriptions must be set in the order they came.
    fn work(self) {
        if self.working.get_value() {
            return;
        }
        self.working.set_value(true);
        spawn_local(async move {
            while let Some(Some(tell)) = self.told.try_update_value(VecDeque::pop_front) {
                let turn = self.turn.get_value();
                if self.take(tell).await.is_err() && self.turn.try_get_value() == Some(turn) {
                    // A description that does not fit: both sides start anew.
                    self.lose();
                }
            }
            let _ = self.working.try_set_value(false);
        });
    }

    async fn take(self, tell: RoomTell) -> Result<(), JsValue> {
        let language = self.open.context.language.get_untracked();
        match tell {
            RoomTell::Welcome { you, room, resume } => {
                self.tries.set_value(0);
                self.resume.set_value(Some(resume));
                self.me.set(Some(you));
                self.room.set(room);
                self.phase.set(Phase::Inside(true));
                self.start_media().await?;
            }
            RoomTell::People { people } => self.note_people(people),
            RoomTell::PublishAnswer { sdp } => {
                if let Some(connection) = self.connection(false) {
                    peer::accept(&connection, &sdp).await?;
                }
            }
            RoomTell::SubscribeAnswer { sdp } => {
                if let Some(connection) = self.connection(true) {
                    peer::accept(&connection, &sdp).await?;
                }
            }
            RoomTell::SubscribeOffer { sdp, version } => {
                // One that crossed our own offer belongs to a connection given up meanwhile.
                let settled =
                    |connection: &RtcPeerConnection| connection.signaling_state() == RtcSignalingState::Stable;
                if let Some(connection) = self.connection(true).filter(settled) {
                    let sdp = peer::answer(&connection, &sdp).await?;
                    self.ask(&RoomAsk::SubscribeAnswer { sdp, version });
                }
            }
            RoomTell::Moved { room } => {
                self.room.set(room);
                let at = format!("{}{}", Word::MovedTo.text(language), words::room(room).text(language));
                self.tell_news(at);
                self.guarded.set(true);
                set_timeout(
                    move || {
                        let _ = self.guarded.try_set(false);
                    },
                    GUARD,
                );
            }
            RoomTell::Muted => {
                self.audio.set(false);
                self.tell_news(Word::MutedByMediator.text(language).into());
            }
            RoomTell::Speaking { people } => self.speaking.set(people),
            RoomTell::Problem { code } => {
                let word = words::problem(&code);
                if matches!(word, Word::OpenedElsewhere | Word::RoomFull) {
                    self.finish(Some(word));
                } else {
                    self.tell_news(word.text(language).into());
                }
            }
        }
        Ok(())
    }

    fn note_people(self, people: Vec<RoomPerson>) {
        let language = self.open.context.language.get_untracked();
        let (room, me) = (self.room.get_untracked(), self.me.get_untracked());
        let here = |list: &[RoomPerson], person| list.iter().any(|p| p.person == person && p.room == room);
        self.people.with_untracked(|before| {
            // Our own move has its own words, and changes the whole list.
            let stayed = me.is_some_and(|me| here(before, me));
            let came = people.iter().find(|p| p.room == room && !here(before, p.person));
            let went = before.iter().find(|p| p.room == room && !here(&people, p.person));
            let told = came.map(|p| (p, Word::CameIn)).or(went.map(|p| (p, Word::WentOut)));
            if let Some((person, word)) = told.filter(|(person, _)| stayed && Some(person.person) != me) {
                self.tell_news(format!("{} {}", person.name, word.text(language)));
            }
        });
        self.people.set(people);
    }

    fn connection(self, subscribe: bool) -> Option<RtcPeerConnection> {
        self.media.with_value(|media| {
            let media = media.as_ref()?;
            Some(if subscribe { &media.subscribe } else { &media.publish }.connection())
        })
    }

    /// Both connections anew; the server ends the earlier ones when it gets these offers.
    async fn start_media(self) -> Result<(), JsValue> {
        self.media.set_value(None);
        self.streams.set(Vec::new());
        let heard = move |person: String, stream: MediaStream| {
            let _ = self.streams.try_update(|streams| {
                streams.retain(|(known, _)| *known != person);
                streams.push((person, stream));
            });
        };
        let stream = self.devices.stream.get_untracked();
        let publish = Peer::publish(stream.as_ref(), move || self.watch_media())?;
        let subscribe = Peer::subscribe(move || self.watch_media(), heard)?;
        let (out, back) = (publish.connection(), subscribe.connection());
        self.media.set_value(Some(Media { publish, subscribe }));
        let sdp = peer::offer(&out).await?;
        self.ask(&RoomAsk::Publish { sdp });
        let sdp = peer::offer(&back).await?;
        self.ask(&RoomAsk::Subscribe { sdp });
        Ok(())
    }

    fn stumbling(self) -> bool {
        let bad = |peer: &Peer| {
            matches!(
                peer.state(),
                RtcPeerConnectionState::Disconnected | RtcPeerConnectionState::Failed
            )
        };
        let stumbles = |media: &Option<Media>| {
            let media = media.as_ref();
            media.is_some_and(|media| bad(&media.publish) || bad(&media.subscribe))
        };
        self.media.try_with_value(stumbles).unwrap_or(false)
    }

    fn watch_media(self) {
        if self.stumbling() {
            set_timeout(
                move || {
                    if self.stumbling() {
                        self.renew_media();
                    }
                },
                STUMBLE,
            );
        }
    }

    fn renew_media(self) {
        if self.phase.get_untracked() == Phase::Inside(true) {
            spawn_local(async move {
                if self.start_media().await.is_err() {
                    self.lose();
                }
            });
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

    fn lose(self) {
        if !matches!(self.phase.get_untracked(), Phase::Inside(_) | Phase::Lost) {
            return;
        }
        self.line.set_value(None);
        self.phase.set(Phase::Lost);
        // Not the network, perhaps: the case may let nobody in any more.
        let enter = Command::EnterRoom { room: RoomName::Main };
        let ruling = self.open.folded.with_untracked(|folded| folded.may(&enter));
        if !matches!(ruling, Ok(()) | Err(Refusal::AlreadyDone)) {
            return self.finish(Some(Word::NotNow));
        }
        let tries = self.tries.get_value();
        self.tries.set_value(tries + 1);
        // 0.5, 1, 2, 4, 8 s, each a little off, so that a room does not come back all at once.
        let spread = u64::from(crate::api::random::<1>()[0]);
        let pause = Duration::from_millis((500 << tries.min(4)) + spread);
        let turn = self.turn.get_value();
        set_timeout(
            move || {
                if self.turn.try_get_value() == Some(turn) && self.phase.get_untracked() == Phase::Lost {
                    self.connect();
                }
            },
            pause,
        );
    }

    /// Leaves by the reader's will.
    pub fn leave(self) {
        self.ask(&RoomAsk::Leave);
        self.resume.set_value(None);
        self.finish(None);
    }

    fn finish(self, why: Option<Word>) {
        self.drop_all();
        self.people.set(Vec::new());
        self.phase.set(Phase::Out(why));
        self.devices.close();
    }

    fn drop_all(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.told.update_value(VecDeque::clear);
        self.line.set_value(None);
        self.media.set_value(None);
        self.streams.set(Vec::new());
    }

    /// Out of the end back to the check.
    pub fn again(self) {
        self.phase.set(Phase::Check);
        spawn_local(self.devices.open());
    }

    /// Other devices were chosen, or asked for once more.
    pub fn reopen_devices(self) {
        spawn_local(async move {
            self.devices.open().await;
            self.renew_media();
        });
    }

    /// Mediator: moves one person.
    pub fn shift(self, person: PersonId, room: RoomName) {
        self.ask(&RoomAsk::Move { person, room });
    }
}
