//! Repairs (RFC 4588): each is turned back into the packet it repairs, before holes are looked for
//! and arrivals reported. `rtc` drops those of simulcast layers (named by RFC 8852's
//! `repaired-rtp-stream-id`), and shows those of a declared SSRC (`ssrc-group:FID`, RFC 5888) only
//! to us, so that the same hole would be asked for again and again.

use super::codecs::{LAYER, REPAIRED_LAYER};
use bytes::Bytes;
use rtc::interceptor::{Interceptor, Packet, StreamInfo, TaggedPacket};
use rtc::rtp;
use rtc::shared::error::Error;
use sansio::Protocol;
use std::collections::{HashMap, VecDeque};
use std::time::Instant;

/// More layers than anybody sends.
const MOST: usize = 16;

struct Layer {
    ssrc: u32,
    payload_type: u8,
    /// Sequence number, once one came.
    newest: Option<u16>,
}

/// What stands for a link, one publish connection.
#[derive(Default)]
struct Known {
    layer_id: Option<u8>,
    repaired_id: Option<u8>,
    media: Vec<u32>,
    /// By the name of the layer, one picture a link, so the name alone is enough; without layers, by
    /// the SSRC.
    layers: HashMap<Bytes, Layer>,
    /// The layer a repair's SSRC is of.
    repairs: HashMap<u32, Bytes>,
}

impl Known {
    /// `None` for a repair of nothing known.
    fn restore(&mut self, mut packet: rtp::Packet) -> Option<rtp::Packet> {
        let header = &mut packet.header;
        if self.media.contains(&header.ssrc) {
            let name = self.layer_id.and_then(|id| header.get_extension(id));
            if let Some(name) = name.filter(|_| self.layers.len() < MOST) {
                let (ssrc, payload_type, newest) = (header.ssrc, header.payload_type, header.sequence_number);
                let layer = self.layers.entry(name).or_insert(Layer {
                    ssrc,
                    payload_type,
                    newest: Some(newest),
                });
                layer.ssrc = ssrc;
            }
            if let Some(layer) = self.layers.values_mut().find(|layer| layer.ssrc == header.ssrc) {
                layer.newest = Some(header.sequence_number);
            }
            return Some(packet);
        }
        if let Some(name) = self.repaired_id.and_then(|id| header.get_extension(id))
            && (self.repairs.len() < MOST || self.repairs.contains_key(&header.ssrc))
        {
            self.repairs.insert(header.ssrc, name);
        }
        let Some(name) = self.repairs.get(&header.ssrc) else {
            return Some(packet);
        };
        let layer = self.layers.get(name)?;
        header.ssrc = layer.ssrc;
        header.payload_type = layer.payload_type;
        if packet.payload.len() > 2 {
            header.sequence_number = u16::from_be_bytes([packet.payload[0], packet.payload[1]]);
            packet.payload = packet.payload.slice(2..);
        } else {
            // A probe of the network: it counts as arrived, and as nothing else.
            header.sequence_number = layer.newest?;
            packet.payload = Bytes::new();
        }
        Some(packet)
    }
}

/// In the chain before whoever numbers what arrives.
#[derive(Default)]
pub struct Repairs {
    known: Known,
    inward: VecDeque<TaggedPacket>,
    outward: VecDeque<TaggedPacket>,
}

impl Protocol<TaggedPacket, TaggedPacket, ()> for Repairs {
    type Rout = TaggedPacket;
    type Wout = TaggedPacket;
    type Eout = ();
    type Error = Error;
    type Time = Instant;

