//! What `maplebridge` does beside serving: schema, copies, read tables, the first people.

use crate::clock::Clock;
use crate::config::Place;
use crate::http::office;
use crate::identity::{orgs, passkeys, persons, sessions};
use crate::store::{Checked, Store};
use anyhow::{Context, anyhow};
use domain::id::OrgId;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Backup {
    #[command(flatten)]
    place: Place,
    /// Folder to make; it must not exist yet
    #[arg(long)]
    to: PathBuf,
}

#[derive(clap::Args)]
pub struct Restore {
    #[command(flatten)]
    place: Place,
    /// Folder that `backup` made
    #[arg(long)]
    from: PathBuf,
}

#[derive(clap::Subcommand)]
pub enum Admin {
    /// Print a one-time link with which a staff member registers a passkey; makes the first
    /// administrator where there is none
    Link {
        #[command(flatten)]
        place: Place,
        /// Sign-in name
        #[arg(default_value = "admin")]
        login: String,
        /// Address of the server as browsers see it
        #[arg(long, env = "MAPLEBRIDGE_ORIGIN", default_value = "http://localhost:4000")]
        origin: String,
    },
    /// List staff accounts
    Accounts {
        #[command(flatten)]
        place: Place,
    },
    /// Choose what parties sign with in cases of a mediation body
    Signing {
        #[command(flatten)]
        place: Place,
        /// Id of the body, as `GET /api/v1/bodies` shows it
        body: OrgId,
        /// `p256` for readers of PDF that do not know `ed25519`
        #[arg(value_parser = ["ed25519", "p256"])]
        keys: String,
    },
    /// Close a staff account and end its sessions
    Close {
        #[command(flatten)]
        place: Place,
        /// Sign-in name
        login: String,
    },
}

/// # Errors
/// If the database cannot be reached or is newer than this program.
pub async fn migrate(place: &Place) -> anyhow::Result<()> {
    Store::open(&place.database_url()?).await?;
    println!("the database is at the newest form");
    Ok(())
}

/// # Errors
/// See [`Store::backup`].
pub async fn backup(backup: &Backup) -> anyhow::Result<()> {
    let store = Store::open(&backup.place.database_url()?).await?;
    let rows = store.backup(&backup.place.files(), &backup.to).await?;
    println!("{rows} rows and the files of all cases are in {}", backup.to.display());
    println!(
        "the keys are not: keep a copy of {} in a safe place of its own",
        backup.place.data.join("trust").display()
    );
    Ok(())
}

/// # Errors
/// See [`Store::restore`].
pub async fn restore(restore: &Restore) -> anyhow::Result<()> {
    let store = Store::open(&restore.place.database_url()?).await?;
    let checked = store.restore(&restore.place.files(), &restore.from).await?;
    println!("restored; {}", said(&checked));
    println!(
        "put your copy of the keys at {} before serving: without it new ones are made",
        restore.place.data.join("trust").display()
    );
    Ok(())
}

/// Checks the log and makes the read tables anew.
///
/// # Errors
/// The place where the log does not hold.
pub async fn rebuild(place: &Place) -> anyhow::Result<()> {
    let store = Store::open(&place.database_url()?).await?;
    let checked = store.check().await?;
    let rows = store.rebuild().await?;
    println!("{}; {rows} rows made anew", said(&checked));
    Ok(())
}

fn said(checked: &Checked) -> String {
    format!(
        "{} cases with {} entries hold, the newest checkpoint covers {} leaves",
        checked.cases, checked.entries, checked.leaves
    )
}

/// # Errors
/// If there is no such account, or the database fails.
pub async fn admin(admin: &Admin) -> anyhow::Result<()> {
    let now = Clock::System.now();
    match admin {
        Admin::Link { place, login, origin } => {
            let store = opened(place).await?;
            let pool = store.pool();
            if login == office::FIRST_LOGIN {
                office::first_admin(pool, now)
                    .await
                    .map_err(|denied| anyhow!("{denied:?}"))?;
            }
            let person = persons::by_login(pool, login)
                .await?
                .filter(|person| !person.closed)
                .with_context(|| format!("no open account has the sign-in name {login:?}"))?;
            let secret = passkeys::link(pool, person.id, now).await?;
            println!("{}", office::link_at(origin, &secret));
        }
        Admin::Accounts { place } => {
            let store = opened(place).await?;
            for org in orgs::all(store.pool()).await? {
                for person in persons::staff_of(store.pool(), org.id).await? {
                    let role = person
                        .staff
                        .map_or_else(String::new, |(role, _)| crate::identity::name_of(role));
                    let closed = if person.closed { " (closed)" } else { "" };
                    let login = person.login.unwrap_or_default();
                    println!("{login}\t{role}\t{}\t{}{closed}", person.name, org.name);
                }
            }
        }
        Admin::Signing { place, body, keys } => {
            let store = opened(place).await?;
            let chosen = crate::identity::from_name(keys).context("no such keys")?;
            let known = orgs::choose_signing(store.pool(), *body, chosen).await?;
            anyhow::ensure!(known, "there is no body {body}");
            println!("parties of {body} sign with {keys}");
        }
        Admin::Close { place, login } => {
            let store = opened(place).await?;
            let person = persons::by_login(store.pool(), login)
                .await?
                .with_context(|| format!("no account has the sign-in name {login:?}"))?;
            persons::close(store.pool(), person.id).await?;
            sessions::close_all(store.pool(), person.id).await?;
            println!("{login} is closed");
        }
    }
    Ok(())
}

async fn opened(place: &Place) -> anyhow::Result<Store> {
    let store = Store::open(&place.database_url()?).await?;
    orgs::seed(store.pool()).await?;
    Ok(store)
}
