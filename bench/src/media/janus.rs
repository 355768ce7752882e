//! The same room on Janus (Debian's package), by its WebSocket API and the video room plugin.

use super::load::{Flows, Speaker};
use super::peer::Peer;
use super::room::{Program, Room};
use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const ROOM: u32 = 1;

/// Serves an empty room on `ip`; its WebSocket API listens on the port of loopback.
pub async fn start(ip: IpAddr) -> anyhow::Result<(Program, u16)> {
    let folder = crate::server::folder("janus")?;
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    configure(&folder, ip, port)?;
    let child = Command::new("janus")
        .arg("-F")
        .arg(&folder)
        .arg("-C")
        .arg(folder.join("janus.jcfg"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("cannot start janus")?;
    let program = Program {
        child,
        folder: Some(folder),
    };
    // Not before it answers.
    Line::open(port).await?;
    Ok((program, port))
}

pub async fn open(ip: IpAddr, people: u32, start: Instant) -> anyhow::Result<Room> {
    let (program, port) = self::start(ip).await?;
    let mut line = Line::open(port).await?;
    let mut room = Room::new(program);
    let mut published = Vec::new();
    for number in 0..people {
        let publish = Peer::publish(ip, Speaker::new(number, start)).await?;
        let handle = line.attach().await?;
        let ask =
            json!({ "request": "joinandconfigure", "ptype": "publisher", "room": ROOM, "display": number.to_string() });
        let event = line.ask(handle, ask, Some(("offer", &publish.offer))).await?;
        publish.accept(sdp(&event)?);
        let id = event["plugindata"]["data"]["id"].clone();
        publish.connected().await?;
        published.push((id, publish));
    }
    let feeds: Vec<Value> = published.iter().map(|(id, _)| id.clone()).collect();
    for (own, publish) in published {
        let flows = Arc::new(Mutex::new(Flows::new(start)));
        let subscribe = Peer::wait_for_offer(ip, flows.clone()).await?;
        let handle = line.attach().await?;
        let others = feeds.iter().filter(|feed| **feed != own);
        let streams: Vec<Value> = others.map(|feed| json!({ "feed": feed })).collect();
        let ask = json!({ "request": "join", "ptype": "subscriber", "room": ROOM, "streams": streams });
        let event = line.ask_until_there(handle, &ask).await?;
        let answer = subscribe.answer(sdp(&event)?).await?;
        line.ask(handle, json!({ "request": "start" }), Some(("answer", &answer)))
            .await?;
        subscribe.connected().await?;
        room.add(Arc::new(publish), Arc::new(subscribe), flows);
    }
    // The line may close now: without a limit, sessions outlive it.
    tokio::spawn(line.listen());
    Ok(room)
}

fn sdp(event: &Value) -> anyhow::Result<String> {
    let sdp = event["jsep"]["sdp"].as_str();
    Ok(sdp.with_context(|| format!("no description in {event}"))?.to_owned())
}

/// Only what the video room needs, on `ip` alone.
fn configure(folder: &Path, ip: IpAddr, port: u16) -> anyhow::Result<()> {
    let library = library()?;
    for (kind, file) in [
        ("plugins", "libjanus_videoroom.so"),
        ("transports", "libjanus_websockets.so"),
    ] {
        std::fs::create_dir(folder.join(kind))?;
        std::os::unix::fs::symlink(library.join(kind).join(file), folder.join(kind).join(file))?;
    }
    for empty in ["events", "loggers"] {
        std::fs::create_dir(folder.join(empty))?;
    }
    let at = folder.display();
    let main = format!(
        "general: {{ configs_folder = \"{at}\"\n plugins_folder = \"{at}/plugins\"\n transports_folder = \"{at}/transports\"\n \
         events_folder = \"{at}/events\"\n loggers_folder = \"{at}/loggers\"\n debug_level = 2\n session_timeout = 0 }}\n\
         nat: {{ ice_lite = true\n ice_enforce_list = \"{ip}\" }}\n"
    );
    let rooms = format!(
        "general: {{}}\nroom-{ROOM}: {{ description = \"bench\"\n publishers = 20\n bitrate = 3000000\n fir_freq = 0\n audiocodec = \"opus\"\n \
         videocodec = \"vp8\"\n record = false\n audiolevel_ext = true\n transport_wide_cc_ext = true\n \
         playoutdelay_ext = false\n notify_joining = false }}\n"
    );
    let sockets = format!(
        "general: {{ json = \"compact\"\n ws = true\n ws_port = {port}\n ws_ip = \"127.0.0.1\"\n wss = false }}\n"
    );
    std::fs::write(folder.join("janus.jcfg"), main)?;
    std::fs::write(folder.join("janus.plugin.videoroom.jcfg"), rooms)?;
    std::fs::write(folder.join("janus.transport.websockets.jcfg"), sockets)?;
    Ok(())
}

fn library() -> anyhow::Result<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib")?;
    folders
        .flatten()
        .map(|entry| entry.path().join("janus"))
        .find(|folder| folder.join("plugins/libjanus_videoroom.so").is_file())
        .context("janus is not installed")
}

/// One session over one WebSocket.
struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    session: u64,
    asked: u64,
}

