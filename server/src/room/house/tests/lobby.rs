//! Those who wait, and what those elsewhere hear of.

use super::super::lobby::TURNED_AWAY;
use super::*;
use domain::api::Floor;

/// The mediator in the main room, both sides waiting: 2 came before 1.
fn waiting() -> Stage {
    let mut stage = Stage::new();
    for n in [0, 2, 1] {
        stage.arrive(n, None);
    }
    stage
}

/// Place and hold, as `n` was told last.
fn told(stage: &mut Stage, n: u8) -> Option<(u32, bool)> {
    let waiting = |tell| match tell {
        RoomTell::Waiting { place, held } => Some((place, held)),
        _ => None,
    };
    stage.told(n).into_iter().filter_map(waiting).next_back()
}

#[test]
fn whoever_waits_learns_of_the_place_and_moves_up() {
    let mut stage = waiting();
    assert_eq!(
        (told(&mut stage, 2), told(&mut stage, 1)),
        (Some((1, false)), Some((2, false)))
    );
    let people = stage.told(0).into_iter().rev().find_map(|tell| match tell {
        RoomTell::People { people } => Some(people),
        _ => None,
    });
    let people: Vec<PersonId> = people.into_iter().flatten().map(|card| card.person).collect();
    assert_eq!(people, [person(0), person(2), person(1)], "in the order they came");
    stage.shift(2, RoomName::Main);
    assert_eq!((told(&mut stage, 2), told(&mut stage, 1)), (None, Some((1, false))));
    stage.shift(2, RoomName::Lobby);
    assert_eq!(told(&mut stage, 2), Some((2, false)), "behind those who wait longer");
}

#[test]
fn a_reload_keeps_the_place_among_those_who_wait() {
    let mut stage = waiting();
    stage.ask(0, RoomAsk::Hold { person: person(2) });
    let token = stage.house.seat(CASE, person(2)).and_then(|seat| seat.resume.clone());
    stage.arrive(2, token);
    assert_eq!(told(&mut stage, 2), Some((1, true)));
}

#[test]
fn who_presides_alone_holds_refuses_and_announces() {
    let mut stage = waiting();
    stage.told(1);
    for ask in [
        RoomAsk::Hold { person: person(2) },
        RoomAsk::Refuse { person: person(2) },
        RoomAsk::Announce { minutes: 5 },
    ] {
        stage.ask(1, ask);
        assert!(
            stage
                .told(1)
                .iter()
                .any(|tell| matches!(tell, RoomTell::Problem { code } if code == "not_your_role"))
        );
    }
    assert_eq!(told(&mut stage, 2), Some((1, false)));
    stage.ask(0, RoomAsk::Hold { person: person(2) });
    assert_eq!(told(&mut stage, 2), Some((1, true)));
    stage.ask(0, RoomAsk::Announce { minutes: 5 });
    assert!(
        [1, 2].map(|n| stage.told(n).contains(&RoomTell::Resuming { minutes: 5 })) == [true; 2] && {
            let mine = stage.told(0);
            !mine.iter().any(|tell| matches!(tell, RoomTell::Resuming { .. }))
        }
    );
}

#[test]
fn whoever_is_refused_is_gone_and_may_knock_again_after_a_while() {
    let mut stage = waiting();
    stage.ask(0, RoomAsk::Refuse { person: person(2) });
    let gone = |tells: Vec<RoomTell>| {
        let away = |tell: &RoomTell| matches!(tell, RoomTell::Problem { code } if code == "turned_away");
        tells.iter().any(away)
    };
    assert!(gone(stage.told(2)) && stage.stands(2).is_none());
    assert_eq!(told(&mut stage, 1), Some((1, false)));
    stage.arrive(2, None);
    assert!(gone(stage.told(2)) && stage.stands(2).is_none());
    stage.wait(TURNED_AWAY);
    stage.arrive(2, None);
    assert_eq!(stage.stands(2), Some(RoomName::Lobby));
    // Of those who are inside nobody is refused: they are sent to wait first.
    stage.shift(2, RoomName::Main);
    stage.ask(0, RoomAsk::Refuse { person: person(2) });
    assert_eq!(stage.stands(2), Some(RoomName::Main));
}

#[test]
fn the_time_spoken_is_told_to_who_presides_and_to_nobody_else() {
    let mut stage = waiting();
    stage.shift(1, RoomName::Main);
    for n in 0..3 {
        stage.told(n);
    }
    for _ in 0..20 {
        let now = stage.now;
        for n in [1, 2] {
            if let Some(seat) = stage.house.seat(CASE, person(n)) {
                seat.hear(now, 20);
            }
        }
        stage.wait(Duration::from_millis(300));
    }
    let floors = |tells: Vec<RoomTell>| -> Vec<Floor> {
        let floor = |tell| match tell {
            RoomTell::Floor(floor) => Some(floor),
            _ => None,
        };
        tells.into_iter().filter_map(floor).collect()
    };
    let told = floors(stage.told(0));
    let last = told.last().copied().unwrap_or_default();
    assert_eq!(
        (last.claimant, last.respondent, last.presiding),
        (6, 0, 0),
        "who waits is heard by nobody: {told:?}"
    );
    assert!(floors(stage.told(1)).is_empty() && floors(stage.told(2)).is_empty());
}
