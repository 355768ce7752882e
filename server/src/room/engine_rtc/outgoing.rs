//! One stream to one listener on the wire: numbered, encrypted, kept for whoever misses a packet.

use super::super::engine::{Clock, Codec, Kind, Rtp};
use super::delivery::{Delivery, Missing};
use bytes::{Bytes, BytesMut};
use rtc::rtcp::sender_report::SenderReport;
use rtc::rtp::header::Header;
use rtc::rtp_transceiver::RTCRtpSenderId;
use rtc::shared::marshal::{Marshal, MarshalSize};
use rtc::srtp::context::Context;
use std::time::{Duration, Instant};

/// Packets kept for a listener that misses some: two seconds and more of a picture.
const KEPT: usize = 512;
/// A packet asked for again within this time is under way; each further time it may take twice as long, as a full
/// queue makes it.
const RESEND_GAP: Duration = Duration::from_millis(30);
/// What did not come through by then would come too late.
const MOST_RESENDS: u32 = 4;
/// Sound is heard by then, or its place was filled.
const LATE: Duration = Duration::from_millis(400);
/// Packets sent for each that may be sent again: where more is lost than that, repairs would only push out the rest.
const PER_RESEND: u32 = 3;
/// A burst that is lost may be repaired whole.
const MOST_CREDIT: u32 = 200;

/// Payload types of one codec.
#[derive(Clone, Copy)]
pub struct Numbers {
    pub payload_type: u8,
    /// Of repairs (RFC 4588), which then come under [`Outgoing::repair_ssrc`].
    pub repair_type: Option<u8>,
}

/// What the browser agreed to for one stream.
#[derive(Clone, Copy)]
pub struct Agreed {
    /// In the order of [`Codec::ALL`].
    pub numbers: [Option<Numbers>; 3],
    /// Id of the audio-level extension.
    pub level: Option<u8>,
    /// Id of the extension that says when a packet went out.
    pub send_time: Option<u8>,
    /// Id of the extension that counts packets.
    pub count: Option<u8>,
}

impl Agreed {
    pub fn first(&self) -> Option<(Codec, Numbers)> {
        let all = Codec::ALL.into_iter().zip(self.numbers);
        all.filter_map(|(codec, numbers)| Some((codec, numbers?))).next()
    }

    /// `None` for a codec the browser does not have: it gets nothing of it.
    fn of(&self, codec: Codec) -> Option<Numbers> {
        self.numbers[codec as usize]
    }
}

struct Kept {
    rtp: Rtp,
    sent: Instant,
    /// The listener misses it.
    missed: bool,
    /// When last, and how often.
    resent: Option<(Instant, u32)>,
}

pub struct Outgoing {
    pub sender: RTCRtpSenderId,
    pub kind: Kind,
    pub agreed: Option<Agreed>,
    ssrc: u32,
    repair_ssrc: u32,
    repair_sequence: u16,
    kept: Vec<Option<Kept>>,
    missing: Missing,
    /// The highest number a listener's report named, with its cycles.
    reported: Option<u32>,
    /// Packets sent that no repair has been set against.
    credit: u32,
    packets: u32,
    octets: u32,
    born: Instant,
}

impl Outgoing {
    pub fn new(now: Instant, sender: RTCRtpSenderId, kind: Kind, ssrc: u32, repair_ssrc: u32) -> Self {
        Self {
            sender,
            kind,
            agreed: None,
            ssrc,
            repair_ssrc,
            repair_sequence: repair_ssrc as u16,
            kept: Vec::new(),
            missing: Missing::default(),
            reported: None,
            credit: MOST_CREDIT,
            packets: 0,
            octets: 0,
            born: now,
        }
    }

