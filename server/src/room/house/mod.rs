//! The house of every case: who stands in which room, and whose media goes to whom. Runs on the
//! media thread only; what it decides takes effect before the next packet is looked at.

mod codecs;
mod counts;
mod doors;
mod floor;
mod flows;
mod links;
mod lobby;
mod media;
mod moves;
mod pictures;
mod probes;
mod quality;
mod recording;
mod showing;
mod tells;
#[cfg(test)]
mod tests;
mod voices;
mod words;

use super::engine::{Engine, LinkId, Use};
use super::places::Places;
use super::seat::{ConnId, Seat};
use super::tap::Tap;
use counts::Counts;
use domain::actor::{Actor, Role};
use domain::api::{RoomAsk, RoomTell};
use domain::command::Command;
use domain::id::{CaseId, PersonId};
use domain::room::RoomName;
use doors::Door;
use floor::Spoken;
use flows::Flows;
use probes::Probe;
use recording::Taped;
pub use showing::Opened;
use showing::Showing;
use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedSender;
use words::Talk;

const TICK: Duration = Duration::from_millis(20);
/// How long after a restart people find their places as the log has them.
const RESTART: Duration = Duration::from_secs(60);
const SPEAKERS: Duration = Duration::from_millis(300);
/// People in one case's house: each more costs every other two streams.
pub const MOST_PEOPLE: usize = 12;

/// How long a place is kept for a lost connection.
#[derive(Clone, Copy, Debug)]
pub struct Graces {
    /// Until the person counts as having left.
    pub leave: Duration,
    /// Until a caucus without its mediator ends.
    pub caucus: Duration,
}

impl Default for Graces {
    fn default() -> Self {
        Self {
            leave: Duration::from_secs(20),
            caucus: Duration::from_secs(10),
        }
    }
}

/// Something of the room that belongs into the case's log.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub case: CaseId,
    pub actor: Actor,
    pub command: Command,
}

/// A person at the door: session and seat in the case were checked before.
pub struct Arrival {
    pub conn: ConnId,
    pub case: CaseId,
    pub actor: Actor,
    pub name: String,
    pub audio: bool,
    pub video: bool,
    pub resume: Option<String>,
    /// What to note of people the log has in a room, should no seat of theirs stand here: a
    /// server that was killed could not.
    pub unseated: Vec<Fact>,
    pub tell: UnboundedSender<RoomTell>,
}

type Seats = BTreeMap<PersonId, Seat>;

pub struct House<E> {
    engine: E,
    cases: HashMap<CaseId, Seats>,
    conns: HashMap<ConnId, (CaseId, PersonId)>,
    links: HashMap<LinkId, (CaseId, PersonId, Use)>,
    speaking: HashMap<ConnId, Vec<PersonId>>,
    talks: HashMap<CaseId, Talk>,
    spoken: HashMap<CaseId, Spoken>,
    /// Who was sent away from the lobby, and when.
    turned_away: HashMap<(CaseId, PersonId), Instant>,
    showings: HashMap<CaseId, Vec<Showing>>,
    probes: HashMap<ConnId, Probe>,
    doors: HashMap<ConnId, Door>,
    taped: HashMap<CaseId, Taped>,
    tap: Option<Tap>,
    facts: UnboundedSender<Fact>,
    graces: Graces,
    most_people: usize,
    drains: bool,
    places: Places,
    born: Instant,
    next_link: u64,
    next_offer: u32,
    next_hand: u32,
    /// Counts those who came to wait.
    next_place: u32,
    last_tick: Instant,
    last_speakers: Instant,
    last_quality: Instant,
    counts: Counts,
    flows: Flows,
    /// The case last worked on, while the house rather than its engine is at work.
    at_work: Option<CaseId>,
}

