//! What the server says, taken in order; and the line to it, made anew when it breaks.

use super::hall::{Hall, Phase};
use super::line::{Heard, Line};
use super::peer;
use crate::view::prelude::*;
use crate::words::room::{self as words, Word};
use domain::api::{RoomAsk, RoomPerson, RoomTell};
use domain::command::Command;
use domain::refusal::Refusal;
use domain::room::RoomName;
use std::collections::VecDeque;
use std::time::Duration;
use wasm_bindgen::JsValue;
use web_sys::{RtcPeerConnection, RtcSignalingState};

/// After a move nobody is heard by surprise.
const GUARD: Duration = Duration::from_secs(1);

impl Hall {
    pub(super) fn connect(self) {
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        self.door.set_value(false);
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

    /// Asks to be let in.
    pub(super) fn knock(self) {
        if let RoomAsk::Device { audio, video } = self.device() {
            self.ask(&RoomAsk::Hello {
                audio,
                video,
                resume: self.resume.get_value(),
            });
        }
    }

    pub(super) fn hear(self, heard: Heard) {
        match heard {
            Heard::Told(tell) => self.take(tell),
            Heard::Beyond(text) => self.beyond.set(Some(text)),
            Heard::Closed => self.lose(),
        }
    }

    /// Descriptions take the browser long, and must be set in the order they came; nothing else
    /// waits for them.
    fn set_in_turn(self, description: RoomTell) {
        self.told.update_value(|told| told.push_back(description));
        if self.working.get_value() {
            return;
        }
        self.working.set_value(true);
        spawn_local(async move {
            while let Some(Some(description)) = self.told.try_update_value(VecDeque::pop_front) {
                let turn = self.turn.get_value();
                if self.describe(description).await.is_err() && self.turn.try_get_value() == Some(turn) {
                    // One that does not fit: both sides start anew.
                    self.lose();
                }
            }
            self.working.try_update_value(|working| *working = false);
        });
    }

    async fn describe(self, description: RoomTell) -> Result<(), JsValue> {
        let settled = |connection: &RtcPeerConnection| connection.signaling_state() == RtcSignalingState::Stable;
        match description {
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
                if let Some(connection) = self.connection(true).filter(settled) {
                    let sdp = peer::answer(&connection, &sdp).await?;
                    self.ask(&RoomAsk::SubscribeAnswer { sdp, version });
                }
            }
            RoomTell::Voice { sdp } => {
                // One that crossed a new offer of ours was of the connection before.
                let is_it =
                    |connection: &RtcPeerConnection| settled(connection) && connection.remote_description().is_some();
                if let Some(connection) = self.connection(false).filter(is_it) {
                    peer::accept_again(&connection, &sdp).await;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn take(self, tell: RoomTell) {
        let language = self.open.context.language.get_untracked();
        match tell {
            RoomTell::Door { prepare } => {
                self.door.set_value(true);
                if self.phase.get_untracked() != Phase::Check {
                    self.knock();
                } else if prepare {
                    let _ = self.start_hearing();
                }
            }
            RoomTell::Welcome { you, room, resume } => {
                self.tries.set_value(0);
                self.resume.set_value(Some(resume));
                self.me.set(Some(you));
                self.room.set(room);
                self.phase.set(Phase::Inside(true));
                self.door.set_value(false);
                self.start_media();
            }
            RoomTell::Relay(relay) => self.relay.set_value(Some(relay)),
            RoomTell::People { people } => self.note_people(people),
            description @ (RoomTell::PublishAnswer { .. }
            | RoomTell::SubscribeAnswer { .. }
            | RoomTell::SubscribeOffer { .. }
            | RoomTell::Voice { .. }) => self.set_in_turn(description),
            RoomTell::Waiting { place, held } => self.waiting.set(Some((place, held))),
            RoomTell::Resuming { minutes } => self.resuming.set(Some(minutes)),
            #[cfg(not(feature = "party"))]
            RoomTell::Floor(floor) => self.floor.set(floor),
            RoomTell::Moved { room } => {
                self.room.set(room);
                self.resuming.set(None);
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
            RoomTell::Said(words) => self.chat.hear(self, words),
            RoomTell::Minutes { text } => self.minutes.set(text),
            RoomTell::Talk { words } => self.chat.words.set(words),
            // The line has taken it out.
            RoomTell::Show(_) => {}
            // In another codec, which everybody here can read.
            RoomTell::Problem { code } if code == "renew_media" => self.renew_media(),
            RoomTell::Problem { code } if code == "picture_held" => {
                self.held.set(true);
                self.video.set(false);
            }
            RoomTell::Problem { code } => {
                let word = words::problem(&code);
                if matches!(word, Word::OpenedElsewhere | Word::RoomFull | Word::TurnedAway) {
                    self.finish(Some(word));
                } else {
                    self.tell_news(word.text(language).into());
                }
            }
        }
    }

    pub(super) fn note_people(self, people: Vec<RoomPerson>) {
        let language = self.open.context.language.get_untracked();
        let (room, me) = (self.room.get_untracked(), self.me.get_untracked());
        let here = |list: &[RoomPerson], person| list.iter().any(|p| p.person == person && p.room == room);
        self.people.with_untracked(|before| {
            // Our own move has its own words, and changes the whole list.
            let stayed = me.is_some_and(|me| here(before, me));
            let came = people.iter().find(|p| p.room == room && !here(before, p.person));
            let went = before.iter().find(|p| p.room == room && !here(&people, p.person));
            let told = came.map(|p| (p, Word::CameIn)).or(went.map(|p| (p, Word::WentOut)));
            let raised = people.iter().find(|p| {
                let known = |q: &&RoomPerson| q.person == p.person && q.hand.is_some();
                p.hand.is_some() && !before.iter().any(|q| known(&q))
            });
            let shares = people.iter().find(|p| {
                let known = |q: &RoomPerson| q.person == p.person && q.screen;
                p.screen && p.room == room && !before.iter().any(known)
            });
            let told = told
                .or(raised.map(|p| (p, Word::HandUp)))
                .or(shares.map(|p| (p, Word::SharesScreen)));
            if let Some((person, word)) = told.filter(|(person, _)| stayed && Some(person.person) != me) {
                self.tell_news(format!("{} {}", person.name, word.text(language)));
            }
        });
        self.people.set(people);
    }

    pub(super) fn lose(self) {
        let phase = self.phase.get_untracked();
        if phase == Phase::Check {
            // Made anew on entering.
            return self.drop_all();
        }
        if !matches!(phase, Phase::Inside(_) | Phase::Lost) {
            return;
        }
        self.line.set_value(None);
        if phase == Phase::Inside(false) {
            // What was prepared at that door went with it.
            self.media.set_value(None);
        }
        self.phase.set(Phase::Lost);
        // Not the network, perhaps: the case may let nobody in any more.
        let enter = Command::EnterRoom { room: RoomName::Main };
        let ruling = self.open.folded.with_untracked(|folded| folded.may(&enter));
        if !matches!(ruling, Ok(()) | Err(Refusal::AlreadyDone)) {
            return self.finish(Some(Word::NotNow));
        }
        let tries = self.tries.get_value();
        self.tries.set_value(tries + 1);
        // 0.5, 1, then every 2 s, each a little off, so that a room does not come back all at once.
        let spread = u64::from(crate::api::random::<1>()[0]);
        let pause = Duration::from_millis((500 << tries.min(2)) + spread);
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
}
