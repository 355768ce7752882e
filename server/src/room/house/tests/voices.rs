//! What speakers' browsers are told of their voices.

use super::*;

impl Stage {
    /// A mediator and two parties in the main room, connected both ways.
    fn conversation() -> Self {
        let mut stage = Self::new();
        for n in 0..3 {
            stage.arrive(n, None);
            stage.shift(n, RoomName::Main);
            let publish = stage.publish(n);
            stage.house.take(stage.now, News::Connected(publish));
        }
        stage.media();
        stage.wait(Duration::from_secs(3));
        stage
    }

    /// The mediator takes person 1 aside.
    fn caucus(&mut self) {
        for n in [0, 1] {
            self.shift(n, RoomName::CaucusClaimant);
        }
    }

    fn publish(&mut self, n: u8) -> LinkId {
        let seat = self.house.seat(CASE, person(n)).expect("here");
        seat.publish.expect("a publish connection")
    }

    /// For so many seconds `n`'s browser misses this part of the sound.
    fn misses(&mut self, n: u8, part: f32, seconds: u32) {
        let seat = self.house.seat(CASE, person(n)).expect("here");
        let link = seat.subscribe.as_ref().expect("subscribed").link;
        for _ in 0..seconds {
            self.media();
            self.house.take(self.now, News::SoundLoss { link, part });
            self.wait(Duration::from_secs(1));
        }
    }

    /// What `n`'s browser was asked for since last time.
    fn wishes(&mut self, n: u8) -> Vec<String> {
        let told = self.told(n).into_iter();
        told.filter_map(|tell| match tell {
            RoomTell::Voice { sdp } => Some(sdp),
            _ => None,
        })
        .collect()
    }
}

#[test]
fn whoever_speaks_is_told_what_those_who_hear_it_miss_and_nobody_else() {
    let mut stage = Stage::conversation();
    stage.caucus();
    stage.misses(1, 0.1, 9);
    let told = [0, 1, 2].map(|n| {
        let link = stage.publish(n);
        stage.house.engine.missed[&link]
    });
    assert!((0.08..=0.1).contains(&told[0]), "{told:?}");
    assert_eq!(told[1..], [0.0, 0.0]);
}

#[test]
fn all_whom_a_scant_network_concerns_are_asked_once_to_speak_in_few_bits_and_later_for_a_full_voice() {
    let mut stage = Stage::conversation();
    stage.caucus();
    stage.misses(1, 0.05, 9);
    for n in 0..3 {
        assert!(stage.wishes(n).is_empty(), "chance");
    }
    stage.misses(1, 0.5, 12);
    assert_eq!([0, 1, 2].map(|n| stage.wishes(n).len()), [1, 1, 0]);
    // Pictures are tried again meanwhile.
    stage.misses(1, 0.0, 30);
    assert_eq!([0, 1].map(|n| stage.wishes(n).len()), [0, 0]);
    stage.misses(1, 0.0, 120);
    assert_eq!([0, 1].map(|n| stage.wishes(n)), [["full"], ["full"]]);
}

#[test]
fn sound_alone_is_asked_for_in_few_bits_and_a_new_connection_is_asked_anew() {
    let mut stage = Stage::conversation();
    let (video, tiles) = (false, Vec::new());
    stage.ask(1, RoomAsk::Receive { video, tiles });
    stage.wait(Duration::from_secs(3));
    assert_eq!([0, 1].map(|n| stage.wishes(n)), [["spare"], ["spare"]]);
    stage.ask(1, RoomAsk::Publish { sdp: String::new() });
    let publish = stage.publish(1);
    stage.house.take(stage.now, News::Connected(publish));
    stage.wait(Duration::from_secs(3));
    assert_eq!([0, 1].map(|n| stage.wishes(n).len()), [0, 1]);
}
