//! Pages of files as pictures, for the room. Each is drawn in a process of its own ([`draw`]), which a stranger's
//! file may break or keep busy without harm, and kept in memory by the hash of what it was drawn from.

pub mod draw;
pub mod shown;

use bytes::Bytes;
use domain::hash::Digest;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Pixels across: for a phone, and for a desk or a page looked at closely.
pub const WIDTHS: [u16; 2] = [900, 1800];
/// Pages beyond are not shown.
pub const MOST_PAGES: u16 = 500;
/// Drawn at the same time.
const AT_ONCE: usize = 2;
/// Beyond the time that a process may compute itself: one that is not let do so.
const LONGEST: Duration = Duration::from_secs(60);
const MOST_KEPT: usize = 64 << 20;

/// File, page and width.
type Key = (Digest, u16, u16);

#[derive(Clone, Debug)]
pub struct Page {
    /// How many there are.
    pub pages: u16,
    pub media_type: &'static str,
    pub picture: Bytes,
}

/// Why there is no picture.
#[derive(Debug)]
pub enum Undrawn {
    /// The file is broken, locked or too much, or has no such page.
    Unfit,
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Undrawn {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

pub struct Pages {
    program: PathBuf,
    drawing: Semaphore,
    /// Last used last.
    kept: Mutex<VecDeque<(Key, Page)>>,
}

impl Pages {
    /// `program` is called with `page NUMBER WIDTH`.
    pub fn new(program: PathBuf) -> Self {
        Self {
            program,
            drawing: Semaphore::new(AT_ONCE),
            kept: Mutex::default(),
        }
    }

    /// Page `number`, from 1, of the file `of`, at the next of [`WIDTHS`] that is not below `width`; `read` brings
    /// the file where the page is not kept.
    ///
    /// # Errors
    /// [`Undrawn`].
    pub async fn page<F: Future<Output = Result<Vec<u8>, Undrawn>>>(
        &self,
        of: Digest,
        number: u16,
        width: u16,
        read: impl FnOnce() -> F,
    ) -> Result<Page, Undrawn> {
        if number == 0 || number > MOST_PAGES {
            return Err(Undrawn::Unfit);
        }
        let [.., widest] = WIDTHS;
        let width = WIDTHS.into_iter().find(|wide| *wide >= width).unwrap_or(widest);
        let key = (of, number, width);
        if let Some(page) = self.kept(key) {
            return Ok(page);
        }
        let _turn = self.drawing.acquire().await?;
        // Everybody in the room asks in the same moment.
        if let Some(page) = self.kept(key) {
            return Ok(page);
        }
        let page = self.draw(&read().await?, number, width).await?;
        self.keep(key, page.clone());
        Ok(page)
    }

    async fn draw(&self, file: &[u8], number: u16, width: u16) -> Result<Page, Undrawn> {
        let mut drawing = Command::new(&self.program)
            .arg("page")
            .args([number.to_string(), width.to_string()])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // What it says may be of the file.
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let stdin = drawing.stdin.take();
        let fed = async move {
            if let Some(mut stdin) = stdin {
                // One that has ended says so by how.
                let _ = stdin.write_all(file).await;
            }
        };
        let done = async { tokio::join!(fed, drawing.wait_with_output()).1 };
        let Ok(output) = timeout(LONGEST, done).await else {
            return Err(Undrawn::Failed(anyhow::anyhow!("no time to draw a page")));
        };
        let output = output?;
        if !output.status.success() {
            return Err(Undrawn::Unfit);
        }
        parsed(output.stdout).ok_or(Undrawn::Unfit)
    }

    fn kept(&self, key: Key) -> Option<Page> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(of, _)| *of == key)?;
        let found = kept.remove(at)?;
        let page = found.1.clone();
        kept.push_back(found);
        Some(page)
    }

    fn keep(&self, key: Key, page: Page) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(of, _)| *of != key);
        kept.push_back((key, page));
        let mut size: usize = kept.iter().map(|(_, page)| page.picture.len()).sum();
        while size > MOST_KEPT
            && let Some((_, page)) = kept.pop_front()
        {
            size -= page.picture.len();
        }
    }
}

/// What [`draw::run`] wrote.
fn parsed(output: Vec<u8>) -> Option<Page> {
    let line = output.iter().position(|byte| *byte == b'\n')?;
    let (pages, media_type) = std::str::from_utf8(&output[..line]).ok()?.split_once(' ')?;
    Some(Page {
        pages: pages.parse().ok()?,
        media_type: ["image/webp", "image/jpeg"]
            .into_iter()
            .find(|known| *known == media_type)?,
        picture: Bytes::from(output).slice(line + 1..),
    })
}
