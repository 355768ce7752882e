//! Making the static site from the compiled client: `target/site/{app,desk,verify}/`.
//!
//! Every file but `index.html` has its content's hash in its name and may be cached for ever; each
//! stands beside its brotli form. `site.json` tells the server the names, for doors that start the
//! download while a person reads.

use crate::shell::{root, step, target};
use crate::{client, fingerprint, shrink, verifier};
use anyhow::Context;
use domain::terms::prose::Language;
use serde_json::json;
use std::path::{Path, PathBuf};
use words::book::Book;

/// One program of the client and the path it is served at.
struct Program {
    name: &'static str,
    path: &'static str,
    title: &'static str,
    /// Stylesheets of screens it does not have.
    without: &'static [&'static str],
    /// Catalogues of the screens it has.
    books: &'static [Book],
    /// Catalogues only its part has.
    aside: &'static [Book],
}

/// As `app/start.js` and the client name them.
const LANGUAGES: [(&str, Language); 2] = [("zh", Language::Chinese), ("en", Language::English)];

const PROGRAMS: [Program; 3] = [
    Program {
        name: "party",
        path: "app",
        title: "枫桥 · 劳动争议在线调解",
        without: &["staff", "public"],
        books: &[Book::Frame, Book::Acts, Book::Reasons, Book::Party, Book::Room],
        aside: &[Book::Aside],
    },
    Program {
        name: "staff",
        path: "desk",
        title: "枫桥 · 工作台",
        without: &[],
        books: &[
            Book::Frame,
            Book::Acts,
            Book::Reasons,
            Book::Party,
            Book::Room,
            Book::Staff,
            Book::Aside,
            Book::OfficeActs,
        ],
        aside: &[],
    },
    Program {
        name: "public",
        path: "verify",
        title: "枫桥 · 核验文书",
        without: &["party", "staff", "room"],
        books: &[Book::Frame, Book::Acts, Book::Reasons, Book::Public],
        aside: &[],
    },
];

/// Cascade order: later files win. Files not named here follow by name.
const STYLE_ORDER: [&str; 6] = ["layers", "reset", "tokens", "base", "layout", "components"];

const INPUTS: [&str; 10] = [
    "app",
    "markup/src",
    "words/src",
    "domain/src",
    "domain/Cargo.toml",
    "pades/src",
    "pades/Cargo.toml",
    "Cargo.lock",
    "Cargo.toml",
    ".cargo",
];

/// Where the site stands; release and development products are kept apart.
pub fn folder(release: bool) -> PathBuf {
    target().join(if release { "site-release" } else { "site" })
}

/// Builds the site if any input changed since last time.
pub fn build(release: bool) -> anyhow::Result<PathBuf> {
    let site = folder(release);
    let inputs = [
        &INPUTS[..],
        &[
            "xtask/src/site.rs",
            "xtask/src/shrink.rs",
            "xtask/src/order.rs",
            "xtask/src/client.rs",
            "xtask/src/split.rs",
            "xtask/src/verifier.rs",
        ],
    ]
    .concat();
    let fingerprint = fingerprint::of(&inputs, if release { "release" } else { "dev" })?;
    let mark = site.join(".fingerprint");
    if std::fs::read_to_string(&mark).is_ok_and(|made| made == fingerprint) {
        return Ok(site);
    }
    let compiled = client::compile(release)?;
    if site.exists() {
        std::fs::remove_dir_all(&site)?;
    }
    std::fs::create_dir_all(&site)?;
    let mut names = serde_json::Map::new();
    for program in &PROGRAMS {
        let mut style = style(program.without)?;
        if release {
            style = shrink::text(&style, "css")?;
        }
        names.insert(
            program.name.into(),
            assemble(program, &compiled, &style, &site, release)?,
        );
    }
    std::fs::write(site.join("site.json"), serde_json::to_vec_pretty(&names)?)?;
    compress(&site, if release { 11 } else { 4 })?;
    std::fs::write(mark, fingerprint)?;
    Ok(site)
}

