//! A whole portal in this process: a free port, a database of its own, a clock that stands still.

use super::person::Person;
use super::{Kind, postgres};
use domain::actor::{Assurance, Role};
use domain::id::{OrgId, PersonId};
use domain::moment::Timestamp;
use server::app::{App, Shared};
use server::clock::Clock;
use server::config::{Config, Place};
use server::identity::{persons, sessions};
use sqlx::Row;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// 2026-11-26 09:00 in China.
pub const NOW: i64 = 1_795_654_800_000;

/// A text message as the gateway got it.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Message {
    pub phone: String,
    pub text: String,
}

/// Stops, and removes its files, when dropped.
pub struct Portal {
    pub app: Shared,
    pub origin: String,
    pub folder: tempfile::TempDir,
    database: String,
    time: Arc<AtomicI64>,
    messages: Arc<Mutex<Vec<Message>>>,
    running: JoinSet<()>,
}

impl Portal {
    pub async fn start(kind: Kind) -> Self {
        Self::start_at(kind, Timestamp(NOW)).await
    }

    /// With its clock at `now`.
    pub async fn start_at(kind: Kind, now: Timestamp) -> Self {
        Self::start_with(kind, now, |_| {}).await
    }

    /// With its clock at `now` and some settings changed.
    pub async fn start_with(kind: Kind, now: Timestamp, change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = match kind {
            Kind::Sqlite => format!("sqlite://{}?mode=rwc", folder.path().join("test.db").display()),
            Kind::Postgres => postgres::database().await,
        };
        Self::open(folder, database, now.0, change).await
    }

    async fn open(folder: tempfile::TempDir, database: String, now: i64, change: impl FnOnce(&mut Config)) -> Self {
        let mut running = JoinSet::new();
        let messages = Arc::new(Mutex::new(Vec::new()));
        let gateway = bound().await;
        let sms = format!("http://{}/send", gateway.local_addr().expect("bound"));
        running.spawn(take_messages(gateway, messages.clone()));
        let listener = bound().await;
        let address = listener.local_addr().expect("bound");
        let mut config = Config {
            place: Place {
                config: None,
                data: folder.path().to_owned(),
                database: Some(database.clone()),
            },
            listen: Ipv4Addr::LOCALHOST.into(),
            port: address.port(),
            origin: String::new(),
            media_address: None,
            media_people: 400,
            drain: 0,
            recordings_space: 1,
            turn: Vec::new(),
            turn_secret: String::new(),
            proxy: Some(Ipv4Addr::LOCALHOST.into()),
            sms: Some(sms),
            sms_secret: String::new(),
            key_file: None,
            key_passphrase: None,
            pkcs11: None,
            pkcs11_token: "maplebridge".into(),
            pkcs11_pin_file: None,
            pkcs11_pin: None,
            timestamp: None,
            timestamp_root: None,
            timestamp_crl: None,
            authority: None,
            authority_reference: String::new(),
            authority_secret: String::new(),
            authority_root: None,
            authority_crl: Vec::new(),
            outbound_ca: None,
            mail: None,
            mail_from: String::new(),
            witness: Vec::new(),
            page_program: Some(env!("CARGO_BIN_EXE_maplebridge").into()),
            demo: false,
        };
        change(&mut config);
        let time = Arc::new(AtomicI64::new(now));
        let app = App::open(config, Clock::Mock(time.clone()), address)
            .await
            .expect("the portal opens");
        let mut workers = server::jobs::start(&app);
        running.spawn(async move { while workers.join_next().await.is_some() {} });
        let service = server::http::router(&app).into_make_service_with_connect_info::<SocketAddr>();
        running.spawn(async move { axum::serve(listener, service).await.expect("it serves") });
        Self {
            app,
            origin: format!("http://{address}"),
            folder,
            database,
            time,
            messages,
            running,
        }
    }

    /// The same portal after its process ended and began again.
    pub async fn restart(self) -> Self {
        self.restart_with(|_| {}).await
    }

    /// With some settings changed.
    pub async fn restart_with(mut self, change: impl FnOnce(&mut Config)) -> Self {
        self.running.shutdown().await;
        let now = self.time.load(Ordering::SeqCst);
        Self::open(self.folder, self.database, now, change).await
    }

