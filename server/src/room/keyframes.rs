//! When to ask for whole pictures.

use std::time::{Duration, Instant};

/// libwebrtc answers at most one keyframe request in 300 ms; an earlier one is lost.
const KEYFRAME_GAP: Duration = Duration::from_millis(310);
const KEYFRAME_PATIENCE: Duration = Duration::from_millis(450);
const KEYFRAME_TRIES: u32 = 8;

/// Of one layer.
#[derive(Default)]
pub struct Keyframes {
    last: Option<Instant>,
    due: Option<Instant>,
    tries: u32,
}

impl Keyframes {
    /// A listener needs one; asked at the next tick that may.
    pub fn want(&mut self, now: Instant) {
        let earliest = self.last.map_or(now, |last| (last + KEYFRAME_GAP).max(now));
        self.due = Some(self.due.map_or(earliest, |due| due.min(earliest)));
        self.tries = 0;
    }

    /// `true` exactly when a request is to go out now. Repeats itself until [`Keyframes::seen`].
    pub fn take_due(&mut self, now: Instant) -> bool {
        if self.due.is_none_or(|due| due > now) {
            return false;
        }
        self.last = Some(now);
        self.tries += 1;
        self.due = (self.tries < KEYFRAME_TRIES).then(|| now + KEYFRAME_PATIENCE);
        true
    }

    pub fn is_asked(&self) -> bool {
        self.due.is_some()
    }

    pub fn seen(&mut self) {
        self.due = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyframe_requests_are_deferred_not_dropped() {
        let mut keyframes = Keyframes::default();
        let start = Instant::now();
        keyframes.want(start);
        assert!(keyframes.take_due(start));
        keyframes.seen();
        keyframes.want(start + Duration::from_millis(100));
        assert!(!keyframes.take_due(start + Duration::from_millis(200)));
        assert!(keyframes.take_due(start + Duration::from_millis(310)));
    }
}
