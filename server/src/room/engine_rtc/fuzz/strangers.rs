//! Datagrams of nobody.

use super::super::super::engine::{Carrier, Codec, Engine, LinkId, Remote, Use};
use super::super::RtcEngine;
use super::client::{Client, SERVER, talk};
use super::{Shown, rounds};
use bytes::BytesMut;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

#[test]
fn strangers_datagrams_open_no_way() {
    let mut now = Instant::now();
    let mut engine = RtcEngine::new(SERVER);
    engine.open(now, LinkId(1), Use::Publish).expect("a link");
    let mut client = Client::new(now, 5000, true);
    let answer = engine
        .answer(now, LinkId(1), client.offer.clone(), Codec::Vp8)
        .expect("an answer");
    client.accept(now, answer);
    let (mut known, connected) = talk(&mut engine, LinkId(1), &mut client, &mut now, 300);
    assert!(connected, "an honest client gets in");
    let old = engine.links[&LinkId(1)].path.name().to_owned();
    engine.close(LinkId(1));

    // The same link anew: its name may be known by now, its password is not.
    engine.open(now, LinkId(1), Use::Publish).expect("a link");
    let name = engine.links[&LinkId(1)].path.name().to_owned();
    for datagram in &mut known {
        let at = datagram.windows(old.len()).position(|part| part == old.as_bytes());
        if let Some(at) = at {
            datagram[at..at + name.len()].copy_from_slice(name.as_bytes());
        }
    }
    known.push([&[0x80, 111][..], &[7; 60]].concat());
    known.push([&[0x81, 205][..], &[7; 20]].concat());
    rounds(|luck| {
        for _ in 0..200 {
            now += Duration::from_micros(300);
            let data = luck.bend(&known);
            let _shown = Shown("datagram", hex::encode(&data));
            let at = SocketAddr::from(([192, 0, 2, luck.below(4) as u8], luck.below(1000) as u16 + 1));
            let carrier = *luck.pick(&[Carrier::Udp, Carrier::Tcp]);
            let from = Remote { carrier, at };
            engine.receive(now, from, BytesMut::from(&data[..]));
            engine.timeout(now);
            let (mut out, mut news) = (Vec::new(), Vec::new());
            engine.poll(now, &mut out, &mut news);
            assert!(out.is_empty() && news.is_empty(), "a stranger was answered");
            assert!(engine.addresses.is_empty(), "a stranger was remembered");
        }
    });
}
