//! Measurements in browsers: the specs of `e2e/bench`.

use anyhow::{Context, ensure};
use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;
use tokio::process::Command;

/// Runs `spec` to its end with these variables.
pub async fn browse(spec: &str, variables: &[(&str, &OsStr)]) -> anyhow::Result<()> {
    let done = Command::new("npx")
        .args(["playwright", "test", "--config", "bench.config.ts", spec])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../e2e"))
        .envs(variables.iter().copied())
        // Standard output is the document's.
        .stdout(Stdio::from(std::io::stderr()))
        .status()
        .await
        .context("cannot start the browsers")?;
    ensure!(done.success(), "the browsers did not get through");
    Ok(())
}
