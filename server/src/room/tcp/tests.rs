//! Frames, limits, and one browser of paper through a real port.

use super::super::engine_rtc::fuzz::client::Client;
use super::super::{Graces, Rooms, RoomsConfig};
use super::*;
use crate::http::port::Port;
use crate::trust::Key;
use axum::Router;
use axum::routing::get;
use domain::api::{RoomAsk, RoomTell};
use proptest::prelude::*;
use std::net::Ipv4Addr;
use tokio::io::duplex;
use tokio::net::TcpListener;

const FROM: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 5000);

fn framed(datagrams: &[Vec<u8>]) -> Vec<u8> {
    let each = datagrams.iter();
    each.flat_map(|data| [&(data.len() as u16).to_be_bytes()[..], data].concat())
        .collect()
}

proptest! {
    #[test]
    fn datagrams_come_out_as_they_went_in_however_the_bytes_are_cut(
        datagrams in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..20), piece in 1_usize..400,
    ) {
        let mut buffer = BytesMut::new();
        let mut came = Vec::new();
        for part in framed(&datagrams).chunks(piece) {
            buffer.extend_from_slice(part);
            while let Some(data) = frame(&mut buffer).expect("none is too large") {
                came.push(data.to_vec());
            }
        }
        let sent: Vec<_> = datagrams.into_iter().filter(|data| !data.is_empty()).collect();
        prop_assert_eq!(came, sent);
        prop_assert!(buffer.is_empty());
    }

    #[test]
    fn no_bytes_make_the_buffer_grow(bytes in prop::collection::vec(any::<u8>(), 0..9_000)) {
        let mut buffer = BytesMut::new();
        for part in bytes.chunks(1_000) {
            buffer.extend_from_slice(part);
            loop {
                match frame(&mut buffer) {
                    Ok(Some(data)) => prop_assert!(data.len() <= LARGEST),
                    Ok(None) => break,
                    Err(Oversized) => return Ok(()),
                }
            }
            prop_assert!(buffer.len() < LARGEST + 2);
        }
    }
}

const SHORT: Patience = Patience {
    proof: Duration::from_millis(300),
    silence: Duration::from_millis(600),
    reader: Duration::from_millis(300),
};

fn door() -> (Door, Lines) {
    let (mut door, lines) = open(Waker::new().expect("a waker"));
    door.patience = SHORT;
    (door, lines)
}

/// The next thing that happened on the one connection: a datagram, or its end.
async fn next(lines: &mut Lines) -> Option<BytesMut> {
    loop {
        let mut came = Vec::new();
        lines.receive(|next| came.push(next));
        match came.pop() {
            Some(Came::Datagram(_, data)) => return Some(data),
            Some(Came::End(_)) => return None,
            None => tokio::time::sleep(Duration::from_millis(1)).await,
        }
    }
}

#[tokio::test]
async fn who_never_proves_anything_is_put_out() {
    let (door, mut lines) = door();
    let (mut browser, stream) = duplex(100_000);
    let serving = tokio::spawn(async move { door.carry(stream, FROM).await });
    browser.write_all(&framed(&[vec![0, 1, 2]])).await.expect("sent");
    assert_eq!(next(&mut lines).await.as_deref(), Some(&[0, 1, 2][..]));
    assert_eq!(next(&mut lines).await, None);
    serving.await.expect("served");
    assert_eq!(browser.read(&mut [0]).await.expect("closed"), 0);
}

#[tokio::test]
async fn who_was_answered_stays_until_silent() {
    let (door, mut lines) = door();
    let (mut browser, stream) = duplex(100_000);
    let serving = tokio::spawn(async move { door.carry(stream, FROM).await });
    browser.write_all(&framed(&[vec![7]])).await.expect("sent");
    assert!(next(&mut lines).await.is_some());
    let (to, data) = (Remote::tcp(FROM), BytesMut::from(&[1, 1][..]));
    lines.send(Datagram { to, data });
    let mut answer = [0; 4];
    browser.read_exact(&mut answer).await.expect("answered");
    assert_eq!(answer, [0, 2, 1, 1]);
    let start = Instant::now();
    while start.elapsed() < SHORT.proof + SHORT.silence {
        browser.write_all(&framed(&[vec![7]])).await.expect("still open");
        assert!(next(&mut lines).await.is_some());
    }
    assert_eq!(next(&mut lines).await, None);
    serving.await.expect("served");
}

