//! One person in a case's house.

use super::budget::Budget;
use super::engine::{Clock, Codec, Codecs, Kind, LinkId, SlotId};
use super::forward::Stream;
use super::intake::Intake;
use super::keyframes::Keyframes;
use super::scant::Scant;
use domain::actor::Actor;
use domain::api::{RoomPerson, RoomTell};
use domain::id::PersonId;
use domain::quality::Quality;
use domain::room::{Place, RoomName};
use domain::showing::Shown;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// Level in -dBov up to which a voice counts as speaking.
const SPEAKING: u8 = 45;
const SPEAKING_FOR: Duration = Duration::from_millis(500);

/// One open WebSocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConnId(pub u64);

/// What arrives of one kind on the publish connection: a picture in several sizes, from the
/// smallest, or one layer alone.
pub struct Source {
    pub codec: Codec,
    pub layers: Vec<Layer>,
}

pub struct Layer {
    /// `None` until its first packet.
    pub ssrc: Option<u32>,
    pub intake: Intake,
    pub keyframes: Keyframes,
    /// As last reported.
    pub clock: Option<Clock>,
}

impl Source {
    pub fn new(kind: Kind, codec: Codec, layers: usize) -> Self {
        Self {
            codec,
            layers: (0..layers).map(|_| Layer::new(kind, None)).collect(),
        }
    }

    pub fn live(&self, now: Instant) -> Vec<bool> {
        self.layers.iter().map(|layer| layer.intake.is_live(now)).collect()
    }
}

impl Layer {
    pub fn new(kind: Kind, ssrc: Option<u32>) -> Self {
        Self {
            ssrc,
            intake: Intake::new(kind),
            keyframes: Keyframes::default(),
            clock: None,
        }
    }
}

pub struct Seat {
    pub actor: Actor,
    pub name: String,
    pub room: RoomName,
    pub audio: bool,
    pub video: bool,
    /// Wants the others' pictures.
    pub watches: bool,
    /// At how many lines some of them are seen; 0: out of sight.
    pub tiles: HashMap<PersonId, u16>,
    /// Raised, as the so-manieth in this house.
    pub hand: Option<u32>,
    /// Waits, as the so-manieth in this house; whoever presides waits for nobody.
    pub waits: Option<u32>,
    /// Was told to wait a little longer.
    pub held: bool,
    /// On the interpreter's channel.
    pub interpreted: bool,
    /// The picture is a screen's.
    pub screen: bool,
    /// It was a screen's when the person was moved, and may still be one.
    pub withheld: bool,
    /// What the person was told is shown.
    pub shown: Option<Shown>,
    /// Gives this place back after a reload. `None` for a place kept over a restart of the server:
    /// any token it was ever given does.
    pub resume: Option<String>,
    pub conn: Option<ConnId>,
    pub tell: UnboundedSender<RoomTell>,
    /// When the person came; until the connection stands.
    pub arrived: Option<Instant>,
    /// When the WebSocket went away.
    pub gone: Option<Instant>,
    pub publish: Option<LinkId>,
    pub publishing: bool,
    /// What its browser can make pictures in, as it offered last.
    pub makes: Codecs,
    /// Who sees it and cannot read it.
    pub unreadable_to: Vec<PersonId>,
    /// How well its sound and picture come and go, as the others are told.
    pub network: Quality,
    /// The same, at the last look.
    pub looked: Quality,
    /// Of what it sent, lost on its way before any repair, at the last look: tenths of a per cent.
    pub lost_up: Option<u32>,
    /// At the last look much of what it sent was lost.
    pub chokes: bool,
    /// Its network hardly carries a voice, either way.
    pub scant: Scant,
    /// It was asked to speak in few bits.
    pub spares: bool,
    /// It was asked to make them in this anew.
    pub remakes: Option<Codec>,
    pub sources: HashMap<Kind, Source>,
    /// The size of the picture that is recorded, while one is.
    pub taped: Option<usize>,
    pub subscribe: Option<Subscription>,
    voice_at: Option<Instant>,
    voice: u8,
}

/// The subscribe connection: one stream a kind for each person ever heard here. They stay when
/// that person leaves the room, so coming back needs no negotiation; nor does it to meet somebody
/// new, for whom there are spare ones.
pub struct Subscription {
    pub link: LinkId,
    pub connected: bool,
    pub streams: HashMap<(PersonId, Kind), Stream>,
    /// `msid` stream id of each person's.
    pub names: HashMap<PersonId, String>,
    pub spares: Vec<Spare>,
    /// When the last of the spare ones was assigned.
    pub assigned: Option<Instant>,
    /// What its network carries.
    pub budget: Budget,
    /// M-lines were added that the browser has not seen.
    pub stale: bool,
    /// Our offer of this number waits for its answer.
    pub waiting: Option<u32>,
}

/// A sound and a picture that are nobody's yet, and tell the browser nothing about anybody.
pub struct Spare {
    pub name: String,
    pub streams: [Stream; 2],
}

impl Subscription {
    pub fn new(link: LinkId) -> Self {
        Self {
            link,
            connected: false,
            streams: HashMap::new(),
            names: HashMap::new(),
            spares: Vec::new(),
            assigned: None,
            budget: Budget::default(),
            stale: false,
            waiting: None,
        }
    }

