//! Parts of a program that are fetched when first needed. The splitter goes by the linker's
//! relocations, so that a part holds exactly what nothing outside it reaches, strings included.

use anyhow::{Context, anyhow, ensure};
use std::path::{Path, PathBuf};
use wasmparser::{Parser, Payload};

/// Where a program's imports of its parts' loaders come from.
const LOADERS: &str = "./parts.js";
/// The object of loaders in the glue, and how a program is given it: no comma, which is not written
/// behind the last of a list by every tool.
pub const OBJECT: &str = "parts";
pub const LOADED: &str = "\"./parts.js\": parts";

pub struct Part {
    pub name: String,
    pub wasm: PathBuf,
}

/// Splits the linked program `wasm` into `folder`; answers its main part and the others.
///
/// # Errors
/// If it was linked without relocations, or a part cannot stand alone.
pub fn split(wasm: &Path, folder: &Path) -> anyhow::Result<(PathBuf, Vec<Part>)> {
    let linked = std::fs::read(wasm).with_context(|| wasm.display().to_string())?;
    let stem = wasm.file_stem().context("a file name")?;
    let main = folder.join(stem).with_extension("wasm");
    let mut options = wasm_split_cli_support::Options::new(&linked);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = LOADERS;
    let split = wasm_split_cli_support::transform(options).map_err(|report| anyhow!("{report:#}"))?;
    let parts = split.split_modules.into_iter().map(|wasm| {
        let stem = wasm.file_stem().unwrap_or_default().to_string_lossy();
        let name = stem.strip_prefix("split_").context("a part of one split point only")?;
        Ok(Part {
            name: name.to_owned(),
            wasm: wasm.clone(),
        })
    });
    Ok((main, parts.collect::<anyhow::Result<_>>()?))
}

/// `glue` of a program of the `parts`, in which `globalThis.part` of `app/start.js` is their loader.
///
/// # Errors
/// If the glue does not import them as it always did.
pub fn linked(glue: &str, parts: &[Part]) -> anyhow::Result<String> {
    let Some(line) = glue
        .lines()
        .find(|line| line.starts_with("import ") && line.contains(LOADERS))
    else {
        return parts
            .is_empty()
            .then(|| glue.to_owned())
            .context("the glue loads none of the parts");
    };
    let named = line.split(' ').nth(3).context("import * as NAME from")?;
    let mut loaders = String::new();
    for part in parts {
        let shared: Vec<String> = shared(&std::fs::read(&part.wasm)?)?;
        loaders.push_str(&format!(
            "__wasm_split_load_{name}: (done, data) => globalThis.part('{name}', {{ {shared} }}, \
             (here) => wasm.__indirect_function_table.get(done)(data, here)),\n",
            name = part.name,
            shared = shared.join(", "),
        ));
    }
    let glue = glue
        .replacen(line, &format!("const {OBJECT} = {{\n{loaders}}};"), 1)
        .replacen(&format!("\"{LOADERS}\": {named}"), LOADED, 1);
    ensure!(glue.contains(LOADED), "the glue gives the program no loaders");
    Ok(glue)
}

/// What a part imports, as properties of an object the glue gives it.
fn shared(wasm: &[u8]) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(imports) = payload? {
            for import in imports.into_imports() {
                let name = import?.name;
                // The splitter's own mark that part and program were linked together.
                let value = if name.contains("canary") {
                    "~0xdead".into()
                } else {
                    format!("wasm.{name}")
                };
                names.push(format!("{name}: {value}"));
            }
        }
    }
    Ok(names)
}
