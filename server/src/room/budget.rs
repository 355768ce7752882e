//! What a viewer's network carries, as far as its own reports tell. Knows nothing better than to
//! step down when they complain, and to try one step more, ever more rarely, when they do not.

use std::time::{Duration, Instant};

/// Part of lost packets, before repair, that chance alone does not explain.
const HEAVY: f32 = 0.15;
/// So many seconds of it in a row are no outage, which is over when it is noticed.
const HEAVY_FOR: u32 = 3;
/// From this part on a whole picture of thirty packets hardly ever arrives whole at first.
const NOTABLE: f32 = 0.02;
/// Of the last second, beside those before.
const WEIGHT: f32 = 0.3;
const WINDOW: Duration = Duration::from_secs(1);
/// Estimates below this part of what is sent say that it does not get through, unless they rise. One
/// late packet makes a browser believe in 0.85 of what comes, for some seconds.
const SHORT: f32 = 0.8;
/// A burst, or a busy device, is over by then.
const STUCK: Duration = Duration::from_secs(2);
/// One step down takes at most the rest.
const STEP: f32 = 0.6;
/// After a step down, before more is tried.
const CALM: Duration = Duration::from_secs(3);
const LONGEST_CALM: Duration = Duration::from_secs(30);
/// The same where no picture fits beside the sound, which each try disturbs.
const QUIET: Duration = Duration::from_secs(10);
const LONGEST_QUIET: Duration = Duration::from_secs(60);
/// Of a second of sound; of 25 packets on a way that loses one in seven, chance takes so many once in a minute.
const CERTAIN: f32 = 0.3;
/// Where more than this part is lost, nothing but the smallest is worth a try.
const DROWNED: f32 = 0.5;
/// A step that held so long was no mistake.
const HELD: Duration = Duration::from_secs(10);
/// So many steps down in a row are no mood of a busy device.
const EARNEST: u32 = 3;

#[derive(Default)]
pub struct Budget {
    /// Bits a second; `None` while nothing ever complained.
    cap: Option<u32>,
    estimate: u32,
    /// Since when estimates are short and do not rise.
    stuck: Option<Instant>,
    /// Reports of this second: since when, their sum and number.
    losses: Option<(Instant, f32, u32)>,
    /// When sound was last told of.
    told: Option<Instant>,
    /// Of the last seconds.
    loss: f32,
    /// Seconds of heavy loss in a row, and the least of it.
    heavy: (u32, f32),
    /// Steps down since the last one up.
    falls: u32,
    changed: Option<Instant>,
    calm: Duration,
    /// What all pictures in their smallest sizes and the sound take, as told last.
    least: u32,
    /// The last step was up, from here.
    trying: Option<u32>,
}

impl Budget {
    pub fn bits(&self) -> Option<u32> {
        self.cap
    }

    /// Not even the smallest pictures fit beside the sound, or not even the sound.
    pub fn is_scant(&self) -> bool {
        self.cap.is_some_and(|cap| cap < self.least)
    }

    /// Part of the packets of the last seconds that did not arrive at first.
    pub fn loss(&self) -> f32 {
        self.loss
    }

    /// The viewer believes to be able to receive `estimate` (REMB) while `sent` goes out. It cannot
    /// know of more than half as much again as it gets, so an estimate that is short but rises is
    /// none. `least` shows everybody as small as can be.
    pub fn estimated(&mut self, now: Instant, estimate: u32, sent: u32, least: u32) {
        self.least = least;
        let rises = estimate as f32 > self.estimate as f32 * 1.01;
        self.estimate = estimate;
        if rises || estimate as f32 >= sent as f32 * SHORT {
            self.stuck = None;
            // Of what does not come it knows nothing, and says what it believed before.
            if self.loss < HEAVY {
                self.cap = self.cap.map(|cap| cap.max(estimate));
            }
        } else if now - *self.stuck.get_or_insert(now) >= STUCK {
            self.stuck = None;
            let to = estimate.max((sent as f32 * STEP) as u32);
            // Late packets alone may be a busy device's: what is too much for a network gets lost, too.
            let takes = self.loss >= NOTABLE;
            let to = if takes { to } else { to.max(roomy(least)) };
            self.lower(now, to, least, false);
        }
    }

    /// Loses packets by chance, as radio does: what matters most may be sent twice. Where it is
    /// more, sending more would only lose more.
    pub fn loses_by_chance(&self) -> bool {
        (NOTABLE..HEAVY).contains(&self.loss)
    }

    /// Of a stream, while `sent` goes out in all, this part did not arrive (receiver report).
    pub fn lost(&mut self, now: Instant, part: f32, sent: u32, least: u32) {
        let (since, sum, count) = self.losses.get_or_insert((now, 0.0, 0));
        *sum += part;
        *count += 1;
        let told = self.told.is_some_and(|at| now - at < WINDOW * 2);
        if !told && now - *since >= WINDOW {
            let mean = *sum / *count as f32;
            self.losses = None;
            self.judge(now, mean, sent, least);
        }
    }

