//! Several sizes of one picture, and who gets which.

use crate::guest::{Guest, Kind};
use crate::portal::Portal;
use crate::turn;
use domain::api::RoomAsk;
use domain::room::RoomName::{CaucusClaimant, Main};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_viewer_gets_the_size_its_tile_has_room_for() {
    let portal = Portal::start().await;
    let mut host = Guest::come(&portal, "mediator").await;
    let mut left = Guest::come(&portal, "worker").await;
    let mut right = Guest::come(&portal, "employer").await;
    host.shift(left.person, Main);
    host.shift(right.person, Main);
    left.moved(Main).await;
    right.moved(Main).await;
    let tile = |guest: &Guest, of: &Guest, lines| {
        guest.ask(&RoomAsk::Receive {
            video: true,
            tiles: vec![(of.person, lines)],
        });
    };

    // Who says nothing gets the smallest.
    host.sees(left.person, 135).await;
    right.sees(left.person, 135).await;
    tile(&right, &left, 600);
    right.sees(left.person, 540).await;
    for (lines, size) in [(100, 135), (600, 540), (300, 270), (180, 135), (365, 540)] {
        tile(&host, &left, lines);
        host.sees(left.person, size).await;
    }
    // Of one viewer alone.
    right.sees(left.person, 540).await;

    // Out of sight nothing comes but the sound.
    tile(&host, &left, 0);
    host.sees(right.person, 135).await;
    turn(&[&left], 2);
    host.hears_kind(left.person, Kind::Audio, 2).await;
    right.hears_kind(left.person, Kind::Video, 2).await;
    turn(&[&left], 3);
    host.hears_kind(left.person, Kind::Audio, 3).await;
    assert_eq!(host.count(left.person, Kind::Video, 3), 0);
    tile(&host, &left, 100);
    host.sees(left.person, 135).await;

    // A caucus holds for every size, whatever those outside ask for.
    host.shift(host.person, CaucusClaimant);
    host.shift(left.person, CaucusClaimant);
    left.moved(CaucusClaimant).await;
    turn(&[&host, &left], 4);
    for lines in [600, 100, 300] {
        tile(&right, &left, lines);
        tile(&host, &left, lines);
        left.hears(host.person, 4).await;
    }
    turn(&[&host, &left], 5);
    host.hears(left.person, 5).await;
    left.hears(host.person, 5).await;
    for kind in [Kind::Audio, Kind::Video] {
        assert_eq!(right.count(left.person, kind, 4) + right.count(host.person, kind, 4), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_with_h264_alone_is_seen_in_every_size_and_hears_all() {
    let portal = Portal::start().await;
    let mut host = Guest::come(&portal, "mediator").await;
    let mut phone = Guest::come_by_phone(&portal, "worker").await;
    let mut right = Guest::come_by_phone(&portal, "employer").await;
    host.shift(phone.person, Main);
    host.shift(right.person, Main);
    phone.moved(Main).await;
    right.moved(Main).await;
    turn(&[&host, &phone, &right], 2);
    host.hears(phone.person, 2).await;
    // Phones see each other; what they cannot show is not sent to them, the sound is.
    right.hears(phone.person, 2).await;
    phone.hears(right.person, 2).await;
    phone.hears_kind(host.person, Kind::Audio, 2).await;
    assert_eq!(phone.count(host.person, Kind::Video, 2), 0);
    for (lines, size) in [(100, 135), (600, 540), (300, 270), (365, 540)] {
        host.ask(&RoomAsk::Receive {
            video: true,
            tiles: vec![(phone.person, lines)],
        });
        host.sees(phone.person, size).await;
    }
}
