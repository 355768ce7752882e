//! The real server as a process that can be killed, and clients that do not give up.

use reqwest::Method;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// `maplebridge serve --demo` on a port it keeps over restarts.
pub struct Server {
    child: Child,
    data: PathBuf,
    database: Option<String>,
    port: u16,
}

impl Server {
    /// Starts and waits for the `ready` line.
    pub fn start(data: PathBuf, database: Option<String>) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a free port")
            .port();
        let child = spawn(&data, database.as_deref(), port);
        Self {
            child,
            data,
            database,
            port,
        }
    }

    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// SIGKILL: no farewell, no flush.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    pub fn restart(&mut self) {
        self.kill();
        self.child = spawn(&self.data, self.database.as_deref(), self.port);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(data: &std::path::Path, database: Option<&str>, port: u16) -> Child {
    let mut serve = Command::new(env!("CARGO_BIN_EXE_maplebridge"));
    serve
        .args(["serve", "--demo", "--port", &port.to_string(), "--data"])
        .arg(data);
    if let Some(database) = database {
        serve.args(["--database", database]);
    }
    let mut child = serve
        .env("RUST_LOG", "error")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let ready = lines
        .by_ref()
        .any(|line| line.is_ok_and(|line| line.starts_with("ready ")));
    assert!(ready, "the server ended before it was ready");
    // Keeps the pipe drained.
    std::thread::spawn(move || lines.for_each(drop));
    child
}

/// One of the demo's people.
pub struct Client {
    http: reqwest::Client,
    origin: String,
}

impl Client {
    pub async fn enter(origin: &str, persona: &str) -> Self {
        let client = Self::new(origin);
        let entered = client
            .insists(
                Method::POST,
                "/api/v1/demo/enter",
                &serde_json::json!({ "persona": persona }),
            )
            .await;
        assert_eq!(entered.0, 200, "{}", entered.1);
        client
    }

    pub fn new(origin: &str) -> Self {
        let http = reqwest::Client::builder().cookie_store(true).build().expect("a client");
        Self {
            http,
            origin: origin.to_owned(),
        }
    }

    /// Sends until an answer comes: over a dead server, a cut connection, a busy one.
    pub async fn insists(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let deadline = Instant::now() + Duration::from_secs(40);
        loop {
            let sent = self.send(method.clone(), path, body, Duration::from_secs(20)).await;
            match sent {
                Some((429 | 500.., _)) | None => {}
                Some(answer) => return answer,
            }
            assert!(Instant::now() < deadline, "no answer to {method} {path}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Sends once and listens no longer than `patience`: what the server did is then unknown.
    pub async fn send(&self, method: Method, path: &str, body: &Value, patience: Duration) -> Option<(u16, Value)> {
        let request = self
            .http
            .request(method.clone(), format!("{}{path}", self.origin))
            .timeout(patience);
        let request = if method == Method::GET {
            request
        } else {
            request.json(body)
        };
        let response = request.send().await.ok()?;
        let status = response.status().as_u16();
        let text = response.text().await.ok()?;
        Some((status, serde_json::from_str(&text).unwrap_or(Value::Null)))
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.insists(Method::GET, path, &Value::Null).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    pub async fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.insists(Method::POST, path, body).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    /// A file, asked for until it comes whole.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let deadline = Instant::now() + Duration::from_secs(40);
        loop {
            let answer = self.http.get(format!("{}{path}", self.origin)).send().await;
            if let Ok(answer) = answer.and_then(reqwest::Response::error_for_status) {
                if let Ok(bytes) = answer.bytes().await {
                    return bytes.to_vec();
                }
            }
            assert!(Instant::now() < deadline, "no answer to {path}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// A gauge of `/metrics`; `None` while the server does not say.
    pub async fn metric(&self, name: &str) -> Option<f64> {
        let response = self.http.get(format!("{}/metrics", self.origin)).send().await.ok()?;
        let text = response.text().await.ok()?;
        let line = text.lines().find(|line| line.split(' ').next() == Some(name))?;
        line.split(' ').nth(1)?.parse().ok()
    }
}