    /// The same of all sound over the last second. Where large packets no longer come through at all, nothing else is
    /// reported; but it is of few packets, so that chance alone makes some of it.
    pub fn sound_lost(&mut self, now: Instant, part: f32, sent: u32, least: u32) {
        self.told = Some(now);
        let others = self.losses.take().map(|(_, sum, count)| sum / count as f32);
        if part >= CERTAIN {
            self.judge(now, part.max(others.unwrap_or(0.0)), sent, least);
        } else {
            self.judge(now, others.unwrap_or(part.min(HEAVY)), sent, least);
        }
    }

    /// Once a second: `part` was lost of it.
    fn judge(&mut self, now: Instant, part: f32, sent: u32, least: u32) {
        self.least = least;
        self.loss += (part - self.loss) * WEIGHT;
        let (seconds, mildest) = match self.heavy {
            // A queue that empties once in a while is full all the same.
            (seconds, _) if part <= HEAVY && seconds <= 1 => (0, 1.0),
            (seconds, mildest) if part <= HEAVY => (seconds - 1, mildest),
            (0, _) => (1, part),
            (seconds, mildest) => (seconds + 1, mildest.min(part)),
        };
        self.heavy = (seconds, mildest);
        if part <= HEAVY {
            return;
        }
        let smallest = self.cap.is_some_and(|cap| cap <= roomy(least));
        let drowned = mildest > DROWNED;
        if let Some(before) = self.trying.filter(|_| !self.held(now)) {
            // What was tried a moment ago is known to be the cause.
            self.heavy = (0, 1.0);
            self.lower(now, before, least, true);
        } else if seconds >= HEAVY_FOR || seconds + 1 == HEAVY_FOR && smallest {
            self.heavy = (0, 1.0);
            let passes = (sent as f32 * (1.0 - mildest)) as u32;
            let to = if drowned { passes.min(roomy(least)) } else { passes };
            self.lower(now, to, least, smallest);
        }
    }

    fn held(&self, now: Instant) -> bool {
        self.changed.is_none_or(|at| now - at > HELD)
    }

    /// A complaint that is not `earnest` takes a picture away, rather than making it smaller, only if it persists.
    fn lower(&mut self, now: Instant, to: u32, least: u32, earnest: bool) {
        let to = if earnest || self.falls + 1 >= EARNEST {
            to
        } else {
            to.max(roomy(least))
        };
        let (calm, longest) = if to < least {
            (QUIET, LONGEST_QUIET)
        } else {
            (CALM, LONGEST_CALM)
        };
        self.calm = if self.trying.is_some() && !self.held(now) {
            (self.calm * 2).clamp(calm, longest)
        } else {
            self.calm.max(calm)
        };
        self.trying = None;
        self.falls += 1;
        self.cap = Some(self.cap.map_or(to, |cap| cap.min(to)));
        self.changed = Some(now);
    }

    /// After a calm while tries what takes `next` bits a second; `None`: nothing is held back.
    pub fn grow(&mut self, now: Instant, next: Option<u32>) {
        let Some(cap) = self.cap else { return };
        let Some(since) = self.changed.map(|at| now - at) else {
            return;
        };
        if since < self.calm {
            return;
        }
        if self.trying.is_some() && since > HELD {
            self.calm = CALM;
        }
        self.cap = next.map(|next| cap.max(roomy(next)));
        self.falls = 0;
        self.trying = Some(cap);
        self.changed = Some(now);
    }
}