impl Line {
    async fn open(port: u16) -> anyhow::Result<Self> {
        let mut socket = None;
        for _ in 0..100 {
            let mut request = format!("ws://127.0.0.1:{port}/").into_client_request()?;
            let protocol = HeaderValue::from_static("janus-protocol");
            request.headers_mut().insert("Sec-WebSocket-Protocol", protocol);
            match connect_async(request).await {
                Ok((open, _)) => {
                    socket = Some(open);
                    break;
                }
                Err(_) => sleep(Duration::from_millis(50)).await,
            }
        }
        let mut line = Self {
            socket: socket.context("janus does not listen")?,
            session: 0,
            asked: 0,
        };
        let made = line.say(json!({ "janus": "create" })).await?;
        line.session = made["data"]["id"].as_u64().context("no session")?;
        Ok(line)
    }

    async fn attach(&mut self) -> anyhow::Result<u64> {
        let made = self
            .say(json!({ "janus": "attach", "plugin": "janus.plugin.videoroom" }))
            .await?;
        made["data"]["id"].as_u64().context("no handle")
    }

    async fn ask(&mut self, handle: u64, body: Value, jsep: Option<(&str, &str)>) -> anyhow::Result<Value> {
        let mut message = json!({ "janus": "message", "handle_id": handle, "body": body });
        if let Some((kind, sdp)) = jsep {
            message["jsep"] = json!({ "type": kind, "sdp": sdp });
        }
        self.say(message).await
    }

    /// A feed is there only a moment after its publisher connected.
    async fn ask_until_there(&mut self, handle: u64, body: &Value) -> anyhow::Result<Value> {
        let end = Instant::now() + Duration::from_secs(10);
        loop {
            match self.ask(handle, body.clone(), None).await {
                Err(error) if Instant::now() > end || !error.to_string().contains("No such feed") => return Err(error),
                Err(_) => sleep(Duration::from_millis(100)).await,
                answer => return answer,
            }
        }
    }

    /// Says it and waits for its answer, past acknowledgements and news of others.
    async fn say(&mut self, mut message: Value) -> anyhow::Result<Value> {
        self.asked += 1;
        let transaction = self.asked.to_string();
        message["transaction"] = transaction.clone().into();
        if self.session != 0 {
            message["session_id"] = self.session.into();
        }
        self.socket.send(Message::text(message.to_string())).await?;
        let answer = async {
            loop {
                let next = self.socket.next().await.context("janus closed the line")??;
                let Message::Text(text) = next else { continue };
                let answer: Value = serde_json::from_str(&text)?;
                if answer["transaction"] == *transaction && answer["janus"] != "ack" {
                    return anyhow::Ok(answer);
                }
            }
        };
        let answer = timeout(Duration::from_secs(10), answer)
            .await
            .context("janus does not answer")??;
        if answer["janus"] == "error" || !answer["plugindata"]["data"]["error"].is_null() {
            bail!("janus refuses: {answer}");
        }
        Ok(answer)
    }

    async fn listen(mut self) {
        while self.socket.next().await.is_some() {}
    }
}
