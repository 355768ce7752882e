//! `maplebridge`: a table of contents.

use clap::Parser;
use server::command_line::{self, Admin, Backup, Restore};
use server::config::{self, Config, Place};
use server::pages::draw;
use server::witness;

#[derive(Parser)]
#[command(version, about = "枫桥云调: online mediation of labour disputes")]
enum Maplebridge {
    /// Serve the portal
    Serve(Box<Config>),
    /// Bring the database to the newest form, and stop
    Migrate(Place),
    /// Copy database and files, without the keys, to a new folder
    Backup(Backup),
    /// Fill an empty database from a backup, of either database, and check it
    Restore(Restore),
    /// Check the whole log and make the read tables anew from it
    Rebuild(Place),
    /// Watch a portal's log from another machine and cosign its checkpoints
    Witness(witness::Options),
    /// Draw a page of the file on standard input; the server calls it
    #[command(hide = true)]
    Page(draw::Options),
    /// Print the OpenAPI document
    Openapi,
    /// Staff accounts, from the server's own machine
    #[command(subcommand)]
    Admin(Admin),
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
    match config::read(std::env::args_os().collect())? {
        Maplebridge::Serve(config) => server::app::serve(*config).await,
        Maplebridge::Migrate(place) => command_line::migrate(&place).await,
        Maplebridge::Backup(backup) => command_line::backup(&backup).await,
        Maplebridge::Restore(restore) => command_line::restore(&restore).await,
        Maplebridge::Rebuild(place) => command_line::rebuild(&place).await,
        Maplebridge::Witness(options) => witness::serve(&options).await,
        Maplebridge::Page(options) => draw::run(&options),
        Maplebridge::Openapi => {
            print!("{}", server::http::openapi::document());
            Ok(())
        }
        Maplebridge::Admin(admin) => command_line::admin(&admin).await,
    }
}
