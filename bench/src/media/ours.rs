//! A room on our own media server, run alone (`server/src/bin/rooms.rs`).

use super::load::{Flows, Speaker};
use super::peer::Peer;
use super::proxy::Proxy;
use super::room::{Program, Room};
use anyhow::{Context, bail};
use domain::api::{RoomAsk, RoomTell};
use domain::id::PersonId;
use domain::room::RoomName;
use serde_json::json;
use std::net::IpAddr;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{ChildStdin, ChildStdout, Command};
use tokio::sync::mpsc;

/// Everyone is let in, connected, and has been offered everyone else's streams.
pub async fn open(program: &Path, ip: IpAddr, people: u32, start: Instant) -> anyhow::Result<Room> {
    open_behind(None, program, ip, people, start).await
}

/// The same, with every packet passing the proxy.
pub async fn open_behind(
    proxy: Option<&Proxy>,
    program: &Path,
    ip: IpAddr,
    people: u32,
    start: Instant,
) -> anyhow::Result<Room> {
    let mut child = Command::new(program)
        .arg(ip.to_string())
        .args(proxy.map(|proxy| proxy.front.to_string()))
        .env("RUST_LOG", "error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let input = child.stdin.take().context("no input")?;
    let mut output = BufReader::new(child.stdout.take().context("no output")?).lines();
    let ready = output.next_line().await?.context("the rooms ended at once")?;
    let Some(address) = ready.strip_prefix("ready ") else {
        bail!("unexpected from the rooms: {ready}");
    };
    if let Some(proxy) = proxy {
        proxy.start(address.parse()?);
    }
    let (asks, ask_in) = mpsc::unbounded_channel();
    tokio::spawn(write(input, ask_in));
    let (seats, tells): (Vec<_>, Vec<_>) = (0..people).map(|_| mpsc::unbounded_channel()).unzip();
    tokio::spawn(read(output, seats));
    let mut room = Room::new(Program { child, folder: None });
    let mut in_main = Vec::new();
    for (seat, told) in (0..people).zip(tells) {
        let flows = Arc::new(Mutex::new(Flows::new(start)));
        let publish = Peer::publish(ip, Speaker::new(seat, start)).await?;
        let subscribe = Peer::subscribe(ip, flows.clone()).await?;
        let person = PersonId(uuid::Uuid::from_u128(u128::from(seat) + 1));
        for ask in [
            RoomAsk::Hello {
                audio: true,
                video: true,
                resume: None,
            },
            RoomAsk::Publish {
                sdp: publish.offer.clone(),
            },
            RoomAsk::Subscribe {
                sdp: subscribe.offer.clone(),
            },
        ] {
            let _ = asks.send((seat, ask));
        }
        if seat > 0 {
            let _ = asks.send((
                0,
                RoomAsk::Move {
                    person,
                    room: RoomName::Main,
                },
            ));
        }
        let (publish, subscribe) = (Arc::new(publish), Arc::new(subscribe));
        room.add(publish.clone(), subscribe.clone(), flows);
        let (main, is_main) = tokio::sync::oneshot::channel();
        in_main.push(is_main);
        tokio::spawn(sit(seat, told, asks.clone(), publish, subscribe, main));
    }
    for main in in_main {
        main.await.context("somebody was not let in")?;
    }
    room.connected().await?;
    Ok(room)
}

/// One person's browser: answers what the server says.
async fn sit(
    seat: u32,
    mut told: mpsc::UnboundedReceiver<RoomTell>,
    asks: mpsc::UnboundedSender<(u32, RoomAsk)>,
    publish: Arc<Peer>,
    subscribe: Arc<Peer>,
    main: tokio::sync::oneshot::Sender<()>,
) {
    let mut main = Some(main);
    while let Some(tell) = told.recv().await {
        match tell {
            RoomTell::Welcome {
                room: RoomName::Main, ..
            }
            | RoomTell::Moved { room: RoomName::Main } => {
                main.take().map(|main| main.send(()));
            }
            RoomTell::PublishAnswer { sdp } => publish.accept(sdp),
            RoomTell::SubscribeAnswer { sdp } => subscribe.accept(sdp),
            RoomTell::SubscribeOffer { sdp, version } => match subscribe.answer(sdp).await {
                Ok(sdp) => {
                    let _ = asks.send((seat, RoomAsk::SubscribeAnswer { sdp, version }));
                }
                Err(error) => eprintln!("seat {seat}: {error:#}"),
            },
            RoomTell::Problem { code } => eprintln!("seat {seat}: {code}"),
            _ => {}
        }
    }
}

async fn write(mut input: ChildStdin, mut asks: mpsc::UnboundedReceiver<(u32, RoomAsk)>) -> std::io::Result<()> {
    while let Some((seat, ask)) = asks.recv().await {
        let line = format!("{}\n", json!({ "seat": seat, "ask": ask }));
        input.write_all(line.as_bytes()).await?;
    }
    Ok(())
}

#[derive(serde::Deserialize)]
struct Line {
    seat: usize,
    tell: RoomTell,
}

async fn read(
    mut output: tokio::io::Lines<BufReader<ChildStdout>>,
    seats: Vec<mpsc::UnboundedSender<RoomTell>>,
) -> anyhow::Result<()> {
    while let Some(line) = output.next_line().await? {
        let Line { seat, tell } = serde_json::from_str(&line)?;
        if let Some(seat) = seats.get(seat) {
            let _ = seat.send(tell);
        }
    }
    Ok(())
}
