//! A court's own system as the portal meets it: it takes signed messages, and now and then fails to. Tests
//! drive it; `bench court` runs it for whoever builds against the portal.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What it does with the next message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes it.
    Takes,
    /// Takes it, and the answer is lost: the portal sends it again.
    TakesSilently,
    Answers(u16),
    /// Neither answers nor hangs up.
    Sleeps,
    HangsUp,
}

impl Mood {
    /// `takes`, `lost`, `sleeps`, `hangs-up`, or a status as `503`.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "takes" => Self::Takes,
            "lost" => Self::TakesSilently,
            "sleeps" => Self::Sleeps,
            "hangs-up" => Self::HangsUp,
            status => Self::Answers(status.parse().ok().filter(|status| (100..600).contains(status))?),
        })
    }
}

#[derive(Default)]
struct Inbox {
    /// What comes, message by message; then it takes everything.
    moods: VecDeque<Mood>,
    /// By `webhook-id`: what a message says, and how often it came.
    taken: BTreeMap<String, (Value, usize)>,
    forged: usize,
    /// Told of each message as it comes: how it was met, and what it says.
    watch: Option<fn(Mood, &Value)>,
}

pub struct Court {
    pub url: String,
    secret: Arc<Mutex<Vec<u8>>>,
    inbox: Arc<Mutex<Inbox>>,
    serving: JoinHandle<()>,
}

impl Drop for Court {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Court {
    /// On a free port of this machine.
    ///
    /// # Panics
    /// Where there is none.
    pub async fn open() -> Self {
        Self::at(0).await.expect("a port")
    }

    /// # Errors
    /// If the port is taken.
    pub async fn at(port: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let url = format!("http://{}/hooks/maplebridge", listener.local_addr()?);
        let (inbox, secret) = (Arc::new(Mutex::new(Inbox::default())), Arc::new(Mutex::new(Vec::new())));
        let (shared, key) = (inbox.clone(), secret.clone());
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, shared.clone(), key.clone()));
            }
        });
        Ok(Self {
            url,
            secret,
            inbox,
            serving,
        })
    }

    /// Takes the secret that came with the endpoint; `false` if it is none.
    pub fn knows(&self, secret: &str) -> bool {
        let key = secret
            .strip_prefix("whsec_")
            .and_then(|coded| STANDARD.decode(coded).ok());
        let known = key.is_some();
        *held(&self.secret) = key.unwrap_or_default();
        known
    }

    pub fn moods(&self, moods: &[Mood]) {
        held(&self.inbox).moods = moods.iter().copied().collect();
    }

    pub fn watch(&self, told: fn(Mood, &Value)) {
        held(&self.inbox).watch = Some(told);
    }

    /// Messages whose signature did not hold.
    pub fn forged(&self) -> usize {
        held(&self.inbox).forged
    }

    /// Messages taken, each once, in the order of the case's log whatever order they came in.
    pub fn messages(&self) -> Vec<Value> {
        let inbox = held(&self.inbox);
        assert_eq!(inbox.forged, 0, "every message is signed");
        let mut all: Vec<Value> = inbox.taken.values().map(|(message, _)| message.clone()).collect();
        all.sort_by_key(|message| message["data"]["seq"].as_u64());
        all
    }

    pub fn kinds(&self) -> Vec<String> {
        let messages = self.messages();
        let kinds = messages.iter().filter_map(|it| it["type"].as_str());
        kinds.map(str::to_owned).collect()
    }

    /// How often the message of that type came.
    pub fn times(&self, kind: &str) -> usize {
        let inbox = held(&self.inbox);
        let mut all = inbox.taken.values();
        all.find(|(message, _)| message["type"] == kind)
            .map_or(0, |(_, times)| *times)
    }

    /// Waits until `holds`.
    ///
    /// # Panics
    /// If it does not within half a minute.
    pub async fn until(&self, holds: impl Fn(&Self) -> bool) {
        for _ in 0..600 {
            if holds(self) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the court got only {:?}", self.kinds());
    }
}

async fn serve(stream: TcpStream, inbox: Arc<Mutex<Inbox>>, secret: Arc<Mutex<Vec<u8>>>) {
    const LARGEST: usize = 1 << 20;
    let mut stream = BufReader::new(stream);
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        match line.trim_end().split_once(": ") {
            Some((name, value)) => drop(headers.insert(name.to_ascii_lowercase(), value.to_owned())),
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let length = headers.get("content-length").and_then(|it| it.parse().ok());
    let mut body = vec![0; length.unwrap_or(0).min(LARGEST)];
    if stream.read_exact(&mut body).await.is_err() {
        return;
    }
    let mood = met(&headers, &body, &mut held(&inbox), &held(&secret));
    let status = match mood {
        Mood::Takes => 204,
        Mood::Answers(status) => status,
        Mood::TakesSilently | Mood::HangsUp => return,
        Mood::Sleeps => return tokio::time::sleep(Duration::from_secs(30)).await,
    };
    let answer = format!("HTTP/1.1 {status} Said\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    // The portal may have gone meanwhile.
    let _ = stream.get_mut().write_all(answer.as_bytes()).await;
}

/// How a message is met; what is not signed is refused, whatever the mood.
fn met(headers: &BTreeMap<String, String>, body: &[u8], inbox: &mut Inbox, secret: &[u8]) -> Mood {
    let mood = inbox.moods.pop_front().unwrap_or(Mood::Takes);
    let message: Value = serde_json::from_slice(body).unwrap_or_default();
    let whole = message.is_object() && signed(headers, body, secret);
    let mood = if whole { mood } else { Mood::Answers(400) };
    if whole && matches!(mood, Mood::Takes | Mood::TakesSilently) {
        let id = headers.get("webhook-id").cloned().unwrap_or_default();
        inbox.taken.entry(id).or_insert_with(|| (message.clone(), 0)).1 += 1;
    }
    inbox.forged += usize::from(!whole);
    if let Some(told) = inbox.watch {
        told(mood, &message);
    }
    mood
}

/// As a library of Standard Webhooks checks it.
fn signed(headers: &BTreeMap<String, String>, body: &[u8], secret: &[u8]) -> bool {
    let of = |name: &str| headers.get(name).cloned().unwrap_or_default();
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return false;
    };
    mac.update(format!("{}.{}.", of("webhook-id"), of("webhook-timestamp")).as_bytes());
    mac.update(body);
    of("webhook-signature") == format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}
