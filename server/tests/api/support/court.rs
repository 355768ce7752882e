//! A court's own system as the portal meets it: it takes messages, and now and then fails to.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What it does with the next message.
#[derive(Clone, Copy, Debug)]
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

#[derive(Default)]
struct Inbox {
    /// What comes, message by message; then it takes everything.
    moods: VecDeque<Mood>,
    /// By `webhook-id`: what a message says, and how often it came.
    taken: BTreeMap<String, (Value, usize)>,
    forged: usize,
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

impl Court {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hooks/maplebridge", listener.local_addr().expect("bound"));
        let (inbox, secret) = (Arc::new(Mutex::new(Inbox::default())), Arc::new(Mutex::new(Vec::new())));
        let (shared, key) = (inbox.clone(), secret.clone());
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, shared.clone(), key.clone()));
            }
        });
        Self {
            url,
            secret,
            inbox,
            serving,
        }
    }

    /// Takes the secret that came with the endpoint.
    pub fn knows(&self, secret: &str) {
        let coded = secret.strip_prefix("whsec_").expect("a signing secret");
        *self.secret.lock().unwrap() = STANDARD.decode(coded).expect("base64");
    }

    pub fn moods(&self, moods: &[Mood]) {
        self.inbox.lock().unwrap().moods = moods.iter().copied().collect();
    }

    /// Messages taken, each once, in the order of the case's log whatever order they came in.
    pub fn messages(&self) -> Vec<Value> {
        let inbox = self.inbox.lock().unwrap();
        assert_eq!(inbox.forged, 0, "every message is signed");
        let mut all: Vec<Value> = inbox.taken.values().map(|(message, _)| message.clone()).collect();
        all.sort_by_key(|message| message["data"]["seq"].as_u64());
        all
    }

    pub fn kinds(&self) -> Vec<String> {
        let messages = self.messages();
        messages
            .iter()
            .map(|it| it["type"].as_str().unwrap().to_owned())
            .collect()
    }

    /// How often the message of that type came.
    pub fn times(&self, kind: &str) -> usize {
        let inbox = self.inbox.lock().unwrap();
        let mut all = inbox.taken.values();
        all.find(|(message, _)| message["type"] == kind)
            .map_or(0, |(_, times)| *times)
    }

    /// Waits until `holds`.
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
    let length = headers
        .get("content-length")
        .and_then(|it| it.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    if stream.read_exact(&mut body).await.is_err() {
        return;
    }
    let mood = {
        let mut inbox = inbox.lock().unwrap();
        let mood = inbox.moods.pop_front().unwrap_or(Mood::Takes);
        if matches!(mood, Mood::Takes | Mood::TakesSilently) {
            let id = headers.get("webhook-id").cloned().unwrap_or_default();
            if signed(&headers, &body, &secret.lock().unwrap()) {
                let message = serde_json::from_slice(&body).expect("JSON");
                inbox.taken.entry(id).or_insert((message, 0)).1 += 1;
            } else {
                inbox.forged += 1;
            }
        }
        mood
    };
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

/// As a library of Standard Webhooks checks it.
fn signed(headers: &BTreeMap<String, String>, body: &[u8], secret: &[u8]) -> bool {
    let of = |name: &str| headers.get(name).cloned().unwrap_or_default();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("a key");
    mac.update(format!("{}.{}.", of("webhook-id"), of("webhook-timestamp")).as_bytes());
    mac.update(body);
    of("webhook-signature") == format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}
