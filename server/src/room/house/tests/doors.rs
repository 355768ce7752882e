//! What is prepared for those who have not come in yet.

use super::*;

/// Person 2 opens a line and offers how to hear the others.
fn at_the_door(stage: &mut Stage) -> (ConnId, UnboundedSender<RoomTell>) {
    let (tell, told) = unbounded_channel();
    stage.tells.insert(2, told);
    let conn = ConnId(77);
    stage.house.wait(conn, CASE, person(2), tell.clone());
    stage
        .house
        .ask(stage.now, conn, RoomAsk::Subscribe { sdp: String::new() });
    (conn, tell)
}

/// The number of the newest offer `n` was made.
fn offered(stage: &mut Stage, n: u8) -> u32 {
    let told = stage.told(n);
    let offers = told.iter().rev().find_map(|tell| match tell {
        RoomTell::SubscribeOffer { version, .. } => Some(*version),
        _ => None,
    });
    offers.unwrap_or_else(|| panic!("no offer: {told:?}"))
}

fn meeting() -> Stage {
    let mut stage = Stage::new();
    for n in 0..2 {
        stage.arrive(n, None);
        stage.shift(n, RoomName::Main);
    }
    stage.told(0);
    stage
}

#[test]
fn whoever_waits_at_the_door_is_known_to_nobody_and_hears_nobody() {
    let mut stage = meeting();
    at_the_door(&mut stage);
    let told = stage.told(2);
    assert!(
        matches!(
            &told[..],
            [
                RoomTell::Door { prepare: true },
                RoomTell::SubscribeAnswer { .. },
                RoomTell::SubscribeOffer { .. }
            ]
        ),
        "{told:?}"
    );
    let sent = stage.media();
    assert!(sent.iter().all(|(to, ..)| *to != person(2)), "{sent:?}");
    stage.wait(Duration::from_secs(2));
    let others = stage.told(0);
    let known = |tell: &RoomTell| matches!(tell, RoomTell::People { people } if people.iter().any(|card| card.person == person(2)));
    assert!(!others.iter().any(known), "{others:?}");
}

#[test]
fn whoever_comes_in_hears_and_sees_over_what_was_made_at_the_door() {
    let mut stage = meeting();
    let (conn, tell) = at_the_door(&mut stage);
    let (sdp, version) = (String::new(), offered(&mut stage, 2));
    stage
        .house
        .ask(stage.now, conn, RoomAsk::SubscribeAnswer { sdp, version });
    stage.media();
    stage.house.arrive(
        stage.now,
        Arrival {
            conn,
            case: CASE,
            actor: Actor {
                person: person(2),
                role: role(2),
                org: None,
                assurance: Assurance::Phone,
            },
            name: "2".to_owned(),
            audio: true,
            video: true,
            resume: None,
            unseated: Vec::new(),
            tell,
        },
    );
    stage.shift(2, RoomName::Main);
    let sent = stage.media();
    for (speaker, kind) in [0, 1].iter().flat_map(|n| Kind::BOTH.map(|kind| (*n, kind))) {
        assert!(sent.contains(&(person(2), person(speaker), kind)), "{sent:?}");
    }
    let told = stage.told(2);
    let names = told.iter().rev().find_map(|tell| match tell {
        RoomTell::People { people } => Some(people.iter().map(|card| card.stream.clone()).collect::<Vec<_>>()),
        _ => None,
    });
    let mut names = names.expect("told of the others");
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 3, "each a stream, and none for oneself: {names:?}");
    assert!(stage.house.doors.is_empty());
}

#[test]
fn whoever_turns_away_at_the_door_leaves_nothing_behind() {
    let mut stage = meeting();
    let before = stage.house.engine.open.len();
    let (conn, _) = at_the_door(&mut stage);
    stage
        .house
        .ask(stage.now, conn, RoomAsk::Subscribe { sdp: String::new() });
    assert_eq!(stage.house.engine.open.len(), before + 1);
    stage.house.gone(stage.now, conn);
    assert_eq!(stage.house.engine.open.len(), before);
    assert_eq!(stage.house.links.len(), before);
}

#[test]
fn an_answer_to_an_offer_on_a_connection_given_up_fits_none_on_the_next() {
    let mut stage = meeting();
    let again = || RoomAsk::Subscribe { sdp: String::new() };
    let answer = |version| RoomAsk::SubscribeAnswer {
        sdp: String::new(),
        version,
    };
    stage.ask(1, again());
    let late = offered(&mut stage, 1);
    stage.ask(1, again());
    let due = offered(&mut stage, 1);
    stage.ask(1, answer(late));
    assert_eq!(stage.house.engine.accepted, []);
    stage.ask(1, answer(due));
    let seat = stage.house.seat(CASE, person(1)).expect("a seat");
    let link = seat.subscribe.as_ref().expect("a connection").link;
    assert_eq!(stage.house.engine.accepted, [link]);
}
