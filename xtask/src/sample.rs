//! `cargo xtask sample DIR`: one whole case over HTTP against a temporary server.

use crate::shell::{cargo, command, run as execute, step};
use crate::{build, temporary};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Options {
    /// Where the dossier, its PDFs and the trust root are left
    folder: PathBuf,
    /// The road to an enforceable document: `arbitration` or `court`
    #[arg(long, default_value = "arbitration", value_parser = ["arbitration", "court"])]
    track: String,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let folder = std::env::current_dir()?.join(&options.folder);
    std::fs::create_dir_all(&folder)?;
    let built = build::all(false)?;
    step("play one whole case");
    {
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
        ]);
        bench.args(["--track", &options.track]).arg(&folder);
        execute(&mut bench)?;
        // The server is gone before its dossier is checked: nothing but the files may vouch for it.
    }
    step("verify the dossier offline");
    let mut verify = command(&built.verifier);
    verify
        .arg(folder.join("dossier.asice"))
        .arg("--trust")
        .arg(folder.join("trust.json"));
    execute(&mut verify)
}
