//! The running portal: its parts, and how they start and stop.

use crate::clock::{self, Clock};
use crate::config::Config;
use crate::files::Files;
use crate::http::limits::Limits;
use crate::identity::mail::Mail;
use crate::identity::{orgs, passkeys, sessions, sms};
use crate::pages::Pages;
use crate::recording::Recordings;
use crate::recording::sealed::Master;
use crate::room::{Graces, Rooms, RoomsConfig, tap};
use crate::store::Store;
use crate::systems::outbound::Outbound;
use crate::trust::authority::{self, Authority, Keys};
use crate::trust::cmp::Shared as SharedSecret;
use crate::trust::signers::Signers;
use crate::trust::stamps::Stamps;
use crate::trust::token::{self, Token};
use crate::trust::vault::{self, Secret};
use crate::trust::witnesses::Listening;
use crate::trust::{self, Trust};
use crate::{http, jobs};
use anyhow::Context;
use axum::serve::ListenerExt;
use domain::api::Organisation;
use domain::artefact::ArtefactKind;
use domain::hash::Digest;
use domain::moment::Timestamp;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Notify;
use webauthn_rs::prelude::Webauthn;

pub struct App {
    pub config: Config,
    pub store: Store,
    /// For commands, which are many: see there.
    pub sessions: sessions::Remembered,
    pub clock: Clock,
    pub trust: Trust,
    /// Certificates, seals in documents and the built-in timestamps.
    pub authority: Authority,
    pub stamps: Stamps,
    /// Certifies signers' keys.
    pub signers: Signers,
    /// Who cosigns the log's checkpoints.
    pub witnesses: Vec<Listening>,
    pub files: Files,
    pub rooms: Rooms,
    pub recordings: Recordings,
    pub pages: Pages,
    pub sms: Box<dyn sms::Sms>,
    pub mail: Mail,
    /// Of messages to institutions' systems.
    pub webhook_key: trust::Key,
    pub outbound: Outbound,
    /// Requests of one address or session.
    pub limits: Limits,
    /// Guesses at codes and links.
    pub guesses: Limits,
    pub relying_party: Webauthn,
    /// Told to stop, while talks under way come to their end.
    pub draining: AtomicBool,
}

/// What handlers get as state.
pub type Shared = Arc<App>;

impl App {
    /// Opens database, keys, files and the media socket; does not serve yet.
    ///
    /// # Errors
    /// If any of them cannot be opened.
    pub async fn open(config: Config, clock: Clock, address: SocketAddr) -> anyhow::Result<Shared> {
        let config = config.at(address)?;
        std::fs::create_dir_all(&config.place.data)
            .with_context(|| format!("cannot make the data folder {}", config.place.data.display()))?;
        let store = Store::open(&config.place.database_url()?).await?;
        orgs::seed(store.pool()).await?;
        let secret = secret(&config)?;
        let all = orgs::all(store.pool()).await?;
        let trust = Trust::open(&config.place.data.join("trust"), &secret, &all)?;
        let authority = authority(&config, &secret, &all, clock.now())?;
        let standing = authority
            .standing()
            .map(|it| (ArtefactKind::Certificate, Digest::of(it)));
        store
            .log_artefacts(None, &standing.collect::<Vec<_>>(), clock.now())
            .await?;
        let stamps = Stamps::parse(config.timestamp.as_deref())?;
        let signers = signers(&config)?;
        let witnesses = config.witness.iter().map(|text| Listening::parse(text));
        let witnesses = witnesses.collect::<anyhow::Result<_>>()?;
        let files = Files::open(&config.place.files())?;
        let sms: Box<dyn sms::Sms> = match &config.sms {
            Some(url) => Box::new(sms::Gateway::parse(url, &config.sms_secret)?),
            None if config.demo => Box::new(sms::Outbox(store.pool().clone())),
            None => {
                tracing::warn!("no text message gateway is set: parties cannot receive codes or links");
                Box::new(sms::Silent)
            }
        };
        let mail = Mail::open(config.mail.as_deref(), &config.mail_from, config.outbound_ca.as_deref())?;
        let webhook_key = trust::locked(&config.place.data.join("trust"), "webhooks", &secret)?;
        let outbound = Outbound::open(config.outbound_ca.as_deref())?;
        let places = trust::locked(&config.place.data.join("trust"), "rooms", &secret)?;
        let media = RoomsConfig {
            bind: address,
            advertise: config.media_address.map(|ip| SocketAddr::new(ip, address.port())),
            graces: Graces::default(),
            most_people: config.media_people,
        };
        let recordings = recordings(&config, &secret)?;
        let (tap, drain) = tap::tap();
        let page_program = config.page_program.clone().map_or_else(std::env::current_exe, Ok);
        let pages = Pages::new(page_program.context("cannot tell where this program is")?);
        let ended = recordings.record(drain, config.recordings_space.saturating_mul(GIGABYTE))?;
        let (rooms, facts) =
            Rooms::start(media, places, Some(tap)).with_context(|| format!("cannot listen on udp {address}"))?;
        let relying_party = passkeys::relying_party(&config.origin)?;
        // A demo's people, and a test's, all come from one address.
        let generous = if config.demo { 20.0 } else { 1.0 };
        let app = Arc::new(Self {
            config,
            store,
            sessions: sessions::Remembered::default(),
            clock,
            trust,
            authority,
            stamps,
            signers,
            witnesses,
            files,
            rooms,
            recordings,
            pages,
            sms,
            mail,
            webhook_key,
            outbound,
            limits: Limits::new(20.0 * generous, 100.0 * generous),
            guesses: Limits::new(0.2 * generous, 10.0 * generous),
            relying_party,
            draining: AtomicBool::new(false),
        });
        tokio::spawn(jobs::facts::record(app.clone(), facts));
        tokio::spawn(jobs::recordings::follow(app.clone(), app.store.hints()));
        tokio::spawn(jobs::recordings::keep(app.clone(), ended));
        Ok(app)
    }
}

