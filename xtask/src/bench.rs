//! `cargo xtask bench NAME [--json]`: builds the release products, then runs the benchmark.

use crate::shell::{cargo, run as execute};
use crate::{build, package};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Options {
    /// Which one: `bundle`, `desk`, `join`, `log`, `media`, `recovery`, `sign`, `soak` or `verify`
    name: String,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// For `desk`: how many cases the portal has; a million by default
    #[arg(long)]
    cases: Option<u32>,
    /// How long a soak takes
    #[arg(long)]
    minutes: Option<f64>,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    if matches!(options.name.as_str(), "media" | "join") {
        package::install(&package::MEDIA.iter().collect::<Vec<_>>())?;
    }
    if options.name == "desk" {
        return desk(options);
    }
    if matches!(options.name.as_str(), "join" | "recovery") {
        crate::setup::browsers()?;
    }
    let built = build::all(true)?;
    if matches!(options.name.as_str(), "sign" | "verify") {
        crate::setup::validators()?;
    }
    let mut bench = cargo();
    bench.args(["run", "--quiet", "--release", "--package", "bench", "--", &options.name]);
    if matches!(&*options.name, "media" | "recovery" | "soak") {
        bench.arg("--rooms").arg(built.server.with_file_name("rooms"));
    }
    if !matches!(&*options.name, "media" | "soak") {
        bench.arg("--server").arg(&built.server).arg("--site").arg(&built.site);
    }
    if let Some(minutes) = options.minutes {
        bench.arg("--minutes").arg(minutes.to_string());
    }
    if options.json {
        bench.arg("--json");
    }
    if let Some(postgres) = package::postgres_folder() {
        bench.env("PATH", path_with(postgres));
    }
    execute(&mut bench)
}

/// Asks the store itself: neither the site nor a running server is needed.
fn desk(options: &Options) -> anyhow::Result<()> {
    package::install(&package::SERVER.iter().collect::<Vec<_>>())?;
    let mut bench = cargo();
    bench.args(["run", "--quiet", "--release", "--package", "bench", "--", "desk"]);
    if options.json {
        bench.arg("--json");
    }
    if let Some(cases) = options.cases {
        bench.args(["--cases", &cases.to_string()]);
    }
    if let Some(postgres) = package::postgres_folder() {
        bench.env("PATH", path_with(postgres));
    }
    execute(&mut bench)
}

/// The search path with `folder` in front.
pub fn path_with(folder: PathBuf) -> std::ffi::OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).unwrap_or(path.clone())
}
