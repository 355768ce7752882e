//! `cargo xtask run`: build what changed, then become the server.

use crate::build;
use crate::shell::{command, root};
use anyhow::Context;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Options {
    /// Optimised build
    #[arg(long)]
    release: bool,
    /// HTTP port on 127.0.0.1; media uses the UDP port of the same number
    #[arg(long, default_value_t = 4000)]
    port: u16,
    /// Folder of the database, files and keys
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Start empty: no example, no start page, no outbox
    #[arg(long)]
    no_demo: bool,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    // The folder is the caller's; the server starts in the workspace's root.
    let data = std::env::current_dir()?.join(&options.data);
    let built = build::all(options.release)?;
    let mut server = command(&built.server);
    server.current_dir(root()).arg("serve");
    if !options.no_demo {
        server.arg("--demo");
    }
    server
        .arg("--port")
        .arg(options.port.to_string())
        .arg("--data")
        .arg(data);
    if !options.release {
        server.env("MAPLEBRIDGE_SITE", &built.site);
    }
    become_server(server).with_context(|| format!("cannot start {}", built.server.display()))
}

/// On Unix xtask is replaced, so that signals reach the server itself.
#[cfg(unix)]
fn become_server(mut server: std::process::Command) -> anyhow::Result<()> {
    use std::os::unix::process::CommandExt;
    Err(server.exec().into())
}

#[cfg(not(unix))]
fn become_server(mut server: std::process::Command) -> anyhow::Result<()> {
    crate::shell::run(&mut server)
}
