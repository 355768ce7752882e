//! Datagrams of one who knows a link's password and has not proved the key of its offer yet: from
//! the first binding request to the last word of DTLS.

use super::super::super::engine::{Codec, Engine, LinkId, News, Remote, Use};
use super::super::RtcEngine;
use super::client::{Client, SERVER, talk};
use super::{Shown, rounds};
use bytes::BytesMut;
use std::time::{Duration, Instant};

#[test]
fn bent_handshakes_harm_nobody_else() {
    let mut now = Instant::now();
    let mut known = Vec::new();
    rounds(|luck| {
        let mut engine = RtcEngine::new(SERVER);
        let [bad, good] = [LinkId(1), LinkId(2)];
        let mut guests = [(bad, 5001), (good, 5002)].map(|(link, port)| {
            engine.open(now, link, Use::Publish).expect("a link");
            let mut client = Client::new(now, port, true);
            let answer = engine
                .answer(now, link, client.offer.clone(), Codec::Vp8)
                .expect("an answer");
            client.accept(now, answer);
            client
        });
        // A few steps of the truth, then whatever comes.
        let (bad_client, good_client) = guests.split_at_mut(1);
        let honest = luck.below(12) as u32;
        let (said, _) = talk(&mut engine, bad, &mut bad_client[0], &mut now, honest);
        known.extend(said);
        let (said, connected) = talk(&mut engine, good, &mut good_client[0], &mut now, 300);
        assert!(connected, "an honest client gets in beside it");
        known.extend(said);
        known.truncate(400);
        for _ in 0..100 {
            now += Duration::from_millis(1);
            let data = luck.bend(&known);
            let _shown = Shown("datagram", hex::encode(&data));
            engine.receive(now, Remote::udp(bad_client[0].local), BytesMut::from(&data[..]));
            engine.timeout(now);
            let (mut out, mut news) = (Vec::new(), Vec::new());
            engine.poll(now, &mut out, &mut news);
            let hurt = |news: &News| matches!(news, News::Lost(link) if *link == good);
            assert!(!news.iter().any(hurt), "the link beside was lost");
            let theft = |news: &News| matches!(news, News::Media { link, .. } if *link == good);
            assert!(!news.iter().any(theft), "the link beside was spoken for");
        }
    });
}
