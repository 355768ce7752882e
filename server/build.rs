//! Embeds the static site of the folder in `MAPLEBRIDGE_SITE`, if set, in the server's binary.

use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=MAPLEBRIDGE_SITE");
    let mut list = String::from("pub static FILES: &[(&str, &[u8])] = &[\n");
    if let Some(site) = std::env::var_os("MAPLEBRIDGE_SITE").map(PathBuf::from) {
        println!("cargo::rerun-if-changed={}", site.display());
        let mut files = Vec::new();
        collect(&site, &mut files);
        let mut named: Vec<(String, &PathBuf)> = files
            .iter()
            .map(|file| {
                let name = file.strip_prefix(&site).expect("collected below the folder");
                (name.to_string_lossy().into_owned(), file)
            })
            .collect();
        // The server searches by name: sorted as text, not as paths.
        named.sort();
        for (name, file) in named {
            writeln!(
                list,
                "    ({name:?}, include_bytes!({:?})),",
                file.display().to_string()
            )
            .expect("to a string");
        }
    }
    list.push_str("];\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it"));
    std::fs::write(out.join("site.rs"), list).expect("OUT_DIR is writable");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("MAPLEBRIDGE_SITE names a folder that was built") {
        let path = entry.expect("readable").path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() {
            collect(&path, files);
        } else if !hidden {
            files.push(path);
        }
    }
}