/// What opens the keys: a passphrase or a file.
fn secret(config: &Config) -> anyhow::Result<Secret> {
    let folder = config.place.data.join("trust");
    Secret::of(&folder, config.key_file.as_deref(), config.key_passphrase.as_deref())
}

const GIGABYTE: u64 = 1_000_000_000;

/// Below the data folder, under a key of their own.
fn recordings(config: &Config, secret: &Secret) -> anyhow::Result<Recordings> {
    let key = config.place.data.join("trust").join("recordings.key.pem");
    let seed = vault::seed(&key, secret, || Ok(crate::identity::token::random()))?;
    let folder = config.place.data.join("recordings");
    Recordings::open(&folder, Master::new(seed)).with_context(|| format!("cannot make {}", folder.display()))
}

/// The authority under `DATA/trust/pki`.
fn authority(config: &Config, secret: &Secret, orgs: &[Organisation], now: Timestamp) -> anyhow::Result<Authority> {
    let folder = config.place.data.join("trust").join("pki");
    let others = config.timestamp_root.iter().chain(&config.authority_root);
    let others = others.map(|path| authority::read_pem(path));
    let mut others: Vec<Vec<u8>> = others.collect::<anyhow::Result<_>>()?;
    others.dedup();
    let token = match &config.pkcs11 {
        Some(module) => {
            let pin = token::pin(config.pkcs11_pin_file.as_deref(), config.pkcs11_pin.as_deref())?;
            Some(Token::open(module, &config.pkcs11_token, pin)?)
        }
        None => None,
    };
    let keys = match &token {
        Some(token) => Keys::Token(token),
        None => Keys::Files(secret),
    };
    Authority::open(&folder, keys, orgs, others, now)
}

/// Who certifies signers' keys.
fn signers(config: &Config) -> anyhow::Result<Signers> {
    let (Some(url), Some(root)) = (&config.authority, &config.authority_root) else {
        return Ok(Signers::BuiltIn);
    };
    let shared = SharedSecret {
        reference: config.authority_reference.clone(),
        secret: config.authority_secret.clone(),
    };
    Signers::remote(url, shared, authority::read_pem(root)?)
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
    let clock = if config.demo {
        clock::ahead(&config.place.data)?
    } else {
        Clock::System
    };
    let app = App::open(config, clock, address).await?;
    let mut workers = jobs::start(&app);
    let router = http::router(&app);
    if app.config.demo {
        if let Err(error) = crate::demo::seed(&app).await {
            tracing::error!(%error, "the demo is incomplete");
        }
    } else if let Some(link) = http::office::first_link(&app)
        .await
        .map_err(|denied| anyhow::anyhow!("the first administrator: {denied:?}"))?
    {
        println!("first administrator: {link}");
    }
    // Heard from before the portal says that it is ready: sooner, the signal would just kill it.
    let mut stops = Stops::listen()?;
    println!("ready http://{address}");
    let stop = Arc::new(Notify::new());
    let told = stop.clone();
    let port = http::port::Port::share(listener, app.rooms.clone())?.tap_io(|_| {});
    let serving = axum::serve(port, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move { told.notified().await });
    let mut serving = std::pin::pin!(serving.into_future());
    let ended = tokio::select! {
        served = &mut serving => return Ok(served?),
        () = stops.next() => None,
        Some(ended) = workers.join_next() => Some(ended),
    };
    let ended = match ended {
        None => tokio::select! {
            served = &mut serving => return Ok(served?),
            () = drained(&app, &mut stops) => None,
            Some(ended) = workers.join_next() => Some(ended),
        },
        ended => ended,
    };
    stop.notify_one();
    // Live streams never end by themselves; browsers resume them.
    match tokio::time::timeout(FAREWELL, serving).await {
        Ok(served) => served?,
        Err(_) => tracing::debug!("open streams were cut"),
    }
    workers.abort_all();
    // Half a portal is worse than none: whoever watches the process starts it again.
    anyhow::ensure!(ended.is_none(), "a worker ended: {ended:?}");
    Ok(())
}

/// How long answers under way may take after the signal to stop.
const FAREWELL: std::time::Duration = std::time::Duration::from_secs(2);

/// Lets talks under way come to their end, as long as was set or until told to stop once more.
async fn drained(app: &App, stops: &mut Stops) {
    let most = std::time::Duration::from_secs(app.config.drain.saturating_mul(60));
    if most.is_zero() {
        return;
    }
    app.draining.store(true, Ordering::Relaxed);
    app.rooms.drain();
    let empty = async {
        while app.rooms.people().await > 0 {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
    };
    tokio::select! {
        () = empty => {}
        () = tokio::time::sleep(most) => tracing::warn!("talks were still under way"),
        () = stops.next() => {}
    }
}

/// SIGTERM and Ctrl-C.
struct Stops {
    terminated: Signal,
    interrupted: Signal,
}

impl Stops {
    /// Hears them from the call on.
    fn listen() -> std::io::Result<Self> {
        Ok(Self {
            terminated: signal(SignalKind::terminate())?,
            interrupted: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminated.recv() => {}
            _ = self.interrupted.recv() => {}
        }
    }
}
