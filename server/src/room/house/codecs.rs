//! Pictures are never recoded on their way: whoever makes them in what a viewer cannot read makes them anew in what
//! all viewers can, if the browser is able to.

use super::super::engine::{Codec, Codecs, Engine, Kind};
use super::{House, Seats};
use domain::api::RoomTell;
use domain::id::{CaseId, PersonId};

/// First what every browser has (RFC 7742 §5).
const PICTURES: [Codec; 2] = [Codec::Vp8, Codec::H264];

/// Can all who hold a stream of somebody's picture read this?
fn is_read_by_all(seats: &Seats, speaker: PersonId, codec: Codec) -> bool {
    let others = seats.values().filter(|seat| seat.actor.person != speaker);
    let streams = others.flat_map(|seat| seat.subscribe.iter().flat_map(|subscription| &subscription.streams));
    streams
        .filter(|((_, kind), stream)| *kind == Kind::Video && stream.ready)
        .all(|(_, stream)| stream.reads[codec as usize])
}

/// What `speaker`'s pictures are best made in, of what its browser `makes`.
pub fn best(seats: &Seats, speaker: PersonId, makes: Codecs) -> Option<Codec> {
    let can = |codec: &Codec| makes[*codec as usize] && is_read_by_all(seats, speaker, *codec);
    PICTURES.into_iter().find(can)
}

impl<E: Engine> House<E> {
    /// Where a viewer cannot read what a speaker sends, the speaker's browser is asked to send anew in what all can,
    /// for each way once. `true` if who cannot read whom is not as before.
    pub(super) fn suit_codecs(&mut self, case: CaseId) -> bool {
        let Some(seats) = self.cases.get_mut(&case) else {
            return false;
        };
        let speakers: Vec<_> = seats
            .values()
            .map(|seat| {
                let viewers = seats.values().filter(|viewer| seat.is_unreadable_to(viewer));
                let viewers: Vec<_> = viewers.map(|viewer| viewer.actor.person).collect();
                let best = best(seats, seat.actor.person, seat.makes).filter(|_| !viewers.is_empty());
                (viewers, best)
            })
            .collect();
        let mut changed = false;
        for (seat, (viewers, best)) in seats.values_mut().zip(speakers) {
            changed |= seat.unreadable_to != viewers;
            seat.unreadable_to = viewers;
            if best.is_some() && seat.remakes != best {
                seat.remakes = best;
                let code = "renew_media".into();
                seat.say(RoomTell::Problem { code });
            }
        }
        changed
    }
}
