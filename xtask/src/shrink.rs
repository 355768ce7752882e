//! Making what a release sends to phones as small as the tools can.

use crate::shell::{self, root, step};
use crate::split::{self, Part};
use crate::{order, setup};
use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Stands in the glue for where the program comes from, until its content, and so its name, is known.
pub const PROGRAM: &str = "__PROGRAM__";
/// The same for its words in each language, and for its parts.
pub const PACKS: &str = "__PACKS__";
pub const PARTS: &str = "__PARTS__";

/// The features rustc's target has by default, and no more: older phones know these.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Measured on the party's program: flattening first lets the size passes see more.
/// Nothing stands below the first kilobyte, where a program's stack ends, so that additions fold into
/// the offsets of loads.
const PASSES: [&str; 8] = [
    "--flatten",
    "--rereloop",
    "--simplify-locals",
    "-Os",
    "--low-memory-unused",
    "--optimize-added-constants-propagate",
    "--strip-debug",
    "--strip-producers",
];

/// Functions come in the order their names say, and everything else by short names.
const NAMING: [&str; 3] = [
    "--reorder-functions-by-name",
    "--minify-imports-and-exports-and-modules",
    "--strip-debug",
];

const NAMING_OF_PARTS: [&str; 2] = ["--reorder-functions-by-name", "--strip-debug"];

/// What minifying calls the one module a program imports from.
const MODULE: &str = "a";

/// Rewrites the bound program in `bound`: `{name}_bg.wasm` in place, and `start.js`, its glue with
/// the call that starts it. What the two export to each other and nobody calls is dropped, and the
/// rest goes by short names.
pub fn program(bound: &Path, name: &str, parts: &[Part]) -> anyhow::Result<()> {
    setup::node_modules("xtask/node")?;
    step(&format!("shrink {name}"));
    let wasm = bound.join(format!("{name}_bg.wasm"));
    let start = bound.join("start.js");
    let bound_glue = bound.join(format!("{name}.js"));
    std::fs::write(&bound_glue, without_classes(&std::fs::read_to_string(&bound_glue)?))?;
    std::fs::write(&start, format!("import init from './{name}.js';\n{}", call("init")?))?;
    let glue = esbuild(
        &[
            "--bundle",
            "--format=esm",
            "--tree-shaking=true",
            &start.to_string_lossy(),
        ],
        "",
    )?;
    drop_unused(&wasm, &exports_used(&glue), &bound.join("graph.json"))?;
    let names = optimise(&wasm, &NAMING)?;
    let names = serde_json::from_str(&names).context("wasm-opt's new names")?;
    // A module's own names are nobody else's.
    let glue = esbuild(&["--minify", "--format=esm"], &renamed(&glue, name, &names)?)?;
    std::fs::write(&start, glue)?;
    for part in parts {
        // It is told by name what it shares with the program.
        optimise(&part.wasm, &NAMING_OF_PARTS)?;
    }
    Ok(())
}

/// What starts a program whose glue exports `init`.
pub fn call(init: &str) -> anyhow::Result<String> {
    let start = std::fs::read_to_string(root().join("app/start.js"))?;
    Ok(format!("{start}\n{init}({{ module_or_path: {PROGRAM} }});\n"))
}

/// The glue without the classes a dependency exports to scripts: nobody but the program itself runs
/// here, and what they would call can go with them.
fn without_classes(glue: &str) -> String {
    let mut glue = glue.to_owned();
    while let Some(from) = glue.find("export class ") {
        let name: String = glue[from + "export class ".len()..]
            .chars()
            .take_while(|c| is_part_of_name(*c))
            .collect();
        cut(&mut glue, "export class ", "\n}\n");
        cut(&mut glue, &format!("if (Symbol.dispose) {name}."), "\n");
        cut(&mut glue, &format!("const {name}Finalization "), ";\n");
    }
    glue
}

/// Cuts from the first `from` to the end of the `to` after it.
fn cut(text: &mut String, from: &str, to: &str) {
    if let Some(at) = text.find(from) {
        let end = text[at..].find(to).map_or(text.len(), |length| at + length + to.len());
        text.replace_range(at..end, "");
    }
}

/// A script or stylesheet without what only its authors need.
pub fn text(source: &str, kind: &str) -> anyhow::Result<String> {
    setup::node_modules("xtask/node")?;
    esbuild(&["--minify", &format!("--loader={kind}")], source)
}

fn esbuild(arguments: &[&str], source: &str) -> anyhow::Result<String> {
    let script = root().join("xtask/node/node_modules/esbuild-wasm/bin/esbuild");
    output(shell::command("node").arg(script).args(arguments), source)
}

fn output(command: &mut Command, input: &str) -> anyhow::Result<String> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    // Dropped at once, so that the other side sees the end.
    child.stdin.take().context("a pipe")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("{command:?} ended with {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn binaryen(tool: &str) -> Command {
    shell::command(root().join("xtask/node/node_modules/.bin").join(tool))
}

