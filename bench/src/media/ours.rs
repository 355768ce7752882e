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
use std::collections::HashMap;
use std::net::IpAddr;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

/// One person's place at the server: case and number; number 0 is the mediator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chair {
    pub house: u32,
    pub seat: u32,
}

impl Chair {
    pub fn person(self) -> PersonId {
        PersonId(uuid::Uuid::from_u128(u128::from(self.seat) + 1))
    }
}

pub type Asks = UnboundedSender<(Chair, RoomAsk)>;

/// The running server and the lines to it.
pub struct Started {
    pub child: Child,
    pub asks: Asks,
    /// What each chair is told, in the order they were named.
    pub tells: Vec<UnboundedReceiver<RoomTell>>,
    troubles: Arc<Mutex<Vec<String>>>,
}

impl Started {
    /// Lines it wrote to its error output so far.
    pub fn troubles(&self) -> Vec<String> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

pub async fn start(program: &Path, ip: IpAddr, proxy: Option<&Proxy>, chairs: &[Chair]) -> anyhow::Result<Started> {
    let mut child = Command::new(program)
        .arg(ip.to_string())
        .args(proxy.map(|proxy| proxy.front.to_string()))
        .env("RUST_LOG", "error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let input = child.stdin.take().context("no input")?;
    let mut output = BufReader::new(child.stdout.take().context("no output")?).lines();
    let troubles = Arc::default();
    tokio::spawn(note(
        child.stderr.take().context("no error output")?,
        Arc::clone(&troubles),
    ));
    let ready = output.next_line().await?.context("the rooms ended at once")?;
    let Some(address) = ready.strip_prefix("ready ") else {
        bail!("unexpected from the rooms: {ready}");
    };
    if let Some(proxy) = proxy {
        proxy.start(address.parse()?);
    }
    let (asks, ask_in) = mpsc::unbounded_channel();
    tokio::spawn(write(input, ask_in));
    let (seats, tells): (Vec<_>, Vec<_>) = chairs.iter().map(|_| mpsc::unbounded_channel()).unzip();
    tokio::spawn(read(output, chairs.iter().copied().zip(seats).collect()));
    Ok(Started {
        child,
        asks,
        tells,
        troubles,
    })
}

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
    let chairs: Vec<Chair> = (0..people).map(|seat| Chair { house: 1, seat }).collect();
    let Started { child, asks, tells, .. } = self::start(program, ip, proxy, &chairs).await?;
    let mut room = Room::new(Program { child, folder: None });
    let mut in_main = Vec::new();
    for (chair, told) in chairs.iter().copied().zip(tells) {
        let seat = chair.seat;
        let flows = Arc::new(Mutex::new(Flows::new(start)));
        let publish = Peer::publish(ip, Speaker::new(seat, start)).await?;
        let subscribe = Peer::subscribe(ip, flows.clone()).await?;
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
            let _ = asks.send((chair, ask));
        }
        if seat > 0 {
            let admit = RoomAsk::Move {
                person: chair.person(),
                room: RoomName::Main,
            };
            let _ = asks.send((chairs[0], admit));
        }
        let (publish, subscribe) = (Arc::new(publish), Arc::new(subscribe));
        room.add(publish.clone(), subscribe.clone(), flows);
        let (main, is_main) = tokio::sync::oneshot::channel();
        in_main.push(is_main);
        tokio::spawn(sit(chair, told, asks.clone(), publish, subscribe, main));
    }
    for main in in_main {
        main.await.context("somebody was not let in")?;
    }
    room.connected().await?;
    Ok(room)
}

/// One person's browser: answers what the server says.
async fn sit(
    chair: Chair,
    mut told: UnboundedReceiver<RoomTell>,
    asks: Asks,
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
            tell => answer(chair, tell, &asks, &publish, &subscribe).await,
        }
    }
}

/// What a browser does about descriptions.
pub async fn answer(chair: Chair, tell: RoomTell, asks: &Asks, publish: &Peer, subscribe: &Peer) {
    match tell {
        RoomTell::PublishAnswer { sdp } => publish.accept(sdp),
        RoomTell::SubscribeAnswer { sdp } => subscribe.accept(sdp),
        RoomTell::SubscribeOffer { sdp, version } => match subscribe.answer(sdp).await {
            Ok(sdp) => {
                let _ = asks.send((chair, RoomAsk::SubscribeAnswer { sdp, version }));
            }
            Err(error) => eprintln!("{chair:?}: {error:#}"),
        },
        RoomTell::Problem { code } => eprintln!("{chair:?}: {code}"),
        _ => {}
    }
}

async fn write(mut input: ChildStdin, mut asks: UnboundedReceiver<(Chair, RoomAsk)>) -> std::io::Result<()> {
    while let Some((Chair { house, seat }, ask)) = asks.recv().await {
        let line = format!("{}\n", json!({ "house": house, "seat": seat, "ask": ask }));
        input.write_all(line.as_bytes()).await?;
    }
    Ok(())
}

#[derive(serde::Deserialize)]
struct Line {
    house: u32,
    seat: u32,
    tell: RoomTell,
}

async fn read(
    mut output: tokio::io::Lines<BufReader<ChildStdout>>,
    seats: HashMap<Chair, UnboundedSender<RoomTell>>,
) -> anyhow::Result<()> {
    while let Some(line) = output.next_line().await? {
        let Line { house, seat, tell } = serde_json::from_str(&line)?;
        if let Some(seat) = seats.get(&Chair { house, seat }) {
            let _ = seat.send(tell);
        }
    }
    Ok(())
}

async fn note(errors: impl AsyncRead + Unpin, troubles: Arc<Mutex<Vec<String>>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(errors).lines();
    while let Some(line) = lines.next_line().await? {
        eprintln!("{line}");
        troubles.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
    Ok(())
}
