//! `cargo xtask build [--release]`: the client's site, then the server and the verifier.

use crate::shell::{cargo, run as execute, step, target};
use crate::{setup, site};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Options {
    /// Optimised, with the site embedded in the server
    #[arg(long)]
    pub release: bool,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let built = all(options.release)?;
    println!("{}", built.server.display());
    println!("{}", built.verifier.display());
    Ok(())
}

/// What a build leaves.
pub struct Built {
    pub server: PathBuf,
    pub verifier: PathBuf,
    pub site: PathBuf,
}

/// Installs what is missing, then builds site, server and verifier.
pub fn all(release: bool) -> anyhow::Result<Built> {
    setup::server()?;
    let site = site::build(release)?;
    step(if release {
        "build the server (release)"
    } else {
        "build the server"
    });
    let mut build = cargo();
    build.args(["build", "--quiet", "--package", "server", "--package", "verify"]);
    if release {
        build.arg("--release").env("MAPLEBRIDGE_SITE", &site);
    }
    execute(&mut build)?;
    let folder = target().join(if release { "release" } else { "debug" });
    Ok(Built {
        server: folder.join("maplebridge"),
        verifier: folder.join("maplebridge-verify"),
        site,
    })
}