fn is_part_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// Names of the program's exports the glue calls.
fn exports_used(glue: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, call) in glue.match_indices("wasm.") {
        if glue[..at].ends_with(is_part_of_name) {
            continue;
        }
        let rest = &glue[at + call.len()..];
        let name: String = rest.chars().take_while(|c| is_part_of_name(*c)).collect();
        found.insert(name);
    }
    found
}

fn drop_unused(wasm: &Path, used: &BTreeSet<String>, graph: &Path) -> anyhow::Result<()> {
    let reaches: Vec<String> = used.iter().map(|name| format!("export {name}")).collect();
    let mut nodes = vec![json!({ "name": "glue", "reaches": reaches, "root": true })];
    nodes.extend(
        used.iter()
            .map(|name| json!({ "name": format!("export {name}"), "export": name })),
    );
    std::fs::write(graph, serde_json::to_vec(&nodes)?)?;
    let mut metadce = binaryen("wasm-metadce");
    metadce
        .args(FEATURES)
        .arg("-g")
        .arg(wasm)
        .arg("--graph-file")
        .arg(graph);
    output(metadce.arg("-o").arg(wasm), "")?;
    Ok(())
}

fn wasm_opt(wasm: &Path, passes: &[&str]) -> anyhow::Result<String> {
    let mut opt = binaryen("wasm-opt");
    output(opt.args(FEATURES).args(passes).arg(wasm).arg("-o").arg(wasm), "")
}

/// Answers the new names of imports and exports.
fn optimise(wasm: &Path, naming: &[&str]) -> anyhow::Result<String> {
    wasm_opt(wasm, &PASSES)?;
    std::fs::write(wasm, order::named(&std::fs::read(wasm)?)?)?;
    wasm_opt(wasm, naming)
}

/// The glue with the new names. Imports go by names no other code has; exports stand behind `wasm.`.
fn renamed(glue: &str, name: &str, names: &Value) -> anyhow::Result<String> {
    let bound = format!("\"./{name}_bg.js\": import0");
    ensure!(glue.contains(&bound), "the glue gives the program no imports");
    // Minified, the loaders of parts are imports of the one module too.
    let imports = if glue.contains(split::LOADED) {
        format!("Object.assign(import0, {})", split::OBJECT)
    } else {
        "import0".to_owned()
    };
    let mut glue = glue.replace(&bound, &format!("\"{MODULE}\": {imports}"));
    for import in names["imports"].as_array().context("imports")? {
        let (old, new) = (&import[1], &import[2]);
        glue = replace_name(
            &glue,
            old.as_str().context("a name")?,
            new.as_str().context("a name")?,
            "",
        );
    }
    for export in names["exports"].as_array().context("exports")? {
        let (old, new) = (&export[0], &export[1]);
        glue = replace_name(
            &glue,
            old.as_str().context("a name")?,
            new.as_str().context("a name")?,
            "wasm.",
        );
    }
    Ok(glue)
}

/// `old` becomes `new` wherever it stands whole behind `before`.
fn replace_name(text: &str, old: &str, new: &str, before: &str) -> String {
    let wanted = format!("{before}{old}");
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(&wanted) {
        let end = at + wanted.len();
        let whole = !rest[..at].ends_with(is_part_of_name) && !rest[end..].starts_with(is_part_of_name);
        out.push_str(&rest[..at]);
        if whole {
            out.push_str(before);
            out.push_str(new);
        } else {
            out.push_str(&wanted);
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_go_with_what_belongs_to_them() {
        let glue = "export class Sink {\n    free() {\n    }\n}\nif (Symbol.dispose) Sink.prototype[Symbol.dispose] = Sink.prototype.free;\nfunction kept() {}\nconst SinkFinalization = (typeof FinalizationRegistry === 'undefined')\n    ? {}\n    : new FinalizationRegistry(ptr => wasm.free(ptr));\nlet wasm;\n";
        assert_eq!(without_classes(glue), "function kept() {}\nlet wasm;\n");
    }

    #[test]
    fn the_loaders_of_parts_are_given_with_the_other_imports() {
        let names = json!({ "imports": [["./parts.js", "load", "b"]], "exports": [] });
        let glue = "var parts = { load: f };\nreturn {\n  \"./p_bg.js\": import0,\n  \"./parts.js\": parts\n};";
        let renamed = renamed(glue, "p", &names).expect("the glue");
        assert!(renamed.contains("\"a\": Object.assign(import0, parts)"), "{renamed}");
        assert!(renamed.contains("{ b: f }"), "{renamed}");
    }

    #[test]
    fn names_are_replaced_whole_and_where_they_belong() {
        let glue = "wasm.main(); main(); wasm.main_more(); my_wasm.main();";
        assert_eq!(
            replace_name(glue, "main", "a", "wasm."),
            "wasm.a(); main(); wasm.main_more(); my_wasm.main();"
        );
        assert_eq!(
            exports_used(glue).into_iter().collect::<Vec<_>>(),
            ["main", "main_more"]
        );
    }
}
