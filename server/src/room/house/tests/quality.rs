//! How well somebody comes through, as the others are told.

use super::*;
use domain::quality::Quality;

/// Sound of person 1 just before a look: so many packets, of each ten so many missing.
fn speak(stage: &mut Stage, packets: u16, missing: u16) {
    let link = stage.house.seat(CASE, person(1)).and_then(|seat| seat.publish);
    let link = link.expect("a publish connection");
    stage.now += Duration::from_millis(2_900);
    for step in 0..packets {
        stage.sequence = stage.sequence.wrapping_add(1);
        if step % 10 < missing {
            continue;
        }
        let rtp = Rtp {
            codec: Codec::Opus,
            marker: true,
            sequence: stage.sequence,
            timestamp: 0,
            level: None,
            payload: Bytes::from_static(&[0, 1, 2]),
            patch: Patch::default(),
        };
        let (ssrc, kind) = (LAYERS[0].0, Kind::Audio);
        stage.house.take(stage.now, News::Media { link, ssrc, kind, rtp });
    }
    stage.wait(Duration::from_millis(100));
}

fn seen(stage: &mut Stage) -> Option<Quality> {
    let told = stage.told(0).into_iter().rev().find_map(|tell| match tell {
        RoomTell::People { people } => Some(people),
        _ => None,
    });
    let card = told?.into_iter().find(|card| card.person == person(1));
    card.map(|card| card.network)
}

#[test]
fn what_is_lost_on_the_way_up_shows_on_the_card_and_goes_away() {
    let mut stage = Stage::new();
    for n in [0, 1] {
        stage.arrive(n, None);
    }
    let publish = stage.house.seat(CASE, person(1)).and_then(|seat| seat.publish);
    stage.house.take(stage.now, News::Connected(publish.expect("offered")));
    speak(&mut stage, 100, 0);
    stage.told(0);
    speak(&mut stage, 100, 2);
    assert_eq!(seen(&mut stage), None, "a hiccup");
    speak(&mut stage, 100, 2);
    assert_eq!(seen(&mut stage), Some(Quality::Poor));
    speak(&mut stage, 100, 0);
    assert_eq!(seen(&mut stage), Some(Quality::Good));
    // Nothing at all for as long as counts as lost, and a look longer.
    stage.wait(Duration::from_secs(3));
    stage.wait(Duration::from_secs(3));
    assert_eq!(seen(&mut stage), Some(Quality::Lost));
    stage.ask(
        1,
        RoomAsk::Device {
            audio: false,
            video: true,
        },
    );
    stage.wait(Duration::from_secs(3));
    assert_eq!(seen(&mut stage), Some(Quality::Good), "whoever is muted is silent");
}

#[test]
fn a_picture_that_takes_the_voice_its_place_on_the_way_up_is_held_and_its_owner_told_once() {
    let mut stage = Stage::new();
    for n in [0, 1] {
        stage.arrive(n, None);
    }
    let held = |stage: &mut Stage| {
        let told = stage.told(1);
        let held = told
            .iter()
            .filter(|tell| matches!(tell, RoomTell::Problem { code } if code == "picture_held"));
        held.count()
    };
    let shown = |stage: &mut Stage| stage.house.seat(CASE, person(1)).expect("a seat").video;
    speak(&mut stage, 100, 0);
    speak(&mut stage, 100, 4);
    assert!(shown(&mut stage), "a hiccup");
    speak(&mut stage, 100, 4);
    assert!(!shown(&mut stage));
    speak(&mut stage, 100, 4);
    assert_eq!(held(&mut stage), 1);
    // Whoever lets it out again is not told at once.
    let again = RoomAsk::Device {
        audio: true,
        video: true,
    };
    stage.ask(1, again);
    speak(&mut stage, 100, 0);
    speak(&mut stage, 100, 0);
    assert!(shown(&mut stage));
    assert_eq!(held(&mut stage), 0);
}