    /// Makes spare streams this person's for as long as the connection stands; `false` where there
    /// are none.
    pub fn assign(&mut self, now: Instant, person: PersonId) -> bool {
        let ready = |spare: &Spare| spare.streams.iter().all(|stream| stream.ready);
        let first = self.spares.iter().position(ready).unwrap_or(0);
        if self.spares.is_empty() {
            return false;
        }
        let Spare { name, streams } = self.spares.remove(first);
        self.names.insert(person, name);
        self.assigned = Some(now);
        for stream in streams {
            self.streams.insert((person, stream.kind), stream);
        }
        true
    }

    pub fn stream(&mut self, slot: SlotId) -> Option<&mut Stream> {
        let spares = self.spares.iter_mut().flat_map(|spare| &mut spare.streams);
        self.streams
            .values_mut()
            .chain(spares)
            .find(|stream| stream.slot == slot)
    }
}

impl Seat {
    /// The place of a person who has not come back since the server started.
    pub fn kept(actor: Actor, room: RoomName, now: Instant) -> Self {
        let (nobody, _) = unbounded_channel();
        let mut seat = Self::new(actor, String::new(), room, None, nobody);
        seat.gone = Some(now);
        seat
    }

    /// Has been here since the server started.
    pub fn is_known(&self) -> bool {
        self.resume.is_some()
    }

    pub fn new(
        actor: Actor,
        name: String,
        room: RoomName,
        resume: Option<String>,
        tell: UnboundedSender<RoomTell>,
    ) -> Self {
        Self {
            actor,
            name,
            room,
            audio: true,
            video: true,
            watches: true,
            tiles: HashMap::new(),
            hand: None,
            waits: None,
            held: false,
            interpreted: false,
            screen: false,
            withheld: false,
            shown: None,
            resume,
            conn: None,
            tell,
            arrived: None,
            gone: None,
            publish: None,
            publishing: false,
            makes: [false; Codec::ALL.len()],
            unreadable_to: Vec::new(),
            network: Quality::Good,
            lost_up: None,
            chokes: false,
            scant: Scant::default(),
            spares: false,
            looked: Quality::Good,
            remakes: None,
            sources: HashMap::new(),
            taped: None,
            subscribe: None,
            voice_at: None,
            voice: u8::MAX,
        }
    }

    pub fn place(&self) -> Place {
        Place {
            role: self.actor.role,
            room: self.room,
            interpreted: self.interpreted,
        }
    }

    pub fn presides(&self) -> bool {
        domain::room::presides(self.actor.role)
    }

    /// Does the person let this kind out now?
    pub fn sends(&self, kind: Kind) -> bool {
        let open = match kind {
            Kind::Audio => self.audio,
            Kind::Video => self.video && !self.withheld,
        };
        open && domain::room::speaks(self.actor.role)
    }

    /// Does the person want this kind from others?
    pub fn takes(&self, kind: Kind) -> bool {
        kind == Kind::Audio || self.watches
    }

    /// `level` as RFC 6464 has it.
    pub fn hear(&mut self, now: Instant, level: u8) {
        let volume = level & 0x7f;
        if volume <= SPEAKING {
            self.voice_at = Some(now);
            self.voice = volume;
        }
    }

    /// How loud in -dBov, if speaking now.
    pub fn speaks(&self, now: Instant) -> Option<u8> {
        let at = self.voice_at?;
        (self.sends(Kind::Audio) && now - at < SPEAKING_FOR).then_some(self.voice)
    }

    /// As `reader` sees it.
    pub fn card(&self, reader: &Self) -> RoomPerson {
        let names = reader.subscribe.as_ref().map(|subscription| &subscription.names);
        let name = names.and_then(|names| names.get(&self.actor.person));
        RoomPerson {
            person: self.actor.person,
            name: self.name.clone(),
            role: self.actor.role,
            room: self.room,
            audio: self.sends(Kind::Audio),
            video: self.sends(Kind::Video),
            stream: name.cloned().unwrap_or_default(),
            connected: self.gone.is_none() && self.publishing,
            hand: self.hand,
            interpreted: self.interpreted,
            unshown: if reader.actor.person == self.actor.person {
                !self.unreadable_to.is_empty()
            } else {
                self.unreadable_to.contains(&reader.actor.person)
            },
            screen: self.screen,
            network: self.network,
        }
    }

    /// `true` if `viewer` would see the picture and its browser cannot read it.
    pub fn is_unreadable_to(&self, viewer: &Self) -> bool {
        let source = self.sources.get(&Kind::Video).filter(|_| self.sends(Kind::Video));
        let streams = viewer.subscribe.as_ref().map(|subscription| &subscription.streams);
        let stream = streams.and_then(|streams| streams.get(&(self.actor.person, Kind::Video)));
        let pair = source.zip(stream.filter(|stream| stream.open && stream.ready));
        pair.is_some_and(|(source, stream)| !stream.reads[source.codec as usize])
    }

    pub fn say(&self, tell: RoomTell) {
        // A closed socket reports itself; nothing is owed to it.
        let _ = self.tell.send(tell);
    }
}
