//! A mail server on the private network: takes every message, and keeps it.

use super::Kind;
use super::portal::{NOW, Portal};
use domain::moment::Timestamp;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub struct Mailbox {
    pub url: String,
    mails: Arc<Mutex<Vec<String>>>,
    serving: JoinHandle<()>,
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Mailbox {
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("bound"));
        let mails = Arc::new(Mutex::new(Vec::new()));
        let shared = mails.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, shared.clone()));
            }
        });
        Self { url, mails, serving }
    }

    /// One, and a portal that sends its mail there.
    pub async fn and_portal() -> (Self, Portal) {
        let mailbox = Self::open().await;
        let url = mailbox.url.clone();
        let portal = Portal::start_with(Kind::Sqlite, Timestamp(NOW), |config| {
            config.mail = Some(url);
            config.mail_from = "枫桥云调 <tiaojie@example.cn>".into();
        })
        .await;
        (mailbox, portal)
    }

    /// Envelope and message of each, as they came.
    pub fn mails(&self) -> Vec<String> {
        self.mails.lock().expect("not poisoned").clone()
    }
}

async fn serve(stream: TcpStream, mails: Arc<Mutex<Vec<String>>>) {
    let mut stream = BufReader::new(stream);
    let mut mail = String::new();
    let mut answer = "220 mail.test\r\n";
    loop {
        if stream.get_mut().write_all(answer.as_bytes()).await.is_err() {
            return;
        }
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        answer = match line.split([' ', ':']).next().map(str::trim).unwrap_or_default() {
            "EHLO" => "250-mail.test\r\n250 8BITMIME\r\n",
            "DATA" => {
                if stream.get_mut().write_all(b"354 go on\r\n").await.is_err() {
                    return;
                }
                loop {
                    let mut line = String::new();
                    if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                        return;
                    }
                    if line == ".\r\n" {
                        break;
                    }
                    mail.push_str(&line);
                }
                mails.lock().expect("not poisoned").push(std::mem::take(&mut mail));
                "250 taken\r\n"
            }
            "QUIT" => "221 bye\r\n",
            _ => {
                mail.push_str(&line);
                "250 ok\r\n"
            }
        };
    }
}
