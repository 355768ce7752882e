//! Signing and checking PDFs, beside pyHanko on the same document in the same run.

mod cast;
mod sign;
mod verify;

use anyhow::Context;
use std::path::{Path, PathBuf};
use std::process::Command;

pub use sign::run as sign;
pub use verify::run as verify;

/// CPU time this process has used so far, in seconds, all threads.
fn cpu() -> anyhow::Result<f64> {
    let text = std::fs::read_to_string("/proc/self/stat")?;
    // After the name, which may hold anything: state is the first field, user and system time are
    // the 12th and 13th, in hundredths of a second.
    let (_, fields) = text.rsplit_once(") ").context("the format of /proc/self/stat")?;
    let mut fields = fields.split(' ').skip(11);
    let mut next = || fields.next().and_then(|it| it.parse::<f64>().ok()).context("a number");
    Ok((next()? + next()?) / 100.0)
}

/// Seconds of CPU time `work` takes, averaged over about two seconds after a first round.
fn measured(mut work: impl FnMut() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    work()?;
    let (start, mut rounds) = (cpu()?, 0);
    while cpu()? - start < 2.0 {
        for _ in 0..10 {
            work()?;
        }
        rounds += 10;
    }
    Ok((cpu()? - start) / f64::from(rounds))
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
