//! Files by SHA-256 of their content, in a local folder.

use domain::hash::Digest;
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;

pub const MOST_BYTES: u64 = 20 * 1024 * 1024;

pub struct Files(PathBuf);

/// Why an upload is not kept.
#[derive(Debug)]
pub enum Unfit {
    TooLarge,
    Empty,
    /// Neither JPEG, PNG, WebP nor PDF by its first bytes.
    UnknownType,
    /// The sender stopped.
    Broken,
    Io(std::io::Error),
}

impl From<std::io::Error> for Unfit {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// A file being received; dropped without [`Files::keep`] it is removed.
pub struct Incoming {
    path: PathBuf,
    file: tokio::fs::File,
    hasher: Sha256,
    size: u64,
    head: Vec<u8>,
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Files {
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder.join("incoming"))?;
        Ok(Self(folder.to_owned()))
    }

    fn path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        self.0.join(&name[..2]).join(name)
    }

    /// # Errors
    /// [`Unfit::Io`].
    pub async fn receive(&self) -> Result<Incoming, Unfit> {
        let path = self.0.join("incoming").join(uuid::Uuid::now_v7().to_string());
        let file = tokio::fs::File::create(&path).await?;
        Ok(Incoming {
            path,
            file,
            hasher: Sha256::new(),
            size: 0,
            head: Vec::new(),
        })
    }

    /// Makes the received file durable under its digest; answers digest, media type and size.
    ///
    /// # Errors
    /// [`Unfit`] by content.
    pub async fn keep(&self, mut incoming: Incoming) -> Result<(Digest, &'static str, u64), Unfit> {
        if incoming.size == 0 {
            return Err(Unfit::Empty);
        }
        let media_type = media_type(&incoming.head).ok_or(Unfit::UnknownType)?;
        incoming.file.flush().await?;
        incoming.file.sync_all().await?;
        let digest = Digest(std::mem::take(&mut incoming.hasher).finalize().into());
        let path = self.path(digest);
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        // A crash before this line leaves a stray in `incoming`; after it, the whole file.
        tokio::fs::rename(&incoming.path, &path).await?;
        Ok((digest, media_type, incoming.size))
    }

    /// Keeps a document the portal made.
    ///
    /// # Errors
    /// If it cannot be written.
    pub async fn put(&self, bytes: &[u8]) -> std::io::Result<Digest> {
        let digest = Digest::of(bytes);
        let path = self.path(digest);
        if tokio::fs::try_exists(&path).await? {
            return Ok(digest);
        }
        let mut incoming = match self.receive().await {
            Ok(incoming) => incoming,
            Err(Unfit::Io(error)) => return Err(error),
            Err(_) => return Err(std::io::ErrorKind::Other.into()),
        };
        incoming.file.write_all(bytes).await?;
        incoming.file.sync_all().await?;
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        tokio::fs::rename(&incoming.path, &path).await?;
        Ok(digest)
    }

    /// # Errors
    /// If there is no such file.
    pub async fn get(&self, digest: Digest) -> std::io::Result<Vec<u8>> {
        tokio::fs::read(self.path(digest)).await
    }
}

impl Incoming {
    /// # Errors
    /// [`Unfit::TooLarge`] past [`MOST_BYTES`].
    pub async fn write(&mut self, chunk: &[u8]) -> Result<(), Unfit> {
        self.size += chunk.len() as u64;
        if self.size > MOST_BYTES {
            return Err(Unfit::TooLarge);
        }
        if self.head.len() < 16 {
            self.head.extend(&chunk[..chunk.len().min(16)]);
        }
        self.hasher.update(chunk);
        self.file.write_all(chunk).await?;
        Ok(())
    }
}

/// By content; the sender's word for it is not asked.
fn media_type(head: &[u8]) -> Option<&'static str> {
    if head.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some("image/jpeg")
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        Some("image/webp")
    } else if head.starts_with(b"%PDF-") {
        Some("application/pdf")
    } else {
        None
    }
}
