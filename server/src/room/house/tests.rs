//! The house on an engine of paper: whatever people do, packets go where `domain::room` says.

mod codecs;
mod doors;
mod lobby;
mod pictures;
mod quality;
mod recording;
mod showing;
mod voices;

use super::super::engine::{Carrier, Clock, Codec, Codecs, Datagram, Kind, News, Patch, Remote, Rtp, SlotId};
use super::*;
use crate::room::engine::Engine;
use crate::trust::Key;
use bytes::{Bytes, BytesMut};
use domain::actor::{Assurance, Side};
use domain::room::{self, Way};
use proptest::prelude::*;
use std::collections::HashSet;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Remembers what it was asked to send, and to whom.
#[derive(Default)]
struct Paper {
    made: u32,
    slots: Vec<(LinkId, SlotId)>,
    open: Vec<LinkId>,
    /// Links whose offer was answered.
    accepted: Vec<LinkId>,
    sent: Vec<(LinkId, u8, Kind)>,
    repeated: Vec<(LinkId, SlotId)>,
    repaired_twice: HashMap<LinkId, bool>,
    /// What speakers were told last of their sound.
    missed: HashMap<LinkId, f32>,
    /// Senders asked for a keyframe, by link and SSRC.
    asked: HashSet<(LinkId, u32)>,
    /// What pictures are to come in, by link.
    pictures: Vec<(LinkId, Codec)>,
    poisoned: bool,
}

impl Engine for Paper {
    fn open(&mut self, _: Instant, link: LinkId, _: Use) -> anyhow::Result<()> {
        self.open.push(link);
        Ok(())
    }
    fn close(&mut self, link: LinkId) {
        self.open.retain(|open| *open != link);
        self.slots.retain(|(of, _)| *of != link);
    }
    fn answer(&mut self, _: Instant, link: LinkId, _: String, picture: Codec) -> anyhow::Result<String> {
        self.pictures.push((link, picture));
        Ok(String::new())
    }
    fn answer_again(&self, _: LinkId, spare: bool) -> Option<String> {
        Some(if spare { "spare" } else { "full" }.to_owned())
    }
    fn add_slot(&mut self, _: Instant, link: LinkId, _: Kind, _: &str) -> anyhow::Result<SlotId> {
        self.made += 1;
        let slot = SlotId(self.made);
        self.slots.push((link, slot));
        Ok(slot)
    }
    fn offer(&mut self, _: Instant, _: LinkId) -> anyhow::Result<String> {
        Ok(String::new())
    }
    fn accept(&mut self, _: Instant, link: LinkId, _: String) -> anyhow::Result<()> {
        self.accepted.push(link);
        Ok(())
    }
    fn send(&mut self, _: Instant, link: LinkId, _: SlotId, rtp: Rtp) {
        assert!(self.open.contains(&link), "sent on a closed link");
        assert!(!self.poisoned, "as a fault in the engine would be");
        let kind = if rtp.payload[0] == 0x10 {
            Kind::Video
        } else {
            Kind::Audio
        };
        self.sent
            .push((link, *rtp.payload.last().expect("a marked packet"), kind));
    }
    fn repair_twice(&mut self, link: LinkId, twice: bool) {
        self.repaired_twice.insert(link, twice);
    }
    fn tell_missed(&mut self, link: LinkId, part: f32) {
        self.missed.insert(link, part);
    }
    fn repeat(&mut self, _: Instant, link: LinkId, slot: SlotId, _: u16) {
        self.repeated.push((link, slot));
    }
    fn report(&mut self, _: Instant, _: LinkId, _: SlotId, _: Clock) {}
    fn ask_keyframe(&mut self, _: Instant, link: LinkId, ssrc: u32) {
        self.asked.insert((link, ssrc));
    }
    fn receive(&mut self, _: Instant, _: Remote, _: BytesMut) {}
    fn forget(&mut self, _: Remote) {}
    fn carried(&self, _: Carrier) -> usize {
        0
    }
    fn poll(&mut self, _: Instant, _: &mut Vec<Datagram>, _: &mut Vec<News>) {}
    fn at_work(&self) -> Option<LinkId> {
        None
    }
    fn next_timeout(&mut self) -> Option<Instant> {
        None
    }
    fn timeout(&mut self, _: Instant) {}
}

