//! `cargo xtask fuzz`: what strangers and guests may send, bent in every way, for as long as asked.

use crate::shell::{cargo, run as execute, step};

/// Names of all targets hold this.
const TARGETS: &str = "fuzz::";
/// Of each target in a full run of the tests.
pub const MINUTE: u64 = 60;

#[derive(clap::Args)]
pub struct Options {
    /// Seconds for each target
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    /// Where luck begins; a failure names the seed of its round
    #[arg(long)]
    seed: Option<u64>,
    /// Only targets with this in their name
    target: Option<String>,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    step("fuzz");
    let seed = options.seed.unwrap_or_else(|| {
        let since = std::time::UNIX_EPOCH.elapsed();
        since.map_or(1, |since| since.as_secs())
    });
    let mut tests = cargo();
    tests.args(["test", "--workspace", "--lib", "--"]);
    tests
        .arg(options.target.as_deref().unwrap_or(TARGETS))
        .arg("--nocapture");
    tests.env("MAPLEBRIDGE_FUZZ_SECONDS", options.seconds.to_string());
    tests.env("MAPLEBRIDGE_FUZZ_SEED", seed.to_string());
    execute(&mut tests)
}