    /// The packet as it goes to the wire.
    pub fn seal(&mut self, now: Instant, context: &mut Context, delivery: &mut Delivery, rtp: Rtp) -> Option<BytesMut> {
        let agreed = self.agreed?;
        let mut header = Header {
            version: 2,
            marker: rtp.marker,
            payload_type: agreed.of(rtp.codec)?.payload_type,
            sequence_number: rtp.sequence,
            timestamp: rtp.timestamp,
            ssrc: self.ssrc,
            ..Default::default()
        };
        if let (Some(id), Some(level)) = (agreed.level, rtp.level) {
            header.set_extension(id, Bytes::copy_from_slice(&[level])).ok()?;
        }
        if let Some(id) = agreed.count {
            let number = delivery.number().to_be_bytes();
            header.set_extension(id, Bytes::copy_from_slice(&number)).ok()?;
        }
        stamp(now - self.born, agreed, &mut header)?;
        let sealed = encrypt(context, &header, None, &rtp)?;
        self.missing.sent();
        self.credit = (self.credit + 1).min(MOST_CREDIT);
        self.packets = self.packets.wrapping_add(1);
        self.octets = self.octets.wrapping_add(rtp.payload.len() as u32);
        if self.kept.is_empty() {
            self.kept.resize_with(KEPT, || None);
        }
        let place = usize::from(rtp.sequence) % KEPT;
        self.kept[place] = Some(Kept {
            rtp,
            sent: now,
            missed: false,
            resent: None,
        });
        Some(sealed)
    }

    /// The listener asks for these; once a second the part of what was sent that it asked for.
    pub fn misses(&mut self, now: Instant, sequences: &[u16]) -> Option<f32> {
        let mut fresh = 0;
        for sequence in sequences {
            let kept = self.kept.get_mut(usize::from(*sequence) % KEPT);
            if let Some(kept) = kept
                .and_then(Option::as_mut)
                .filter(|kept| kept.rtp.sequence == *sequence)
            {
                fresh += u32::from(!std::mem::replace(&mut kept.missed, true));
            }
        }
        self.missing.take(now, fresh)
    }

    /// Does this report say anything new? Where nothing came since the last one, it says that nothing was lost.
    pub fn hears(&mut self, highest: u32) -> bool {
        self.reported.replace(highest) != Some(highest)
    }

    /// `true` unless what the listener misses is gone, under way, too late to be heard, or more than may be repaired.
    pub fn begins_repair(&mut self, now: Instant, sequence: u16) -> bool {
        let kept = self.kept.get_mut(usize::from(sequence) % KEPT);
        let Some(kept) = kept
            .and_then(Option::as_mut)
            .filter(|kept| kept.rtp.sequence == sequence)
        else {
            return false;
        };
        if self.kind == Kind::Audio && now - kept.sent > LATE {
            return false;
        }
        let times = match kept.resent {
            None => 0,
            Some((at, times)) if times < MOST_RESENDS && now - at >= RESEND_GAP * (1 << (times - 1)) => times,
            Some(_) => return false,
        };
        let Some(left) = self.credit.checked_sub(PER_RESEND) else {
            return false;
        };
        self.credit = left;
        kept.resent = Some((now, times + 1));
        true
    }

    /// A packet the listener misses: as a repair where that was agreed, else the very same again. `None` if it is gone.
    pub fn reseal(&mut self, now: Instant, context: &mut Context, sequence: u16) -> Option<BytesMut> {
        let agreed = self.agreed?;
        let kept = self.kept.get(usize::from(sequence) % KEPT)?.as_ref();
        let kept = kept.filter(|kept| kept.rtp.sequence == sequence)?;
        let numbers = agreed.of(kept.rtp.codec)?;
        let mut header = Header {
            version: 2,
            marker: kept.rtp.marker,
            payload_type: numbers.payload_type,
            sequence_number: sequence,
            timestamp: kept.rtp.timestamp,
            ssrc: self.ssrc,
            ..Default::default()
        };
        let Some(repair_type) = numbers.repair_type else {
            if let (Some(id), Some(level)) = (agreed.level, kept.rtp.level) {
                header.set_extension(id, Bytes::copy_from_slice(&[level])).ok()?;
            }
            return encrypt(context, &header, None, &kept.rtp);
        };
        stamp(now - self.born, agreed, &mut header)?;
        header.payload_type = repair_type;
        header.ssrc = self.repair_ssrc;
        header.sequence_number = self.repair_sequence;
        self.repair_sequence = self.repair_sequence.wrapping_add(1);
        encrypt(context, &header, Some(sequence), &kept.rtp)
    }

