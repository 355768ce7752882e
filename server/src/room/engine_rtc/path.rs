//! Where a peer is. ICE in `rtc` never leaves a selected pair, so a phone going from Wi-Fi to 4G
//! would stay silent for ever. The connection is therefore shown one address for its whole life,
//! and the real one is learnt here from binding requests whose integrity was checked.

use super::super::engine::{Carrier, Remote};
use rtc::stun::integrity::MessageIntegrity;
use rtc::stun::message::Message;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Without a proof of consent for so long nothing is sent any more (RFC 7675 §5.1): whoever stole
/// an address, or lost one, is not to be flooded.
const CONSENT: Duration = Duration::from_secs(30);
/// Firefox's consent checks carry no nomination; a path silent for so long may be left without.
const SILENCE: Duration = Duration::from_millis(500);
const TRANSACTIONS: usize = 16;
const USERNAME: u16 = 0x0006;
const USE_CANDIDATE: u16 = 0x0025;

pub struct Path {
    name: String,
    password: String,
    /// First address that proved itself: what the connection is shown for ever.
    shown: Option<SocketAddr>,
    current: Option<Remote>,
    heard: Instant,
    /// Last binding request from there with good MESSAGE-INTEGRITY.
    proved: Instant,
    /// Binding requests not yet answered: the answer goes where its request came from.
    asked: VecDeque<([u8; 12], Remote)>,
}

pub struct Arrival {
    pub shown: SocketAddr,
    /// The packet was a binding request with good MESSAGE-INTEGRITY.
    pub checked: bool,
}

impl Path {
    pub fn new(now: Instant, name: String, password: String) -> Self {
        Self {
            name,
            password,
            shown: None,
            current: None,
            heard: now,
            proved: now,
            asked: VecDeque::new(),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn knows(&self, remote: Remote) -> bool {
        self.current == Some(remote) || self.asked.iter().any(|(_, from)| *from == remote)
    }

    pub fn carrier(&self) -> Option<Carrier> {
        self.current.map(|current| current.carrier)
    }

    /// There is no way there any more. The next request with good MESSAGE-INTEGRITY shows another.
    pub fn leave(&mut self, remote: Remote) {
        self.current = self.current.filter(|current| *current != remote);
        self.asked.retain(|(_, from)| *from != remote);
    }

    /// `None` when the packet must be thrown away.
    pub fn arrive(&mut self, now: Instant, from: Remote, data: &[u8]) -> Option<Arrival> {
        let request = is_binding_request(data);
        let known = self.current == Some(from);
        let checked = request && self.intact(data);
        if request && !checked {
            return None;
        }
        if known {
            self.heard = now;
            if checked {
                self.proved = now;
            }
        } else if checked {
            // TCP stands by while UDP is used, however little that says.
            let spare = from.carrier == Carrier::Tcp && self.carrier() == Some(Carrier::Udp);
            let silent = now - self.heard > SILENCE && !spare;
            if self.current.is_none() || silent || has_attribute(data, USE_CANDIDATE) {
                self.current = Some(from);
                self.heard = now;
                self.proved = now;
            }
        }
        let shown = match self.shown {
            Some(shown) => shown,
            None if checked => *self.shown.insert(from.at),
            None => return None,
        };
        if request {
            if self.asked.len() == TRANSACTIONS {
                self.asked.pop_front();
            }
            self.asked
                .push_back((data[8..20].try_into().expect("checked length"), from));
        }
        Some(Arrival { shown, checked })
    }

    /// Where media may go now.
    pub fn consented(&self, now: Instant) -> Option<Remote> {
        self.current
            .filter(|_| now.saturating_duration_since(self.proved) < CONSENT)
    }

    /// Where a packet of the connection itself really goes; `None` if nobody is known yet.
    pub fn destination(&mut self, data: &[u8]) -> Option<Remote> {
        let answer = data.len() >= 20 && data[0] == 1;
        if answer
            && let Some(at) = self
                .asked
                .iter()
                .position(|(transaction, _)| transaction[..] == data[8..20])
        {
            return self.asked.remove(at).map(|(_, from)| from);
        }
        self.current
    }

    fn intact(&self, data: &[u8]) -> bool {
        thread_local!(static CRYPTO: Option<Arc<dyn rtc_crypto::RTCCryptoProvider>> = rtc_crypto::default_provider().ok());
        let mut message = Message::new();
        if message.unmarshal_binary(data).is_err() {
            return false;
        }
        CRYPTO.with(|crypto| match crypto {
            Some(crypto) => MessageIntegrity::check(&mut message, self.password.as_bytes(), crypto.crypto()).is_ok(),
            None => false,
        })
    }
}

fn is_stun(data: &[u8]) -> bool {
    data.len() >= 20 && data[0] < 4 && data[4..8] == [0x21, 0x12, 0xa4, 0x42]
}

fn is_binding_request(data: &[u8]) -> bool {
    is_stun(data) && data[..2] == [0, 1]
}

fn attribute(data: &[u8], wanted: u16) -> Option<&[u8]> {
    let mut at = 20;
    while let (Some(kind), Some(length)) = (data.get(at..at + 2), data.get(at + 2..at + 4)) {
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        if kind == wanted.to_be_bytes() {
            return data.get(at + 4..at + 4 + length);
        }
        at += 4 + length.next_multiple_of(4);
    }
    None
}

fn has_attribute(data: &[u8], wanted: u16) -> bool {
    attribute(data, wanted).is_some()
}

/// The server's half of the USERNAME of a binding request: which link it claims to be for.
pub fn stun_name(data: &[u8]) -> Option<&str> {
    if !is_binding_request(data) {
        return None;
    }
    std::str::from_utf8(attribute(data, USERNAME)?).ok()?.split(':').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unproved_request_moves_nothing() {
        let now = Instant::now();
        let mut path = Path::new(now, "1xaa".into(), "password".into());
        let from = Remote::udp(([127, 0, 0, 1], 5000).into());
        let mut request = vec![0, 1, 0, 12, 0x21, 0x12, 0xa4, 0x42];
        request.extend([7; 12]);
        request.extend([0, 6, 0, 7]);
        request.extend(*b"1xaa:bb\0");
        assert_eq!(stun_name(&request), Some("1xaa"));
        assert!(path.arrive(now, from, &request).is_none());
        assert!(path.current.is_none());
    }
}
