//! Asks for what did not come (RFC 4585 §6.2.1): at once, because a repair that comes late is not heard, and again
//! after longer and longer. On a way that is full each question takes the place of an answer, so that where answers
//! take long there are few.

use rtc::interceptor::{AttributedPacket, Interceptor, Packet, StreamInfo, TaggedPacket};
use rtc::rtcp::transport_feedbacks::transport_layer_nack::{TransportLayerNack, nack_pairs_from_sequence_numbers};
use rtc::shared::TransportContext;
use rtc::shared::error::Error;
use sansio::Protocol;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::{Duration, Instant};

/// By then packets that only changed places have come.
const ORDER: Duration = Duration::from_millis(10);
/// Questions are gathered for so long.
const LOOK: Duration = Duration::from_millis(10);
/// Where answers are quick the first questions follow each other so fast that one lost costs next to nothing.
const AGAIN: Duration = Duration::from_millis(20);
const QUICK: u32 = 4;
/// An answer that takes longer is waited for, and questions are gathered for half as long.
const SLOW: Duration = Duration::from_millis(150);
/// Sound that is answered for so late is not heard: it is asked for only to learn when the way is quick again.
const LATE: Duration = Duration::from_millis(400);
const LEARN: Duration = Duration::from_secs(1);
/// What has not come by then is of no use.
const OVER: Duration = Duration::from_millis(700);
/// A longer gap is a pause of the network: whoever sends begins anew.
const PAUSE: u64 = 512;
/// Of one answer beside those before.
const WEIGHT: f32 = 0.2;

struct Hole {
    since: Instant,
    due: Instant,
    gap: Duration,
    asked: u32,
}

#[derive(Default)]
struct Stream {
    sound: bool,
    /// On a line that never wraps.
    newest: Option<u64>,
    holes: BTreeMap<u64, Hole>,
}

impl Stream {
    /// Of what was not asked for yet, the newest stays at most.
    fn spare(&mut self, one: bool) {
        let fresh = self.holes.iter().rev().find(|(_, hole)| hole.asked == 0);
        let newest = fresh.map(|(number, _)| *number).filter(|_| one);
        self.holes
            .retain(|number, hole| hole.asked > 0 || Some(*number) == newest);
    }
}

/// In the chain where repairs are already what they repair.
#[derive(Default)]
pub struct Holes {
    streams: HashMap<u32, Stream>,
    /// How long answers take of late.
    answer: Option<Duration>,
    /// When sound was last asked for.
    asked: Option<Instant>,
    /// What is missing is gathered until then.
    free: Option<Instant>,
    /// No question is due before.
    next: Option<Instant>,
    inward: VecDeque<TaggedPacket>,
    outward: VecDeque<TaggedPacket>,
}

impl Holes {
    fn take(&mut self, now: Instant, ssrc: u32, sequence: u16) {
        let Some(stream) = self.streams.get_mut(&ssrc) else {
            return;
        };
        let first = 0x1_0000 + u64::from(sequence);
        let newest = *stream.newest.get_or_insert(first);
        let step = sequence.wrapping_sub(newest as u16) as i16;
        let number = newest.wrapping_add_signed(i64::from(step));
        if number <= newest {
            let filled = stream.holes.remove(&number);
            // Of one asked for twice the answer may have been late or lost: either way it took so long.
            if let Some(hole) = filled.filter(|hole| hole.asked > 0) {
                self.learn(now - hole.since);
            }
            return;
        }
        stream.newest = Some(number);
        if number - newest > PAUSE {
            return stream.holes.clear();
        }
        if number > newest + 1 {
            let due = self.free.map_or(now + ORDER, |free| free.max(now + ORDER));
            self.next = Some(self.next.map_or(due, |next| next.min(due)));
        }
        stream.holes.extend((newest + 1..number).map(|missing| {
            let hole = Hole {
                since: now,
                due: now + ORDER,
                gap: Duration::ZERO,
                asked: 0,
            };
            (missing, hole)
        }));
    }