/// SSRC, kind, layer and number of layers of what everyone publishes.
const LAYERS: [(u32, Kind, usize, usize); 4] = [
    (1, Kind::Audio, 0, 1),
    (10, Kind::Video, 0, 3),
    (11, Kind::Video, 1, 3),
    (12, Kind::Video, 2, 3),
];

/// A browser that reads everything.
const ALL: Codecs = [true; 3];

const CASE: CaseId = CaseId(uuid::Uuid::from_u128(1));

fn person(n: u8) -> PersonId {
    PersonId(uuid::Uuid::from_u128(u128::from(n)))
}

/// In the random histories; of each role one, and two of the claimants and the mediators.
const PEOPLE: u8 = 7;

fn role(n: u8) -> Role {
    [
        Role::Mediator,
        Role::Claimant,
        Role::Respondent,
        Role::Claimant,
        Role::Mediator,
        Role::Interpreter,
        Role::Observer,
    ][usize::from(n) % 7]
}

/// When a sender's picture is whole.
#[derive(Clone, Copy, PartialEq)]
enum Whole {
    /// Every packet is, so that nothing has to be waited for.
    Always,
    /// As browsers do it.
    WhenAsked,
    /// Of one too busy to answer.
    Never,
}

struct Stage {
    house: House<Paper>,
    now: Instant,
    sequence: u16,
    /// How whole pictures come.
    keyframes: Whole,
    facts: UnboundedReceiver<Fact>,
    tells: HashMap<u8, UnboundedReceiver<RoomTell>>,
}

impl Stage {
    fn new() -> Self {
        let (facts_out, facts) = unbounded_channel();
        let now = Instant::now();
        Self {
            house: House::new(
                Paper::default(),
                facts_out,
                Graces::default(),
                Places::new(Key::ephemeral()),
                now,
            ),
            now,
            sequence: 0,
            keyframes: Whole::Always,
            facts,
            tells: HashMap::new(),
        }
    }

    fn arrive(&mut self, n: u8, resume: Option<String>) {
        self.arrive_where_log_says(n, resume, Vec::new());
    }

    fn arrive_where_log_says(&mut self, n: u8, resume: Option<String>, unseated: Vec<Fact>) {
        let (tell, told) = unbounded_channel();
        self.tells.insert(n, told);
        let actor = Actor {
            person: person(n),
            role: role(n),
            org: None,
            assurance: Assurance::Phone,
        };
        let conn = ConnId(u64::from(n) + 1000 * (1 + self.house.next_link));
        self.house.arrive(
            self.now,
            Arrival {
                conn,
                case: CASE,
                actor,
                name: n.to_string(),
                audio: true,
                video: true,
                resume,
                unseated,
                tell,
            },
        );
        self.ask(n, RoomAsk::Publish { sdp: String::new() });
        self.ask(n, RoomAsk::Subscribe { sdp: String::new() });
        let publish = self.house.seat(CASE, person(n)).and_then(|seat| seat.publish);
        if let Some(link) = publish {
            for (ssrc, kind, layer, layers) in LAYERS {
                let track = News::Track {
                    link,
                    ssrc,
                    kind,
                    layer,
                    layers,
                    codec: if kind == Kind::Video { Codec::Vp8 } else { Codec::Opus },
                };
                self.house.take(self.now, track);
            }
        }
    }

    fn conn(&mut self, n: u8) -> Option<ConnId> {
        self.house.seat(CASE, person(n))?.conn
    }

    fn ask(&mut self, n: u8, ask: RoomAsk) {
        if let Some(conn) = self.conn(n) {
            self.house.ask(self.now, conn, ask);
        }
    }

