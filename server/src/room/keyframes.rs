//! When to ask for whole pictures.

use std::time::{Duration, Instant};

/// libwebrtc answers at most one keyframe request in 300 ms; an earlier one is lost.
const KEYFRAME_GAP: Duration = Duration::from_millis(310);
/// The request is said twice, as one lost would cost [`KEYFRAME_PATIENCE`]; who heard both answers once.
const KEYFRAME_ECHO: Duration = Duration::from_millis(20);
const KEYFRAME_PATIENCE: Duration = Duration::from_millis(450);
const KEYFRAME_TRIES: u32 = 8;
/// Between requests to a sender that left so many unanswered: it is busy, not gone.
const KEYFRAME_RESPITE: Duration = Duration::from_secs(2);

/// Of one layer.
#[derive(Default)]
pub struct Keyframes {
    last: Option<Instant>,
    due: Option<Instant>,
    echo: Option<Instant>,
    tries: u32,
}

impl Keyframes {
    /// A listener needs one; asked at the next tick that may.
    pub fn want(&mut self, now: Instant) {
        let earliest = self.last.map_or(now, |last| (last + KEYFRAME_GAP).max(now));
        self.due = Some(self.due.map_or(earliest, |due| due.min(earliest)));
        self.tries = 0;
    }

    /// A listener still waits. Whoever was asked in vain, or answered what the listener could not
    /// use, is asked again, at leisure: without it that picture would stay away for good.
    pub fn await_still(&mut self, now: Instant) {
        if self.due.is_none() {
            self.due = Some(self.last.map_or(now, |last| last + KEYFRAME_RESPITE));
            self.tries = KEYFRAME_TRIES;
        }
    }

    /// `true` exactly when a request is to go out now. Says it twice, and repeats itself until [`Keyframes::seen`], or
    /// for want of an answer.
    pub fn take_due(&mut self, now: Instant) -> bool {
        if self.due.is_none_or(|due| due > now) {
            return self.echo.take_if(|at| *at <= now).is_some();
        }
        self.echo = Some(now + KEYFRAME_ECHO);
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
        self.echo = None;
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

    #[test]
    fn a_request_is_said_once_more_unless_it_was_answered_meanwhile() {
        let mut keyframes = Keyframes::default();
        let start = Instant::now();
        let at = |milliseconds| start + Duration::from_millis(milliseconds);
        keyframes.want(start);
        assert_eq!(
            [0, 10, 20, 40].map(|time| keyframes.take_due(at(time))),
            [true, false, true, false]
        );
        keyframes.want(at(1_000));
        assert!(keyframes.take_due(at(1_000)));
        keyframes.seen();
        assert!(!keyframes.take_due(at(1_020)));
    }

    #[test]
    fn who_answered_nothing_is_asked_again_at_leisure_while_somebody_waits() {
        let mut keyframes = Keyframes::default();
        let start = Instant::now();
        keyframes.want(start);
        let mut asked = Vec::new();
        for step in 0..600_u32 {
            let now = start + Duration::from_millis(20) * step;
            keyframes.await_still(now);
            if keyframes.take_due(now) {
                asked.push(now - start);
            }
        }
        let soon = asked.iter().filter(|at| **at < Duration::from_secs(4)).count();
        assert_eq!((soon, asked.len()), (16, 24), "{asked:?}");
        keyframes.seen();
        assert!(!keyframes.take_due(start + Duration::from_secs(60)));
    }
}
