//! What a viewer's network and eyes have to do with what is sent.

use super::*;

impl Stage {
    /// A mediator and two parties in one room, and a second of their media.
    fn meeting() -> Self {
        let mut stage = Self::new();
        stage.keyframes = Whole::WhenAsked;
        for n in 0..3 {
            stage.arrive(n, None);
            stage.shift(n, RoomName::Main);
        }
        stage.go_on(Duration::from_millis(1_500));
        stage
    }

    fn go_on(&mut self, time: Duration) {
        for _ in 0..time.as_millis() / 20 {
            self.media();
            self.wait(Duration::from_millis(20));
        }
    }

    /// The mediator does without pictures for a moment.
    fn look_away_and_back(&mut self) {
        for video in [false, true] {
            let tiles = Vec::new();
            self.ask(0, RoomAsk::Receive { video, tiles });
        }
    }

    /// How many pictures and voices the mediator gets.
    fn got(&mut self) -> (usize, usize) {
        let media = self.media();
        let of = |kind| {
            media
                .iter()
                .filter(|(to, _, of)| *to == person(0) && *of == kind)
                .count()
        };
        (of(Kind::Video), of(Kind::Audio))
    }

    /// The mediator's browser says so for 2.5 s, and misses some packets.
    fn estimate(&mut self, bits: u32) {
        let seat = self.house.seat(CASE, person(0)).expect("here");
        let subscription = seat.subscribe.as_ref().expect("subscribed");
        let (link, slot) = (subscription.link, subscription.streams[&(person(1), Kind::Video)].slot);
        for _ in 0..5 {
            self.house.take(self.now, News::Estimate { link, bits });
            self.house.take(self.now, News::Loss { link, slot, part: 0.1 });
            self.go_on(Duration::from_millis(500));
        }
    }
}

#[test]
fn on_a_bad_network_pictures_go_one_by_one_and_come_back_and_the_sound_stays() {
    let mut stage = Stage::meeting();
    assert_eq!(stage.got(), (2, 2));
    stage.estimate(1_000_000);
    assert_eq!(stage.got(), (2, 2));
    // Packets of three bytes and their headers, fifty a second: some 25 kbit/s each.
    for pictures in [2, 2, 0] {
        stage.estimate(1_000);
        assert_eq!(stage.got(), (pictures, 2));
    }
    for pictures in [1, 2] {
        stage.go_on(Duration::from_millis(10_300));
        assert_eq!(stage.got(), (pictures, 2));
    }
}

#[test]
fn whole_pictures_and_repairs_go_twice_where_some_packets_are_lost_and_never_where_many_are() {
    for (part, twice) in [(0.0, false), (0.05, true), (0.4, false)] {
        let mut stage = Stage::meeting();
        let subscription = stage
            .house
            .seat(CASE, person(0))
            .and_then(|seat| seat.subscribe.as_ref());
        let link = subscription.expect("subscribed").link;
        let slot = subscription.expect("subscribed").streams[&(person(1), Kind::Video)].slot;
        for _ in 0..6 {
            stage.house.take(stage.now, News::Loss { link, slot, part });
            stage.go_on(Duration::from_millis(1_000));
        }
        let repairs = stage.house.engine.repaired_twice.get(&link);
        assert_eq!(repairs, Some(&twice), "{part}");
        stage.house.engine.repeated.clear();
        stage.look_away_and_back();
        stage.go_on(Duration::from_millis(500));
        let repeated = &stage.house.engine.repeated;
        assert_eq!(repeated.contains(&(link, slot)), twice, "{part}");
        assert!(repeated.iter().all(|(to, _)| *to == link), "nobody else loses anything");
    }
}

#[test]
fn a_sender_too_busy_to_answer_is_asked_until_its_picture_comes() {
    let mut stage = Stage::meeting();
    stage.keyframes = Whole::Never;
    stage.look_away_and_back();
    stage.go_on(Duration::from_secs(20));
    assert_eq!(stage.got(), (0, 2));
    stage.keyframes = Whole::WhenAsked;
    stage.go_on(Duration::from_secs(3));
    assert_eq!(stage.got(), (2, 2));
}

#[test]
fn a_layer_that_is_sent_no_more_is_replaced() {
    let mut stage = Stage::meeting();
    let layer = |stage: &mut Stage| {
        let seat = stage.house.seat(CASE, person(0)).expect("here");
        let streams = &seat.subscribe.as_ref().expect("subscribed").streams;
        streams[&(person(1), Kind::Video)].layer()
    };
    assert_eq!(layer(&mut stage), Some(0), "the smallest until a tile is known");
    let tiles = vec![(person(1), 900)];
    stage.ask(0, RoomAsk::Receive { video: true, tiles });
    stage.go_on(Duration::from_millis(500));
    assert_eq!(layer(&mut stage), Some(2));
    let link = stage
        .house
        .seat(CASE, person(1))
        .and_then(|seat| seat.publish)
        .expect("published");
    for sequence in 1_000..1_060_u16 {
        stage.wait(Duration::from_millis(20));
        for ssrc in [10, 11] {
            let rtp = Rtp {
                codec: Codec::Vp8,
                marker: true,
                sequence,
                timestamp: 0,
                level: None,
                payload: Bytes::from_static(&[0x10, 0, 1]),
                patch: Patch::default(),
            };
            let kind = Kind::Video;
            stage.house.take(stage.now, News::Media { link, ssrc, kind, rtp });
        }
    }
    assert_eq!(layer(&mut stage), Some(1));
}
