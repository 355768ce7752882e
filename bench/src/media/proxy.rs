//! A bad network between clients and one UDP port: loss, delay, blackouts, and a NAT that gives
//! everyone a new address.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// What happens to packets now, each way.
#[derive(Clone, Copy, Default)]
pub struct Weather {
    /// Part of the packets that are lost.
    pub loss: f64,
    pub delay: Duration,
}

struct State {
    weather: Weather,
    dark_until: Instant,
    luck: u64,
    /// Counts the NAT's memories: a flow of an earlier one is dead.
    era: u64,
}

#[derive(Clone)]
pub struct Proxy {
    /// Where clients send.
    pub front: SocketAddr,
    socket: Arc<UdpSocket>,
    state: Arc<Mutex<State>>,
}

impl Proxy {
    /// Listens on a free port of `ip`.
    pub async fn open(ip: IpAddr) -> anyhow::Result<Self> {
        let socket = UdpSocket::bind((ip, 0)).await?;
        Ok(Self {
            front: socket.local_addr()?,
            socket: Arc::new(socket),
            state: Arc::new(Mutex::new(State {
                weather: Weather::default(),
                dark_until: Instant::now(),
                luck: 0x5eed,
                era: 0,
            })),
        })
    }

    /// From now on packets go to `server`.
    pub fn start(&self, server: SocketAddr) {
        tokio::spawn(serve(self.socket.clone(), server, self.state.clone()));
    }

    pub fn set(&self, weather: Weather) {
        self.state.lock().expect("no task panics").weather = weather;
    }

    /// Nothing passes either way for `span`.
    pub fn darken(&self, span: Duration) {
        self.state.lock().expect("no task panics").dark_until = Instant::now() + span;
    }

    /// Everyone's packets come from a new port, and what is sent to the old one is lost.
    pub fn rebind(&self) {
        self.state.lock().expect("no task panics").era += 1;
    }
}

impl State {
    /// How long a packet takes that sets out now; `None` if it is lost.
    fn fate(&mut self, now: Instant) -> Option<Duration> {
        // xorshift64*: the same luck in each run.
        self.luck ^= self.luck >> 12;
        self.luck ^= self.luck << 25;
        self.luck ^= self.luck >> 27;
        let number = self.luck.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        let lost = (number as f64 / (1_u64 << 53) as f64) < self.weather.loss;
        (now >= self.dark_until && !lost).then_some(self.weather.delay)
    }
}

/// Packets of one way, each sent on when its time has come.
type Line = mpsc::UnboundedSender<(Instant, Vec<u8>)>;

struct Flow {
    era: u64,
    up: Line,
    _tasks: JoinSet<()>,
}

async fn serve(front: Arc<UdpSocket>, server: SocketAddr, state: Arc<Mutex<State>>) {
    let mut flows: HashMap<SocketAddr, Flow> = HashMap::new();
    let mut buffer = vec![0; 2048];
    loop {
        let Ok((length, client)) = front.recv_from(&mut buffer).await else {
            continue;
        };
        let now = Instant::now();
        let (fate, era) = {
            let mut state = state.lock().expect("no task panics");
            (state.fate(now), state.era)
        };
        if flows.get(&client).is_none_or(|flow| flow.era != era) {
            let Ok(flow) = open(&front, client, server, &state, era).await else {
                continue;
            };
            flows.insert(client, flow);
        }
        if let (Some(delay), Some(flow)) = (fate, flows.get(&client)) {
            let _ = flow.up.send((now + delay, buffer[..length].to_vec()));
        }
    }
}

async fn open(
    front: &Arc<UdpSocket>,
    client: SocketAddr,
    server: SocketAddr,
    state: &Arc<Mutex<State>>,
    era: u64,
) -> anyhow::Result<Flow> {
    let back = Arc::new(UdpSocket::bind((server.ip(), 0)).await?);
    socket2::SockRef::from(&*back).set_recv_buffer_size(4 << 20)?;
    let (up, up_out) = mpsc::unbounded_channel();
    let (down, down_out) = mpsc::unbounded_channel();
    let mut tasks = JoinSet::new();
    tasks.spawn(deliver(back.clone(), server, up_out));
    tasks.spawn(deliver(front.clone(), client, down_out));
    let state = state.clone();
    tasks.spawn(async move {
        let mut buffer = vec![0; 2048];
        loop {
            let Ok(length) = back.recv(&mut buffer).await else {
                continue;
            };
            let now = Instant::now();
            if let Some(delay) = state.lock().expect("no task panics").fate(now) {
                let _ = down.send((now + delay, buffer[..length].to_vec()));
            }
        }
    });
    Ok(Flow { era, up, _tasks: tasks })
}

async fn deliver(socket: Arc<UdpSocket>, to: SocketAddr, mut packets: mpsc::UnboundedReceiver<(Instant, Vec<u8>)>) {
    while let Some((due, packet)) = packets.recv().await {
        tokio::time::sleep_until(due.into()).await;
        // A full socket loses, as any network.
        let _ = socket.send_to(&packet, to).await;
    }
}
