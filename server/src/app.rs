//! The running portal: its parts, and how they start and stop.

use crate::clock::Clock;
use crate::config::Config;
use crate::files::Files;
use crate::identity::{orgs, sms};
use crate::store::Store;
use crate::trust::Trust;
use crate::{http, jobs};
use anyhow::Context;
use domain::api::Organisation;
use std::sync::Arc;
use tokio::net::TcpListener;

pub struct App {
    pub config: Config,
    pub store: Store,
    pub clock: Clock,
    pub trust: Trust,
    pub files: Files,
    pub sms: Box<dyn sms::Sms>,
    pub orgs: Vec<Organisation>,
    /// Origin as browsers see it, without a trailing slash.
    pub origin: String,
}

/// What handlers get as state.
pub type Shared = Arc<App>;

impl App {
    /// Opens database, keys and files; does not listen yet.
    ///
    /// # Errors
    /// If any of them cannot be opened.
    pub async fn open(config: Config, clock: Clock, origin: String) -> anyhow::Result<Shared> {
        let config = config.checked()?;
        std::fs::create_dir_all(&config.data)
            .with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
        let store = Store::open(&config.database_url()?).await?;
        orgs::seed(&store.pool).await?;
        let orgs = orgs::all(&store.pool).await?;
        let trust = Trust::open(&config.data.join("trust"), &orgs)?;
        let files = Files::open(&config.data.join("files"))?;
        let sms: Box<dyn sms::Sms> = match &config.sms {
            Some(url) => Box::new(sms::Gateway::parse(url, &config.sms_secret)?),
            None => Box::new(sms::Outbox(store.pool.clone())),
        };
        let origin = config.origin.clone().unwrap_or(origin);
        Ok(Arc::new(Self { config, store, clock, trust, files, sms, orgs, origin }))
    }

    pub fn org(&self, id: domain::id::OrgId) -> Option<&Organisation> {
        self.orgs.iter().find(|org| org.id == id)
    }

    /// Name of the log in checkpoints: the origin's host (C2SP tlog-checkpoint).
    pub fn log_origin(&self) -> String {
        let host = self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host);
        format!("{host}/log")
    }
}

/// Serves until SIGTERM or Ctrl-C.
///
/// # Errors
/// If the portal cannot start.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let listener = TcpListener::bind((config.listen, config.port))
        .await
        .with_context(|| format!("cannot listen on {}:{}", config.listen, config.port))?;
    let address = listener.local_addr()?;
    let app = App::open(config, Clock::System, format!("http://{address}")).await?;
    let workers = jobs::start(&app);
    let router = http::router(&app);
    println!("ready http://{address}");
    axum::serve(listener, router.into_make_service_with_connect_info::<std::net::SocketAddr>())
        .with_graceful_shutdown(stopped())
        .await?;
    workers.abort_all();
    Ok(())
}

async fn stopped() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