impl<E: Engine> House<E> {
    pub fn new(engine: E, facts: UnboundedSender<Fact>, graces: Graces, places: Places, now: Instant) -> Self {
        Self {
            engine,
            cases: HashMap::new(),
            conns: HashMap::new(),
            links: HashMap::new(),
            speaking: HashMap::new(),
            talks: HashMap::new(),
            spoken: HashMap::new(),
            turned_away: HashMap::new(),
            showings: HashMap::new(),
            probes: HashMap::new(),
            doors: HashMap::new(),
            taped: HashMap::new(),
            tap: None,
            facts,
            graces,
            most_people: usize::MAX,
            drains: false,
            places,
            born: now,
            next_link: 0,
            next_offer: 0,
            next_hand: 0,
            next_place: 0,
            last_tick: now,
            last_speakers: now,
            last_quality: now,
            counts: Counts::default(),
            flows: Flows::new(now),
            at_work: None,
        }
    }

    /// The server is about to go: nobody comes into a room that is empty now.
    pub fn drain(&mut self) {
        self.drains = true;
    }

    /// Who stands or waits in any room, and may come back there.
    pub fn people(&self) -> usize {
        self.cases.values().map(BTreeMap::len).sum()
    }

    /// People in all houses together.
    pub fn limit(&mut self, most_people: usize) {
        self.most_people = most_people;
    }

    pub fn engine(&mut self) -> &mut E {
        self.at_work = None;
        &mut self.engine
    }

    fn seat(&mut self, case: CaseId, person: PersonId) -> Option<&mut Seat> {
        self.cases.get_mut(&case)?.get_mut(&person)
    }

    pub fn arrive(&mut self, now: Instant, arrival: Arrival) {
        let Arrival {
            conn,
            case,
            actor,
            name,
            audio,
            video,
            resume,
            unseated,
            tell,
        } = arrival;
        self.at_work = Some(case);
        if self.cases.contains_key(&case) || now - self.born > RESTART {
            self.note_unseated(case, unseated);
        } else {
            self.reseat(now, case, unseated);
        }
        let away = self.is_turned_away(now, case, actor.person).then_some("turned_away");
        if let Some(code) = away.or_else(|| self.full(case, actor.person)) {
            metrics::counter!("room_refusals_total", "code" => code).increment(1);
            // Dropping `tell` closes the socket after this word.
            let _ = tell.send(RoomTell::Problem { code: code.into() });
            return self.end_door(conn);
        }
        let seats = self.cases.entry(case).or_default();
        let old = seats.remove(&actor.person);
        let mut old_links = Vec::new();
        let mut room = if domain::room::presides(actor.role) {
            RoomName::Main
        } else {
            RoomName::Lobby
        };
        let mut token = None;
        let mut from = None;
        let mut interpreted = false;
        let mut waited = (None, false);
        if let Some(old) = old {
            from = Some(old.room);
            waited = (old.waits, old.held);
            old_links.extend(old.publish);
            old_links.extend(old.subscribe.map(|subscription| subscription.link));
            if let Some(conn) = old.conn {
                self.conns.remove(&conn);
                self.speaking.remove(&conn);
                let _ = old.tell.send(RoomTell::Problem {
                    code: "opened_elsewhere".into(),
                });
            }
            let gave = |token: &str| match &old.resume {
                Some(known) => known == token,
                None => self.places.gave(case, actor.person, token),
            };
            if resume.as_deref().is_some_and(gave) {
                room = old.room;
                interpreted = old.interpreted;
                token = resume;
            }
        }
        self.note_move(case, actor, from, room);
        for link in old_links {
            self.engine.close(link);
            self.links.remove(&link);
        }
        let token = token.unwrap_or_else(|| self.places.give(case, actor.person));
        let mut seat = Seat::new(actor, name, room, Some(token.clone()), tell);
        seat.arrived = Some(now);
        seat.conn = Some(conn);
        seat.audio = audio;
        seat.video = video;
        seat.interpreted = interpreted;
        (seat.waits, seat.held) = waited;
        seat.subscribe = self.open_door(conn);
        seat.say(RoomTell::Welcome {
            you: actor.person,
            room,
            resume: token,
        });
        if let Some(talk) = self.talks.get(&case) {
            seat.say(talk.of(actor.person));
            if let Some(minutes) = talk.minutes_for(actor.role) {
                seat.say(minutes);
            }
        }
        if let Some(spoken) = self.spoken.get(&case).filter(|_| seat.presides()) {
            seat.say(spoken.told());
        }
        self.cases.entry(case).or_default().insert(actor.person, seat);
        self.queue(case, actor.person);
        self.conns.insert(conn, (case, actor.person));
        if actor.role == Role::Mediator || room.caucus_side().is_some() {
            self.end_caucuses(case);
        }
        self.reconcile(now, case);
        self.tell_people(case);
    }

