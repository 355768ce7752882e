//! Messages of the signalling socket: whatever a guest's program may say to the house.

use super::super::super::engine::Engine;
use super::super::super::house::{Arrival, Graces, House};
use super::super::super::places::Places;
use super::super::super::seat::ConnId;
use super::super::RtcEngine;
use super::client::{Client, SERVER};
use super::luck::Luck;
use super::{Shown, rounds};
use crate::trust::Key;
use domain::actor::{Actor, Assurance, Role};
use domain::api::{RoomAsk, RoomTell};
use domain::id::{CaseId, PersonId};
use domain::room::RoomName;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use uuid::Uuid;

const CASE: CaseId = CaseId(Uuid::from_u128(1));
/// As Chromium makes it, with every codec and extension it knows.
const CHROMIUM: &str = include_str!("chromium.sdp");

#[test]
fn bent_messages_leave_the_house_standing() {
    let now = Instant::now();
    let offers = [
        CHROMIUM.replace('\n', "\r\n"),
        Client::new(now, 5003, true).offer,
        Client::new(now, 5004, false).offer,
    ];
    let known = asks(&offers).map(|ask| serde_json::to_vec(&ask).expect("JSON"));
    rounds(|luck| {
        let (facts, _noted) = unbounded_channel();
        let engine = RtcEngine::new(SERVER);
        let places = Places::new(Key::ephemeral());
        let mut house = House::new(engine, facts, Graces::default(), places, now);
        let mut now = now;
        let mut told = enter(&mut house, now, 1, Role::Mediator, None);
        enter(&mut house, now, 2, Role::Claimant, None);
        let token = String::from_utf8_lossy(&luck.bend(&[vec![b'a'; 160]])).into_owned();
        let mut guest = enter(&mut house, now, 3, Role::Respondent, Some(token));
        let welcome = guest.try_recv();
        assert!(
            matches!(
                &welcome,
                Ok(RoomTell::Welcome {
                    room: RoomName::Lobby,
                    ..
                })
            ),
            "a made-up token gave a place: {welcome:?}"
        );
        for _ in 0..25 {
            let Some(ask) = bent(luck, &offers, &known) else {
                continue;
            };
            let _shown = Shown("message", &ask);
            now += Duration::from_millis(25);
            house.ask(now, ConnId(1 + luck.below(3) as u64), ask.clone());
            settle(&mut house, now);
        }
        // The mediator may have left by one of them; whoever comes anew is served.
        let mut late = enter(&mut house, now, 4, Role::Claimant, None);
        let sdp = offers[1].clone();
        house.ask(now, ConnId(4), RoomAsk::Publish { sdp });
        settle(&mut house, now);
        let answered =
            std::iter::from_fn(|| late.try_recv().ok()).any(|tell| matches!(tell, RoomTell::PublishAnswer { .. }));
        assert!(answered, "an honest guest was not served");
        while told.try_recv().is_ok() {}
    });
}

/// One of each message.
fn asks(offers: &[String; 3]) -> [RoomAsk; 15] {
    let [chromium, publish, subscribe] = offers.clone();
    let person = PersonId(Uuid::from_u128(3));
    [
        RoomAsk::Hello {
            audio: true,
            video: false,
            resume: Some("a".into()),
        },
        RoomAsk::Publish { sdp: chromium },
        RoomAsk::Subscribe { sdp: subscribe },
        RoomAsk::SubscribeAnswer {
            sdp: publish,
            version: 1,
        },
        RoomAsk::Device {
            audio: false,
            video: true,
        },
        RoomAsk::Move {
            person,
            room: RoomName::Main,
        },
        RoomAsk::Mute { person },
        RoomAsk::Hold { person },
        RoomAsk::Refuse { person },
        RoomAsk::Announce { minutes: 5 },
        RoomAsk::Receive {
            video: false,
            tiles: Vec::new(),
        },
        RoomAsk::Say {
            text: "您好".into(),
            to: Some(person),
        },
        RoomAsk::Hand { up: true, person: None },
        RoomAsk::Screen { on: true },
        RoomAsk::Leave,
    ]
}

/// A message the socket would pass on: bent as a text, or with a bent description in it.
fn bent(luck: &mut Luck, offers: &[String; 3], known: &[Vec<u8>]) -> Option<RoomAsk> {
    if luck.chance(3) {
        return serde_json::from_slice(&luck.bend(known)).ok();
    }
    let offer = luck.pick(offers).clone();
    let sdp = luck.bend_lines(&offer);
    Some(match luck.below(8) {
        0 => RoomAsk::Move {
            person: PersonId(Uuid::from_u128(1 + luck.below(4) as u128)),
            room: *luck.pick(&[RoomName::Main, RoomName::Lobby, RoomName::CaucusClaimant]),
        },
        1 => RoomAsk::SubscribeAnswer {
            sdp,
            version: luck.below(3) as u32,
        },
        2..5 => RoomAsk::Subscribe { sdp },
        _ => RoomAsk::Publish { sdp },
    })
}

fn enter(
    house: &mut House<RtcEngine>,
    now: Instant,
    number: u64,
    role: Role,
    resume: Option<String>,
) -> UnboundedReceiver<RoomTell> {
    let (tell, told) = unbounded_channel();
    house.arrive(
        now,
        Arrival {
            conn: ConnId(number),
            case: CASE,
            actor: Actor {
                person: PersonId(Uuid::from_u128(number.into())),
                role,
                org: None,
                assurance: Assurance::Phone,
            },
            name: number.to_string(),
            audio: true,
            video: true,
            resume,
            unseated: Vec::new(),
            tell,
        },
    );
    told
}

fn settle(house: &mut House<RtcEngine>, now: Instant) {
    house.timeout(now);
    for _ in 0..4 {
        let (mut out, mut news) = (Vec::new(), Vec::new());
        house.engine().poll(now, &mut out, &mut news);
        for item in news {
            house.take(now, item);
        }
    }
}
