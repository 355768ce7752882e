//! The one place that asks what time it is.

use anyhow::Context;
use domain::moment::Timestamp;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// For demonstrations: the system's time and a number of milliseconds, put forward by hand.
    Ahead(Arc<AtomicI64>),
    /// For tests: stands still until moved.
    Mock(Arc<AtomicI64>),
}

impl Clock {
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => system(),
            Self::Ahead(by) => system().plus_ms(by.load(Ordering::SeqCst)),
            Self::Mock(at) => Timestamp(at.load(Ordering::SeqCst)),
        }
    }
}

fn system() -> Timestamp {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Where a demonstration keeps how far ahead it is: a restart must not set its clock back.
const AHEAD: &str = "demo-clock";

/// The clock of a demonstration whose data lie in `folder`.
///
/// # Errors
/// If what is kept there cannot be read.
pub fn ahead(folder: &Path) -> anyhow::Result<Clock> {
    let by = match std::fs::read_to_string(folder.join(AHEAD)) {
        Ok(kept) => kept
            .trim()
            .parse()
            .context("demo-clock is not a number of milliseconds")?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
        Err(error) => return Err(error.into()),
    };
    Ok(Clock::Ahead(Arc::new(AtomicI64::new(by))))
}

impl Clock {
    /// Puts a demonstration's clock forward by `milliseconds`; any other clock cannot be moved.
    ///
    /// # Errors
    /// If it cannot be kept; the clock is then unmoved.
    pub fn forward(&self, folder: &Path, milliseconds: i64) -> anyhow::Result<()> {
        if let Self::Ahead(by) = self {
            let then = by.load(Ordering::SeqCst).saturating_add(milliseconds);
            std::fs::write(folder.join(AHEAD), then.to_string())?;
            by.store(then, Ordering::SeqCst);
        }
        Ok(())
    }
}