    fn learn(&mut self, took: Duration) {
        self.answer = Some(match self.answer {
            None => took,
            Some(answer) => answer.mul_f32(1.0 - WEIGHT) + took.mul_f32(WEIGHT),
        });
    }

    fn give_up(&mut self, now: Instant) {
        let mut unanswered = false;
        for stream in self.streams.values_mut() {
            stream.holes.retain(|_, hole| {
                let over = now - hole.since > OVER;
                unanswered |= over && hole.asked > 0;
                !over
            });
        }
        if unanswered {
            self.learn(OVER);
        }
    }

    fn ask(&mut self, now: Instant) {
        self.give_up(now);
        let slow = self.answer.filter(|answer| *answer > SLOW);
        let first = slow.unwrap_or(AGAIN);
        let late = slow.is_some_and(|answer| answer > LATE);
        let mut questions: Vec<Box<dyn rtc::rtcp::Packet>> = Vec::new();
        for (ssrc, stream) in &mut self.streams {
            let mut missing = Vec::new();
            let learns = stream.sound && late;
            if learns {
                stream.spare(self.asked.is_none_or(|at| now - at >= LEARN));
            }
            let due = |hole: &Hole| hole.due <= now && !(learns && hole.asked > 0);
            for (number, hole) in stream.holes.iter_mut().filter(|(_, hole)| due(hole)) {
                missing.push(*number as u16);
                hole.gap = match hole.asked {
                    0 => first,
                    asked if asked < QUICK && slow.is_none() => first,
                    _ => hole.gap + hole.gap / 2,
                };
                hole.due = now + hole.gap;
                hole.asked += 1;
            }
            if !missing.is_empty() {
                self.asked = if stream.sound { Some(now) } else { self.asked };
                questions.push(Box::new(TransportLayerNack {
                    sender_ssrc: 0,
                    media_ssrc: *ssrc,
                    nacks: nack_pairs_from_sequence_numbers(&missing),
                }));
            }
        }
        let free = now + slow.map_or(LOOK, |answer| answer / 2);
        let holes = self.streams.values().flat_map(|stream| stream.holes.values());
        self.next = holes.map(|hole| hole.due).min().map(|due| due.max(free));
        self.free = Some(free);
        if !questions.is_empty() {
            self.outward.push_back(TaggedPacket {
                now,
                transport: TransportContext::default(),
                message: AttributedPacket::new(Packet::Rtcp(questions)),
            });
        }
    }
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Holes {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, packet: TaggedPacket) -> Result<(), Error> {
        if let Packet::Rtp(rtp) = &packet.message.packet {
            self.take(packet.now, rtp.header.ssrc, rtp.header.sequence_number);
        }
        self.inward.push_back(packet);
        Ok(())
    }

    fn poll_read(&mut self) -> Option<TaggedPacket> {
        self.inward.pop_front()
    }

    fn handle_write(&mut self, packet: TaggedPacket) -> Result<(), Error> {
        self.outward.push_back(packet);
        Ok(())
    }

    fn poll_write(&mut self) -> Option<TaggedPacket> {
        self.outward.pop_front()
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), Error> {
        if self.next.is_some_and(|next| next <= now) {
            self.ask(now);
        }
        Ok(())
    }

    fn poll_timeout(&mut self) -> Option<Instant> {
        self.next
    }
}

impl Interceptor for Holes {
    fn bind_local_stream(&mut self, _: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _: &StreamInfo) {}

    fn bind_remote_stream(&mut self, stream: &StreamInfo) {
        let nack = |feedback: &rtc::interceptor::RTCPFeedback| feedback.typ == "nack" && feedback.parameter.is_empty();
        if stream.rtcp_feedback.iter().any(nack) {
            let sound = stream.mime_type.starts_with("audio/");
            let stream_of = Stream {
                sound,
                ..Stream::default()
            };
            self.streams.insert(stream.ssrc, stream_of);
        }
    }

