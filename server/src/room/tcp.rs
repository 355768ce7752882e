//! Media over TCP, for networks that let no UDP pass (passive ICE-TCP, RFC 6544): each datagram
//! comes after its length in two bytes (RFC 4571 §2), and is then like any other. What the media
//! thread sends waits in a short queue of each connection; what does not fit is lost, as it would
//! be on any network.

use super::engine::{Datagram, Remote};
use super::udp::Waker;
use bytes::{Buf, BufMut, BytesMut};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout, timeout_at};

/// Larger than any datagram of a browser.
const LARGEST: usize = 2048;
/// Datagrams up to then: binding requests, and a first word of DTLS.
const UNPROVED: u32 = 64;
/// Datagrams: a keyframe and more.
const QUEUE: usize = 256;
/// Two a person; behind one address sits a whole office.
const MOST_OF_ONE: usize = 64;
const MOST: usize = 1024;

#[derive(Clone, Copy)]
struct Patience {
    /// Until something of it was answered, which takes a link's password.
    proof: Duration,
    silence: Duration,
    /// A reader that takes nothing for so long will not.
    reader: Duration,
}

/// Browsers ask for consent every few seconds, and look after a spare way twice a minute.
const PATIENCE: Patience = Patience {
    proof: Duration::from_secs(10),
    silence: Duration::from_secs(90),
    reader: Duration::from_secs(10),
};

/// What came over TCP.
pub enum Came {
    Datagram(Remote, BytesMut),
    End(Remote),
}

/// From a connection, for the media thread.
enum Incoming {
    Opened(SocketAddr, mpsc::Sender<BytesMut>),
    Datagram(SocketAddr, BytesMut),
    Ended(SocketAddr),
}

/// The side of whoever accepts connections.
#[derive(Clone)]
pub struct Door {
    house: mpsc::Sender<Incoming>,
    waker: Waker,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
    patience: Patience,
}

/// The media thread's side.
pub struct Lines {
    incoming: mpsc::Receiver<Incoming>,
    open: HashMap<SocketAddr, mpsc::Sender<BytesMut>>,
}

/// Both sides.
pub fn open(waker: Waker) -> (Door, Lines) {
    let (house, incoming) = mpsc::channel(QUEUE);
    let door = Door {
        house,
        waker,
        open: Arc::default(),
        patience: PATIENCE,
    };
    let lines = Lines {
        incoming,
        open: HashMap::new(),
    };
    (door, lines)
}

impl Lines {
    /// What came since, in order; a flood is taken in parts.
    pub fn receive(&mut self, mut take: impl FnMut(Came)) {
        for _ in 0..QUEUE {
            match self.incoming.try_recv() {
                Ok(Incoming::Opened(from, answers)) => drop(self.open.insert(from, answers)),
                Ok(Incoming::Datagram(from, data)) => take(Came::Datagram(Remote::tcp(from), data)),
                Ok(Incoming::Ended(from)) => {
                    self.open.remove(&from);
                    take(Came::End(Remote::tcp(from)));
                }
                Err(_) => break,
            }
        }
    }

    pub fn send(&self, Datagram { to, data }: Datagram) {
        if let Some(answers) = self.open.get(&to.at)
            && answers.try_send(data).is_err()
        {
            metrics::counter!("room_tcp_datagrams_lost_total").increment(1);
        }
    }
}

impl Door {
    /// Serves one connection to its end.
    pub async fn serve(&self, stream: TcpStream, from: SocketAddr) {
        let Some(_place) = self.place(from.ip()) else {
            metrics::counter!("room_tcp_refusals_total").increment(1);
            return;
        };
        // A voice does not wait for more to come.
        let _ = stream.set_nodelay(true);
        self.carry(stream, from).await;
    }

    async fn carry(&self, stream: impl AsyncRead + AsyncWrite, from: SocketAddr) {
        let (to_peer, answers) = mpsc::channel(QUEUE);
        self.say(Incoming::Opened(from, to_peer)).await;
        let (reader, writer) = tokio::io::split(stream);
        let proved = AtomicBool::new(false);
        let reason = tokio::select! {
            reason = self.read(reader, from, &proved) => reason,
            reason = write(writer, answers, &proved, self.patience.reader) => reason,
        };
        tracing::debug!(reason, "a media connection over TCP ended");
        self.say(Incoming::Ended(from)).await;
    }

    async fn read(&self, mut reader: impl AsyncRead + Unpin, from: SocketAddr, proved: &AtomicBool) -> &'static str {
        let born = Instant::now();
        let mut buffer = BytesMut::with_capacity(2 * LARGEST);
        let mut count = 0;
        loop {
            let due = if proved.load(Ordering::Relaxed) {
                Instant::now() + self.patience.silence
            } else {
                born + self.patience.proof
            };
            match timeout_at(due, reader.read_buf(&mut buffer)).await {
                Ok(Ok(1..)) => {}
                Ok(_) => return "closed",
                // Proved meanwhile, and silent since: that is looked at anew.
                Err(_) if proved.load(Ordering::Relaxed) && born.elapsed() < self.patience.silence => continue,
                Err(_) => return "silent",
            }
            loop {
                match frame(&mut buffer) {
                    Ok(Some(data)) => {
                        count += 1;
                        if count > UNPROVED && !proved.load(Ordering::Relaxed) {
                            return "unproved";
                        }
                        self.say(Incoming::Datagram(from, data)).await;
                    }
                    Ok(None) => break,
                    Err(Oversized) => return "oversized",
                }
            }
        }
    }

    /// Waits while the media thread is behind, and with that holds the sender back.
    async fn say(&self, incoming: Incoming) {
        let _ = self.house.send(incoming).await;
        self.waker.wake();
    }

    fn place(&self, ip: IpAddr) -> Option<Place<'_>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = open.values().sum();
        let of_one = open.entry(ip).or_default();
        if all >= MOST || *of_one >= MOST_OF_ONE {
            return None;
        }
        *of_one += 1;
        Some(Place { door: self, ip })
    }
}

/// One of the connections an address may have.
struct Place<'a> {
    door: &'a Door,
    ip: IpAddr,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut open = self.door.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.ip) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.ip);
            }
        }
    }
}

/// Whoever gets an answer knew a link's password.
async fn write(
    mut writer: impl AsyncWrite + Unpin,
    mut answers: mpsc::Receiver<BytesMut>,
    proved: &AtomicBool,
    patience: Duration,
) -> &'static str {
    let mut waiting = Vec::with_capacity(QUEUE);
    let mut bytes = BytesMut::new();
    while answers.recv_many(&mut waiting, QUEUE).await > 0 {
        proved.store(true, Ordering::Relaxed);
        for data in waiting.drain(..) {
            bytes.put_u16(data.len() as u16);
            bytes.extend_from_slice(&data);
        }
        match timeout(patience, writer.write_all(&bytes)).await {
            Ok(Ok(())) => bytes.clear(),
            Ok(Err(_)) => return "closed",
            Err(_) => return "slow",
        }
    }
    "ended"
}

#[derive(Debug, PartialEq)]
struct Oversized;

/// Takes one whole datagram off the front; empty ones, which only keep the line open, are left out.
fn frame(buffer: &mut BytesMut) -> Result<Option<BytesMut>, Oversized> {
    while let Some((length, rest)) = buffer.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length));
        if length > LARGEST {
            return Err(Oversized);
        }
        if rest.len() < length {
            break;
        }
        buffer.advance(2);
        if length > 0 {
            return Ok(Some(buffer.split_to(length)));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
