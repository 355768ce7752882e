//! `cargo xtask verifier OUT.html`: the verifier as one file that a browser opens from disk, with
//! program, glue and style inside. Its own policy forbids it every connection.

use crate::shell::step;
use crate::{shrink, site};
use anyhow::{Context, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The file's name in the site's folder; the server gives it out with its trust root enclosed.
pub const NAME: &str = "verifier.html";
/// Stands where a trust root may be enclosed.
const NO_TRUST: &str = r#"<script type="application/json" id="trust">null</script>"#;

#[derive(clap::Args)]
pub struct Options {
    /// Where the file is left
    out: PathBuf,
    /// Encloses this trust root; without one the reader brings it
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Optimised
    #[arg(long)]
    release: bool,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let folder = std::env::current_dir()?;
    let page = site::build(options.release)?.join(NAME);
    let mut page = std::fs::read_to_string(&page).with_context(|| page.display().to_string())?;
    if let Some(path) = &options.trust {
        let text = std::fs::read(folder.join(path)).with_context(|| path.display().to_string())?;
        let root: serde_json::Value = serde_json::from_slice(&text).context("no trust root")?;
        let within = NO_TRUST.replace("null", &root.to_string().replace('<', "\\u003c"));
        page = page.replacen(NO_TRUST, &within, 1);
    }
    let out = folder.join(&options.out);
    std::fs::write(&out, &page).with_context(|| out.display().to_string())?;
    step(&format!("{} ({} bytes)", out.display(), page.len()));
    Ok(())
}

/// Unpacks the program.
const UNPACKED: &str = "new Response(new Blob([\
    Uint8Array.from(atob(document.getElementById('program').textContent), (c) => c.charCodeAt(0))\
    ]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()";

/// Joins `glue` (an ES module without imports that starts the program), the program `wasm`, its
/// `words` by language, and `style`.
///
/// # Errors
/// If a part would end its own element early, or needs another file.
pub fn page(glue: &str, wasm: &Path, words: &[(&str, String)], style: &str) -> anyhow::Result<String> {
    let words: serde_json::Map<_, _> = words
        .iter()
        .map(|(tag, text)| ((*tag).to_owned(), text.clone().into()))
        .collect();
    let script = glue
        .replace(shrink::PROGRAM, UNPACKED)
        .replace(shrink::PACKS, &serde_json::Value::from(words).to_string())
        .replace(shrink::PARTS, "{}");
    let closes = |text: &str| text.contains("</script") || text.contains("</style");
    ensure!(
        !closes(&script) && !closes(style),
        "a part of the verifier closes its element"
    );
    ensure!(
        !script.lines().any(|line| line.starts_with("import ")),
        "the verifier's glue imports"
    );
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&std::fs::read(wasm)?)?;
    let (script_hash, style_hash) = (hash(&script), hash(style));
    Ok(format!(
        r#"<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-{script_hash}' 'wasm-unsafe-eval'; style-src 'sha256-{style_hash}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>枫桥 · 离线核验</title>
<style>{style}</style>
</head>
<body>
<noscript><p>此页面需要 JavaScript。 This page needs JavaScript.</p></noscript>
{NO_TRUST}
<script type="text/plain" id="program">{program}</script>
<script type="module">{script}</script>
</body>
</html>
"#,
        program = STANDARD.encode(packed.finish()?),
    ))
}

/// As a content security policy names a part.
fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text))
}
