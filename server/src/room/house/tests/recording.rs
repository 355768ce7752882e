//! Whatever people do while a recording is asked for, runs and ends: what is handed over is of those who
//! agreed, and while all in the main room had.

use super::*;
use crate::room::tap::{Consents, Drain, Note, tap};
use domain::room::presides;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
enum Happens {
    Arrive(u8, bool),
    Lose(u8),
    Leave(u8),
    Move(u8, u8, RoomName),
    Mute(u8, u8),
    /// The log says so now; `None`: nothing may be recorded.
    Log(Option<(u32, Vec<u8>)>),
    Wait(u64),
}

fn happens() -> impl Strategy<Value = Happens> {
    let who = 0..PEOPLE;
    let room = prop_oneof![
        Just(RoomName::Lobby),
        Just(RoomName::Main),
        Just(RoomName::Main),
        Just(RoomName::CaucusClaimant),
    ];
    let log = prop::option::weighted(0.8, (0_u32..3, prop::collection::vec(0..PEOPLE, 0..8)));
    prop_oneof![
        4 => (who.clone(), any::<bool>()).prop_map(|(n, back)| Happens::Arrive(n, back)),
        1 => who.clone().prop_map(Happens::Lose),
        1 => who.clone().prop_map(Happens::Leave),
        8 => (0_u8..2, who.clone(), room).prop_map(|(by, n, room)| Happens::Move(by, n, room)),
        1 => (0_u8..2, who).prop_map(|(by, n)| Happens::Mute(by, n)),
        6 => log.prop_map(Happens::Log),
        1 => (1_u64..25).prop_map(Happens::Wait),
    ]
}

fn notes(drain: &Drain) -> Vec<Note> {
    std::iter::from_fn(|| drain.next(Duration::ZERO).ok()).collect()
}

fn recorded(stage: &mut Stage) -> Drain {
    let (tap, drain) = tap();
    stage.house.record_to(tap);
    drain
}

fn consents(recording: u32, agreed: &[u8]) -> Option<Consents> {
    let agreed = agreed.iter().map(|n| person(*n)).collect();
    Some(Consents { recording, agreed })
}

proptest! {
    #[test]
    fn no_packet_of_anyone_who_has_not_agreed_is_ever_recorded(all in prop::collection::vec(happens(), 1..60)) {
        let mut stage = Stage::new();
        let drain = recorded(&mut stage);
        stage.arrive(0, None);
        let mut agreed: Option<(u32, BTreeSet<PersonId>)> = None;
        let mut rolling = None;
        let mut over = HashSet::new();
        for happens in all {
            match happens.clone() {
                Happens::Arrive(n, back) => {
                    let token = stage.house.seat(CASE, person(n)).and_then(|seat| seat.resume.clone());
                    stage.arrive(n, token.filter(|_| back));
                }
                Happens::Lose(n) => {
                    if let Some(conn) = stage.conn(n) {
                        stage.house.gone(stage.now, conn);
                    }
                }
                Happens::Leave(n) => stage.ask(n, RoomAsk::Leave),
                Happens::Move(by, n, room) => stage.ask(by, RoomAsk::Move { person: person(n), room }),
                Happens::Mute(by, n) => stage.ask(by, RoomAsk::Mute { person: person(n) }),
                Happens::Log(says) => {
                    agreed = says.as_ref().map(|(at, people)| (*at, people.iter().map(|n| person(*n)).collect()));
                    let now = stage.now;
                    stage.house.record(now, CASE, says.and_then(|(at, people)| consents(at, &people)));
                }
                Happens::Wait(seconds) => stage.wait(Duration::from_secs(seconds)),
            }
            stage.media();
            let seats = stage.house.cases.get(&CASE);
            let main: Vec<_> = seats.into_iter().flatten().filter(|(_, seat)| seat.room == RoomName::Main).collect();
            let held = main.iter().any(|(_, seat)| presides(seat.actor.role));
            let everyone = |agreed: &BTreeSet<PersonId>| main.iter().all(|(person, _)| agreed.contains(person));
            for note in notes(&drain) {
                match note {
                    Note::Begin(tape, _) => {
                        prop_assert!(rolling.is_none() && !over.contains(&tape), "begun twice after {happens:?}");
                        rolling = Some(tape);
                    }
                    Note::End(tape, _) => {
                        rolling = rolling.filter(|it| *it != tape);
                        over.insert(tape);
                    }
                    Note::Packet(tape, packet) => {
                        let Some((recording, agreed)) = &agreed else { panic!("recorded unasked after {happens:?}") };
                        prop_assert_eq!((rolling, *recording), (Some(tape), tape.recording));
                        prop_assert!(agreed.contains(&packet.person), "{:?} after {happens:?}", packet.person);
                        prop_assert!(held && everyone(agreed), "after {happens:?}");
                        prop_assert!(main.iter().any(|(person, _)| **person == packet.person));
                    }
                }
            }
            // And nothing is missed: while it runs, whoever is let out is recorded.
            if let (Some(_), Some((_, agreed))) = (rolling, &agreed) {
                prop_assert!(held && everyone(agreed), "runs on after {happens:?}");
            }
        }
    }
}

#[test]
fn a_recording_takes_one_size_of_each_picture_and_asks_for_a_whole_one_at_once() {
    let mut stage = Stage::new();
    let drain = recorded(&mut stage);
    stage.keyframes = Whole::WhenAsked;
    stage.arrive(0, None);
    stage.arrive(1, None);
    stage.shift(1, RoomName::Main);
    stage.media();
    let now = stage.now;
    stage.house.record(now, CASE, consents(0, &[0, 1]));
    stage.wait(Duration::from_millis(20));
    stage.media();
    stage.media();
    let mut sizes: HashMap<PersonId, HashSet<u32>> = HashMap::new();
    let mut whole = HashSet::new();
    for note in notes(&drain) {
        if let Note::Packet(_, packet) = note
            && packet.codec == Codec::Vp8
        {
            sizes.entry(packet.person).or_default().insert(packet.ssrc);
            whole.extend((packet.payload[1] == 0).then_some(packet.person));
        }
    }
    assert_eq!(sizes.len(), 2);
    assert!(sizes.values().all(|sizes| sizes.len() == 1), "{sizes:?}");
    assert_eq!(whole.len(), 2);
}

#[test]
fn whoever_has_not_agreed_is_not_let_in_while_a_recording_runs() {
    let mut stage = Stage::new();
    let drain = recorded(&mut stage);
    for n in 0..3 {
        stage.arrive(n, None);
    }
    stage.shift(1, RoomName::Main);
    let now = stage.now;
    stage.house.record(now, CASE, consents(0, &[0, 1]));
    stage.told(0);
    stage.shift(2, RoomName::Main);
    assert_eq!(stage.stands(2), Some(RoomName::Lobby));
    let code = "consent_missing".to_owned();
    assert_eq!(stage.told(0), [RoomTell::Problem { code }]);
    stage.house.record(now, CASE, consents(0, &[0, 1, 2]));
    stage.shift(2, RoomName::Main);
    assert_eq!(stage.stands(2), Some(RoomName::Main));
    assert!(!notes(&drain).iter().any(|note| matches!(note, Note::End(..))));
    // Withdrawn: over before the next packet, though all stay.
    stage.house.record(now, CASE, None);
    assert!(matches!(notes(&drain)[..], [Note::End(tape, 0)] if tape.recording == 0));
    stage.media();
    assert!(notes(&drain).is_empty());
}
