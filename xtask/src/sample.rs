//! `cargo xtask sample DIR`: one whole case over HTTP against a temporary server.

use crate::shell::{cargo, run as execute, step};
use crate::{build, temporary};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Options {
    /// Where the dossier, its PDFs and the trust root are left
    folder: PathBuf,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let folder = std::env::current_dir()?.join(&options.folder);
    std::fs::create_dir_all(&folder)?;
    let built = build::all(false)?;
    step("play one whole case");
    let server = temporary::Server::start(&built)?;
    let mut bench = cargo();
    bench.args([
        "run",
        "--quiet",
        "--package",
        "bench",
        "--",
        "sample",
        "--url",
        &server.origin,
        "--data",
    ]);
    execute(bench.arg(server.data()).arg(&folder))
}
