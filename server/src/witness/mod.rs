//! `maplebridge witness`: a court, union or commission watches the portal's log from a machine of
//! its own (C2SP tlog-witness). It cosigns a checkpoint only after proof that the log continues the
//! one it cosigned before, and keeps and shouts whatever does not.

mod memory;

pub use memory::{Memory, Refused};

use crate::clock::Clock;
use crate::trust;
use crate::trust::vault::Secret;
use anyhow::Context;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::dossier::TrustRoot;
use domain::witness::{Witness, is_name};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A note with a few dozen lines and a proof are smaller.
const LARGEST_BODY: usize = 16 * 1024;

#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// Name of this witness, e.g. court.example.cn/witness; readers' trust roots say it too
    #[arg(long)]
    name: String,
    /// The portal's trust root, obtained from its operator: says which log is watched
    #[arg(long, value_name = "FILE")]
    trust: PathBuf,
    /// Folder of the key and of what was cosigned last. Never set it back to an older copy
    #[arg(long, default_value = "witness")]
    data: PathBuf,
    /// File whose content opens the key; made in the folder by default. Keep it elsewhere, and a stolen
    /// folder cosigns nothing
    #[arg(long, env = "MAPLEBRIDGE_KEY_FILE")]
    key_file: Option<PathBuf>,
    /// Passphrase that opens the key, instead of a key file
    #[arg(long, env = "MAPLEBRIDGE_KEY_PASSPHRASE", hide_env_values = true)]
    key_passphrase: Option<String>,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    listen: IpAddr,
    /// Port to listen on; 0 takes any free port
    #[arg(long, default_value_t = 4100)]
    port: u16,
}

struct Serving {
    memory: Mutex<Memory>,
    clock: Clock,
}

/// Serves until the process is ended. Prints the verifier key that the portal and its readers need.
///
/// # Errors
/// If key, memory or trust root cannot be read, or the address cannot be had.
pub async fn serve(options: &Options) -> anyhow::Result<()> {
    let text = std::fs::read(&options.trust).with_context(|| format!("cannot read {}", options.trust.display()))?;
    let root: TrustRoot =
        serde_json::from_slice(&text).with_context(|| format!("{} is no trust root", options.trust.display()))?;
    let secret = Secret::of(
        &options.data,
        options.key_file.as_deref(),
        options.key_passphrase.as_deref(),
    )?;
    let memory = open(&options.data, &options.name, &root, &secret)?;
    let listener = tokio::net::TcpListener::bind((options.listen, options.port))
        .await
        .with_context(|| format!("cannot listen on {}:{}", options.listen, options.port))?;
    println!("verifier key {}", memory.witness().verifier());
    println!("ready http://{}", listener.local_addr()?);
    axum::serve(listener, router(memory, Clock::System)).await?;
    Ok(())
}

/// The witness `name` of the log in `root`, with its key, which `secret` opens, and memory in `folder`, made
/// if missing.
///
/// # Errors
/// If they cannot be read or made, or the name is of no use.
pub fn open(folder: &Path, name: &str, root: &TrustRoot, secret: &Secret) -> anyhow::Result<Memory> {
    anyhow::ensure!(
        is_name(name),
        "a witness's name has no space and no plus sign: {name:?}"
    );
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let key = trust::locked(folder, "witness", secret)?;
    let witness = Witness {
        name: name.to_owned(),
        key: key.public(),
    };
    Memory::open(folder, key, witness, root)
}

/// `POST /add-checkpoint`, and `GET /checkpoint`: the newest it has cosigned, for whoever compares.
pub fn router(memory: Memory, clock: Clock) -> Router {
    let serving = Arc::new(Serving {
        memory: Mutex::new(memory),
        clock,
    });
    Router::new()
        .route("/add-checkpoint", post(add))
        .route("/checkpoint", get(checkpoint))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(serving)
}

async fn add(State(serving): State<Arc<Serving>>, body: String) -> Response {
    // One at a time: what is cosigned next stands on what is written down now.
    let mut memory = serving.memory.lock().unwrap_or_else(PoisonError::into_inner);
    match memory.add(&body, serving.clock.now()) {
        Ok(line) => line.into_response(),
        Err(Refused::Malformed) => StatusCode::BAD_REQUEST.into_response(),
        Err(Refused::OtherLog) => StatusCode::NOT_FOUND.into_response(),
        Err(Refused::Unsigned) => StatusCode::FORBIDDEN.into_response(),
        Err(Refused::Stale(size)) => {
            let kind = [(header::CONTENT_TYPE, "text/x.tlog.size")];
            (StatusCode::CONFLICT, kind, format!("{size}\n")).into_response()
        }
        Err(Refused::Forked) => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        Err(Refused::Unwritten(error)) => {
            tracing::error!(%error, "nothing is cosigned that is not written down");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn checkpoint(State(serving): State<Arc<Serving>>) -> Response {
    let memory = serving.memory.lock().unwrap_or_else(PoisonError::into_inner);
    match memory.note() {
        Some(note) => note.to_owned().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
