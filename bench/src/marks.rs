//! Signing and checking PDFs, beside pyHanko on the same document in the same run.

mod cast;
mod sign;
mod verify;

use anyhow::Context;
use rustix::time::{ClockId, clock_gettime};
use std::path::{Path, PathBuf};
use std::process::Command;

pub use sign::run as sign;
pub use verify::run as verify;

/// CPU time used so far by `clock`, in seconds, to the nanosecond.
fn cpu(clock: ClockId) -> f64 {
    let used = clock_gettime(clock);
    used.tv_sec as f64 + used.tv_nsec as f64 / 1e9
}

/// Seconds of CPU time `work` takes when it is warm and undisturbed: the least of all rounds in two
/// seconds. On a machine that others use, a mean counts their cache misses too, several times over.
fn measured(work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    // Signing and checking have one thread.
    measured_by(ClockId::ThreadCPUTime, work)
}

/// The same for work with threads of its own, in a process that does nothing else meanwhile.
fn measured_with_threads(work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    measured_by(ClockId::ProcessCPUTime, work)
}

fn measured_by(clock: ClockId, mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    work()?;
    work()?;
    let start = cpu(clock);
    let mut least = f64::INFINITY;
    loop {
        let before = cpu(clock);
        work()?;
        let after = cpu(clock);
        least = least.min(after - before);
        if after - start > 2.0 {
            return Ok(least);
        }
    }
}

/// Runs a script with the pyHanko that `cargo xtask test` installs; answers what it prints.
fn pyhanko(script: &str, arguments: &[&Path], rounds: u32) -> anyhow::Result<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("the workspace")?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let output = Command::new(target.join("validators/bin/python"))
        .arg(root.join("bench/python").join(script))
        .args(arguments)
        .arg(rounds.to_string())
        .output()
        .context("pyHanko is not installed: cargo xtask setup")?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    anyhow::ensure!(
        output.status.success(),
        "{script}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(said)
}
