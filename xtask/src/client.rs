//! Compiling the browser client to WebAssembly.
//!
//! Three ways to a compiler with a standard library for `wasm32-unknown-unknown`, in this order:
//! the toolchain in use has it; rustup adds it; Debian's `rustc-web` builds it from source. Client
//! products stand in their own folder, so two compilers never rebuild each other's work.

use crate::package;
use crate::shell::{command, has, root, run, step, target};
use crate::split::{self, Part};
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// Which compiler builds the client.
pub enum Compiler {
    /// The toolchain that builds the server.
    Host,
    /// Debian's, building the standard library too.
    Debian,
}

impl Compiler {
    /// Finds one, installing if need be; otherwise says in one sentence what to install.
    ///
    /// For a release Debian's is asked first: it builds the standard library too, so that the words
    /// of panics, a sixteenth of the program, need not be sent to phones.
    pub fn find(release: bool) -> anyhow::Result<Self> {
        let debian: Vec<_> = package::WEB_COMPILER.iter().collect();
        if release && package::install(&debian).is_ok() {
            return Ok(Self::Debian);
        }
        if host_has_target() {
            return Ok(Self::Host);
        }
        if debian.iter().all(|need| need.met()) {
            return Ok(Self::Debian);
        }
        if has("rustup") {
            step(&format!("rustup target add {TARGET}"));
            // Where its host cannot be reached rustup retries for minutes: half a minute tells.
            let mut add = command("timeout");
            add.args(["120", "rustup", "target", "add", TARGET])
                .env("RUSTUP_MAX_RETRIES", "0");
            if run(&mut add).is_ok() && host_has_target() {
                return Ok(Self::Host);
            }
            step("rustup cannot add the target; falling back to Debian's rustc-web");
        }
        package::install(&debian).with_context(|| {
            format!(
                "the client needs a compiler for {TARGET}: run `rustup target add {TARGET}`, \
                 or on Debian install rustc-web, cargo-web, rust-web-src, rust-web-llvm and lld-22"
            )
        })?;
        Ok(Self::Debian)
    }

    /// Cargo of this compiler, before its subcommand's arguments.
    fn cargo(&self, subcommand: &str, release: bool) -> Command {
        match self {
            Self::Host => {
                let mut cargo = crate::shell::cargo();
                cargo.arg(subcommand);
                cargo
            }
            Self::Debian => {
                let mut cargo = command("/usr/bin/cargo");
                let path = std::env::var("PATH").unwrap_or_default();
                cargo
                    .env("PATH", format!("/usr/bin:{path}"))
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env_remove("RUSTC")
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .args([subcommand, "-Zbuild-std=std,panic_abort"]);
                if release {
                    cargo.arg("-Zbuild-std-features=optimize_for_size");
                }
                cargo
            }
        }
    }

    /// Flags of `.cargo/config.toml` (the variable replaces them), and less in the program: paths
    /// of the machine that built it, and with Debian's compiler the words of panics.
    fn release_flags(&self) -> String {
        let home = std::env::var("HOME").unwrap_or_default();
        let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
        let mut flags = vec![
            "--cfg".into(),
            "getrandom_backend=\"wasm_js\"".into(),
            "--cfg".into(),
            "sha2_backend_soft=\"compact\"".into(),
            "--cfg".into(),
            // Half as many limbs: less code than for the 32 bits of the target's addresses.
            "curve25519_dalek_bits=\"64\"".into(),
            "-Clink-arg=--emit-relocs".into(),
            remap(&root(), "."),
            remap(Path::new(&home), "~"),
        ];
        if matches!(self, Self::Debian) {
            let mute = [
                "-Zunstable-options",
                "-Cpanic=immediate-abort",
                "-Zlocation-detail=none",
                "-Zfmt-debug=none",
            ];
            flags.extend(mute.map(String::from));
        }
        flags.join("\u{1f}")
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Host => "the host's toolchain",
            Self::Debian => "Debian's rustc-web",
        }
    }
}

/// Builds the client's programs; answers the folder of `party.wasm` and `staff.wasm`.
pub fn compile(release: bool) -> anyhow::Result<PathBuf> {
    let compiler = Compiler::find(release)?;
    let profile = if release { "client" } else { "client-dev" };
    let folder = target().join("client");
    step(&format!("compile the client ({profile}, with {})", compiler.name()));
    // A release is built for each kind of reader: what a party never says is not in its program.
    let programs: &[&[&str]] = if release {
        &[
            &["--bin", "staff", "--bin", "public"],
            &["--bin", "party", "--features", "party"],
        ]
    } else {
        &[&["--bins"]]
    };
    for programs in programs {
        let mut cargo = compiler.cargo("build", release);
        cargo.args(["--quiet", "--target", TARGET, "--package", "app", "--profile", profile]);
        cargo.args(*programs).arg("--target-dir").arg(&folder);
        if release {
            cargo.env("CARGO_ENCODED_RUSTFLAGS", compiler.release_flags());
        }
        run(&mut cargo)?;
    }
    Ok(folder.join(TARGET).join(profile))
}

fn host_has_target() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let Ok(output) = command(rustc)
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
    else {
        return false;
    };
    output.status.success() && Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir()
}

/// Splits one program into its parts, and puts the glue of the first beside it; see `site`.
pub fn bind(wasm: &Path, into: &Path) -> anyhow::Result<Vec<Part>> {
    if !wasm.is_file() {
        bail!("{} was not built", wasm.display());
    }
    let (main, parts) = split::split(wasm, &into.join("split"))?;
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .input_path(&main)
        .web(true)?
        .typescript(false)
        // A part calls through the table of the first.
        .keep_lld_exports(true)
        .omit_default_module_path(true)
        .demangle(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.generate(into)?;
    let glue = into.join(main.file_name().context("a file name")?).with_extension("js");
    let text = std::fs::read_to_string(&glue)?;
    std::fs::write(glue, split::linked(&text, &parts)?)?;
    Ok(parts)
}
