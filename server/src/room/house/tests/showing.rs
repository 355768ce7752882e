//! Whatever people do while something is shown: it is before those who see the one who shows it, the same page for
//! all of them, and nobody has it who may not read it.

use super::*;
use crate::room::house::Opened;
use domain::hash::Digest;
use domain::showing::{ShowAsk, ShowTell, Showable, Shown};
use std::sync::Arc;

#[derive(Clone, Debug)]
enum Happens {
    Arrive(u8, bool),
    Lose(u8),
    Leave(u8),
    Move(u8, u8, RoomName),
    /// Something that all may read, or the claimants' own.
    Open(u8, bool),
    Turn(u8, u16),
    Point(u8),
    End(u8),
    Look(u8),
    Wait(u64),
}

fn happens() -> impl Strategy<Value = Happens> {
    let who = 0..PEOPLE;
    let room = prop_oneof![
        Just(RoomName::Lobby),
        Just(RoomName::Main),
        Just(RoomName::Main),
        Just(RoomName::CaucusClaimant),
        Just(RoomName::CaucusRespondent),
    ];
    prop_oneof![
        4 => (who.clone(), any::<bool>()).prop_map(|(n, back)| Happens::Arrive(n, back)),
        1 => who.clone().prop_map(Happens::Lose),
        1 => who.clone().prop_map(Happens::Leave),
        8 => (0_u8..2, who.clone(), room).prop_map(|(by, n, room)| Happens::Move(by, n, room)),
        5 => (who.clone(), any::<bool>()).prop_map(|(n, own)| Happens::Open(n, own)),
        3 => (who.clone(), 0_u16..9).prop_map(|(n, page)| Happens::Turn(n, page)),
        3 => who.clone().prop_map(Happens::Point),
        1 => who.clone().prop_map(Happens::End),
        1 => who.prop_map(Happens::Look),
        1 => (1_u64..25).prop_map(Happens::Wait),
    ]
}

/// Only these may read what is the claimants' own.
fn of_the_claimants(role: Role) -> bool {
    matches!(role, Role::Mediator | Role::Claimant)
}

fn opened(by: u8, own: bool) -> Opened {
    let digest = Digest([u8::from(own); 32]);
    Opened {
        shown: Shown {
            by: person(by),
            what: Showable::Evidence(digest),
            title: String::new(),
            digest,
            page: 1,
            pages: 5,
        },
        may_read: Arc::new(move |actor| !own || of_the_claimants(actor.role)),
    }
}

proptest! {
    #[test]
    fn a_page_is_before_all_who_see_whoever_shows_it_and_nobody_else(all in prop::collection::vec(happens(), 1..60)) {
        let mut stage = Stage::new();
        let mut looks: HashMap<u8, Shown> = HashMap::new();
        for happens in all {
            match happens.clone() {
                Happens::Arrive(n, back) => {
                    let token = stage.house.seat(CASE, person(n)).and_then(|seat| seat.resume.clone());
                    looks.remove(&n);
                    stage.arrive(n, token.filter(|_| back));
                }
                Happens::Lose(n) => {
                    if let Some(conn) = stage.conn(n) {
                        stage.house.gone(stage.now, conn);
                    }
                }
                // Of one whose line is lost nothing is heard, and he stays.
                Happens::Leave(n) => stage.ask(n, RoomAsk::Leave),
                Happens::Move(by, n, room) => stage.ask(by, RoomAsk::Move { person: person(n), room }),
                Happens::Open(n, own) => {
                    if let Some(conn) = stage.conn(n) {
                        stage.house.present(conn, Ok(opened(n, own)));
                    }
                }
                Happens::Turn(n, page) => stage.ask(n, RoomAsk::Show(ShowAsk::Turn { page })),
                Happens::Point(n) => stage.ask(n, RoomAsk::Show(ShowAsk::Point { at: Some((1, 2)) })),
                Happens::End(n) => stage.ask(n, RoomAsk::Show(ShowAsk::End)),
                Happens::Look(n) => stage.ask(n, RoomAsk::Show(ShowAsk::Look)),
                Happens::Wait(seconds) => stage.wait(Duration::from_secs(seconds)),
            }
            for n in 0..PEOPLE {
                for tell in stage.told(n) {
                    match tell {
                        RoomTell::Show(ShowTell::Shown(Some(shown))) => _ = looks.insert(n, shown),
                        RoomTell::Show(ShowTell::Shown(None)) => _ = looks.remove(&n),
                        RoomTell::Show(ShowTell::Pointed(_)) => {
                            let by = looks.get(&n).map(|shown| shown.by);
                            prop_assert!(matches!(happens, Happens::Point(m) if Some(person(m)) == by && m != n));
                        }
                        _ => {}
                    }
                }
            }
            let Some(seats) = stage.house.cases.get(&CASE) else {
                looks.clear();
                continue;
            };
            looks.retain(|n, _| seats.contains_key(&person(*n)));
            for (n, shown) in &looks {
                let (seat, by) = (&seats[&person(*n)], seats.get(&shown.by));
                prop_assert!(by.is_some_and(|by| room::sees(seat.place(), by.place())), "{n} after {happens:?}");
                prop_assert!(shown.digest == Digest([0; 32]) || of_the_claimants(seat.actor.role));
                for other in (0..PEOPLE).filter(|other| seats.contains_key(&person(*other))) {
                    let together = room::sees(seats[&person(other)].place(), seat.place())
                        || room::sees(seat.place(), seats[&person(other)].place());
                    prop_assert!(!together || looks.get(&other) == Some(shown), "{n} and {other} after {happens:?}");
                }
            }
        }
    }
}

