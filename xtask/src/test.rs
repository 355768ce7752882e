//! `cargo xtask test`: every check there is, cheapest first, none skipped because another failed.

use crate::shell::{cargo, command, has, root, run as execute, step, target};
use crate::{fuzz, package, setup, site};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

#[derive(clap::Args)]
pub struct Options {
    /// Install cargo-deny from source if it is missing (takes long); otherwise it runs only where it is installed
    #[arg(long)]
    deny: bool,
    /// Leave the browser tests out
    #[arg(long)]
    no_browser: bool,
}

/// What was counted so far.
#[derive(Default)]
struct Count {
    passed: u64,
    failed: u64,
}

impl Count {
    /// One check that either holds or not.
    fn check(&mut self, name: &str, outcome: anyhow::Result<()>) {
        match outcome {
            Ok(()) => {
                println!("ok      {name}");
                self.passed += 1;
            }
            Err(error) => {
                println!("FAILED  {name}: {error:#}");
                self.failed += 1;
            }
        }
    }
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let mut count = Count::default();
    count.check("set-up", setup::all());
    step("cargo fmt --check");
    count.check("fmt", execute(cargo().args(["fmt", "--all", "--check"])));
    let built = products();
    let ready = built.is_ok();
    count.check("build", built);
    step("cargo test");
    rust_tests(&mut count);
    if ready && !options.no_browser {
        step("browser tests");
        browser_tests(&mut count, &site::folder(false), &others());
        step("browser tests of the client as it is released");
        match site::build(true) {
            Ok(released) => browser_tests(&mut count, &released, &RELEASED.map(str::to_owned)),
            Err(error) => count.check("release of the client", Err(error)),
        }
    } else {
        println!("browser tests were not run");
    }
    // After the tests: clippy compiles every dependency once more, and a failing test is the
    // more interesting news.
    step("cargo clippy");
    let mut clippy = cargo();
    clippy.args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]);
    count.check("clippy", execute(&mut clippy));
    deny(options, &mut count);

    println!("{} passed, {} failed", count.passed, count.failed);
    if count.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

/// The site, the test programs and, with them, the binaries under test. One call for the whole
/// workspace: cargo would build shared dependencies anew for each choice of packages.
fn products() -> anyhow::Result<()> {
    site::build(false)?;
    step("build the tests and what they test");
    execute(cargo().args(["test", "--quiet", "--workspace", "--no-run"]))
}

/// Licences, sources and doubles of every dependency, by `deny.toml`.
fn deny(options: &Options, count: &mut Count) {
    if !has("cargo-deny") && options.deny {
        step("cargo install cargo-deny");
        count.check(
            "install cargo-deny",
            execute(cargo().args(["install", "--locked", "cargo-deny"])),
        );
    }
    if has("cargo-deny") {
        step("cargo deny");
        let mut deny = cargo();
        deny.args(["deny", "--offline", "check", "licenses", "bans", "sources"]);
        count.check("deny", execute(&mut deny));
    } else {
        println!("cargo-deny is not installed: licences and sources were not checked (--deny installs it)");
    }
}

/// Runs all Rust tests and adds up cargo's own `test result:` lines.
fn rust_tests(count: &mut Count) {
    let mut tests = cargo();
    tests
        .args(["test", "--workspace", "--no-fail-fast"])
        .env("MAPLEBRIDGE_FUZZ_SECONDS", fuzz::MINUTE.to_string())
        .stdout(Stdio::piped());
    if let Some(postgres) = package::postgres_folder() {
        tests.env("PATH", crate::bench::path_with(postgres));
    }
    let before = count.failed;
    let ended_well = stream(&mut tests, |line| {
        if let Some((passed, failed)) = result_line(line) {
            count.passed += passed;
            count.failed += failed;
        }
    });
    match ended_well {
        Ok(true) => {}
        // Something other than a test: it did not compile, or a test process died.
        Ok(false) if count.failed == before => count.check("cargo test", Err(anyhow::anyhow!("see above"))),
        Ok(false) => {}
        Err(error) => count.check("cargo test", Err(error)),
    }
}

/// `test result: ok. 12 passed; 0 failed; …` → (12, 0)
fn result_line(line: &str) -> Option<(u64, u64)> {
    let (_, numbers) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut parts = numbers.split("; ");
    let passed = parts.next()?.strip_suffix(" passed")?.parse().ok()?;
    let failed = parts.next()?.strip_suffix(" failed")?.parse().ok()?;
    Some((passed, failed))
}

/// What the release's own tools (splitting, renaming, muted words) can break: starting, each
/// program, its part, work without a network, numbers the room shows to tests, and both roads. They run on it alone.
const RELEASED: [&str; 5] = ["client.spec", "offline.spec", "room.spec", "tracks.spec", "verify.spec"];

/// All other specs.
fn others() -> Vec<String> {
    let files = std::fs::read_dir(root().join("e2e/tests"))
        .into_iter()
        .flatten()
        .flatten();
    let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
    let other = |name: &String| !RELEASED.iter().any(|released| name.starts_with(released));
    names
        .filter(|name| name.ends_with(".spec.ts"))
        .filter(other)
        .map(|name| format!("/{name}"))
        .collect()
}

/// Runs Playwright on this site, on the specs named so, and reads the counts from its JSON report.
fn browser_tests(count: &mut Count, site: &Path, specs: &[String]) {
    let report = target().join("browser-tests.json");
    let _ = std::fs::remove_file(&report);
    let mut playwright = command("npx");
    playwright
        .args(["playwright", "test", "--reporter=list,json"])
        .args(specs)
        .current_dir(root().join("e2e"));
    playwright
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("MAPLEBRIDGE_TARGET", target())
        .env("MAPLEBRIDGE_SITE", site);
    let outcome = execute(&mut playwright);
    let stats = std::fs::read(&report)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
        .map(|report| report["stats"].clone());
    let Some(stats) = stats else {
        count.check("browser tests", outcome.and(Err(anyhow::anyhow!("no report"))));
        return;
    };
    let number = |name: &str| stats[name].as_u64().unwrap_or(0);
    count.passed += number("expected");
    let failed = number("unexpected") + number("flaky");
    count.failed += failed;
    if failed == 0 && outcome.is_err() {
        count.check("browser tests", outcome);
    }
}

/// Shows each line of the command's output as it comes and hands it to `each`; answers whether
/// the command succeeded.
fn stream(command: &mut Command, mut each: impl FnMut(&str)) -> anyhow::Result<bool> {
    let mut child = command.spawn()?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            each(&line);
        }
    }
    Ok(child.wait()?.success())
}

#[cfg(test)]
mod tests {
    use super::result_line;

    #[test]
    fn result_lines_are_read() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(result_line(line), Some((12, 3)));
        assert_eq!(result_line("test foo ... ok"), None);
    }
}