    /// Everyone with a publish link sends one packet a layer; answers who got whose of which kind.
    fn media(&mut self) -> Vec<(PersonId, PersonId, Kind)> {
        for (link, slot) in self.house.engine.slots.clone() {
            self.house.take(self.now, News::SlotReady { link, slot, reads: ALL });
        }
        self.sequence = self.sequence.wrapping_add(1);
        let people = self.house.cases.get(&CASE).into_iter().flatten();
        let links: Vec<_> = people
            .filter_map(|(person, seat)| Some((*person, seat.publish?)))
            .collect();
        for (person, link) in links {
            let mark = person.0.as_bytes()[15];
            for (ssrc, kind, ..) in LAYERS {
                let asked = self.house.engine.asked.remove(&(link, ssrc));
                let whole = match self.keyframes {
                    Whole::Always => true,
                    Whole::WhenAsked => asked,
                    Whole::Never => false,
                };
                let first = if kind == Kind::Video { 0x10 } else { 0 };
                // Of VP8 the descriptor, and a frame tag that says whether it needs those before.
                let payload = Bytes::copy_from_slice(&[first, u8::from(!whole), mark]);
                let codec = if kind == Kind::Video { Codec::Vp8 } else { Codec::Opus };
                let rtp = Rtp {
                    codec,
                    marker: true,
                    sequence: self.sequence,
                    timestamp: 0,
                    level: None,
                    payload,
                    patch: Patch::default(),
                };
                let media = News::Media { link, ssrc, kind, rtp };
                self.house.take(self.now, media);
            }
        }
        let sent = std::mem::take(&mut self.house.engine.sent);
        let mut sent: Vec<_> = sent
            .into_iter()
            .map(|(link, mark, kind)| (self.house.links[&link].1, person(mark), kind))
            .collect();
        // One layer after the other may have begun.
        sent.sort();
        sent.dedup();
        sent
    }

    /// Whom the rule lets read what `n` writes, the writer among them; nobody where it may not be
    /// written at all.
    fn readers(&mut self, n: u8, to: Option<u8>) -> Vec<u8> {
        let Some(seats) = self.house.cases.get(&CASE) else {
            return Vec::new();
        };
        let Some(writer) = seats.get(&person(n)).filter(|seat| seat.conn.is_some()) else {
            return Vec::new();
        };
        if writer.actor.role == Role::Observer && writer.room != RoomName::Lobby && to.is_none() {
            return Vec::new();
        }
        let way = match (to, writer.room) {
            (None, RoomName::Main | RoomName::CaucusClaimant | RoomName::CaucusRespondent) => Way::Room,
            _ => Way::Door,
        };
        let others = (0..PEOPLE).filter(|other| *other != n && to.is_none_or(|to| to == *other));
        let mut readers: Vec<u8> = others
            .filter(|other| {
                let reader = seats.get(&person(*other));
                reader.is_some_and(|reader| room::reads(way, reader.place(), writer.place()))
            })
            .collect();
        if way == Way::Door && readers.is_empty() {
            return readers;
        }
        readers.push(n);
        readers.sort_unstable();
        readers
    }

    /// Words told to `n` since last time, now or again.
    fn read(&mut self, n: u8) -> Vec<String> {
        let told = self.told(n).into_iter();
        told.flat_map(|tell| match tell {
            RoomTell::Said(words) => vec![words.text],
            RoomTell::Talk { words } => words.into_iter().map(|words| words.text).collect(),
            _ => Vec::new(),
        })
        .collect()
    }

    fn told(&mut self, n: u8) -> Vec<RoomTell> {
        let mut all = Vec::new();
        while let Some(Ok(tell)) = self.tells.get_mut(&n).map(UnboundedReceiver::try_recv) {
            all.push(tell);
        }
        all
    }

    fn facts(&mut self) -> Vec<(PersonId, Command)> {
        let mut all = Vec::new();
        while let Ok(fact) = self.facts.try_recv() {
            all.push((fact.actor.person, fact.command));
        }
        all
    }

    fn shift(&mut self, n: u8, room: RoomName) {
        self.ask(
            0,
            RoomAsk::Move {
                person: person(n),
                room,
            },
        );
    }

    fn wait(&mut self, time: Duration) {
        self.now += time;
        self.house.timeout(self.now);
    }

    fn stands(&mut self, n: u8) -> Option<RoomName> {
        Some(self.house.seat(CASE, person(n))?.room)
    }
}