/// Lays one program's files into the site; answers its names for `site.json`.
fn assemble(
    program: &Program,
    compiled: &Path,
    style: &str,
    site: &Path,
    release: bool,
) -> anyhow::Result<serde_json::Value> {
    let Program { name, path, .. } = program;
    step(&format!("bind {name}"));
    let bound = target().join("bound").join(name);
    if bound.exists() {
        std::fs::remove_dir_all(&bound)?;
    }
    let parts = client::bind(&compiled.join(format!("{name}.wasm")), &bound)?;
    // The glue starts the program itself: one request fewer, and no inline script for the
    // content security policy to forbid.
    let start = bound.join("start.js");
    let wasm_file = bound.join(format!("{name}_bg.wasm"));
    if release {
        shrink::program(&bound, name, &parts)?;
    } else {
        let glue = std::fs::read_to_string(bound.join(format!("{name}.js")))?;
        std::fs::write(&start, format!("{glue}\n{}", shrink::call("__wbg_init")?))?;
    }
    let folder = site.join(path);
    std::fs::create_dir_all(&folder)?;
    let wasm = std::fs::read(&wasm_file)?;
    let wasm_name = format!("{name}-{}.wasm", fingerprint::short(&wasm));
    std::fs::write(folder.join(&wasm_name), wasm)?;
    let glue = std::fs::read_to_string(start)?;
    let packs = LANGUAGES.map(|(tag, language)| (tag, words::book::pack(language, program.books)));
    if *name == "public" {
        let page = verifier::page(&glue, &wasm_file, &packs, style)?;
        std::fs::write(site.join(verifier::NAME), page)?;
    }
    let beside = |file: &str| format!("new URL('./{file}', import.meta.url)");
    let mut packs_beside = Vec::new();
    let mut keep = |tag: &str, text: String| -> anyhow::Result<String> {
        let file = format!("words-{tag}-{}.txt", fingerprint::short(text.as_bytes()));
        std::fs::write(folder.join(&file), text)?;
        packs_beside.push(format!("{tag}:{}", beside(&file)));
        Ok(file)
    };
    let mut words = serde_json::Map::new();
    for (tag, text) in packs {
        words.insert(tag.into(), format!("/{path}/{}", keep(tag, text)?).into());
    }
    if !program.aside.is_empty() {
        for (tag, language) in LANGUAGES {
            keep(&format!("{tag}_aside"), words::book::pack(language, program.aside))?;
        }
    }
    let mut parts_beside = Vec::new();
    for part in parts {
        let wasm = std::fs::read(&part.wasm)?;
        let file = format!("{name}-{}-{}.wasm", part.name, fingerprint::short(&wasm));
        std::fs::write(folder.join(&file), wasm)?;
        parts_beside.push(format!("{}:{}", part.name, beside(&file)));
    }
    let glue = glue
        .replace(shrink::PROGRAM, &beside(&wasm_name))
        .replace(shrink::PACKS, &format!("{{{}}}", packs_beside.join(",")))
        .replace(shrink::PARTS, &format!("{{{}}}", parts_beside.join(",")));
    let glue_name = format!("{name}-{}.js", fingerprint::short(glue.as_bytes()));
    std::fs::write(folder.join(&glue_name), glue)?;
    copy_tree(&bound.join("snippets"), &folder.join("snippets"))?;

    let style_name = format!("style-{}.css", fingerprint::short(style.as_bytes()));
    std::fs::write(folder.join(&style_name), style)?;

    // Files of the client that keep their names: service worker, manifest, icons.
    let fixed = root().join("app/static");
    copy_tree(&fixed, &folder)?;
    let worker = folder.join("sw.js");
    if release {
        std::fs::write(&worker, shrink::text(&std::fs::read_to_string(&worker)?, "js")?)?;
    }
    let mut head = String::new();
    if folder.join("manifest.webmanifest").is_file() {
        head.push_str(&format!(
            "<link rel=\"manifest\" href=\"/{path}/manifest.webmanifest\">\n"
        ));
    }
    if folder.join("icon.svg").is_file() {
        head.push_str(&format!("<link rel=\"icon\" href=\"/{path}/icon.svg\">\n"));
    }
    let index = index(program, &head, &glue_name, &wasm_name, &style_name)?;
    std::fs::write(folder.join("index.html"), index)?;

    let at = |file: &str| format!("/{path}/{file}");
    Ok(json!({ "script": at(&glue_name), "wasm": at(&wasm_name), "style": at(&style_name), "words": words }))
}

/// `app/index-<name>.html` if the client brings one, otherwise the page below.
fn index(program: &Program, head: &str, glue: &str, wasm: &str, style: &str) -> anyhow::Result<String> {
    let Program { name, path, title, .. } = program;
    let own = root().join(format!("app/index-{name}.html"));
    let page = if own.is_file() {
        std::fs::read_to_string(own)?
    } else {
        PAGE.to_owned()
    };
    Ok(page
        .replace("{title}", title)
        .replace("{head}", head)
        .replace("{style}", &format!("/{path}/{style}"))
        .replace("{script}", &format!("/{path}/{glue}"))
        .replace("{wasm}", &format!("/{path}/{wasm}")))
}

/// The wasm is fetched by the glue with the same credentials mode as a `crossorigin` preload.
const PAGE: &str = r#"<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
{head}<link rel="stylesheet" href="{style}">
<link rel="modulepreload" href="{script}">
<link rel="preload" href="{wasm}" as="fetch" type="application/wasm" crossorigin>
<script type="module" src="{script}"></script>
</head>
<body>
<noscript><p>此页面需要 JavaScript。 This page needs JavaScript. <a href="/">返回 Back</a></p></noscript>
</body>
</html>
"#;

/// The stylesheets of `app/style`, joined in cascade order, `without` some.
fn style(without: &[&str]) -> anyhow::Result<String> {
    let folder = root().join("app/style");
    let mut files: Vec<PathBuf> = Vec::new();
    if folder.is_dir() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "css") {
                files.push(path);
            }
        }
    }
    let rank = |path: &PathBuf| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        (
            STYLE_ORDER
                .iter()
                .position(|known| *known == stem)
                .unwrap_or(STYLE_ORDER.len()),
            stem,
        )
    };
    files.retain(|path| {
        !path
            .file_stem()
            .is_some_and(|stem| without.iter().any(|name| stem == *name))
    });
    files.sort_by_key(rank);
    let mut joined = String::new();
    for file in files {
        joined.push_str(&std::fs::read_to_string(&file).with_context(|| file.display().to_string())?);
        joined.push('\n');
    }
    Ok(joined)
}

fn compress(folder: &Path, quality: i32) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            compress(&path, quality)?;
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name == "site.json" || name == verifier::NAME || name.ends_with(".br") || name.ends_with(".png") {
            continue;
        }
        let content = std::fs::read(&path)?;
        std::fs::write(path.with_file_name(format!("{name}.br")), brotli_of(&content, quality)?)?;
    }
    Ok(())
}

/// Brotli with a 4 MB window.
pub fn brotli_of(content: &[u8], quality: i32) -> anyhow::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut out, &parameters)?;
    Ok(out)
}

fn copy_tree(from: &Path, to: &Path) -> anyhow::Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let beside = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_tree(&path, &beside)?;
        } else {
            std::fs::copy(&path, &beside)?;
        }
    }
    Ok(())
}
