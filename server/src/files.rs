//! Files by SHA-256 of their content, in a local folder.

use domain::hash::Digest;
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;

pub const MOST_BYTES: u64 = 20 * 1024 * 1024;

/// Where a reader of PDF looks for the end (ISO 32000-1 §7.5.5, implementation note 18).
const TAIL: usize = 1024;

pub struct Files(PathBuf);

/// Why an upload is not kept.
#[derive(Debug)]
pub enum Unfit {
    TooLarge,
    Empty,
    /// Neither JPEG, PNG, WebP nor PDF by its first bytes.
    UnknownType,
    /// The sender stopped, or the content has no end.
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
    /// The last bytes, where formats say that they are whole.
    tail: Vec<u8>,
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Files {
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let incoming = folder.join("incoming");
        // What an earlier run had not finished receiving; its senders got no answer.
        if incoming.is_dir() {
            std::fs::remove_dir_all(&incoming)?;
        }
        std::fs::create_dir_all(&incoming)?;
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
            tail: Vec::new(),
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
        if !is_whole(media_type, &incoming.head, &incoming.tail, incoming.size) {
            return Err(Unfit::Broken);
        }
        let digest = Digest(std::mem::take(&mut incoming.hasher).finalize().into());
        self.settle(&mut incoming, digest).await?;
        Ok((digest, media_type, incoming.size))
    }

    /// Makes file and name durable.
    async fn settle(&self, incoming: &mut Incoming, digest: Digest) -> std::io::Result<()> {
        incoming.file.flush().await?;
        incoming.file.sync_all().await?;
        let path = self.path(digest);
        let folder = path.parent().unwrap_or(&self.0);
        tokio::fs::create_dir_all(folder).await?;
        // A crash before this line leaves a stray in `incoming`; after it, the whole file.
        tokio::fs::rename(&incoming.path, &path).await?;
        for folder in [folder, &self.0] {
            tokio::fs::File::open(folder).await?.sync_all().await?;
        }
        Ok(())
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
        self.settle(&mut incoming, digest).await?;
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
            let missing = 16 - self.head.len();
            self.head.extend(&chunk[..chunk.len().min(missing)]);
        }
        self.tail.extend(&chunk[chunk.len().saturating_sub(TAIL)..]);
        let surplus = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..surplus);
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

/// Whether the end that the format itself marks is there. JPEG is taken on trust: cameras append
/// what they like to it.
fn is_whole(media_type: &str, head: &[u8], tail: &[u8], size: u64) -> bool {
    let says = |mark: &[u8]| tail.windows(mark.len()).any(|window| window == mark);
    match media_type {
        "image/png" => says(b"IEND\xAE\x42\x60\x82"),
        "application/pdf" => says(b"%%EOF"),
        // RIFF: the size of what follows these eight bytes, little-endian.
        "image/webp" => head
            .get(4..8)
            .and_then(|bytes| bytes.try_into().ok())
            .is_some_and(|bytes| u64::from(u32::from_le_bytes(bytes)) + 8 <= size),
        _ => true,
    }
}