    fn handle_read(&mut self, mut packet: TaggedPacket) -> Result<(), Error> {
        if let Packet::Rtp(rtp) = &mut packet.message.packet {
            let Some(restored) = self.known.restore(std::mem::take(rtp)) else {
                return Ok(());
            };
            *rtp = restored;
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

impl Interceptor for Repairs {
    fn bind_local_stream(&mut self, _: &StreamInfo) {}
    fn unbind_local_stream(&mut self, _: &StreamInfo) {}

    fn bind_remote_stream(&mut self, stream: &StreamInfo) {
        let id = |uri: &str| {
            let found = stream
                .rtp_header_extensions
                .iter()
                .find(|extension| extension.uri == uri);
            found.and_then(|extension| u8::try_from(extension.id).ok())
        };
        self.known.layer_id = id(LAYER).or(self.known.layer_id);
        self.known.repaired_id = id(REPAIRED_LAYER).or(self.known.repaired_id);
        let name = Bytes::copy_from_slice(&stream.ssrc.to_be_bytes());
        if let Some(repair) = stream.ssrc_rtx.filter(|_| self.known.layers.len() < MOST) {
            self.known.repairs.insert(repair, name.clone());
            let layer = Layer {
                ssrc: stream.ssrc,
                payload_type: stream.payload_type,
                newest: None,
            };
            self.known.layers.insert(name, layer);
        }
        // A repair is bound too, as if it were a stream of its own.
        if !self.known.media.contains(&stream.ssrc) && !self.known.repairs.contains_key(&stream.ssrc) {
            self.known.media.push(stream.ssrc);
        }
    }

    fn unbind_remote_stream(&mut self, stream: &StreamInfo) {
        self.known.media.retain(|ssrc| *ssrc != stream.ssrc);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rtc::interceptor::RTPHeaderExtension;

    fn packet(
        ssrc: u32,
        payload_type: u8,
        sequence: u16,
        extension: Option<(u8, &'static str)>,
        payload: &'static [u8],
    ) -> rtp::Packet {
        let mut packet = rtp::Packet {
            header: rtp::header::Header {
                version: 2,
                ssrc,
                payload_type,
                sequence_number: sequence,
                ..Default::default()
            },
            payload: Bytes::from_static(payload),
        };
        if let Some((id, name)) = extension {
            packet
                .header
                .set_extension(id, Bytes::from_static(name.as_bytes()))
                .expect("an extension");
        }
        packet
    }

    fn bound() -> Known {
        let mut repairs = Repairs::default();
        let extension = |uri: &str, id| RTPHeaderExtension { uri: uri.into(), id };
        for ssrc in [1, 2] {
            repairs.bind_remote_stream(&StreamInfo {
                ssrc,
                rtp_header_extensions: vec![extension(LAYER, 10), extension(REPAIRED_LAYER, 11)],
                ..Default::default()
            });
        }
        repairs.known
    }

    #[test]
    fn a_repair_becomes_the_packet_it_repairs_also_once_its_name_is_no_longer_sent() {
        let mut known = bound();
        known.restore(packet(1, 96, 500, Some((10, "q")), &[7])).expect("media");
        known.restore(packet(2, 96, 900, Some((10, "f")), &[7])).expect("media");
        for name in [Some((11, "f")), None] {
            let restored = known
                .restore(packet(92, 97, 3, name, &[3, 130, 1, 2]))
                .expect("restored");
            let header = &restored.header;
            assert_eq!((header.ssrc, header.payload_type, header.sequence_number), (2, 96, 898));
            assert_eq!(&restored.payload[..], [1, 2]);
        }
    }

    #[test]
    fn a_declared_repair_becomes_the_packet_it_repairs_too() {
        let mut repairs = Repairs::default();
        let stream = |ssrc, payload_type, ssrc_rtx| StreamInfo {
            ssrc,
            payload_type,
            ssrc_rtx,
            ..Default::default()
        };
        for stream in [stream(5, 120, Some(6)), stream(6, 124, None)] {
            repairs.bind_remote_stream(&stream);
        }
        let mut known = repairs.known;
        assert!(
            known.restore(packet(6, 124, 1, None, &[])).is_none(),
            "before any media"
        );
        known.restore(packet(5, 120, 900, None, &[7])).expect("media");
        let restored = known
            .restore(packet(6, 124, 3, None, &[3, 130, 1, 2]))
            .expect("restored");
        let header = &restored.header;
        assert_eq!(
            (header.ssrc, header.payload_type, header.sequence_number),
            (5, 120, 898)
        );
        let probe = known.restore(packet(6, 124, 4, None, &[])).expect("counted");
        assert_eq!((probe.header.ssrc, probe.header.sequence_number), (5, 900));
    }

    #[test]
    fn a_probe_stays_empty_and_a_repair_of_nothing_known_is_dropped() {
        let mut known = bound();
        assert!(known.restore(packet(91, 97, 1, Some((11, "q")), &[0, 1, 2])).is_none());
        known.restore(packet(1, 96, 500, Some((10, "q")), &[7])).expect("media");
        known.restore(packet(1, 96, 501, None, &[7])).expect("media");
        let probe = known.restore(packet(91, 97, 2, None, &[])).expect("counted");
        assert_eq!(
            (probe.header.ssrc, probe.header.sequence_number, probe.payload.len()),
            (1, 501, 0)
        );
        let stranger = known.restore(packet(50, 111, 8, None, &[9])).expect("passed on");
        assert_eq!((stranger.header.ssrc, stranger.header.sequence_number), (50, 8));
    }
}