impl Stage {
    /// What `n` was told of what is shown.
    fn shows(&mut self, n: u8) -> Vec<ShowTell> {
        let told = self.told(n).into_iter();
        told.filter_map(|tell| match tell {
            RoomTell::Show(show) => Some(show),
            _ => None,
        })
        .collect()
    }
}

#[test]
fn what_somebody_here_may_not_read_is_shown_to_nobody_and_he_is_named() {
    let mut stage = Stage::new();
    for n in 0..3 {
        stage.arrive(n, None);
        stage.shift(n, RoomName::Main);
    }
    let conn = stage.conn(0).expect("inside");
    let refused = ShowTell::Refused {
        code: "not_for_all".into(),
        people: vec![person(2)],
    };
    stage.house.present(conn, Ok(opened(0, true)));
    assert_eq!(stage.shows(0), std::slice::from_ref(&refused));
    assert!(stage.shows(1).is_empty() && stage.shows(2).is_empty());

    // Shown while he is out, it ends when he comes in, and he never had it.
    stage.shift(2, RoomName::Lobby);
    stage.house.present(conn, Ok(opened(0, true)));
    let shown = ShowTell::Shown(Some(opened(0, true).shown));
    assert_eq!([stage.shows(0), stage.shows(1)], [[shown.clone()], [shown]]);
    stage.shift(2, RoomName::Main);
    assert_eq!(stage.shows(0), [refused, ShowTell::Shown(None)]);
    assert_eq!(stage.shows(1), [ShowTell::Shown(None)]);
    assert!(stage.shows(2).is_empty());
}

#[test]
fn a_party_waits_for_another_to_end_and_who_presides_does_not() {
    let mut stage = Stage::new();
    for n in 0..3 {
        stage.arrive(n, None);
        stage.shift(n, RoomName::Main);
    }
    let conns = [0, 1, 2].map(|n| stage.conn(n).expect("inside"));
    stage.house.present(conns[1], Ok(opened(1, false)));
    for n in 0..3 {
        stage.shows(n);
    }
    stage.house.present(conns[2], Ok(opened(2, false)));
    let taken = ShowTell::Refused {
        code: "show_taken".into(),
        people: Vec::new(),
    };
    assert_eq!(stage.shows(2), [taken]);
    stage.ask(2, RoomAsk::Show(ShowAsk::Turn { page: 3 }));
    assert!(stage.shows(1).is_empty());
    stage.house.present(conns[0], Ok(opened(0, false)));
    assert_eq!(
        stage.told(1),
        [RoomTell::Show(ShowTell::Shown(Some(opened(0, false).shown)))]
    );
    stage.ask(1, RoomAsk::Show(ShowAsk::End));
    assert!(matches!(stage.told(1)[..], [RoomTell::Problem { .. }]));
}
