//! The room from outside: native WebRTC clients through the real socket and the real media port.

mod guest;
mod layers;
mod portal;
mod recording;

use domain::actor::Actor;
use domain::api::{RoomAsk, RoomTell};
use domain::event::Event;
use domain::id::PersonId;
use domain::room::RoomName::{CaucusClaimant, CaucusRespondent, Lobby, Main};
use guest::{Guest, Kind};
use portal::Portal;
use std::net::UdpSocket;
use std::time::Duration;
use tokio::time::timeout;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::{Error, Message};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn media_reaches_whom_the_rule_names_and_nobody_else() {
    let portal = Portal::start().await;
    let mut host = Guest::come(&portal, "mediator").await;
    let mut left = Guest::come(&portal, "worker").await;
    let mut right = Guest::come(&portal, "employer").await;

    // Chapter 1: the parties wait, and hear nobody; nobody hears them.
    host.told(|tell| waits(tell, left.person) && waits(tell, right.person))
        .await;

    // Chapter 2: let in, everyone hears everyone.
    host.shift(left.person, Main);
    host.shift(right.person, Main);
    left.moved(Main).await;
    right.moved(Main).await;
    turn(&[&host, &left, &right], 2);
    let all = [host.person, left.person, right.person];
    for guest in [&mut host, &mut left, &mut right] {
        let own = guest.person;
        for from in all.into_iter().filter(|person| *person != own) {
            guest.hears(from, 2).await;
        }
    }
    host.told(|tell| matches!(tell, RoomTell::Speaking { people } if people.len() == 3))
        .await;

    // Chapter 3: a caucus. What is sent after the move reaches its own side alone.
    host.shift(host.person, CaucusClaimant);
    host.shift(left.person, CaucusClaimant);
    left.moved(CaucusClaimant).await;
    turn(&[&host, &left, &right], 3);
    host.hears(left.person, 3).await;
    left.hears(host.person, 3).await;

    // Chapter 4 begins while they are still apart: what is sent in the moment of the way back may
    // be heard by all. Packets keep their order, so none of chapter 3 is under way any more.
    turn(&[&host, &left, &right], 4);
    host.hears(left.person, 4).await;
    left.hears(host.person, 4).await;
    host.shift(left.person, Main);
    host.shift(host.person, Main);
    host.moved(Main).await;
    right.hears(host.person, 4).await;
    right.hears(left.person, 4).await;
    left.hears(right.person, 4).await;
    for kind in [Kind::Audio, Kind::Video] {
        for from in [host.person, left.person] {
            assert_eq!(right.count(from, kind, 3), 0, "the caucus leaked to the respondent");
        }
        assert_eq!(host.count(right.person, kind, 3) + left.count(right.person, kind, 3), 0);
    }

    // Chapter 5: muted by the mediator, the sound stays out whatever the client sends.
    host.ask(&RoomAsk::Mute { person: left.person });
    left.told(|tell| matches!(tell, RoomTell::Muted)).await;
    turn(&[&left], 5);
    right.hears_kind(left.person, Kind::Video, 5).await;
    assert_eq!(right.count(left.person, Kind::Audio, 5), 0);
    assert_eq!(host.count(left.person, Kind::Audio, 5), 0);

    // Chapter 6: gone is gone.
    left.ask(&RoomAsk::Leave);
    left.shut_out().await;
    right
        .told(
            |tell| matches!(tell, RoomTell::People { people } if people.iter().all(|card| card.person != left.person)),
        )
        .await;
    turn(&[&host, &left], 6);
    right.hears(host.person, 6).await;
    assert_eq!(right.count(left.person, Kind::Video, 6), 0);
    for guest in [&host, &left, &right] {
        let before = guest
            .heard()
            .into_keys()
            .filter(|(_, _, chapter)| *chapter == 1)
            .collect::<Vec<_>>();
        assert!(before.is_empty(), "the lobby is silent: {before:?}");
    }

    // Counted, without a name.
    let metrics = reqwest::get(format!("http://{}/metrics", portal.address))
        .await
        .expect("an answer");
    let metrics = metrics.text().await.expect("text");
    for name in [
        "room_people",
        "room_packets_forwarded_total",
        "room_packets_withheld_total",
    ] {
        assert!(metrics.contains(name), "{name} in {metrics}");
    }

    // And the log knows who was where.
    let facts = facts(&portal).await;
    let of = |actor: &Actor| {
        if actor.person == host.person {
            'm'
        } else if actor.person == left.person {
            'c'
        } else {
            'r'
        }
    };
    let line: Vec<String> = facts
        .iter()
        .filter_map(|event| match event {
            Event::RoomEntered { room, by } => Some(format!("{} in {room:?}", of(by))),
            Event::RoomLeft { room, by } => Some(format!("{} out {room:?}", of(by))),
            Event::CaucusOpened { side } => Some(format!("open {side:?}")),
            Event::CaucusClosed { side } => Some(format!("close {side:?}")),
            _ => None,
        })
        .collect();
    assert_eq!(
        line,
        [
            "m in Main",
            "c in Main",
            "r in Main",
            "m out Main",
            "open Claimant",
            "m in CaucusClaimant",
            "c out Main",
            "c in CaucusClaimant",
            "c out CaucusClaimant",
            "c in Main",
            "m out CaucusClaimant",
            "close Claimant",
            "m in Main",
            "c out Main",
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_router_people_meet_at_the_address_they_are_told() {
    let portal = Portal::start_on(std::net::Ipv4Addr::UNSPECIFIED, &["--media-address", "127.0.0.1"]).await;
    let mut host = Guest::come(&portal, "mediator").await;
    let mut left = Guest::come(&portal, "worker").await;
    host.shift(left.person, Main);
    left.moved(Main).await;
    host.hears(left.person, 1).await;
    left.hears(host.person, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_socket_keeps_its_place_for_the_holder_of_its_token_alone() {
    let portal = Portal::start().await;
    let mut host = Guest::come(&portal, "mediator").await;
    let mut left = Guest::come(&portal, "worker").await;
    host.shift(left.person, Main);
    left.moved(Main).await;
    host.hears(left.person, 1).await;

    let person = left.person;
    let (cookie, token) = left.drop_line();
    host.told(|tell| matches!(tell, RoomTell::People { people } if people.iter().any(|card| card.person == person && !card.connected)))
        .await;
    let mut left = Guest::back(&portal, cookie, Some(token.clone())).await;
    assert_eq!(left.resume, token);
    left.told(|tell| stands(tell, person, Main)).await;
    left.turn(2);
    host.hears(person, 2).await;
    left.hears(host.person, 1).await;

    // A second window takes the place over; the first is told so and closed.
    let mut second = Guest::back(&portal, left.cookie.clone(), Some(token.clone())).await;
    assert_eq!(left.problem().await, "opened_elsewhere");
    left.shut_out().await;
    second.told(|tell| stands(tell, person, Main)).await;

    // Without the token, or with a foreign one, it is the lobby again.
    for wrong in [None, Some("0".repeat(32)), Some(host.resume.clone())] {
        let mut stranger = Guest::back(&portal, second.cookie.clone(), wrong).await;
        stranger.told(|tell| waits(tell, person)).await;
        assert_ne!(stranger.resume, token);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_and_forbidden_asks_get_their_code_and_change_nothing() {
    let portal = Portal::start().await;
    let worker = portal.enter("worker").await;

    // At the door.
    let foreign = portal.enter("arbitrator").await;
    assert_eq!(refused(&portal, None).await, 401);
    assert_eq!(refused(&portal, Some(&foreign)).await, 404);
    let (mut early, _) = connect_async(portal.knock(portal.case, Some(&worker)))
        .await
        .expect("the door opens");
    futures_util::SinkExt::send(&mut early, Message::text(r#"{"leave":null}"#))
        .await
        .expect("sent");
    loop {
        let answer = futures_util::StreamExt::next(&mut early).await.expect("an answer");
        let Message::Text(word) = answer.expect("a word") else {
            continue;
        };
        // The door may be told of before what was said too early is heard.
        match word.as_str() {
            r#"{"door":{"prepare":true}}"# => {}
            word => break assert_eq!(word, r#"{"problem":{"code":"hello_missing"}}"#),
        }
    }

    // Inside.
    let mut host = Guest::come(&portal, "mediator").await;
    let mut left = Guest::back(&portal, worker, None).await;
    let hello = RoomAsk::Hello {
        audio: true,
        video: true,
        resume: None,
    };
    let sdp = || "v=0\r\nnonsense".to_owned();
    let nobody = PersonId(uuid::Uuid::from_u128(7));
    for (ask, code) in [
        (
            RoomAsk::Move {
                person: left.person,
                room: Main,
            },
            "not_your_role",
        ),
        (RoomAsk::Mute { person: host.person }, "not_your_role"),
        (hello, "unexpected_hello"),
        (RoomAsk::Publish { sdp: sdp() }, "bad_offer"),
        (RoomAsk::Subscribe { sdp: sdp() }, "bad_offer"),
    ] {
        left.ask(&ask);
        assert_eq!(left.problem().await, code, "{ask:?}");
    }
    for message in [
        Message::text("{"),
        Message::text(r#"{"dance":{}}"#),
        Message::text(r#"{"move":{"person":"x","room":"main"}}"#),
        Message::binary(vec![0, 1, 2]),
    ] {
        left.send(message);
        assert_eq!(left.problem().await, "malformed");
    }
    for (person, room, code) in [
        (nobody, Main, "not_here"),
        (left.person, CaucusRespondent, "room_closed"),
        // Nobody goes into a caucus before its mediator.
        (left.person, CaucusClaimant, "room_closed"),
    ] {
        host.shift(person, room);
        assert_eq!(host.problem().await, code);
    }
    host.ask(&RoomAsk::Mute { person: nobody });
    assert_eq!(host.problem().await, "not_here");

    // The worker's connections were given up by his own bad offers; his place is what it was.
    let mut left = Guest::back(&portal, left.cookie.clone(), Some(left.resume.clone())).await;
    let person = left.person;
    left.told(|tell| waits(tell, person)).await;

    // A flood ends the flood, not the room.
    for _ in 0..400 {
        left.ask(&RoomAsk::Device {
            audio: true,
            video: true,
        });
    }
    left.shut_out().await;
    host.shift(host.person, Lobby);
    host.moved(Lobby).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rubbish_on_the_media_port_harms_nobody() {
    let portal = Portal::start().await;
    let mut host = Guest::come(&portal, "mediator").await;
    let mut left = Guest::come(&portal, "worker").await;
    host.shift(left.person, Main);
    left.moved(Main).await;
    host.hears(left.person, 1).await;

    let stranger = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    stranger.connect(portal.app.rooms.local_addr()).expect("a route");
    let stun = |length: u16, rest: &[u8]| {
        let mut request = vec![0, 1];
        request.extend(length.to_be_bytes());
        request.extend([0x21, 0x12, 0xa4, 0x42]);
        request.extend([9; 12]);
        request.extend(rest);
        request
    };
    let mut rubbish: Vec<Vec<u8>> = vec![
        vec![],
        vec![0],
        vec![0; 1200],
        vec![0xff; 2000],
        stun(0, &[]),
        // Attributes that claim more than there is, and a name nobody has.
        stun(8, &[0, 6, 0xff, 0xff, 1, 2, 3, 4]),
        stun(0xffff, &[0, 6, 0, 4, b'n', b'o', b'n', b'e']),
        stun(12, &[0, 6, 0, 7, 0xff, 0xfe, b'x', b':', b'y', b'z', 0, 0]),
        // A DTLS hello cut short, RTP and RTCP without a key.
        vec![22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 1],
        vec![0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 5, 5, 5],
        vec![0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2],
    ];
    // Every length of every leading byte's family.
    for first in (0..=255).step_by(5) {
        rubbish.push((0..first).map(|at: u8| at.wrapping_mul(31) ^ first).collect());
    }
    for _ in 0..20 {
        for datagram in &rubbish {
            // What the kernel refuses to send cannot harm either.
            let _ = stranger.send(datagram);
        }
    }
    stranger
        .set_read_timeout(Some(Duration::from_millis(50)))
        .expect("a timeout");
    assert!(stranger.recv(&mut [0; 64]).is_err(), "strangers get no answer");
    for guest in [&host, &left] {
        guest.turn(2);
    }
    host.hears(left.person, 2).await;
    left.hears(host.person, 2).await;
}

fn turn(guests: &[&Guest], chapter: u8) {
    for guest in guests {
        guest.turn(chapter);
    }
}

fn stands(tell: &RoomTell, person: PersonId, room: domain::room::RoomName) -> bool {
    matches!(tell, RoomTell::People { people } if people.iter().any(|card| card.person == person && card.room == room))
}

fn waits(tell: &RoomTell, person: PersonId) -> bool {
    stands(tell, person, Lobby)
}

async fn refused(portal: &Portal, cookie: Option<&str>) -> u16 {
    match connect_async(portal.knock(portal.case, cookie)).await {
        Err(Error::Http(answer)) => answer.status().as_u16(),
        other => panic!("{other:?}"),
    }
}

/// Events of the case once the leave at the end of the test is among them.
async fn facts(portal: &Portal) -> Vec<Event> {
    let read = async {
        let mut hints = portal.app.store.hints();
        loop {
            let entries = portal.app.store.entries(portal.case, 0).await.expect("a log");
            let events: Vec<Event> = entries.iter().filter_map(|entry| entry.event().ok()?).collect();
            if matches!(events.last(), Some(Event::RoomLeft { room: Main, by }) if by.role == domain::actor::Role::Claimant)
            {
                return events;
            }
            let _ = hints.recv().await;
        }
    };
    timeout(Duration::from_secs(10), read)
        .await
        .expect("the facts are logged")
}
