//! `bench court`: the receiver of `court.rs` on a port, for trying a portal's webhooks against a system that
//! loses answers, sleeps, hangs up and says 503.

use crate::court::{Court, Mood};
use anyhow::{Context, ensure};
use serde_json::Value;

#[derive(clap::Args)]
pub struct Options {
    /// Port to listen on; 0 for a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The signing secret that came with the endpoint, `whsec_…`
    #[arg(long)]
    secret: String,
    /// What it does with the first messages, then it takes all: `takes`, `lost`, `sleeps`, `hangs-up`, or a status
    #[arg(long, value_delimiter = ',')]
    moods: Vec<String>,
}

/// Prints a line for each message until it is stopped.
///
/// # Errors
/// If the port is taken, or the secret or a mood is none.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let court = Court::at(options.port).await.context("the port")?;
    ensure!(court.knows(&options.secret), "the secret begins with whsec_");
    let moods: Option<Vec<Mood>> = options.moods.iter().map(|mood| Mood::parse(mood)).collect();
    court.moods(&moods.context("a mood is takes, lost, sleeps, hangs-up or a status")?);
    court.watch(|mood: Mood, message: &Value| println!("{mood:?} {message}"));
    println!("{}", court.url);
    tokio::signal::ctrl_c().await?;
    println!("{} taken, {} forged", court.kinds().len(), court.forged());
    Ok(())
}