#[derive(Clone, Debug)]
enum Deed {
    Arrive(u8, bool),
    Lose(u8),
    Leave(u8),
    Move(u8, u8, RoomName),
    Mute(u8, u8),
    Refuse(u8, u8),
    Device(u8, bool, bool),
    Watch(u8, bool, Option<(u8, u16)>),
    Interpret(u8, bool),
    Screen(u8, bool),
    Say(u8, Option<u8>),
    Wait(u64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = 0..PEOPLE;
    let whom = prop::option::weighted(0.3, 0..PEOPLE);
    let room = prop_oneof![
        Just(RoomName::Lobby),
        Just(RoomName::Main),
        Just(RoomName::CaucusClaimant),
        Just(RoomName::CaucusRespondent)
    ];
    prop_oneof![
        3 => (who.clone(), any::<bool>()).prop_map(|(n, back)| Deed::Arrive(n, back)),
        1 => who.clone().prop_map(Deed::Lose),
        1 => who.clone().prop_map(Deed::Leave),
        8 => (0_u8..2, who.clone(), room).prop_map(|(by, n, room)| Deed::Move(by, n, room)),
        1 => (0_u8..2, who.clone()).prop_map(|(by, n)| Deed::Mute(by, n)),
        1 => (0_u8..2, who.clone()).prop_map(|(by, n)| Deed::Refuse(by, n)),
        2 => (who, any::<bool>(), any::<bool>()).prop_map(|(n, audio, video)| Deed::Device(n, audio, video)),
        3 => (0..PEOPLE, any::<bool>(), prop::option::of((0..PEOPLE, prop_oneof![Just(0_u16), 1_u16..900])))
            .prop_map(|(n, video, tile)| Deed::Watch(n, video, tile)),
        3 => (0..PEOPLE, any::<bool>()).prop_map(|(n, on)| Deed::Interpret(n, on)),
        3 => (0..PEOPLE, any::<bool>()).prop_map(|(n, on)| Deed::Screen(n, on)),
        4 => (0..PEOPLE, whom).prop_map(|(n, to)| Deed::Say(n, to)),
        1 => (1_u64..25).prop_map(Deed::Wait),
    ]
}

proptest! {
    #[test]
    fn every_packet_and_word_goes_to_whom_the_rule_names(deeds in prop::collection::vec(deed(), 1..60)) {
        let mut stage = Stage::new();
        let mut reached: HashMap<String, Vec<u8>> = HashMap::new();
        for (step, deed) in deeds.into_iter().enumerate() {
            let mut said = None;
            match deed.clone() {
                Deed::Arrive(n, back) => {
                    let token = stage.house.seat(CASE, person(n)).and_then(|seat| seat.resume.clone());
                    stage.arrive(n, token.filter(|_| back));
                }
                Deed::Lose(n) => {
                    if let Some(conn) = stage.conn(n) {
                        stage.house.gone(stage.now, conn);
                    }
                }
                Deed::Leave(n) => stage.ask(n, RoomAsk::Leave),
                Deed::Move(by, n, room) => stage.ask(by, RoomAsk::Move { person: person(n), room }),
                Deed::Mute(by, n) => stage.ask(by, RoomAsk::Mute { person: person(n) }),
                Deed::Refuse(by, n) => stage.ask(by, RoomAsk::Refuse { person: person(n) }),
                Deed::Device(n, audio, video) => stage.ask(n, RoomAsk::Device { audio, video }),
                Deed::Watch(n, video, tile) => {
                    let tiles = tile.into_iter().map(|(of, lines)| (person(of), lines)).collect();
                    stage.ask(n, RoomAsk::Receive { video, tiles });
                }
                Deed::Interpret(n, on) => stage.ask(n, RoomAsk::Interpret { on }),
                Deed::Screen(n, on) => stage.ask(n, RoomAsk::Screen { on }),
                Deed::Say(n, to) => {
                    let text = step.to_string();
                    let due = stage.readers(n, to);
                    said = Some(text.clone());
                    stage.ask(n, RoomAsk::Say { text: text.clone(), to: to.map(person) });
                    reached.insert(text, due);
                }
                Deed::Wait(seconds) => stage.wait(Duration::from_secs(seconds)),
            }
            let mut readers = Vec::new();
            for n in 0..PEOPLE {
                for text in stage.read(n) {
                    prop_assert!(reached[&text].contains(&n), "{} read {} after {:?}", n, text, deed);
                    readers.extend((Some(text) == said).then_some(n));
                }
            }
            if let Some(said) = said {
                prop_assert_eq!(&readers, &reached[&said], "after {:?}", deed);
            }
            let sent = stage.media();
            let seats = stage.house.cases.get(&CASE);
            let mut due = Vec::new();
            for (listener, ear) in seats.into_iter().flatten() {
                prop_assert!(room::may_stand(ear.actor.role, ear.room));
                for (speaker, mouth) in seats.into_iter().flatten().filter(|(speaker, _)| *speaker != listener) {
                    let hidden = |kind: Kind| kind == Kind::Video && ear.tiles.get(speaker) == Some(&0);
                    let may = |kind: &Kind| match kind {
                        Kind::Audio => room::hears(ear.place(), mouth.place()),
                        Kind::Video => room::sees(ear.place(), mouth.place()),
                    };
                    let kinds = Kind::BOTH
                        .into_iter()
                        .filter(|kind| mouth.sends(*kind) && ear.takes(*kind) && !hidden(*kind) && may(kind));
                    let due_here: Vec<Kind> = kinds.collect();
                    // Nobody listens who is not shown to the speaker.
                    prop_assert!(due_here.is_empty() || room::knows(mouth.place(), ear.place()));
                    prop_assert!(due_here.is_empty() || mouth.actor.role != Role::Observer);
                    due.extend(due_here.into_iter().map(|kind| (*listener, *speaker, kind)));
                }
            }
            due.sort();
            prop_assert_eq!(sent, due, "after {:?}", deed);
        }
    }
}

#[test]
fn a_screen_stays_behind_in_its_room_whoever_moves_the_person() {
    let mut stage = Stage::new();
    for n in [0, 1, 2] {
        stage.arrive(n, None);
        stage.shift(n, RoomName::Main);
    }
    let pictures = |stage: &mut Stage| {
        let sent = stage.media().into_iter();
        sent.filter(|(_, speaker, kind)| *speaker == person(1) && *kind == Kind::Video)
            .count()
    };
    let shares = |stage: &mut Stage| {
        let seat = stage.house.seat(CASE, person(1)).expect("a seat");
        (seat.screen, seat.withheld)
    };
    stage.ask(1, RoomAsk::Screen { on: true });
    assert_eq!((shares(&mut stage), pictures(&mut stage)), ((true, false), 2));
    stage.shift(0, RoomName::CaucusClaimant);
    stage.shift(1, RoomName::CaucusClaimant);
    assert_eq!((shares(&mut stage), pictures(&mut stage)), ((false, true), 0));
    // What the buttons say meanwhile lets nothing out, nor is another one shared before the first is gone.
    for ask in [
        RoomAsk::Device {
            audio: true,
            video: true,
        },
        RoomAsk::Screen { on: true },
    ] {
        stage.ask(1, ask);
        assert_eq!((shares(&mut stage), pictures(&mut stage)), ((false, true), 0));
    }
    stage.ask(1, RoomAsk::Screen { on: false });
    assert_eq!((shares(&mut stage), pictures(&mut stage)), ((false, false), 1));
}

#[test]
fn a_panic_closes_the_house_it_happened_in_and_it_may_be_entered_again() {
    let mut stage = Stage::new();
    stage.arrive(0, None);
    stage.arrive(1, None);
    stage.shift(1, RoomName::Main);
    assert!(!stage.media().is_empty());
    stage.facts();
    stage.house.engine.poisoned = true;
    let (link, now) = (
        stage
            .house
            .seat(CASE, person(0))
            .and_then(|seat| seat.publish)
            .expect("published"),
        stage.now,
    );
    let rtp = Rtp {
        codec: Codec::Opus,
        marker: true,
        sequence: 9,
        timestamp: 0,
        level: None,
        payload: Bytes::from_static(&[0, 0, 0]),
        patch: Patch::default(),
    };
    let kind = Kind::Audio;
    let media = News::Media {
        link,
        ssrc: 1,
        kind,
        rtp,
    };
    crate::room::attempt(&mut stage.house, now, |house| house.take(now, media));
    assert_eq!((stage.stands(0), stage.stands(1)), (None, None));
    assert!(stage.house.engine.open.is_empty() && stage.house.links.is_empty() && stage.house.conns.is_empty());
    let leave = Command::LeaveRoom { room: RoomName::Main };
    assert_eq!(stage.facts(), [(person(0), leave.clone()), (person(1), leave)]);
    stage.house.engine.poisoned = false;
    stage.arrive(0, None);
    assert_eq!(stage.stands(0), Some(RoomName::Main));
}

#[test]
fn a_full_house_says_so_and_keeps_those_inside() {
    let mut stage = Stage::new();
    for n in 0..MOST_PEOPLE as u8 {
        stage.arrive(n, None);
    }
    stage.arrive(99, None);
    assert_eq!(
        stage.told(99),
        [RoomTell::Problem {
            code: "room_full".into()
        }]
    );
    assert!(stage.stands(99).is_none());
    assert_eq!(stage.house.cases[&CASE].len(), MOST_PEOPLE);
    // Coming back is not coming in.
    stage.arrive(1, None);
    assert_eq!(stage.house.cases[&CASE].len(), MOST_PEOPLE);
}

#[test]
fn a_full_server_refuses_newcomers_and_lets_those_inside_come_back() {
    let mut stage = Stage::new();
    stage.house.limit(2);
    for n in 0..3 {
        stage.arrive(n, None);
    }
    let refused = RoomTell::Problem {
        code: "server_full".into(),
    };
    assert_eq!(stage.told(2), [refused]);
    stage.arrive(1, None);
    assert!(stage.stands(1).is_some());
    stage.ask(1, RoomAsk::Leave);
    stage.arrive(2, None);
    assert!(stage.stands(2).is_some());
}

#[test]
fn a_server_about_to_go_lets_talks_go_on_and_none_begin() {
    let mut stage = Stage::new();
    stage.arrive(0, None);
    stage.house.drain();
    stage.arrive(1, None);
    assert!(stage.stands(1).is_some(), "whoever is still missing comes in");
    for n in [0, 1] {
        stage.ask(n, RoomAsk::Leave);
    }
    assert_eq!(stage.house.people(), 0);
    stage.arrive(0, None);
    let refused = RoomTell::Problem {
        code: "server_full".into(),
    };
    assert_eq!(stage.told(0), [refused]);
}

#[test]
fn a_caucus_ends_with_its_mediators_connection_and_its_guests_wait_alone() {
    let mut stage = Stage::new();
    stage.arrive(0, None);
    stage.arrive(1, None);
    stage.shift(0, RoomName::CaucusClaimant);
    stage.shift(1, RoomName::CaucusClaimant);
    let mediator = stage.conn(0).expect("connected");
    stage.house.gone(stage.now, mediator);
    stage.wait(Duration::from_secs(9));
    assert_eq!(stage.stands(1), Some(RoomName::CaucusClaimant));
    stage.facts();
    stage.wait(Duration::from_secs(2));
    assert_eq!(
        (stage.stands(0), stage.stands(1)),
        (Some(RoomName::Main), Some(RoomName::Lobby))
    );
    let side = Side::Claimant;
    let room = RoomName::CaucusClaimant;
    assert_eq!(
        stage.facts(),
        [
            (person(0), Command::LeaveRoom { room }),
            (person(0), Command::CloseCaucus { side }),
            (person(0), Command::EnterRoom { room: RoomName::Main }),
            (person(1), Command::LeaveRoom { room }),
        ]
    );
    stage.wait(Duration::from_secs(10));
    assert_eq!(stage.stands(0), None);
    assert_eq!(
        stage.facts(),
        [(person(0), Command::LeaveRoom { room: RoomName::Main })]
    );
}

fn fact(n: u8, command: Command) -> Fact {
    Fact {
        case: CASE,
        actor: Actor {
            person: person(n),
            role: role(n),
            org: None,
            assurance: Assurance::Phone,
        },
        command,
    }
}

#[test]
fn after_a_restart_everyone_finds_the_place_again_and_the_log_learns_of_those_who_do_not() {
    let mut stage = Stage::new();
    let room = RoomName::CaucusClaimant;
    let close = Command::CloseCaucus { side: Side::Claimant };
    let log = || {
        let mut log = vec![
            fact(0, Command::LeaveRoom { room }),
            fact(1, Command::LeaveRoom { room }),
        ];
        log.push(fact(2, Command::LeaveRoom { room: RoomName::Main }));
        log.push(fact(0, close.clone()));
        log
    };
    // Before its mediator, who is awaited; nobody hears of him yet.
    let token = stage.house.places.give(CASE, person(1));
    stage.arrive_where_log_says(1, Some(token), log());
    assert_eq!(stage.stands(1), Some(room));
    let met = stage
        .told(1)
        .into_iter()
        .any(|tell| matches!(tell, RoomTell::People { people } if people.len() > 1));
    assert!(!met);
    let token = stage.house.places.give(CASE, person(0));
    stage.arrive_where_log_says(0, Some(token), log());
    assert_eq!(stage.stands(0), Some(room));
    // Without a token one waits, as ever.
    stage.arrive_where_log_says(2, Some("0".repeat(160)), log());
    assert_eq!(stage.stands(2), Some(RoomName::Lobby));
    assert_eq!(
        stage.facts(),
        [(person(2), Command::LeaveRoom { room: RoomName::Main })]
    );
    // Whoever does not come back has left.
    let mut stage = Stage::new();
    stage.arrive_where_log_says(2, None, log());
    stage.facts();
    stage.wait(Duration::from_secs(21));
    assert_eq!(
        stage.facts(),
        [
            (person(0), Command::LeaveRoom { room }),
            (person(0), close),
            (person(1), Command::LeaveRoom { room }),
        ]
    );
}

#[test]
fn the_log_learns_of_those_a_killed_server_left_in_its_rooms() {
    let mut stage = Stage::new();
    let leave = Command::LeaveRoom { room: RoomName::Main };
    let close = Command::CloseCaucus { side: Side::Claimant };
    stage.arrive(1, None);
    let unseated = vec![fact(1, leave.clone()), fact(2, leave.clone()), fact(0, close.clone())];
    stage.house.note_unseated(CASE, unseated);
    // The one who sits here has not left.
    assert_eq!(stage.facts(), [(person(2), leave), (person(0), close)]);
}

#[test]
fn words_come_again_after_a_reload_to_those_they_reached_and_to_nobody_else() {
    let mut stage = Stage::new();
    for n in 0..3 {
        stage.arrive(n, None);
    }
    let say = |text: &str, to: Option<u8>| RoomAsk::Say {
        text: text.into(),
        to: to.map(person),
    };
    // Waiting: a line to the mediator alone, and an answer.
    stage.ask(1, say("here", None));
    stage.ask(0, say("soon", Some(1)));
    assert_eq!(stage.read(0), ["here", "soon"]);
    assert_eq!(stage.read(1), ["here", "soon"]);
    assert!(stage.read(2).is_empty());
    stage.shift(1, RoomName::Main);
    stage.shift(2, RoomName::Main);
    stage.ask(2, say("to all", None));
    stage.shift(0, RoomName::CaucusClaimant);
    stage.shift(1, RoomName::CaucusClaimant);
    stage.ask(1, say("apart", None));
    assert_eq!(stage.read(1), ["to all", "apart"]);
    assert_eq!(stage.read(2), ["to all"]);
    // Nobody in the room may write past its wall.
    stage.ask(2, say("over the wall", Some(1)));
    stage.ask(2, say("over the wall", Some(0)));
    assert!(stage.read(1).is_empty());
    let token = |stage: &mut Stage, n| stage.house.seat(CASE, person(n)).and_then(|seat| seat.resume.clone());
    for (n, words) in [(1, &["here", "soon", "to all", "apart"][..]), (2, &["to all"])] {
        let token = token(&mut stage, n);
        stage.arrive(n, token);
        assert_eq!(stage.read(n), words);
    }
    // With the last person everything goes.
    for n in 0..3 {
        stage.ask(n, RoomAsk::Leave);
    }
    assert!(stage.house.talks.is_empty());
    stage.arrive(1, None);
    assert!(stage.read(1).is_empty());
}

#[test]
fn hands_stand_in_the_order_they_were_raised_until_a_move_or_the_mediator_lowers_them() {
    let mut stage = Stage::new();
    for n in 0..3 {
        stage.arrive(n, None);
    }
    let hand = |up, whose: Option<u8>| RoomAsk::Hand {
        up,
        person: whose.map(person),
    };
    stage.ask(1, hand(true, None));
    assert_eq!(
        stage.house.seat(CASE, person(1)).and_then(|seat| seat.hand),
        None,
        "in the lobby"
    );
    stage.shift(1, RoomName::Main);
    stage.shift(2, RoomName::Main);
    for n in [2, 1, 2] {
        stage.ask(n, hand(true, None));
    }
    let hands = |stage: &mut Stage| [1, 2].map(|n| stage.house.seat(CASE, person(n)).and_then(|seat| seat.hand));
    let [one, two] = hands(&mut stage);
    assert!(two < one && two.is_some());
    stage.ask(1, hand(false, Some(2)));
    assert_eq!(hands(&mut stage)[1], two, "not by the other party");
    stage.ask(0, hand(false, Some(2)));
    assert_eq!(hands(&mut stage)[1], None);
    stage.shift(1, RoomName::Lobby);
    assert_eq!(hands(&mut stage)[0], None);
}

#[test]
fn when_the_mediator_is_gone_for_good_everyone_waits_apart_and_is_let_in_again() {
    let mut stage = Stage::new();
    for n in [0, 1, 2, 5, 6] {
        stage.arrive(n, None);
        stage.shift(n, RoomName::Main);
    }
    let mediator = stage.conn(0).expect("connected");
    stage.house.gone(stage.now, mediator);
    stage.wait(Duration::from_secs(19));
    assert_eq!(stage.stands(1), Some(RoomName::Main), "a lost line is not the end");
    assert!(stage.media().contains(&(person(1), person(2), Kind::Audio)));
    stage.wait(Duration::from_secs(2));
    for n in [1, 2, 5, 6] {
        assert_eq!(stage.stands(n), Some(RoomName::Lobby), "{n}");
    }
    assert_eq!(stage.media(), []);
    stage.arrive(0, None);
    stage.shift(1, RoomName::Main);
    assert_eq!(stage.stands(1), Some(RoomName::Main));
    assert!(stage.media().contains(&(person(0), person(1), Kind::Audio)));
}

#[test]
fn minutes_are_read_along_by_those_who_may_know_of_the_talks_and_stand_still_in_a_caucus() {
    let mut stage = Stage::new();
    for n in [0, 1, 2, 5, 6] {
        stage.arrive(n, None);
    }
    let read = |stage: &mut Stage, n| {
        let told = stage.told(n).into_iter();
        told.filter_map(|tell| match tell {
            RoomTell::Minutes { text } => Some(text),
            _ => None,
        })
        .collect::<Vec<_>>()
    };
    let write = |stage: &mut Stage, n, text: &str| stage.ask(n, RoomAsk::Minutes { text: text.into() });
    write(&mut stage, 0, "一");
    for n in [0, 1, 2, 5, 6] {
        assert_eq!(read(&mut stage, n), ["一"], "{n}");
    }
    // Written by nobody else, and not of what is said apart.
    write(&mut stage, 1, "二");
    stage.shift(0, RoomName::CaucusClaimant);
    write(&mut stage, 0, "三");
    for n in [1, 2, 5, 6] {
        assert_eq!(read(&mut stage, n), Vec::<String>::new(), "{n}");
    }
    // Whoever comes again reads what was written meanwhile.
    stage.arrive(2, None);
    assert_eq!(read(&mut stage, 2), ["一"]);
}

#[test]
fn an_interpreter_comes_into_the_caucus_that_is_held_and_an_observer_into_none() {
    let mut stage = Stage::new();
    for n in [0, 1, 2, 5, 6] {
        stage.arrive(n, None);
        stage.shift(n, RoomName::Main);
    }
    stage.shift(5, RoomName::CaucusClaimant);
    assert_eq!(stage.stands(5), Some(RoomName::Main), "nobody holds it");
    stage.shift(0, RoomName::CaucusClaimant);
    for n in [1, 5, 6] {
        stage.shift(n, RoomName::CaucusClaimant);
    }
    assert_eq!(stage.stands(5), Some(RoomName::CaucusClaimant));
    assert_eq!(stage.stands(6), Some(RoomName::Main));
    let others = [(2, 0), (2, 1), (2, 5), (6, 0), (6, 1), (6, 5)];
    let heard = stage.media();
    for (listener, speaker) in others {
        let pair = (person(listener), person(speaker));
        assert!(heard.iter().all(|(to, from, _)| (*to, *from) != pair));
    }
    // What the interpreter says into the channel, those hear who chose it.
    stage.ask(5, RoomAsk::Interpret { on: true });
    let kinds = |stage: &mut Stage| {
        let heard = stage.media().into_iter();
        heard
            .filter(|(to, from, _)| (*to, *from) == (person(1), person(5)))
            .count()
    };
    assert_eq!(kinds(&mut stage), 1, "the picture alone");
    stage.ask(1, RoomAsk::Interpret { on: true });
    assert_eq!(kinds(&mut stage), 2);
    // The choice is kept over a reload.
    let token = stage.house.seat(CASE, person(1)).and_then(|seat| seat.resume.clone());
    stage.arrive(1, token);
    assert_eq!(kinds(&mut stage), 2);
    stage.shift(0, RoomName::Main);
    assert_eq!(
        stage.stands(5),
        Some(RoomName::Lobby),
        "a caucus ends with its mediator"
    );
}
