//! `maplebridge`: a table of contents.

use clap::Parser;
use server::config::Config;

#[derive(Parser)]
#[command(version, about = "枫桥云调: online mediation of labour disputes")]
enum Maplebridge {
    /// Serve the portal
    Serve(Config),
    /// Bring the database to the newest form, and stop
    Migrate(Config),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| "info,sqlx=warn,rtc=error,rtc_dtls=off".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    match Maplebridge::parse() {
        Maplebridge::Serve(config) => server::app::serve(config).await,
        Maplebridge::Migrate(config) => server::store::Store::open(&config.database_url()?).await.map(drop),
    }
}