/// Rates vary from second to second.
fn roomy(bits: u32) -> u32 {
    bits.saturating_add(bits / 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// The same estimate for `seconds`.
    fn say(budget: &mut Budget, now: &mut Instant, seconds: u32, estimate: u32, sent: u32, least: u32) {
        for _ in 0..seconds {
            *now += SECOND;
            budget.estimated(*now, estimate, sent, least);
        }
    }

    #[test]
    fn an_estimate_that_stays_short_lowers_one_that_rises_does_not() {
        let (mut budget, mut now) = (Budget::default(), Instant::now());
        for estimate in [100_000, 120_000, 150_000, 200_000, 250_000] {
            say(&mut budget, &mut now, 1, estimate, 1_000_000, 0);
        }
        say(&mut budget, &mut now, 9, 830_000, 1_000_000, 0);
        assert_eq!(budget.bits(), None);
        say(&mut budget, &mut now, 3, 700_000, 1_000_000, 0);
        assert_eq!(budget.bits(), Some(700_000));
        say(&mut budget, &mut now, 3, 100_000, 700_000, 0);
        assert_eq!(budget.bits(), Some(420_000));
        say(&mut budget, &mut now, 1, 450_000, 400_000, 0);
        assert_eq!(budget.bits(), Some(450_000));
    }

    #[test]
    fn an_estimate_of_before_gives_nothing_back_while_much_is_lost() {
        let (mut budget, mut now) = (Budget::default(), Instant::now());
        let (estimate, least) = (600_000, 160_000);
        for _ in 0..15 {
            let sent = budget.bits().unwrap_or(700_000);
            say(&mut budget, &mut now, 1, estimate, sent, least);
            budget.sound_lost(now, 0.6, sent, least);
        }
        assert!(budget.is_scant(), "{:?}", budget.bits());
    }

    /// So many seconds of reports.
    fn lose(budget: &mut Budget, now: &mut Instant, seconds: u32, part: f32, sent: u32, least: u32) {
        for _ in 0..seconds * 2 {
            *now += SECOND / 2;
            budget.lost(*now, part, sent, least);
        }
    }

    #[test]
    fn pictures_go_only_if_complaints_persist() {
        let (mut budget, mut now) = (Budget::default(), Instant::now());
        say(&mut budget, &mut now, 1, 50_000, 200_000, 160_000);
        for cap in [180_000, 180_000, 120_000] {
            lose(&mut budget, &mut now, 1, 0.1, 200_000, 160_000);
            say(&mut budget, &mut now, 3, 50_000, 200_000, 160_000);
            assert_eq!(budget.bits(), Some(cap));
        }
    }

    #[test]
    fn nobody_loses_a_picture_whose_packets_are_only_late() {
        let (mut budget, mut now) = (Budget::default(), Instant::now());
        for _ in 0..10 {
            say(&mut budget, &mut now, 3, 50_000, 200_000, 160_000);
            assert!(budget.bits().is_none_or(|cap| cap == 180_000));
        }
    }

    #[test]
    fn loss_by_chance_and_outages_change_nothing() {
        let (mut budget, mut now) = (Budget::default(), Instant::now());
        // One in twenty of fifteen a second: mostly none or one, now and then three.
        for lost in [0, 1, 0, 2, 0, 1, 3, 0, 1, 0, 2, 1, 0, 3, 0]
            .into_iter()
            .cycle()
            .take(300)
        {
            now += SECOND;
            budget.lost(now, lost as f32 / 15.0, 1_000_000, 0);
        }
        lose(&mut budget, &mut now, 3, 0.9, 1_000_000, 0);
        lose(&mut budget, &mut now, 3, 0.0, 1_000_000, 0);
        assert_eq!(budget.bits(), None);
        lose(&mut budget, &mut now, 6, 0.3, 1_000_000, 0);
        assert_eq!(budget.bits(), Some(700_000));
    }

    #[test]
    fn where_sound_is_lost_pictures_go_within_seconds_and_are_tried_ever_more_rarely() {
        let (mut budget, mut now) = (Budget::default(), Instant::now());
        let (sound, smallest, large) = (27_000, 137_000, 600_000);
        let least = sound + smallest;
        let mut gone = 0;
        while budget.bits().is_none_or(|bits| bits >= least) {
            now += SECOND;
            gone += 1;
            let sent = sound + if budget.bits().is_none() { large } else { smallest };
            budget.sound_lost(now, 0.6, sent, least);
        }
        assert_eq!(gone, 5);
        let mut tries = Vec::new();
        for _ in 0..5 {
            let start = now;
            while budget.bits().is_some_and(|bits| bits < least) {
                now += SECOND;
                budget.sound_lost(now, 0.0, sound, least);
                budget.grow(now, Some(least));
            }
            tries.push((now - start).as_secs());
            now += SECOND;
            budget.sound_lost(now, 0.6, least, least);
            assert!(budget.bits().is_some_and(|bits| bits < least), "at once");
        }
        assert_eq!(tries, [10, 20, 40, 60, 60]);
    }

    #[test]
    fn sound_lost_by_chance_changes_nothing() {
        let (mut budget, mut now) = (Budget::default(), Instant::now());
        // One in ten of 25 a second: mostly two or three, now and then six.
        for lost in [2, 3, 1, 4, 2, 6, 0, 3, 2, 5, 1, 2, 4, 4, 4, 1]
            .into_iter()
            .cycle()
            .take(300)
        {
            now += SECOND;
            budget.sound_lost(now, lost as f32 / 25.0, 1_000_000, 0);
        }
        assert_eq!(budget.bits(), None);
    }

    #[test]
    fn more_is_tried_after_calm_and_ever_more_rarely_where_it_does_not_hold() {
        let (mut budget, mut now) = (Budget::default(), Instant::now());
        let fall = |budget: &mut Budget, now: &mut Instant| {
            while budget.bits() != Some(300_000) {
                lose(budget, now, 1, 0.25, 400_000, 0);
            }
        };
        fall(&mut budget, &mut now);
        let mut pauses = Vec::new();
        for _ in 0..5 {
            let start = now;
            while budget.bits() == Some(300_000) {
                now += SECOND;
                budget.grow(now, Some(400_000));
            }
            pauses.push((now - start).as_secs());
            assert_eq!(budget.bits(), Some(450_000));
            fall(&mut budget, &mut now);
        }
        assert_eq!(pauses, [3, 6, 12, 24, 30]);
        now += LONGEST_CALM;
        budget.grow(now, None);
        assert_eq!(budget.bits(), None);
    }
}
