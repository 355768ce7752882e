//! Whether one's network hardly carries a voice, for which all whom it concerns then speak in few bits.

use std::time::{Duration, Instant};

/// In few bits a voice comes through, which says nothing of more of them: more is tried after so long, and ever more
/// rarely where that was too much.
const FIRST: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(900);

#[derive(Default)]
pub struct Scant {
    until: Option<Instant>,
    /// From the first complaint on.
    spell: Duration,
}

impl Scant {
    /// It hardly carries a voice just now.
    pub fn complain(&mut self, now: Instant) {
        if !self.holds(now) {
            self.spell = (self.spell * 2).clamp(FIRST, LONGEST);
        }
        self.until = Some(now + self.spell);
    }

    pub fn holds(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_tried_ever_more_rarely_where_it_was_too_much() {
        let (mut scant, mut now) = (Scant::default(), Instant::now());
        assert!(!scant.holds(now));
        let mut spells = Vec::new();
        for _ in 0..6 {
            let start = now;
            scant.complain(now);
            while scant.holds(now) {
                now += Duration::from_secs(3);
            }
            spells.push((now - start).as_secs());
        }
        assert_eq!(spells, [60, 120, 240, 480, 900, 900]);
    }
}
