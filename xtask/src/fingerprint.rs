//! Whether inputs changed since a product was made: SHA-256 over their names and contents.

use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Hash of every file under `inputs` (files or folders, relative to the root) and of `salt`.
pub fn of(inputs: &[&str], salt: &str) -> anyhow::Result<String> {
    let root = crate::shell::root();
    let mut files = Vec::new();
    for input in inputs {
        collect(&root.join(input), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    hash.update(salt);
    for file in files {
        let content = std::fs::read(&file)?;
        hash.update(file.strip_prefix(&root)?.to_string_lossy().as_bytes());
        hash.update([0]);
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(content);
    }
    Ok(hex::encode(hash.finalize()))
}

/// First ten hex digits of the content's SHA-256: for names that may be cached for ever.
pub fn short(content: &[u8]) -> String {
    hex::encode(&Sha256::digest(content)[..5])
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_path_buf());
    }
    Ok(())
}
