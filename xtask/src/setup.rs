//! `cargo xtask setup`: everything that building, running and testing rest on.

use crate::{client, package, shell};
use std::path::Path;

/// For `run`, `build` and `sample`.
pub fn server() -> anyhow::Result<()> {
    package::install(&package::SERVER.iter().collect::<Vec<_>>())
}

/// For `setup` and `test`.
pub fn all() -> anyhow::Result<()> {
    shell::step("look for what building and testing need");
    let needs: Vec<_> = package::SERVER
        .iter()
        .chain(package::NODE)
        .chain(package::TESTS)
        .collect();
    package::install(&needs)?;
    client::Compiler::find(false)?;
    validators()?;
    schemathesis()?;
    node_modules("e2e")?;
    node_modules("xtask/node")
}

/// For benchmarks in browsers.
pub fn browsers() -> anyhow::Result<()> {
    package::install(&package::TESTS.iter().collect::<Vec<_>>())?;
    node_modules("e2e")
}

/// Installs the locked packages of the `package.json` in `folder`, once per lock file.
pub fn node_modules(folder: &str) -> anyhow::Result<()> {
    package::install(&package::NODE.iter().collect::<Vec<_>>())?;
    let folder = shell::root().join(folder);
    let lock = std::fs::read(folder.join("package-lock.json"))?;
    let mark = folder.join("node_modules/.locked");
    if std::fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    shell::step(&format!("npm ci in {}", folder.display()));
    npm_ci(&folder)?;
    Ok(std::fs::write(mark, lock)?)
}

/// The locked pyHanko.
pub fn validators() -> anyhow::Result<()> {
    python("requirements.txt", "validators")
}

/// The locked Schemathesis.
fn schemathesis() -> anyhow::Result<()> {
    python("schemathesis.txt", "schemathesis")
}

/// Installs what `lock` names in a folder of its own below the build products, once per lock.
fn python(lock: &str, folder: &str) -> anyhow::Result<()> {
    let lock = shell::root().join("xtask/python").join(lock);
    let wanted = std::fs::read(&lock)?;
    let folder = shell::target().join(folder);
    let mark = folder.join(".locked");
    if std::fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    shell::step(&format!("install {}", lock.display()));
    shell::run(shell::command("python3").args(["-m", "venv"]).arg(&folder))?;
    shell::run(
        shell::command(folder.join("bin/pip"))
            .args(["install", "--quiet", "--no-deps", "--disable-pip-version-check", "-r"])
            .arg(&lock),
    )?;
    Ok(std::fs::write(mark, wanted)?)
}

fn npm_ci(folder: &Path) -> anyhow::Result<()> {
    shell::run(
        shell::command("npm")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(folder)
            // Debian's browser is used; Playwright's own is not to be had everywhere.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )
}