    fn unbind_remote_stream(&mut self, stream: &StreamInfo) {
        self.streams.remove(&stream.ssrc);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SSRC: u32 = 7;

    struct Listener {
        holes: Holes,
        start: Instant,
    }

    impl Listener {
        fn to(mime_type: &str) -> Self {
            let mut holes = Holes::default();
            let nack = rtc::interceptor::RTCPFeedback {
                typ: "nack".into(),
                parameter: String::new(),
            };
            holes.bind_remote_stream(&StreamInfo {
                ssrc: SSRC,
                mime_type: mime_type.into(),
                rtcp_feedback: vec![nack],
                ..Default::default()
            });
            let start = Instant::now();
            Self { holes, start }
        }

        fn at(&self, millis: u64) -> Instant {
            self.start + Duration::from_millis(millis)
        }

        fn comes(&mut self, millis: u64, sequence: u16) {
            self.holes.take(self.at(millis), SSRC, sequence);
        }

        /// When, until `end`, it asks for what.
        fn questions(&mut self, end: u64) -> Vec<(u64, Vec<u16>)> {
            let mut asked = Vec::new();
            while let Some(due) = self.holes.poll_timeout().filter(|due| *due <= self.at(end)) {
                self.holes.handle_timeout(due).expect("no refusal");
                for packet in std::mem::take(&mut self.holes.outward) {
                    let Packet::Rtcp(parts) = packet.message.packet else {
                        continue;
                    };
                    for part in parts {
                        let nack = part.as_any().downcast_ref::<TransportLayerNack>().expect("a question");
                        let missing = nack.nacks.iter().flat_map(|pair| pair.packet_list()).collect();
                        asked.push(((due - self.start).as_millis() as u64, missing));
                    }
                }
            }
            asked
        }
    }

    #[test]
    fn what_is_missing_is_asked_for_at_once_and_then_ever_more_rarely() {
        let mut listener = Listener::to("video/VP8");
        listener.comes(0, 65_534);
        listener.comes(0, 1);
        let asked = listener.questions(2_000);
        let missing = vec![65_535, 0];
        let times: Vec<u64> = asked.iter().map(|(at, _)| *at).collect();
        assert_eq!(times, [10, 30, 50, 70, 90, 120, 165, 232, 333, 485]);
        assert!(asked.iter().all(|(_, these)| *these == missing), "{asked:?}");
        assert!(listener.holes.poll_timeout().is_none(), "given up");
    }

    #[test]
    fn what_only_changed_places_or_is_a_pause_is_not_asked_for() {
        let mut listener = Listener::to("video/VP8");
        listener.comes(0, 10);
        listener.comes(0, 12);
        listener.comes(5, 11);
        listener.comes(6, 2_000);
        listener.comes(6, 2_001);
        assert_eq!(listener.questions(2_000), []);
    }

    #[test]
    fn where_answers_take_long_nobody_asks_again_before_one_may_come() {
        let mut listener = Listener::to("video/VP8");
        listener.comes(0, 1);
        listener.comes(0, 3);
        assert!(listener.questions(500).len() > 3);
        listener.comes(500, 2);
        listener.comes(2_000, 5);
        let times: Vec<u64> = listener.questions(4_000).iter().map(|(at, _)| *at).collect();
        assert_eq!(times, [2_010, 2_510]);
    }

    #[test]
    fn sound_that_would_come_too_late_is_asked_for_once_a_second_until_it_would_not() {
        let mut listener = Listener::to("audio/opus");
        let mut asked = Vec::new();
        for step in 0..500_u16 {
            // Of three packets one is missing, and no answer comes for ten seconds; then each within 60 ms.
            let now = u64::from(step) * 40;
            if step % 3 != 1 {
                listener.comes(now, step);
            }
            if now > 10_000 && step % 3 == 0 {
                listener.comes(now + 20, step - 2);
            }
            asked.extend(listener.questions(now + 39).into_iter().map(|(at, _)| at / 1_000));
        }
        let in_second = |second| asked.iter().filter(|at| **at == second).count();
        assert!(in_second(0) > 20, "{asked:?}");
        assert!((3..10).all(|second| in_second(second) <= 1), "{asked:?}");
        assert!((16..20).all(|second| in_second(second) >= 8), "{asked:?}");
    }
}
