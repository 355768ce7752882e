//! Signing and checking PDFs, beside pyHanko on the same document in the same run.

mod cast;
mod sign;
mod verify;

use anyhow::Context;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use sign::run as sign;
pub use verify::run as verify;

/// CPU time this thread has used so far, in seconds. The work measured has one thread.
fn cpu() -> anyhow::Result<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let used = text.split(' ').next().and_then(|it| it.parse::<f64>().ok());
    Ok(used.context("the format of /proc/thread-self/schedstat")? / 1e9)
}

/// Seconds of CPU time `work` takes when it is warm and undisturbed: the least of all rounds in two
/// seconds. On a machine that others use, a mean counts their cache misses too, several times over.
fn measured(mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    work()?;
    work()?;
    let start = cpu()?;
    let mut least = f64::INFINITY;
    loop {
        let before = cpu()?;
        work()?;
        let after = cpu()?;
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
