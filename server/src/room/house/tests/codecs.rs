//! Pictures in what a viewer's browser cannot read: both are told, and the sender makes them anew if it can.

use super::*;
use domain::api::RoomPerson;

const BOTH: &str = "a=rtpmap:96 VP8/90000\r\na=rtpmap:102 H264/90000\r\n";
const H264: &str = "a=rtpmap:102 H264/90000\r\n";
/// Of each but one codec of pictures.
const NO_H264: Codecs = [true, true, false];
const NO_VP8: Codecs = [true, false, true];

impl Stage {
    /// All that `n` subscribes to is ready, in what its browser `reads`.
    fn reads(&mut self, n: u8, reads: Codecs) {
        let link = self
            .house
            .seat(CASE, person(n))
            .and_then(|seat| Some(seat.subscribe.as_ref()?.link));
        let slots: Vec<_> = self
            .house
            .engine
            .slots
            .iter()
            .copied()
            .filter(|(of, _)| Some(*of) == link)
            .collect();
        for (link, slot) in slots {
            self.house.take(self.now, News::SlotReady { link, slot, reads });
        }
    }

    /// `n` offers `sdp`; what it was answered to make pictures in, and makes them in.
    fn makes(&mut self, n: u8, sdp: &str, only: Option<Codec>) -> Codec {
        self.ask(n, RoomAsk::Publish { sdp: sdp.into() });
        let link = self
            .house
            .seat(CASE, person(n))
            .and_then(|seat| seat.publish)
            .expect("published");
        let answered = self.house.engine.pictures.iter().rev().find(|(of, _)| *of == link);
        let codec = only.unwrap_or(answered.expect("answered").1);
        let track = News::Track {
            link,
            ssrc: 10,
            kind: Kind::Video,
            layer: 0,
            layers: 1,
            codec,
        };
        self.house.take(self.now, track);
        codec
    }

    fn cards(&mut self, n: u8) -> Vec<RoomPerson> {
        let told = self.told(n).into_iter().rev();
        let mut lists = told.filter_map(|tell| match tell {
            RoomTell::People { people } => Some(people),
            _ => None,
        });
        lists.next().unwrap_or_default()
    }
}

fn both_in() -> Stage {
    let mut stage = Stage::new();
    for n in 0..2 {
        stage.arrive(n, None);
        stage.shift(n, RoomName::Main);
    }
    stage
}

fn unshown(cards: &[RoomPerson]) -> Vec<PersonId> {
    let unshown = cards.iter().filter(|card| card.unshown);
    unshown.map(|card| card.person).collect()
}

fn asked_anew(told: &[RoomTell]) -> usize {
    let anew = |tell: &&RoomTell| matches!(tell, RoomTell::Problem { code } if code == "renew_media");
    told.iter().filter(anew).count()
}

#[test]
fn whoever_can_send_nothing_else_and_whoever_cannot_read_it_are_both_told() {
    let mut stage = both_in();
    stage.makes(1, H264, Some(Codec::H264));
    stage.reads(0, NO_H264);
    assert_eq!(unshown(&stage.cards(0)), [person(1)]);
    let told = stage.told(1);
    assert_eq!(asked_anew(&told), 0);
    let RoomTell::People { people } = told.last().expect("told") else {
        panic!("{told:?}");
    };
    assert_eq!(unshown(people), [person(1)]);
    // With the camera off there is nothing to be shown.
    stage.ask(
        1,
        RoomAsk::Device {
            audio: true,
            video: false,
        },
    );
    assert!(unshown(&stage.cards(0)).is_empty());
}

#[test]
fn whoever_can_send_what_all_read_is_asked_to_once() {
    let mut stage = both_in();
    assert_eq!(stage.makes(1, BOTH, None), Codec::Vp8);
    stage.told(1);
    stage.reads(0, NO_VP8);
    stage.reads(0, NO_VP8);
    assert_eq!(asked_anew(&stage.told(1)), 1);
    assert_eq!(stage.makes(1, BOTH, None), Codec::H264);
    assert!(unshown(&stage.cards(0)).is_empty());
    assert_eq!(asked_anew(&stage.told(1)), 0);
}
