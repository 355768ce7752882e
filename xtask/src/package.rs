//! Debian packages the tasks rest on: found by the files they bring, installed when missing.

use crate::shell::{command, find, has, run, step};
use anyhow::bail;
use std::path::Path;

/// What a task cannot do without.
pub struct Need {
    pub package: &'static str,
    pub why: &'static str,
    present: Sign,
}

/// How presence is told, without asking the package manager (which costs a second).
enum Sign {
    Program(&'static str),
    File(&'static str),
    Postgres,
}

const fn program(package: &'static str, name: &'static str, why: &'static str) -> Need {
    Need {
        package,
        why,
        present: Sign::Program(name),
    }
}

const fn file(package: &'static str, path: &'static str, why: &'static str) -> Need {
    Need {
        package,
        why,
        present: Sign::File(path),
    }
}

/// To build and run the server.
pub const SERVER: &[Need] = &[
    program("gcc", "cc", "linking"),
    program("pkg-config", "pkg-config", "finding OpenSSL"),
    file("libssl-dev", "/usr/include/openssl/ssl.h", "passkeys (webauthn-rs)"),
    file(
        "fonts-noto-cjk",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "documents in Chinese",
    ),
];

/// To optimise the client and to run the browser tests.
pub const NODE: &[Need] = &[
    program("nodejs", "node", "wasm-opt and the browser tests"),
    program("npm", "npm", "wasm-opt and the browser tests"),
];

/// To run every test.
pub const TESTS: &[Need] = &[
    program("chromium", "chromium", "the browser tests"),
    program("firefox-esr", "firefox-esr", "the browser tests"),
    file(
        "fonts-noto-core",
        "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
        "text of other scripts",
    ),
    program("coturn", "turnserver", "tests of the relay"),
    program("poppler-utils", "pdftotext", "reading PDFs in tests"),
    program("qpdf", "qpdf", "judging signed PDFs"),
    program("openssl", "openssl", "judging timestamps"),
    program("softhsm2", "softhsm2-util", "tests of keys in a token"),
    program("libnss3-tools", "certutil", "judging signed PDFs"),
    program("default-jdk-headless", "javac", "PDFBox, which judges signed PDFs"),
    file("libpdfbox2-java", "/usr/share/java/pdfbox2.jar", "judging signed PDFs"),
    file("libbcpkix-java", "/usr/share/java/bcpkix.jar", "judging signed PDFs"),
    program("faketime", "faketime", "judging documents as of later years"),
    file(
        "python3-icalendar",
        "/usr/lib/python3/dist-packages/icalendar/__init__.py",
        "reading calendars in tests",
    ),
    file(
        "python3-venv",
        "/usr/share/doc/python3-venv",
        "pyHanko, which judges signed PDFs",
    ),
    Need {
        package: "postgresql",
        why: "store tests",
        present: Sign::Postgres,
    },
];

/// To measure the mediation room.
pub const MEDIA: &[Need] = &[program("janus", "janus", "the reference of the media benchmark")];

/// Debian's current compiler with its library source, for the client where rustup cannot add a target.
pub const WEB_COMPILER: &[Need] = &[
    file("rustc-web", "/usr/bin/rustc", "the client's compiler"),
    file("cargo-web", "/usr/bin/cargo", "the client's compiler"),
    file("rust-web-src", "/usr/src/rustc-", "the standard library's source"),
    file("rust-web-llvm", "/usr/bin/rust-lld", "the WebAssembly linker"),
    program("lld-22", "lld-22", "the WebAssembly linker"),
];

impl Need {
    pub fn met(&self) -> bool {
        match self.present {
            Sign::Program(name) => has(name),
            Sign::Postgres => postgres_folder().is_some() || has("initdb"),
            // A path ending in `-` stands for any version.
            Sign::File(path) if path.ends_with('-') => any_version(path),
            Sign::File(path) => Path::new(path).exists(),
        }
    }
}

/// Debian keeps PostgreSQL's own programs off the path.
pub fn postgres_folder() -> Option<std::path::PathBuf> {
    if let Some(found) = find("initdb") {
        return found.parent().map(Path::to_path_buf);
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .find(|bin| bin.join("initdb").is_file())
}

/// Installs whatever of `needs` is missing, or says in one sentence what to install.
pub fn install(needs: &[&Need]) -> anyhow::Result<()> {
    let missing: Vec<_> = needs.iter().filter(|need| !need.met()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|need| need.package).collect();
    let said: Vec<_> = missing
        .iter()
        .map(|need| format!("{} (for {})", need.package, need.why))
        .collect();
    if !has("apt-get") {
        bail!("please install: {}; the names are Debian's", said.join(", "));
    }
    if !is_root() {
        bail!(
            "please install: {}; as root: apt-get install {}",
            said.join(", "),
            names.join(" ")
        );
    }
    step(&format!("install {}", said.join(", ")));
    run(command("apt-get").args(["update", "-qq"]))?;
    run(command("apt-get")
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(&names)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_root() -> bool {
    std::process::Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout == b"0\n")
}

fn any_version(prefix: &str) -> bool {
    let path = Path::new(prefix);
    let (Some(folder), Some(start)) = (path.parent(), path.file_name()) else {
        return false;
    };
    let start = start.to_string_lossy();
    std::fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with(&*start)))
    })
}
