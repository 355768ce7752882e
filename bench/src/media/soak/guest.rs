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

/// What a guest who is here has, none while away.
type Here = Arc<Mutex<Option<Visit>>>;

struct Visit {
    publish: Arc<Peer>,
    subscribe: Arc<Peer>,
    /// Whatever is told before this visit's welcome was meant for the last one: all visits share one line
    /// to the server, while a browser opens a socket for each.
    welcome: bool,
}

pub struct Guest {
    chair: Chair,
    ip: IpAddr,
    start: Instant,
    asks: Asks,
    standing: Arc<Standing>,
    here: Here,
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
        let here = Here::default();
        tokio::spawn(listen(
            chair,
            told,
            asks.clone(),
            here.clone(),
            standing.clone(),
            forget.clone(),
        ));
        Self {
            chair,
            ip,
            start,
            asks,
            standing,
            here,
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
        *self.here.lock().unwrap_or_else(PoisonError::into_inner) = Some(Visit {
            publish: publish.clone(),
            subscribe: subscribe.clone(),
            welcome: false,
        });
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
        self.here.lock().unwrap_or_else(PoisonError::into_inner).take();
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
    here: Here,
    standing: Arc<Standing>,
    room: watch::Sender<Option<RoomName>>,
) {
    while let Some(tell) = told.recv().await {
        let peers = {
            let mut here = here.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(visit) = &mut *here else { continue };
            visit.welcome |= matches!(tell, RoomTell::Welcome { .. });
            if !visit.welcome {
                continue;
            }
            (visit.publish.clone(), visit.subscribe.clone())
        };
        match tell {
            RoomTell::Welcome { room: now, .. } | RoomTell::Moved { room: now } => {
                standing.stands(chair.seat as usize, now);
                room.send_replace(Some(now));
            }
            tell => answer(chair, tell, &asks, &peers.0, &peers.1).await,
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