    /// Why one more person does not fit in; coming back is not coming in.
    fn full(&self, case: CaseId, person: PersonId) -> Option<&'static str> {
        let seats = self.cases.get(&case);
        if seats.is_some_and(|seats| seats.contains_key(&person)) {
            None
        } else if seats.is_some_and(|seats| seats.len() >= MOST_PEOPLE) {
            Some("room_full")
        } else {
            let closes = self.drains && seats.is_none();
            (closes || self.people() >= self.most_people).then_some("server_full")
        }
    }

    /// The socket closed without a word. The place is kept for a while.
    pub fn gone(&mut self, now: Instant, conn: ConnId) {
        self.speaking.remove(&conn);
        self.end_probe(conn);
        self.end_door(conn);
        let Some((case, person)) = self.conns.remove(&conn) else {
            return;
        };
        self.at_work = Some(case);
        if let Some(seat) = self.seat(case, person) {
            seat.conn = None;
            seat.gone = Some(now);
        }
        self.reconcile(now, case);
        self.tell_people(case);
    }

    pub fn ask(&mut self, now: Instant, conn: ConnId, ask: RoomAsk) {
        let Some(&(case, person)) = self.conns.get(&conn) else {
            match ask {
                RoomAsk::Publish { sdp } => self.probed(now, conn, sdp),
                RoomAsk::Subscribe { sdp } => self.subscribe_at_door(now, conn, sdp),
                RoomAsk::SubscribeAnswer { sdp, version } => self.answer_at_door(now, conn, sdp, version),
                _ => {}
            }
            return;
        };
        self.at_work = Some(case);
        let done = match ask {
            RoomAsk::Hello { .. } => Err("unexpected_hello"),
            RoomAsk::Publish { sdp } => self.publish(now, case, person, sdp),
            RoomAsk::Subscribe { sdp } => self.subscribe(now, case, person, sdp),
            RoomAsk::SubscribeAnswer { sdp, version } => self.subscribe_answer(now, case, person, sdp, version),
            RoomAsk::Device { audio, video } => {
                if let Some(seat) = self.seat(case, person) {
                    seat.audio = audio;
                    seat.video = video;
                }
                self.reconcile(now, case);
                self.tell_people(case);
                Ok(())
            }
            RoomAsk::Receive { video, tiles } => {
                if let Some(seat) = self.seat(case, person) {
                    seat.watches = video;
                    seat.tiles = tiles.into_iter().take(MOST_PEOPLE).collect();
                }
                self.reconcile(now, case);
                Ok(())
            }
            RoomAsk::Move { person: moved, room } => self.move_by(now, case, person, moved, room),
            RoomAsk::Mute { person: muted } => self.mute(now, case, person, muted),
            RoomAsk::Say { text, to } => self.write(case, person, text, to),
            RoomAsk::Interpret { on } => {
                if let Some(seat) = self.seat(case, person) {
                    seat.interpreted = on;
                }
                self.reconcile(now, case);
                self.tell_people(case);
                Ok(())
            }
            RoomAsk::Minutes { text } => self.minute(case, person, text),
            RoomAsk::Hold { person: waits } => self.hold(case, person, waits),
            RoomAsk::Refuse { person: waits } => self.refuse(now, case, person, waits),
            RoomAsk::Announce { minutes } => self.announce(case, person, minutes),
            RoomAsk::Hand { up, person: whose } => self.hand(case, person, whose.unwrap_or(person), up),
            RoomAsk::Screen { on } => self.screen(now, case, person, on),
            RoomAsk::Show(ask) => self.show(case, person, ask),
            RoomAsk::Leave => {
                self.conns.remove(&conn);
                self.speaking.remove(&conn);
                self.remove(now, case, person);
                Ok(())
            }
        };
        if let Err(code) = done
            && let Some(seat) = self.seat(case, person)
        {
            seat.say(RoomTell::Problem { code: code.into() });
        }
    }

    pub fn next_timeout(&mut self) -> Instant {
        let tick = self.last_tick + TICK;
        self.engine.next_timeout().map_or(tick, |due| due.min(tick))
    }

    pub fn timeout(&mut self, now: Instant) {
        self.at_work = None;
        self.engine.timeout(now);
        if now - self.last_tick < TICK {
            return;
        }
        self.last_tick = now;
        self.tend_pictures(now);
        let passed = now - self.last_speakers;
        if passed >= SPEAKERS {
            self.last_speakers = now;
            self.tell_speakers(now);
            self.count_floor(now, passed);
            self.tell_clocks(now);
            self.choose_pictures(now);
            self.restock(now);
            self.tend_tapes(now);
            self.sweep(now);
            self.report(now);
            self.report_flows(now);
            self.tend_quality(now);
        }
    }

    /// Something panicked. Whoever it was done for loses the line, and may come again; nobody else
    /// notices.
    pub fn fail(&mut self, now: Instant) {
        let case = self.at_work.take().or_else(|| {
            let link = self.engine.at_work()?;
            self.links.get(&link).map(|(case, ..)| *case)
        });
        let Some(case) = case else {
            let tested = self.engine.at_work().is_some_and(|link| self.end_probe_of(link));
            tracing::error!(tested, "a panic in the room, of no case");
            return;
        };
        tracing::error!(%case, "a panic in the room: its house is closed");
        self.talks.remove(&case);
        self.spoken.remove(&case);
        self.flows.end(case);
        self.showings.remove(&case);
        self.end_doors_of(case);
        self.end_tape(case);
        metrics::counter!("room_panics_total").increment(1);
        for (person, seat) in self.cases.remove(&case).into_iter().flatten() {
            self.note_exit(case, seat.actor, seat.room);
            self.conns.retain(|_, (of, who)| (*of, *who) != (case, person));
            for link in seat
                .publish
                .into_iter()
                .chain(seat.subscribe.map(|subscription| subscription.link))
            {
                self.engine.close(link);
                self.links.remove(&link);
            }
        }
        self.speaking.retain(|conn, _| self.conns.contains_key(conn));
        self.last_tick = now;
    }

    /// Ends what a lost connection left behind.
    fn sweep(&mut self, now: Instant) {
        let graces = self.graces;
        let mut left = Vec::new();
        let mut broken = Vec::new();
        for (case, seats) in &self.cases {
            for seat in seats.values() {
                let Some(gone) = seat.gone else { continue };
                if now - gone > graces.leave {
                    left.push((*case, seat.actor.person));
                } else if now - gone > graces.caucus && seat.presides() && seat.room.caucus_side().is_some() {
                    broken.push((*case, seat.actor.person));
                }
            }
        }
        for (case, mediator) in broken {
            self.stand(case, mediator, RoomName::Main);
            self.end_caucuses(case);
            self.reconcile(now, case);
            self.tell_people(case);
        }
        for (case, person) in left {
            self.remove(now, case, person);
        }
    }
}
