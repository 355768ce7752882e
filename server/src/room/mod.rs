//! The mediation room: an SFU inside the server. Who hears whom is `domain::room`; this part obeys.
//!
//! One thread owns the socket, every peer connection and the houses. WebSocket handlers talk to
//! it through [`Rooms`]; facts for the case's log come back over a channel.

mod budget;
mod engine;
mod engine_rtc;
mod forward;
mod h264;
mod house;
mod intake;
mod keyframes;
mod layers;
mod places;
mod relays;
mod scant;
mod seat;
pub mod tap;
mod tcp;
mod udp;
mod vp8;

pub use house::{Fact, Graces, Opened};
pub use relays::Relays;
pub use seat::ConnId;

use crate::trust::Key;
use domain::actor::{Actor, Assurance, Role};
use domain::api::{RoomAsk, RoomTell};
use domain::case::Case;
use domain::command::Command;
use domain::id::{CaseId, PersonId};
use engine::{Carrier, Engine};
use house::{Arrival, House};
use places::Places;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tap::{Consents, Tap};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

/// Where media goes.
#[derive(Clone, Copy, Debug)]
pub struct RoomsConfig {
    /// UDP, IPv4. Port 0 takes a free one.
    pub bind: SocketAddr,
    /// What browsers are told, where it differs from `bind` (NAT, wildcard address).
    pub advertise: Option<SocketAddr>,
    pub graces: Graces,
    /// In all rooms together; who comes beyond is refused.
    pub most_people: usize,
}

enum Order {
    Wait(ConnId, CaseId, PersonId, UnboundedSender<RoomTell>),
    Arrive(Arrival),
    Probe(ConnId, UnboundedSender<RoomTell>),
    Ask(ConnId, RoomAsk),
    Gone(ConnId),
    Record(CaseId, Option<Consents>),
    Present(ConnId, Result<Opened, &'static str>),
    Drain,
    Count(oneshot::Sender<usize>),
}

/// Who stands at the door: checked against session and case before.
pub struct Visitor {
    pub case: CaseId,
    pub actor: Actor,
    pub name: String,
    pub audio: bool,
    pub video: bool,
    pub resume: Option<String>,
    /// See [`unseated`].
    pub unseated: Vec<Fact>,
}

/// A signalling line before its person has come in.
pub struct Line {
    pub conn: ConnId,
    pub told: UnboundedReceiver<RoomTell>,
    tell: UnboundedSender<RoomTell>,
}

/// What the log would have to learn if nobody stood in the rooms of `case`: who is in one leaves
/// it, an open caucus closes.
pub fn unseated(case: &Case) -> Vec<Fact> {
    let actor = |person, role| Actor {
        person,
        role,
        org: match role {
            Role::Mediator | Role::Interpreter | Role::Observer => case.body,
            Role::Arbitrator | Role::Judge => {
                let handed = case.transfer.as_ref().map(|it| it.commission);
                handed.or(case.application().map(|it| it.institution))
            }
            _ => None,
        },
        // Nothing was proved: the portal notes an absence.
        assurance: Assurance::Phone,
    };
    let leave = case.present.iter().map(|(person, (role, room))| Fact {
        case: case.id,
        actor: actor(*person, *role),
        command: Command::LeaveRoom { room: *room },
    });
    let close = case.mediator.zip(case.caucus).map(|(mediator, side)| Fact {
        case: case.id,
        actor: actor(mediator, Role::Mediator),
        command: Command::CloseCaucus { side },
    });
    leave.chain(close).collect()
}

/// Handle on the media thread. The thread ends with the last handle.
#[derive(Clone)]
pub struct Rooms {
    orders: mpsc::Sender<Order>,
    waker: udp::Waker,
    door: tcp::Door,
    next_conn: Arc<AtomicU64>,
    local: SocketAddr,
}

impl Rooms {
    /// Binds the socket and starts the thread. The receiver yields facts in the order they happened.
    /// `key` marks the tokens by which people get their places back; what is recorded goes to `tap`.
    pub fn start(config: RoomsConfig, key: Key, tap: Option<Tap>) -> io::Result<(Self, UnboundedReceiver<Fact>)> {
        let waker = udp::Waker::new()?;
        let socket = udp::Socket::bind(config.bind, waker.clone())?;
        let local = socket.local_addr()?;
        let advertised = config.advertise.unwrap_or(local);
        if advertised.ip().is_unspecified() {
            tracing::warn!(%local, "browsers cannot reach a wildcard address: set the advertised media address");
        }
        let (door, lines) = tcp::open(waker.clone());
        let (orders, inbox) = mpsc::channel();
        let (facts, facts_out) = unbounded_channel();
        let house = move || {
            let engine = engine_rtc::RtcEngine::new(advertised);
            let mut house = House::new(engine, facts, config.graces, Places::new(key), Instant::now());
            house.limit(config.most_people);
            if let Some(tap) = tap {
                house.record_to(tap);
            }
            house
        };
        std::thread::Builder::new()
            .name("media".into())
            .spawn(move || run(house(), socket, lines, &inbox))?;
        Ok((
            Self {
                orders,
                waker,
                door,
                next_conn: Arc::default(),
                local,
            },
            facts_out,
        ))
    }

    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }

    /// Serves a connection that carries media over TCP, to its end.
    pub async fn serve_tcp(&self, stream: TcpStream, from: SocketAddr) {
        self.door.serve(stream, from).await;
    }

