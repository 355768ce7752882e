//! What listeners and speakers report by RTCP, as far as the house acts on it. The chain answers
//! the rest by itself.

use rtc::interceptor::{Interceptor, Packet, StreamInfo, TaggedPacket, convert_twcc};
use rtc::rtcp::payload_feedbacks::full_intra_request::FullIntraRequest;
use rtc::rtcp::payload_feedbacks::picture_loss_indication::PictureLossIndication;
use rtc::rtcp::payload_feedbacks::receiver_estimated_maximum_bitrate::ReceiverEstimatedMaximumBitrate;
use rtc::rtcp::receiver_report::ReceiverReport;
use rtc::rtcp::sender_report::SenderReport;
use rtc::rtcp::transport_feedbacks::transport_layer_cc::TransportLayerCc;
use rtc::rtcp::transport_feedbacks::transport_layer_nack::TransportLayerNack;
use rtc::shared::error::Error;
use sansio::Protocol;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

#[derive(Debug)]
pub enum Report {
    /// A listener lost the picture of this SSRC (PLI or FIR).
    Keyframe(u32),
    /// A listener misses these packets of this SSRC.
    Missing(u32, Vec<u16>),
    /// Bits a second a listener believes to get through.
    Estimate(f32),
    /// Part of this SSRC's packets up to the `highest` number that a listener missed of late.
    Loss { ssrc: u32, part: f32, highest: u32 },
    /// Of the packets of sound, so many came to a listener and so many did not.
    Delivered { came: u32, lost: u32 },
    /// A speaker's clock (RFC 3550 §6.4.1).
    Clock { ssrc: u32, ntp: u64, timestamp: u32 },
}

/// Shared between the chain, which owns the tap, and the engine, which reads it.
#[derive(Clone, Default)]
pub struct Reports(Arc<Mutex<VecDeque<Report>>>);

impl Reports {
    pub fn take(&self) -> VecDeque<Report> {
        std::mem::take(&mut *self.lock())
    }

    fn add(&self, packet: &dyn rtc::rtcp::Packet) {
        let any = packet.as_any();
        let report = if let Some(loss) = any.downcast_ref::<PictureLossIndication>() {
            Report::Keyframe(loss.media_ssrc)
        } else if let Some(request) = any.downcast_ref::<FullIntraRequest>() {
            Report::Keyframe(request.fir.first().map_or(request.media_ssrc, |entry| entry.ssrc))
        } else if let Some(nack) = any.downcast_ref::<TransportLayerNack>() {
            Report::Missing(
                nack.media_ssrc,
                nack.nacks.iter().flat_map(|pair| pair.packet_list()).collect(),
            )
        } else if let Some(estimate) = any.downcast_ref::<ReceiverEstimatedMaximumBitrate>() {
            Report::Estimate(estimate.bitrate)
        } else if let Some(receiver) = any.downcast_ref::<ReceiverReport>() {
            let losses = receiver.reports.iter().map(|block| Report::Loss {
                ssrc: block.ssrc,
                part: f32::from(block.fraction_lost) / 256.0,
                highest: block.last_sequence_number,
            });
            return self.lock().extend(losses);
        } else if let Some(feedback) = any.downcast_ref::<TransportLayerCc>() {
            let told = convert_twcc(feedback);
            let came = told.iter().filter(|packet| packet.arrived).count() as u32;
            Report::Delivered {
                came,
                lost: told.len() as u32 - came,
            }
        } else if let Some(sender) = any.downcast_ref::<SenderReport>() {
            Report::Clock {
                ssrc: sender.ssrc,
                ntp: sender.ntp_time,
                timestamp: sender.rtp_time,
            }
        } else {
            return;
        };
        self.lock().push_back(report);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Report>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub struct Tap {
    reports: Reports,
    inward: VecDeque<TaggedPacket>,
    outward: VecDeque<TaggedPacket>,
}

impl Tap {
    pub fn new(reports: Reports) -> Self {
        Self {
            reports,
            inward: VecDeque::new(),
            outward: VecDeque::new(),
        }
    }
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Tap {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, packet: TaggedPacket) -> Result<(), Error> {
        if let Packet::Rtcp(parts) = &packet.message.packet {
            for part in parts {
                self.reports.add(part.as_ref());
            }
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
}

impl Interceptor for Tap {
    fn bind_local_stream(&mut self, _: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _: &StreamInfo) {}
    fn bind_remote_stream(&mut self, _: &StreamInfo) {}
    fn unbind_remote_stream(&mut self, _: &StreamInfo) {}
}
