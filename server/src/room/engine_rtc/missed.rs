//! Tells a speaker's browser how much of its sound does not come through at first, anywhere on the way to its listeners.
//! What is repaired counts as received (RFC 3550 §6.4.1), and a browser that hears of no loss puts nothing of the last
//! packet into the next (RFC 7587 §3.3), by which a listener has the sound before any repair could come.

use rtc::interceptor::{Interceptor, Packet, StreamInfo, TaggedPacket};
use rtc::rtcp::receiver_report::ReceiverReport;
use rtc::shared::error::Error;
use sansio::Protocol;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Instant;

/// Shared between the chain and the engine: 256ths of the sound.
#[derive(Clone, Default)]
pub struct Missed(Arc<AtomicU8>);

impl Missed {
    pub fn set(&self, part: f32) {
        self.0.store((part * 256.0) as u8, Ordering::Relaxed);
    }
}

/// In the chain on the wire's side of what makes the reports.
pub struct Told {
    missed: Missed,
    sound: Vec<u32>,
    inward: VecDeque<TaggedPacket>,
    outward: VecDeque<TaggedPacket>,
}

impl Told {
    pub fn new(missed: Missed) -> Self {
        Self {
            missed,
            sound: Vec::new(),
            inward: VecDeque::new(),
            outward: VecDeque::new(),
        }
    }

    fn correct(&self, part: &mut Box<dyn rtc::rtcp::Packet>) {
        let Some(report) = part.as_any().downcast_ref::<ReceiverReport>() else {
            return;
        };
        let mut report = report.clone();
        let missed = self.missed.0.load(Ordering::Relaxed);
        for block in &mut report.reports {
            if self.sound.contains(&block.ssrc) {
                block.fraction_lost = block.fraction_lost.max(missed);
            }
        }
        *part = Box::new(report);
    }
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Told {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, packet: TaggedPacket) -> Result<(), Error> {
        self.inward.push_back(packet);
        Ok(())
    }

    fn poll_read(&mut self) -> Option<TaggedPacket> {
        self.inward.pop_front()
    }

    fn handle_write(&mut self, mut packet: TaggedPacket) -> Result<(), Error> {
        if let Packet::Rtcp(parts) = &mut packet.message.packet {
            parts.iter_mut().for_each(|part| self.correct(part));
        }
        self.outward.push_back(packet);
        Ok(())
    }

    fn poll_write(&mut self) -> Option<TaggedPacket> {
        self.outward.pop_front()
    }
}

impl Interceptor for Told {
    fn bind_local_stream(&mut self, _: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _: &StreamInfo) {}

    fn bind_remote_stream(&mut self, stream: &StreamInfo) {
        if stream.mime_type.starts_with("audio/") && !self.sound.contains(&stream.ssrc) {
            self.sound.push(stream.ssrc);
        }
    }

    fn unbind_remote_stream(&mut self, stream: &StreamInfo) {
        self.sound.retain(|ssrc| *ssrc != stream.ssrc);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rtc::interceptor::AttributedPacket;
    use rtc::rtcp::reception_report::ReceptionReport;
    use rtc::shared::TransportContext;

    #[test]
    fn a_report_on_sound_says_no_less_than_its_listeners_miss() {
        let missed = Missed::default();
        let mut told = Told::new(missed.clone());
        for (ssrc, mime_type) in [(1, "audio/opus"), (2, "video/VP8")] {
            told.bind_remote_stream(&StreamInfo {
                ssrc,
                mime_type: mime_type.into(),
                ..Default::default()
            });
        }
        let mut said = |lost| {
            let block = |ssrc| ReceptionReport {
                ssrc,
                fraction_lost: lost,
                ..Default::default()
            };
            let report = ReceiverReport {
                reports: vec![block(1), block(2)],
                ..Default::default()
            };
            told.handle_write(TaggedPacket {
                now: Instant::now(),
                transport: TransportContext::default(),
                message: AttributedPacket::new(Packet::Rtcp(vec![Box::new(report)])),
            })
            .expect("no refusal");
            let Some(Packet::Rtcp(parts)) = told.poll_write().map(|packet| packet.message.packet) else {
                panic!("nothing left");
            };
            let report = parts[0].as_any().downcast_ref::<ReceiverReport>().expect("a report");
            report
                .reports
                .iter()
                .map(|block| block.fraction_lost)
                .collect::<Vec<_>>()
        };
        assert_eq!(said(3), [3, 3]);
        missed.set(0.0625);
        assert_eq!(said(3), [16, 3]);
        assert_eq!(said(40), [40, 40]);
    }
}
