//! What `/metrics` tells of the rooms: sums over all of them, so that no case shows.

use super::super::engine::{Carrier, Engine, Kind};
use super::super::seat::Seat;
use super::House;
use std::collections::BTreeMap;
use std::time::Instant;

/// Since the last report.
#[derive(Default)]
pub struct Counts {
    pub forwarded: u64,
    /// Bytes of payload.
    pub bytes: u64,
    /// Of a speaker known to a listener who may not have them now, or cannot take them yet.
    pub withheld: u64,
    /// A listener's picture began, or went on in another size.
    pub switches: u64,
}

impl<E: Engine> House<E> {
    pub(super) fn report(&mut self, now: Instant) {
        let counts = std::mem::take(&mut self.counts);
        metrics::counter!("room_packets_forwarded_total").increment(counts.forwarded);
        metrics::counter!("room_bytes_forwarded_total").increment(counts.bytes);
        metrics::counter!("room_packets_withheld_total").increment(counts.withheld);
        metrics::counter!("room_picture_switches_total").increment(counts.switches);
        metrics::gauge!("room_houses").set(self.cases.len() as f64);
        metrics::gauge!("room_people").set(self.cases.values().map(BTreeMap::len).sum::<usize>() as f64);
        metrics::gauge!("room_people_largest").set(self.cases.values().map(BTreeMap::len).max().unwrap_or(0) as f64);
        for (carrier, name) in [(Carrier::Udp, "udp"), (Carrier::Tcp, "tcp")] {
            let links = self.engine.carried(carrier);
            metrics::gauge!("room_connections", "carrier" => name).set(links as f64);
        }
        let seats = || self.cases.values().flat_map(BTreeMap::values);
        let held = seats().filter(|seat| {
            let budget = seat.subscribe.as_ref().map(|subscription| &subscription.budget);
            budget.is_some_and(|budget| budget.bits().is_some())
        });
        metrics::gauge!("room_people_held_back").set(held.count() as f64);
        for (size, count) in pictures(now, seats()) {
            metrics::gauge!("room_pictures_sent", "size" => size).set(f64::from(count));
        }
    }
}

/// How many pictures come in, by size.
pub fn pictures<'a>(now: Instant, seats: impl Iterator<Item = &'a Seat>) -> [(&'static str, u32); 3] {
    let mut sizes = [("smallest", 0), ("second", 0), ("third", 0)];
    for source in seats.filter_map(|seat| seat.sources.get(&Kind::Video)) {
        for ((_, count), _) in sizes.iter_mut().zip(source.live(now)).filter(|(_, live)| *live) {
            *count += 1;
        }
    }
    sizes
}
