//! A demo portal in this process, on a free port with an empty data folder.

use axum::serve::ListenerExt;
use clap::Parser;
use domain::case::Stage;
use domain::id::CaseId;
use server::app::{App, Shared};
use server::clock::Clock;
use server::config::Config;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderValue, Request, header};

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    config: Config,
}

pub struct Portal {
    pub address: SocketAddr,
    pub app: Shared,
    /// The case that is being mediated.
    pub case: CaseId,
    /// Milliseconds the portal's clock is ahead.
    pub ahead: Arc<AtomicI64>,
    data: TempDir,
}

impl Portal {
    pub async fn start() -> Self {
        Self::start_on(Ipv4Addr::LOCALHOST, &[]).await
    }

    /// Listens on `ip`, with more flags.
    pub async fn start_on(ip: Ipv4Addr, more: &[&str]) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let folder = data.path().to_str().expect("plain name");
        let flags = ["maplebridge", "--data", folder, "--port", "0", "--demo"];
        let flags = Flags::parse_from(flags.iter().chain(more));
        let ahead = Arc::<AtomicI64>::default();
        let listener = TcpListener::bind((ip, 0)).await.expect("a port");
        let bound = listener.local_addr().expect("an address");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, bound.port()));
        let app = App::open(flags.config, Clock::Ahead(ahead.clone()), bound)
            .await
            .expect("a portal");
        // Papers of the second case are made by jobs.
        let mut jobs = server::jobs::start(&app);
        server::demo::seed(&app).await.expect("the demo");
        jobs.abort_all();
        let router = server::http::router(&app);
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let port = server::http::port::Port::share(listener, app.rooms.clone()).expect("a port");
        let port = port.tap_io(|_| {});
        tokio::spawn(async move { axum::serve(port, service).await });
        let case = mediated(address, &app).await;
        Self {
            address,
            app,
            case,
            ahead,
            data,
        }
    }

    /// Where it keeps everything.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Signs in as one of the demo's people; answers the cookie.
    pub async fn enter(&self, persona: &str) -> String {
        enter(self.address, persona).await
    }

    /// The handshake of the room's socket.
    pub fn knock(&self, case: CaseId, cookie: Option<&str>) -> Request<()> {
        let url = format!("ws://{}/api/v1/cases/{case}/room", self.address);
        let mut request = url.into_client_request().expect("a request");
        if let Some(cookie) = cookie {
            let cookie = HeaderValue::from_str(cookie).expect("a cookie");
            request.headers_mut().insert(header::COOKIE, cookie);
        }
        request
    }
}

async fn enter(address: SocketAddr, persona: &str) -> String {
    let answer = reqwest::Client::new()
        .post(format!("http://{address}/api/v1/demo/enter"))
        .json(&serde_json::json!({ "persona": persona }))
        .send()
        .await
        .expect("an answer");
    assert!(answer.status().is_success(), "{persona}: {}", answer.status());
    let cookies = answer.headers().get_all(reqwest::header::SET_COOKIE);
    let mut plain = cookies
        .iter()
        .filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    // The last is the one without the persona's name.
    plain.next_back().expect("a cookie").to_owned()
}

async fn mediated(address: SocketAddr, app: &App) -> CaseId {
    let cookie = enter(address, "worker").await;
    let lines: Vec<domain::api::CaseLine> = reqwest::Client::new()
        .get(format!("http://{address}/api/v1/cases"))
        .header("cookie", cookie)
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("case lines");
    for line in lines {
        let case = app.store.load(line.id).await.expect("a store").expect("a case");
        if case.stage == Some(Stage::Mediating) {
            return line.id;
        }
    }
    panic!("the demo has no case in mediation");
}