    /// How the stream's timestamps lie on its speaker's clock.
    pub fn report(&self, clock: Clock) -> SenderReport {
        SenderReport {
            ssrc: self.ssrc,
            ntp_time: clock.ntp,
            rtp_time: clock.timestamp,
            packet_count: self.packets,
            octet_count: self.octets,
            ..Default::default()
        }
    }
}

/// Says when the packet goes out, `time` after any moment: only differences count.
fn stamp(time: Duration, agreed: Agreed, header: &mut Header) -> Option<()> {
    if let Some(id) = agreed.send_time {
        // 24 bits of 6.18 fixed point.
        let ticks = ((time.as_nanos() << 18) / 1_000_000_000) as u32;
        header
            .set_extension(id, Bytes::copy_from_slice(&ticks.to_be_bytes()[1..]))
            .ok()?;
    }
    Some(())
}

/// `original` is the sequence number a repair carries before the payload (RFC 4588 §4).
fn encrypt(context: &mut Context, header: &Header, original: Option<u16>, rtp: &Rtp) -> Option<BytesMut> {
    thread_local!(static PLAIN: std::cell::RefCell<Vec<u8>> = const { std::cell::RefCell::new(Vec::new()) });
    PLAIN.with_borrow_mut(|plain| {
        plain.clear();
        plain.resize(header.marshal_size(), 0);
        header.marshal_to(plain).ok()?;
        if let Some(original) = original {
            plain.extend(original.to_be_bytes());
        }
        let at = plain.len();
        plain.extend_from_slice(&rtp.payload);
        rtp.patch.apply(&mut plain[at..]);
        context.encrypt_rtp_with_header(plain, header).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(kind: Kind, packets: u16) -> (Outgoing, Instant) {
        let now = Instant::now();
        let mut outgoing = Outgoing::new(now, RTCRtpSenderId::default(), kind, 1, 2);
        outgoing.kept.resize_with(KEPT, || None);
        for sequence in 0..packets {
            let rtp = Rtp {
                codec: Codec::Opus,
                marker: false,
                sequence,
                timestamp: 0,
                level: None,
                payload: Bytes::new(),
                patch: Default::default(),
            };
            outgoing.kept[usize::from(sequence)] = Some(Kept {
                rtp,
                sent: now,
                missed: false,
                resent: None,
            });
        }
        (outgoing, now)
    }

    #[test]
    fn a_packet_asked_for_again_and_again_is_repaired_ever_more_rarely_and_at_last_no_more() {
        let (mut outgoing, start) = sent(Kind::Audio, 1);
        let at = |millis| start + Duration::from_millis(millis);
        let asked = (0..2_000).step_by(10);
        let times: Vec<u64> = asked.filter(|millis| outgoing.begins_repair(at(*millis), 0)).collect();
        assert_eq!(times, [0, 30, 90, 210]);
    }

    #[test]
    fn sound_is_not_repaired_once_it_is_too_late_to_be_heard_a_picture_is() {
        for (kind, repaired) in [(Kind::Audio, false), (Kind::Video, true)] {
            let (mut outgoing, start) = sent(kind, 1);
            assert_eq!(outgoing.begins_repair(start + LATE * 2, 0), repaired);
        }
    }

    #[test]
    fn repairs_take_no_more_than_a_part_of_the_way() {
        let (mut outgoing, now) = sent(Kind::Video, 500);
        let repaired = (0..500).filter(|sequence| outgoing.begins_repair(now, *sequence));
        assert_eq!(repaired.count() as u32, MOST_CREDIT / PER_RESEND);
    }
}
