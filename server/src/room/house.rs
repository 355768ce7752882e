//! The house of every case: who stands in which room, and whose media goes to whom. Runs on the
//! media thread only; what it decides takes effect before the next packet is looked at.

use super::engine::{Engine, Kind, LinkId, News, Rtp, SlotId};
use super::forward::{self, Keyframes, Stream};
use super::seat::{ConnId, Seat, Source, Subscription};
use domain::actor::{Actor, Role};
use domain::api::{RoomAsk, RoomTell};
use domain::command::Command;
use domain::id::{CaseId, PersonId};
use domain::room::{self, RoomName};
use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedSender;

const TICK: Duration = Duration::from_millis(20);
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
    pub tell: UnboundedSender<RoomTell>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Publish,
    Subscribe,
}

type Seats = BTreeMap<PersonId, Seat>;

pub struct House<E> {
    engine: E,
    cases: HashMap<CaseId, Seats>,
    conns: HashMap<ConnId, (CaseId, PersonId)>,
    links: HashMap<LinkId, (CaseId, PersonId, Use)>,
    speaking: HashMap<ConnId, Vec<PersonId>>,
    facts: UnboundedSender<Fact>,
    graces: Graces,
    next_link: u64,
    last_tick: Instant,
    last_speakers: Instant,
}

impl<E: Engine> House<E> {
    pub fn new(engine: E, facts: UnboundedSender<Fact>, graces: Graces, now: Instant) -> Self {
        Self {
            engine,
            cases: HashMap::new(),
            conns: HashMap::new(),
            links: HashMap::new(),
            speaking: HashMap::new(),
            facts,
            graces,
            next_link: 0,
            last_tick: now,
            last_speakers: now,
        }
    }

