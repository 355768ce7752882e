//! One person who comes and goes.

use super::super::load::{Flows, Speaker};
use super::super::ours::{Asks, Chair, answer};
use super::super::peer::Peer;
use super::standing::{STRIDE, Standing};
use anyhow::{Context, bail};
use domain::api::{RoomAsk, RoomTell};
use domain::id::PersonId;
use domain::room::RoomName;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(20);

/// Publish and subscribe of one visit.
type Peers = Arc<Mutex<Option<(Arc<Peer>, Arc<Peer>)>>>;

pub struct Guest {
    chair: Chair,
    ip: IpAddr,
    start: Instant,
    asks: Asks,
    standing: Arc<Standing>,
    peers: Peers,
    /// As the server said last.
    room: watch::Receiver<Option<RoomName>>,
    forget: watch::Sender<Option<RoomName>>,
}

impl Guest {
    pub fn new(
        chair: Chair,
        ip: IpAddr,
        start: Instant,
        asks: Asks,
        told: UnboundedReceiver<RoomTell>,
        standing: Arc<Standing>,
    ) -> Self {
        let (forget, room) = watch::channel(None);
        let peers = Peers::default();
        tokio::spawn(listen(
            chair,
            told,
            asks.clone(),
            peers.clone(),
            standing.clone(),
            forget.clone(),
        ));
        Self {
            chair,
            ip,
            start,
            asks,
            standing,
            peers,
            room,
            forget,
        }
    }

    fn seat(&self) -> usize {
        self.chair.seat as usize
    }

    pub fn person(&self) -> PersonId {
        self.chair.person()
    }

    pub fn ask(&self, ask: RoomAsk) {
        let _ = self.asks.send((self.chair, ask));
    }

    /// In, and connected.
    pub async fn come(&mut self) -> anyhow::Result<()> {
        let number = self.chair.house * STRIDE + self.chair.seat;
        let (standing, seat) = (self.standing.clone(), self.seat());
        let flows = Flows::watched(self.start, move |ssrc, sent| {
            standing.hear(seat, Speaker::number(ssrc), sent);
        });
        let publish = Arc::new(Peer::publish(self.ip, Speaker::new(number, self.start)).await?);
        let subscribe = Arc::new(Peer::subscribe(self.ip, Arc::new(Mutex::new(flows))).await?);
        let offers = [publish.offer.clone(), subscribe.offer.clone()];
        *self.peers.lock().unwrap_or_else(PoisonError::into_inner) = Some((publish.clone(), subscribe.clone()));
        let [out, back] = offers;
        self.ask(RoomAsk::Hello {
            audio: true,
            video: true,
            resume: None,
        });
        self.ask(RoomAsk::Publish { sdp: out });
        self.ask(RoomAsk::Subscribe { sdp: back });
        let first = if self.chair.seat == 0 {
            RoomName::Main
        } else {
            RoomName::Lobby
        };
        self.stands(first).await?;
        publish.connected().await?;
        subscribe.connected().await?;
        publish.speak();
        Ok(())
    }

    pub async fn go(&mut self) {
        self.leaves_its_place();
        self.ask(RoomAsk::Leave);
        self.peers.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.forget.send_replace(None);
    }

    pub fn leaves_its_place(&self) {
        self.standing.unsure(self.seat());
    }

    pub fn is_in(&self, room: RoomName) -> bool {
        self.standing.place(self.seat()) == Some(room)
    }

    /// Waits until the server says so.
    pub async fn stands(&mut self, room: RoomName) -> anyhow::Result<()> {
        let there = self.room.wait_for(|now| *now == Some(room));
        let there = timeout(PATIENCE, there).await;
        there
            .with_context(|| format!("{:?} never came to {room:?}", self.chair))?
            .context("the server has ended")?;
        Ok(())
    }

    pub fn turn_devices(&self, audio: bool, video: bool) {
        self.ask(RoomAsk::Device { audio, video });
    }

    pub async fn is_heard_by_all(&self) -> anyhow::Result<()> {
        let moment = Instant::now();
        while !self.standing.all_heard(self.seat(), moment) {
            if moment.elapsed() > PATIENCE {
                bail!("{:?} is not heard by all at the end", self.chair);
            }
            sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }
}

async fn listen(
    chair: Chair,
    mut told: UnboundedReceiver<RoomTell>,
    asks: Asks,
    peers: Peers,
    standing: Arc<Standing>,
    room: watch::Sender<Option<RoomName>>,
) {
    while let Some(tell) = told.recv().await {
        match tell {
            RoomTell::Welcome { room: now, .. } | RoomTell::Moved { room: now } => {
                standing.stands(chair.seat as usize, now);
                room.send_replace(Some(now));
            }
            tell => {
                let peers = peers.lock().unwrap_or_else(PoisonError::into_inner).clone();
                if let Some((publish, subscribe)) = peers {
                    answer(chair, tell, &asks, &publish, &subscribe).await;
                }
            }
        }
    }
}

/// The same luck in each run.
pub struct Luck(u64);

impl Luck {
    pub fn new(seed: u32) -> Self {
        Self((u64::from(seed) + 1) * 0x9e37_79b9)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) % end
    }
}