    /// The line of one who has not come in yet.
    pub fn wait(&self, case: CaseId, person: PersonId) -> Line {
        let conn = ConnId(self.next_conn.fetch_add(1, Ordering::Relaxed));
        let (tell, told) = unbounded_channel();
        self.order(Order::Wait(conn, case, person, tell.clone()));
        Line { conn, told, tell }
    }

    /// Comes in by a line of [`Rooms::wait`].
    pub fn arrive(&self, line: Line, visitor: Visitor) -> (ConnId, UnboundedReceiver<RoomTell>) {
        let Line { conn, told, tell } = line;
        let Visitor {
            case,
            actor,
            name,
            audio,
            video,
            resume,
            unseated,
        } = visitor;
        self.order(Order::Arrive(Arrival {
            conn,
            case,
            actor,
            name,
            audio,
            video,
            resume,
            unseated,
            tell,
        }));
        (conn, told)
    }

    /// A line that is only to be measured: its offers are answered, nobody hears it.
    pub fn probe(&self) -> (ConnId, UnboundedReceiver<RoomTell>) {
        let conn = ConnId(self.next_conn.fetch_add(1, Ordering::Relaxed));
        let (tell, told) = unbounded_channel();
        self.order(Order::Probe(conn, tell));
        (conn, told)
    }

    pub fn ask(&self, conn: ConnId, ask: RoomAsk) {
        self.order(Order::Ask(conn, ask));
    }

    /// What the log says now of recording in `case`; `None` where nothing may be.
    pub fn record(&self, case: CaseId, consents: Option<Consents>) {
        self.order(Order::Record(case, consents));
    }

    /// Shows what was asked for on this line, or says why not.
    pub fn present(&self, conn: ConnId, opened: Result<Opened, &'static str>) {
        self.order(Order::Present(conn, opened));
    }

    /// Nobody comes into an empty room from now on.
    pub fn drain(&self) {
        self.order(Order::Drain);
    }

    /// People in all rooms; none where the media thread has ended.
    pub async fn people(&self) -> usize {
        let (count, counted) = oneshot::channel();
        self.order(Order::Count(count));
        counted.await.unwrap_or(0)
    }

    pub fn gone(&self, conn: ConnId) {
        self.order(Order::Gone(conn));
    }

    fn order(&self, order: Order) {
        if self.orders.send(order).is_err() {
            tracing::error!("the media thread has ended");
        }
        self.waker.wake();
    }
}

fn run<E: Engine>(mut house: House<E>, mut socket: udp::Socket, mut lines: tcp::Lines, inbox: &mpsc::Receiver<Order>) {
    const LONGEST: Duration = Duration::from_millis(100);
    // An engine may name a deadline in the past again and again; a pause keeps that from spinning.
    const SHORTEST: Duration = Duration::from_millis(1);
    let mut out = Vec::new();
    let mut news = Vec::new();
    loop {
        let due = house.next_timeout().saturating_duration_since(Instant::now());
        socket.wait(due.clamp(SHORTEST, LONGEST));
        let now = Instant::now();
        loop {
            match inbox.try_recv() {
                Ok(Order::Wait(conn, case, person, tell)) => {
                    attempt(&mut house, now, |house| house.wait(conn, case, person, tell));
                }
                Ok(Order::Arrive(arrival)) => attempt(&mut house, now, |house| house.arrive(now, arrival)),
                Ok(Order::Probe(conn, tell)) => attempt(&mut house, now, |house| house.probe(conn, tell)),
                Ok(Order::Ask(conn, ask)) => attempt(&mut house, now, |house| house.ask(now, conn, ask)),
                Ok(Order::Gone(conn)) => attempt(&mut house, now, |house| house.gone(now, conn)),
                Ok(Order::Record(case, consents)) => {
                    attempt(&mut house, now, |house| house.record(now, case, consents))
                }
                Ok(Order::Drain) => house.drain(),
                // Whoever asked may be gone.
                Ok(Order::Count(count)) => _ = count.send(house.people()),
                Ok(Order::Present(conn, opened)) => attempt(&mut house, now, |house| house.present(conn, opened)),
                Err(mpsc::TryRecvError::Empty) => break,
                Err(mpsc::TryRecvError::Disconnected) => return,
            }
        }
        // A few batches, then answers: one talker must not starve the rest.
        for _ in 0..8 {
            let take = |from, data| attempt(&mut house, now, |house| house.engine().receive(now, from, data));
            if !socket.receive(take) {
                break;
            }
        }
        lines.receive(|incoming| {
            attempt(&mut house, now, |house| match incoming {
                tcp::Came::Datagram(from, data) => house.engine().receive(now, from, data),
                tcp::Came::End(from) => house.engine().forget(from),
            });
        });
        if house.next_timeout() <= now {
            attempt(&mut house, now, |house| house.timeout(now));
        }
        // Forwarding makes other links dirty; a few rounds settle it.
        for _ in 0..4 {
            attempt(&mut house, now, |house| house.engine().poll(now, &mut out, &mut news));
            if news.is_empty() {
                break;
            }
            for item in news.drain(..) {
                attempt(&mut house, now, |house| house.take(now, item));
            }
        }
        for datagram in out.extract_if(.., |datagram| datagram.to.carrier == Carrier::Tcp) {
            lines.send(datagram);
        }
        socket.send(&out);
        out.clear();
    }
}

/// One room never harms another: what panics is ended alone.
fn attempt<E: Engine>(house: &mut House<E>, now: Instant, step: impl FnOnce(&mut House<E>)) {
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| step(house)));
    if done.is_err() {
        house.fail(now);
    }
}