    pub fn engine(&mut self) -> &mut E {
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
            tell,
        } = arrival;
        let seats = self.cases.entry(case).or_default();
        let old = seats.remove(&actor.person);
        if seats.len() >= MOST_PEOPLE {
            // Dropping `tell` closes the socket after this word.
            let _ = tell.send(RoomTell::Problem {
                code: "room_full".into(),
            });
            return;
        }
        let mut old_links = Vec::new();
        let mut room = match actor.role {
            Role::Mediator => RoomName::Main,
            _ => RoomName::Lobby,
        };
        let mut token = None;
        let mut from = None;
        if let Some(old) = old {
            from = Some(old.room);
            old_links.extend(old.publish);
            old_links.extend(old.subscribe.map(|subscription| subscription.link));
            if let Some(conn) = old.conn {
                self.conns.remove(&conn);
                self.speaking.remove(&conn);
                let _ = old.tell.send(RoomTell::Problem {
                    code: "opened_elsewhere".into(),
                });
            }
            if resume.as_deref() == Some(old.resume.as_str()) {
                room = old.room;
                token = resume;
            }
        }
        self.note_move(case, actor, from, room);
        for link in old_links {
            self.engine.close(link);
            self.links.remove(&link);
        }
        let token = token.unwrap_or_else(random_token);
        let mut seat = Seat::new(actor, name, room, token.clone(), tell);
        seat.conn = Some(conn);
        seat.audio = audio;
        seat.video = video;
        seat.say(RoomTell::Welcome {
            you: actor.person,
            room,
            resume: token,
        });
        self.cases.entry(case).or_default().insert(actor.person, seat);
        self.conns.insert(conn, (case, actor.person));
        if actor.role == Role::Mediator || room.caucus_side().is_some() {
            self.end_caucuses(case);
        }
        self.reconcile(now, case);
        self.tell_people(case);
    }

    /// The socket closed without a word. The place is kept for a while.
    pub fn gone(&mut self, now: Instant, conn: ConnId) {
        self.speaking.remove(&conn);
        let Some((case, person)) = self.conns.remove(&conn) else {
            return;
        };
        if let Some(seat) = self.seat(case, person) {
            seat.conn = None;
            seat.gone = Some(now);
        }
        self.reconcile(now, case);
        self.tell_people(case);
    }

    pub fn ask(&mut self, now: Instant, conn: ConnId, ask: RoomAsk) {
        let Some(&(case, person)) = self.conns.get(&conn) else {
            return;
        };
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
            RoomAsk::Move { person: moved, room } => self.move_by(now, case, person, moved, room),
            RoomAsk::Mute { person: muted } => self.mute(now, case, person, muted),
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

    fn open(&mut self, now: Instant, case: CaseId, person: PersonId, for_use: Use) -> Result<LinkId, &'static str> {
        self.next_link += 1;
        let link = LinkId(self.next_link);
        self.engine.open(now, link).map_err(|error| {
            tracing::error!(%error, "no peer connection");
            "media_unavailable"
        })?;
        self.links.insert(link, (case, person, for_use));
        Ok(link)
    }

    fn close(&mut self, link: Option<LinkId>) {
        if let Some(link) = link {
            self.engine.close(link);
            self.links.remove(&link);
        }
    }

    /// A new publish connection; an earlier one ends. It is never negotiated again, because `rtc`
    /// loses simulcast layers over that.
    fn publish(&mut self, now: Instant, case: CaseId, person: PersonId, sdp: String) -> Result<(), &'static str> {
        let seat = self.seat(case, person).ok_or("not_here")?;
        seat.sources.clear();
        seat.publishing = false;
        let old = seat.publish.take();
        self.close(old);
        let link = self.open(now, case, person, Use::Publish)?;
        let answer = self.engine.answer(now, link, sdp).map_err(|error| {
            tracing::debug!(%error, "publish offer refused");
            "bad_offer"
        });
        let Ok(sdp) = answer else {
            self.close(Some(link));
            return answer.map(drop);
        };
        let seat = self.seat(case, person).ok_or("not_here")?;
        seat.publish = Some(link);
        seat.say(RoomTell::PublishAnswer { sdp });
        Ok(())
    }

    fn subscribe(&mut self, now: Instant, case: CaseId, person: PersonId, sdp: String) -> Result<(), &'static str> {
        let old = self.seat(case, person).ok_or("not_here")?.subscribe.take();
        self.close(old.map(|subscription| subscription.link));
        let link = self.open(now, case, person, Use::Subscribe)?;
        let answer = self.engine.answer(now, link, sdp).map_err(|error| {
            tracing::debug!(%error, "subscribe offer refused");
            "bad_offer"
        });
        let Ok(sdp) = answer else {
            self.close(Some(link));
            return answer.map(drop);
        };
        let seat = self.seat(case, person).ok_or("not_here")?;
        seat.subscribe = Some(Subscription::new(link));
        seat.say(RoomTell::SubscribeAnswer { sdp });
        self.reconcile(now, case);
        Ok(())
    }

    fn subscribe_answer(
        &mut self,
        now: Instant,
        case: CaseId,
        person: PersonId,
        sdp: String,
        version: u32,
    ) -> Result<(), &'static str> {
        let subscription = self
            .seat(case, person)
            .and_then(|seat| seat.subscribe.as_mut())
            .ok_or("not_here")?;
        if subscription.waiting != Some(version) {
            return Ok(()); // of a connection replaced meanwhile
        }
        subscription.waiting = None;
        let link = subscription.link;
        self.engine.accept(now, link, sdp).map_err(|error| {
            tracing::debug!(%error, "subscribe answer refused");
            "bad_answer"
        })?;
        self.negotiate(now, case, person);
        Ok(())
    }

    /// Sends an offer if there are m-lines the browser has not seen and none is under way.
    fn negotiate(&mut self, now: Instant, case: CaseId, person: PersonId) {
        let Some(seat) = self.cases.get_mut(&case).and_then(|seats| seats.get_mut(&person)) else {
            return;
        };
        let Some(subscription) = &mut seat.subscribe else {
            return;
        };
        if !subscription.stale || subscription.waiting.is_some() {
            return;
        }
        match self.engine.offer(now, subscription.link) {
            Ok(sdp) => {
                subscription.stale = false;
                subscription.version += 1;
                let version = subscription.version;
                subscription.waiting = Some(version);
                seat.say(RoomTell::SubscribeOffer { sdp, version });
            }
            Err(error) => tracing::warn!(%error, "no offer made"),
        }
    }

    fn mute(&mut self, now: Instant, case: CaseId, by: PersonId, muted: PersonId) -> Result<(), &'static str> {
        if !self.seat(case, by).ok_or("not_here")?.is_mediator() {
            return Err("not_your_role");
        }
        let seat = self.seat(case, muted).ok_or("not_here")?;
        seat.audio = false;
        seat.say(RoomTell::Muted);
        self.reconcile(now, case);
        self.tell_people(case);
        Ok(())
    }

    fn move_by(
        &mut self,
        now: Instant,
        case: CaseId,
        by: PersonId,
        moved: PersonId,
        to: RoomName,
    ) -> Result<(), &'static str> {
        if !self.seat(case, by).ok_or("not_here")?.is_mediator() {
            return Err("not_your_role");
        }
        let seat = self.seat(case, moved).ok_or("not_here")?;
        if !room::may_stand(seat.actor.role, to) {
            return Err("room_closed");
        }
        // A caucus is its mediator's: who comes there finds him, or nobody gets in.
        if moved != by && to.caucus_side().is_some() && !self.is_held(case, to) {
            return Err("room_closed");
        }
        self.stand(case, moved, to);
        if moved == by {
            self.end_caucuses(case);
        }
        self.reconcile(now, case);
        self.tell_people(case);
        Ok(())
    }

    /// Puts a person into a room and notes it. The caller reconciles in the same tick.
    fn stand(&mut self, case: CaseId, person: PersonId, to: RoomName) {
        let Some(seat) = self.seat(case, person) else { return };
        let from = seat.room;
        if from == to {
            return;
        }
        seat.room = to;
        let actor = seat.actor;
        seat.say(RoomTell::Moved { room: to });
        self.note_move(case, actor, Some(from), to);
    }

    fn note(&self, case: CaseId, actor: Actor, command: Command) {
        let _ = self.facts.send(Fact { case, actor, command });
    }

    /// Steps of the log for a way through the house. Waiting in the lobby is not one.
    fn note_move(&self, case: CaseId, actor: Actor, from: Option<RoomName>, to: RoomName) {
        if from == Some(to) {
            return;
        }
        if let Some(from) = from {
            self.note_exit(case, actor, from);
        }
        if to == RoomName::Lobby {
            return;
        }
        if actor.role == Role::Mediator
            && let Some(side) = to.caucus_side()
        {
            self.note(case, actor, Command::OpenCaucus { side });
        }
        self.note(case, actor, Command::EnterRoom { room: to });
    }

    fn note_exit(&self, case: CaseId, actor: Actor, from: RoomName) {
        if from == RoomName::Lobby {
            return;
        }
        self.note(case, actor, Command::LeaveRoom { room: from });
        if actor.role == Role::Mediator
            && let Some(side) = from.caucus_side()
        {
            self.note(case, actor, Command::CloseCaucus { side });
        }
    }

    fn remove(&mut self, now: Instant, case: CaseId, person: PersonId) {
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let Some(seat) = seats.remove(&person) else { return };
        if seats.is_empty() {
            self.cases.remove(&case);
        }
        self.note_exit(case, seat.actor, seat.room);
        self.close(seat.publish);
        self.close(seat.subscribe.as_ref().map(|subscription| subscription.link));
        if seat.is_mediator() {
            self.end_caucuses(case);
        }
        self.reconcile(now, case);
        self.tell_people(case);
    }

    /// Does a mediator stand in `room`?
    fn is_held(&self, case: CaseId, room: RoomName) -> bool {
        let seats = self.cases.get(&case);
        seats.is_some_and(|seats| seats.values().any(|seat| seat.is_mediator() && seat.room == room))
    }

    /// A caucus without its mediator is over: all there wait in the lobby.
    fn end_caucuses(&mut self, case: CaseId) {
        let Some(seats) = self.cases.get(&case) else { return };
        let apart =
            |seat: &&Seat| !seat.is_mediator() && seat.room.caucus_side().is_some() && !self.is_held(case, seat.room);
        let people: Vec<PersonId> = seats.values().filter(apart).map(|seat| seat.actor.person).collect();
        for person in people {
            self.stand(case, person, RoomName::Lobby);
        }
    }

    /// Makes the streams match `domain::room::hears`. What closes, closes before anything else.
    fn reconcile(&mut self, now: Instant, case: CaseId) {
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let speakers: Vec<_> = seats
            .values()
            .map(|seat| {
                let sends = Kind::BOTH.map(|kind| (kind, seat.sources.contains_key(&kind), seat.sends(kind)));
                (seat.actor.person, seat.place(), sends)
            })
            .collect();
        let mut listeners = Vec::new();
        for seat in seats.values_mut() {
            let listener = seat.place();
            let me = seat.actor.person;
            let Some(subscription) = &mut seat.subscribe else {
                continue;
            };
            for ((person, kind), stream) in &mut subscription.streams {
                let speaker = speakers.iter().find(|(speaker, ..)| speaker == person);
                stream.set_open(speaker.is_some_and(|(_, place, sends)| {
                    let lets_out = sends.iter().any(|(of, _, open)| of == kind && *open);
                    lets_out && room::hears(listener, *place)
                }));
            }
            for (person, place, sends) in &speakers {
                if *person == me || !room::hears(listener, *place) {
                    continue;
                }
                for (kind, has, open) in sends {
                    if !has || subscription.streams.contains_key(&(*person, *kind)) {
                        continue;
                    }
                    match self.engine.add_slot(subscription.link, *kind, &person.to_string()) {
                        Ok(slot) => {
                            let mut stream = Stream::new(slot, *kind);
                            stream.set_open(*open);
                            subscription.streams.insert((*person, *kind), stream);
                            subscription.stale = true;
                        }
                        Err(error) => tracing::warn!(%error, "no stream added"),
                    }
                }
            }
            listeners.push(me);
        }
        for person in listeners {
            self.negotiate(now, case, person);
        }
        self.want_keyframes(now, case);
    }

    /// Asks each speaker some listener waits for.
    fn want_keyframes(&mut self, now: Instant, case: CaseId) {
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let waiting: Vec<PersonId> = seats
            .values()
            .filter_map(|seat| seat.subscribe.as_ref())
            .flat_map(|subscription| &subscription.streams)
            .filter(|(_, stream)| stream.waits_for_keyframe())
            .map(|((person, _), _)| *person)
            .collect();
        for person in waiting {
            if let Some(source) = seats
                .get_mut(&person)
                .and_then(|seat| seat.sources.get_mut(&Kind::Video))
            {
                source.keyframes.want(now);
            }
        }
    }

    pub fn take(&mut self, now: Instant, news: News) {
        match news {
            News::Connected(link) => self.set_connected(now, link, true),
            News::Lost(link) => self.set_connected(now, link, false),
            News::Track { link, ssrc, kind } => {
                let Some(&(case, person, Use::Publish)) = self.links.get(&link) else {
                    return;
                };
                if let Some(seat) = self.seat(case, person) {
                    seat.sources.insert(
                        kind,
                        Source {
                            ssrc,
                            keyframes: Keyframes::default(),
                        },
                    );
                }
                self.reconcile(now, case);
            }
            News::SlotReady { link, slot } => {
                let Some(&(case, person, Use::Subscribe)) = self.links.get(&link) else {
                    return;
                };
                let streams = self.seat(case, person).and_then(|seat| seat.subscribe.as_mut());
                let stream = streams.and_then(|s| s.streams.values_mut().find(|stream| stream.slot == slot));
                if let Some(stream) = stream {
                    stream.ready = true;
                }
                self.want_keyframes(now, case);
            }
            News::KeyframeAsked { link, slot } => self.keyframe_asked(now, link, slot),
            News::Media { link, ssrc, kind, rtp } => self.forward(now, link, ssrc, kind, &rtp),
        }
    }

    fn set_connected(&mut self, now: Instant, link: LinkId, connected: bool) {
        let Some(&(case, person, for_use)) = self.links.get(&link) else {
            return;
        };
        let Some(seat) = self.seat(case, person) else { return };
        match for_use {
            Use::Publish => seat.publishing = connected,
            Use::Subscribe => {
                if let Some(subscription) = &mut seat.subscribe {
                    subscription.connected = connected;
                }
            }
        }
        if connected {
            self.want_keyframes(now, case);
        }
        self.tell_people(case);
    }

    fn keyframe_asked(&mut self, now: Instant, link: LinkId, slot: SlotId) {
        let Some(&(case, person, Use::Subscribe)) = self.links.get(&link) else {
            return;
        };
        let Some(subscription) = self.seat(case, person).and_then(|seat| seat.subscribe.as_ref()) else {
            return;
        };
        let asked = subscription
            .streams
            .iter()
            .find(|(_, stream)| stream.slot == slot && stream.open);
        let Some((&(speaker, _), _)) = asked else { return };
        if let Some(source) = self
            .seat(case, speaker)
            .and_then(|seat| seat.sources.get_mut(&Kind::Video))
        {
            source.keyframes.want(now);
        }
    }

    fn forward(&mut self, now: Instant, link: LinkId, ssrc: u32, kind: Kind, rtp: &Rtp) {
        let Some(&(case, speaker, Use::Publish)) = self.links.get(&link) else {
            return;
        };
        let Some(seats) = self.cases.get_mut(&case) else { return };
        let Some(seat) = seats.get_mut(&speaker) else { return };
        if let Some(level) = rtp.level {
            seat.hear(now, level);
        }
        // A muted person's packets end here, whatever the browser sends.
        if !seat.sends(kind) {
            return;
        }
        if let Some(source) = seat.sources.get_mut(&kind) {
            source.ssrc = ssrc;
            if kind == Kind::Video && forward::is_vp8_keyframe_start(&rtp.payload) {
                source.keyframes.seen();
            }
        }
        for listener in seats.values_mut() {
            let Some(subscription) = &mut listener.subscribe else {
                continue;
            };
            let Some(stream) = subscription.streams.get_mut(&(speaker, kind)) else {
                continue;
            };
            if let Some(out) = stream.rewrite(now, ssrc, rtp) {
                self.engine.send(now, subscription.link, stream.slot, out);
            }
        }
    }

    pub fn next_timeout(&mut self) -> Instant {
        let tick = self.last_tick + TICK;
        self.engine.next_timeout().map_or(tick, |due| due.min(tick))
    }

    pub fn timeout(&mut self, now: Instant) {
        self.engine.timeout(now);
        if now - self.last_tick < TICK {
            return;
        }
        self.last_tick = now;
        for seat in self.cases.values_mut().flat_map(BTreeMap::values_mut) {
            let (Some(link), Some(source)) = (seat.publish, seat.sources.get_mut(&Kind::Video)) else {
                continue;
            };
            if source.keyframes.take_due(now) {
                self.engine.ask_keyframe(now, link, source.ssrc);
            }
        }
        if now - self.last_speakers >= SPEAKERS {
            self.last_speakers = now;
            self.tell_speakers(now);
            self.sweep(now);
        }
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
                } else if now - gone > graces.caucus && seat.is_mediator() && seat.room.caucus_side().is_some() {
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

    /// Each learns of those in the same room; the mediator of all.
    fn tell_people(&self, case: CaseId) {
        let Some(seats) = self.cases.get(&case) else { return };
        for reader in seats.values() {
            let alone = reader.room == RoomName::Lobby;
            let known = |seat: &&Seat| {
                reader.is_mediator() || seat.actor.person == reader.actor.person || (!alone && seat.room == reader.room)
            };
            let people = seats.values().filter(known).map(Seat::card).collect();
            reader.say(RoomTell::People { people });
        }
    }

    fn tell_speakers(&mut self, now: Instant) {
        for seats in self.cases.values() {
            for reader in seats.values() {
                let Some(conn) = reader.conn else { continue };
                let mut loud: Vec<_> = seats
                    .values()
                    .filter(|seat| room::hears(reader.place(), seat.place()))
                    .filter_map(|seat| Some((seat.speaks(now)?, seat.actor.person)))
                    .collect();
                loud.sort();
                let people: Vec<PersonId> = loud.into_iter().map(|(_, person)| person).collect();
                let before = self.speaking.entry(conn).or_default();
                if *before != people {
                    before.clone_from(&people);
                    reader.say(RoomTell::Speaking { people });
                }
            }
        }
    }
}

/// 128 random bits in hex.
fn random_token() -> String {
    let mut random = [0; 16];
    // Without randomness nothing of this server may run.
    getrandom::fill(&mut random).expect("operating system randomness");
    hex::encode(random)
}
