//! Running other programs from the workspace's root.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The workspace's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask stands in the workspace")
        .to_path_buf()
}

/// The folder of build products; honours `CARGO_TARGET_DIR`.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Says what is being done. Goes to stderr, so that `--json` output stays clean.
pub fn step(what: &str) {
    eprintln!("==> {what}");
}

/// A command that runs in the workspace's root, free of what cargo set for xtask itself.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let known = name.to_string_lossy();
        if known.starts_with("CARGO_PKG_") || known.starts_with("CARGO_BIN_") || known == "CARGO_MANIFEST_DIR" {
            command.env_remove(&name);
        }
    }
    command.env_remove("LD_LIBRARY_PATH");
    command
}

/// The cargo that started xtask: host builds use no other.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end, output going straight through; an error names the command.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", spoken(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", spoken(command));
    }
    Ok(())
}

/// Whether a program of that name is on the path.
pub fn has(program: &str) -> bool {
    find(program).is_some()
}

/// Where a program of that name is on the path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join(program))
        .find(|file| file.is_file())
}

fn spoken(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
