//! How well each person comes through, as this browser counts it. Nothing is shown where all is well.

use super::Hall;
use crate::icon::{Icon, icon};
use crate::view::prelude::*;
use crate::words::room::Word;
use domain::actor::Role;
use domain::api::RoomPerson;
use domain::id::PersonId;
use domain::quality::{Quality, SILENCE, Span};
use js_sys::Reflect;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::RtcPeerConnection;

/// Two of them are what is counted over, a little more than what counts as silence.
const LOOK: Duration = Duration::from_millis(SILENCE as u64 / 2 + 100);
/// Packets of which a share says nothing yet.
const FEW: f64 = 30.0;
/// Bits a second a picture of 360 lines wants: less shows.
const TARGET: f64 = 500_000.0;

/// Packets of one person since the connection stands.
#[derive(Clone, Copy, Default)]
struct Count {
    came: f64,
    lost: f64,
    /// Of those that came, sound's: it comes without a pause. 0 while none is due.
    sound: f64,
    /// When, in milliseconds: a busy page looks late, and then twice at once.
    at: f64,
}

/// As of now, and of the two looks before.
type Counts = [Count; 3];

impl Hall {
    /// Counts for as long as the stage stands.
    pub(super) fn watch_quality(self) {
        let counted = StoredValue::new(Vec::<(PersonId, Counts)>::new());
        let look = move || {
            let Some((up, down)) = self.connection(false).zip(self.connection(true)) else {
                return;
            };
            spawn_local(async move {
                let mut now = self.others(&down).await;
                let (own, rate) = sent(&up).await;
                let me = self.me.try_get_untracked().flatten();
                now.extend(me.map(|me| (me, own)));
                let spans = counted.try_update_value(|before| advance(before, now));
                let people = self.people.try_get_untracked().unwrap_or_default();
                let marks = spans.unwrap_or_default().into_iter().filter_map(|(person, mut span)| {
                    let card = people.iter().find(|card| card.person == person)?;
                    if Some(person) == me {
                        span.rate = rate;
                    }
                    let quality = span.quality();
                    (card.connected && quality != Quality::Good).then_some((person, quality))
                });
                let _ = self.quality.try_set(marks.collect());
            });
        };
        if let Ok(timer) = set_interval_with_handle(look, LOOK) {
            on_cleanup(move || timer.clear());
        }
    }

    /// Should this person's sound reach the reader all the time?
    fn listens_to(self, card: &RoomPerson) -> bool {
        let channel = card.role == Role::Interpreter && card.interpreted;
        card.audio
            && Some(card.room) == self.room.try_get_untracked()
            && (!channel || untrack(|| self.mine(|card| card.interpreted)))
    }

    /// What came from each of the others.
    async fn others(self, down: &RtcPeerConnection) -> Vec<(PersonId, Count)> {
        let mut counts: Vec<(PersonId, Count)> = Vec::new();
        let people = self.people.try_get_untracked().unwrap_or_default();
        let streams = self.streams.try_get_untracked().unwrap_or_default();
        for report in reports(down).await {
            if text(&report, "type") != "inbound-rtp" {
                continue;
            }
            let track = text(&report, "trackIdentifier");
            let of = streams
                .iter()
                .find(|(_, stream)| stream.get_track_by_id(&track).is_some());
            let card = of.and_then(|(name, _)| people.iter().find(|card| card.stream == *name));
            let Some(card) = card else { continue };
            let came = number(&report, "packetsReceived");
            let due = text(&report, "kind") == "audio" && self.listens_to(card);
            let count = Count {
                came,
                lost: number(&report, "packetsLost"),
                sound: if due { came } else { 0.0 },
                at: number(&report, "timestamp"),
            };
            match counts.iter_mut().find(|(person, _)| *person == card.person) {
                Some((_, sum)) => sum.add(count),
                None => counts.push((card.person, count)),
            }
        }
        counts
    }
}

impl Count {
    fn add(&mut self, other: Self) {
        self.came += other.came;
        self.lost += other.lost;
        self.sound += other.sound;
        self.at = self.at.max(other.at);
    }
}

/// What we sent, as the server says it came; and what the network carries, in per cent of what a
/// picture wants, where a browser makes pictures smaller for that.
async fn sent(up: &RtcPeerConnection) -> (Count, Option<u32>) {
    let (mut sum, mut held, mut carried) = (Count::default(), false, 0.0_f64);
    for report in reports(up).await {
        match &*text(&report, "type") {
            "outbound-rtp" => {
                sum.came += number(&report, "packetsSent");
                held |= text(&report, "qualityLimitationReason") == "bandwidth";
            }
            "remote-inbound-rtp" => sum.lost += number(&report, "packetsLost"),
            "candidate-pair" => carried = carried.max(number(&report, "availableOutgoingBitrate")),
            _ => {}
        }
    }
    sum.came -= sum.lost;
    (
        sum,
        (held && carried > 0.0).then_some((100.0 * carried / TARGET) as u32),
    )
}

/// Puts `now` into `before`; answers what happened since the look before the last.
fn advance(before: &mut Vec<(PersonId, Counts)>, now: Vec<(PersonId, Count)>) -> Vec<(PersonId, Span)> {
    let counts = now.into_iter().map(|(person, now)| {
        let known = before.iter().find(|(of, _)| *of == person);
        // A connection made anew counts from nought.
        let known = known.filter(|(_, [last, ..])| last.came <= now.came);
        // Of whom nothing is known, all is well.
        let counts = known.map_or([now, Count::default(), Count::default()], |(_, [last, earlier, _])| {
            [now, *last, *earlier]
        });
        (person, counts)
    });
    *before = counts.collect();
    let spans = before.iter().map(|(person, [now, _, then])| {
        let (came, lost) = (now.came - then.came, (now.lost - then.lost).max(0.0));
        let span = Span {
            loss: (came + lost >= FEW).then_some((1_000.0 * lost / (came + lost)) as u32),
            rate: None,
            silence: if now.sound > 0.0 && now.sound == then.sound {
                (now.at - then.at) as u32
            } else {
                0
            },
        };
        (*person, span)
    });
    spans.collect()
}

/// None where the browser has no say.
async fn reports(connection: &RtcPeerConnection) -> Vec<JsValue> {
    let Ok(all) = JsFuture::from(connection.get_stats()).await else {
        return Vec::new();
    };
    // It reads like a map.
    let all: js_sys::Map = all.unchecked_into();
    all.values().into_iter().filter_map(Result::ok).collect()
}

fn text(report: &JsValue, name: &str) -> String {
    let value = Reflect::get(report, &name.into()).ok();
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

fn number(report: &JsValue, name: &str) -> f64 {
    let value = Reflect::get(report, &name.into()).ok();
    value.and_then(|value| value.as_f64()).unwrap_or_default()
}

/// Bars with a word, for the tile of `person`.
pub fn mark(hall: Hall, person: PersonId) -> View {
    let quality = Memo::new(move |_| {
        let known = hall
            .quality
            .with(|all| all.iter().find(|(of, _)| *of == person).copied());
        known.map(|(_, quality)| quality)
    });
    (move || {
        quality.get().map(|quality| {
            let (bars, word) = match quality {
                Quality::Good | Quality::NonOptimal => ("2", Word::NetworkFair),
                Quality::Poor => ("1", Word::NetworkPoor),
                Quality::Lost => ("0", Word::NetworkLost),
            };
            view! {
                <p class="net" data-testid="quality" data-bars=bars>{icon(Icon::Signal)}<span>{hall.say(word)}</span></p>
            }
        })
    })
    .into_view()
}