    pub fn database(&self) -> &str {
        &self.database
    }

    pub fn now(&self) -> Timestamp {
        Timestamp(self.time.load(Ordering::SeqCst))
    }

    pub fn pass(&self, milliseconds: i64) {
        self.time.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Until no work is left that is due now: then nothing more happens by itself.
    pub async fn idle(&self) {
        let wait = async {
            loop {
                let row = sqlx::query("SELECT COUNT(*) AS due FROM jobs WHERE done = 0 AND run_at <= $1")
                    .bind(self.now().0)
                    .fetch_one(self.app.store.pool())
                    .await
                    .expect("jobs read");
                if row.get::<i64, _>("due") == 0 {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), wait)
            .await
            .expect("the work is done within a minute")
    }

    /// Messages to `phone`, oldest first.
    pub fn messages(&self, phone: &str) -> Vec<String> {
        let messages = self.messages.lock().expect("not poisoned");
        let to_phone = messages.iter().filter(|message| message.phone == phone);
        to_phone.map(|message| message.text.clone()).collect()
    }

    /// The newest one-time code sent to `phone`; other news may have come to it since.
    pub fn code(&self, phone: &str) -> String {
        let sent = self.messages(phone);
        let newest = sent.iter().rfind(|text| text.contains("验证码"));
        super::code_in(newest.expect("a code was sent"))
    }

    /// The newest message to `phone` that holds `mark`, once it comes.
    pub async fn message(&self, phone: &str, mark: &str) -> String {
        self.until(|| self.messages(phone).into_iter().rev().find(|text| text.contains(mark)))
            .await
    }

    /// What `look` finds, as soon as it finds something.
    pub async fn until<T>(&self, look: impl Fn() -> Option<T>) -> T {
        let wait = async {
            loop {
                if let Some(found) = look() {
                    return found;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), wait)
            .await
            .expect("it happens within half a minute")
    }

    /// A browser nobody is signed in at.
    pub fn stranger(&self) -> Person {
        Person::at(&self.origin)
    }

    /// A party signed in by a code to `phone`.
    pub async fn party(&self, phone: &str) -> Person {
        let person = self.stranger();
        person
            .post("/api/v1/session/code", &serde_json::json!({ "phone": phone }))
            .await
            .ok();
        let code = self.code(phone);
        person
            .post(
                "/api/v1/session/verify",
                &serde_json::json!({ "phone": phone, "code": code }),
            )
            .await
            .ok();
        person
    }

    /// A staff member with an open session, as after a sign-in by passkey.
    pub async fn staff(&self, login: &str, role: Role, org: OrgId) -> Person {
        let staff = persons::NewStaff {
            id: PersonId(uuid::Uuid::now_v7()),
            name: "王秀兰",
            login,
            phone: None,
            role,
            org,
        };
        let pool = self.app.store.pool();
        assert!(persons::add_staff(pool, &staff, self.now()).await.expect("added"));
        let start = sessions::Start {
            person: staff.id,
            assurance: Assurance::Passkey,
            invited: None,
            demo: false,
        };
        let secret = sessions::open(pool, start, self.now()).await.expect("opened");
        self.stranger().with_token(secret)
    }
}

async fn bound() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port")
}

/// A gateway that takes every message.
async fn take_messages(listener: TcpListener, messages: Arc<Mutex<Vec<Message>>>) {
    loop {
        let (mut stream, _) = listener.accept().await.expect("it listens");
        let mut request = Vec::new();
        let message = loop {
            let mut chunk = [0; 4096];
            let read = stream.read(&mut chunk).await.expect("it reads");
            request.extend(&chunk[..read]);
            let body = request.windows(4).position(|window| window == b"\r\n\r\n");
            if let Some(message) = body.and_then(|at| serde_json::from_slice(&request[at + 4..]).ok()) {
                break message;
            }
            assert!(read > 0, "the portal sent no message");
        };
        messages.lock().expect("not poisoned").push(message);
        stream
            .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
            .await
            .expect("it writes");
    }
}