#[tokio::test]
async fn a_flood_of_strangers_words_and_a_lying_length_end_it_at_once() {
    for (bytes, datagrams) in [
        (framed(&vec![vec![9]; UNPROVED as usize + 1]), UNPROVED),
        (vec![0xff, 0xff, 1], 0),
    ] {
        let (mut door, mut lines) = door();
        door.patience.proof = Duration::from_secs(600);
        let (mut browser, stream) = duplex(100_000);
        let serving = tokio::spawn(async move { door.carry(stream, FROM).await });
        browser.write_all(&bytes).await.expect("sent");
        serving.await.expect("served");
        let mut came = 0;
        lines.receive(|next| came += u32::from(matches!(next, Came::Datagram(..))));
        assert_eq!(came, datagrams);
    }
}

#[tokio::test]
async fn a_reader_that_takes_nothing_loses_packets_and_then_the_line() {
    let (door, mut lines) = door();
    let (mut browser, stream) = duplex(1_000);
    let serving = tokio::spawn(async move { door.carry(stream, FROM).await });
    browser.write_all(&framed(&[vec![7]])).await.expect("sent");
    assert!(next(&mut lines).await.is_some());
    for _ in 0..3 * QUEUE {
        let (to, data) = (Remote::tcp(FROM), BytesMut::from(&[0; 1_000][..]));
        lines.send(Datagram { to, data });
    }
    assert_eq!(lines.open[&FROM].capacity(), 0);
    assert_eq!(next(&mut lines).await, None);
    assert!(lines.open.is_empty());
    serving.await.expect("served");
}

#[test]
fn one_address_has_so_many_connections_and_no_more() {
    let (door, _lines) = door();
    let ip = |n| IpAddr::V4(Ipv4Addr::new(192, 0, 2, n));
    let mut places: Vec<_> = (0..MOST_OF_ONE).map(|_| door.place(ip(1)).expect("room")).collect();
    assert!(door.place(ip(1)).is_none());
    assert!(door.place(ip(2)).is_some());
    places.pop();
    assert!(door.place(ip(1)).is_some());
    drop(places);
    assert!(door.open.lock().expect("sound").is_empty());
}

/// Media and HTTP on one port, and where it is.
async fn portal() -> (Rooms, SocketAddr) {
    let config = RoomsConfig {
        bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        advertise: None,
        graces: Graces::default(),
        most_people: 10,
    };
    let (rooms, _facts) = Rooms::start(config, Key::ephemeral(), None).expect("a socket");
    let listener = TcpListener::bind(config.bind).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let port = Port::share(listener, rooms.clone()).expect("a port");
    let router = Router::new().route("/", get(|| async { "portal" }));
    tokio::spawn(async move { axum::serve(port, router).await });
    (rooms, address)
}

async fn asked(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let request = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("text");
    answer
}

#[tokio::test]
async fn a_browser_without_udp_connects_on_the_port_that_http_has() {
    let (rooms, address) = portal().await;
    let (conn, mut told) = rooms.probe();
    let mut client = Client::new(std::time::Instant::now(), 5000, true);
    let sdp = client.offer.clone();
    rooms.ask(conn, RoomAsk::Publish { sdp });
    let Some(RoomTell::PublishAnswer { sdp }) = told.recv().await else {
        panic!("no answer");
    };
    let port = rooms.local_addr().port();
    let way = format!(" tcp 2124414975 127.0.0.1 {port} typ host tcptype passive\r\n");
    assert!(sdp.contains(&way), "{sdp}");
    client.accept(std::time::Instant::now(), sdp);

    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let mut buffer = BytesMut::new();
    let start = Instant::now();
    while !client.connected {
        assert!(start.elapsed() < Duration::from_secs(10), "not connected");
        let said = client.speak(std::time::Instant::now());
        stream.write_all(&framed(&said)).await.expect("open");
        // So long a client waits that has nothing to say.
        let _ = timeout(Duration::from_millis(5), stream.read_buf(&mut buffer)).await;
        while let Some(data) = frame(&mut buffer).expect("frames") {
            client.hear(std::time::Instant::now(), data);
        }
    }
    assert!(asked(address).await.ends_with("portal"));

    // One that lies of its length is gone at once, and nobody minds.
    let mut liar = TcpStream::connect(address).await.expect("a connection");
    liar.write_all(&[1, 0xff]).await.expect("sent");
    liar.write_all(&[9; 600]).await.expect("sent");
    liar.write_all(&[0xff; 600]).await.expect("sent");
    let mut rest = Vec::new();
    let _ = liar.read_to_end(&mut rest).await;
    assert!(rest.is_empty());
    assert!(asked(address).await.ends_with("portal"));
}
