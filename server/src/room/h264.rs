//! H.264 in RTP (RFC 6184), as far as forwarding must know it. A keyframe as browsers send it begins
//! with its sequence parameter set, alone or first of several units in one packet.

/// Types of NAL units (H.264 table 7-1, RFC 6184 §5.2).
const PARAMETERS: u8 = 7;
const STAP_A: u8 = 24;
const FU_A: u8 = 28;

/// First packet of an H.264 keyframe: what a decoder must know comes with it.
pub fn is_h264_keyframe_start(payload: &[u8]) -> bool {
    parameters(payload).is_some()
}

/// Lines of the picture that a keyframe's first packet begins (H.264 §7.3.2.1.1).
pub fn h264_keyframe_height(payload: &[u8]) -> Option<u16> {
    let unit = parameters(payload)?;
    // A byte put in so that no start code shows is none of the set's own (H.264 §7.4.1).
    let mut bytes = Vec::with_capacity(unit.len());
    for byte in unit {
        if *byte != 3 || !bytes.ends_with(&[0, 0]) {
            bytes.push(*byte);
        }
    }
    Bits { bytes: &bytes, at: 0 }.height()
}

/// The sequence parameter set in a packet, without its first byte.
fn parameters(payload: &[u8]) -> Option<&[u8]> {
    let (first, rest) = payload.split_first()?;
    match first & 0x1f {
        PARAMETERS => Some(rest),
        STAP_A => units(rest).find_map(|unit| match unit.split_first() {
            Some((first, rest)) if first & 0x1f == PARAMETERS => Some(rest),
            _ => None,
        }),
        // Cut into several packets: its first part.
        FU_A => match rest.split_first() {
            Some((head, rest)) if head & 0x9f == 0x80 | PARAMETERS => Some(rest),
            _ => None,
        },
        _ => None,
    }
}

/// NAL units aggregated in one packet, each after its length.
fn units(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<2>()?;
        let (unit, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        rest = after;
        Some(unit)
    })
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// Profiles that say more of colours, from 4:2:0 of 8 bits on.
const HIGH: [u32; 13] = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135];

impl Bits<'_> {
    fn bit(&mut self) -> Option<u32> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1;
        self.at += 1;
        Some(u32::from(bit))
    }

    fn bits(&mut self, count: u32) -> Option<u32> {
        (0..count).try_fold(0_u32, |value, _| Some(value << 1 | self.bit()?))
    }

    /// An Exp-Golomb code (H.264 §9.1). Of a signed one only the length matters here.
    fn number(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while self.bit()? == 0 {
            zeros += 1;
        }
        (zeros < 32)
            .then(|| self.bits(zeros))?
            .map(|rest| (1 << zeros) - 1 + rest)
    }

    fn skip(&mut self, numbers: usize) -> Option<()> {
        (0..numbers).try_for_each(|_| self.number().map(drop))
    }

    fn height(&mut self) -> Option<u16> {
        let profile = self.bits(8)?;
        self.bits(16)?;
        self.number()?;
        let mut chroma = 1;
        if HIGH.contains(&profile) {
            chroma = self.number()?;
            if chroma == 3 {
                self.bit()?;
            }
            self.skip(2)?;
            self.bit()?;
            if self.bit()? == 1 {
                // Scaling lists, which browsers do not send.
                return None;
            }
        }
        self.number()?;
        match self.number()? {
            0 => self.skip(1)?,
            1 => {
                self.bit()?;
                self.skip(2)?;
                let frames = self.number()?;
                self.skip(frames.min(256) as usize)?;
            }
            _ => {}
        }
        self.number()?;
        self.bit()?;
        let _width = self.number()?;
        let units = self.number()?.checked_add(1)?;
        let whole_frames = self.bit()?;
        if whole_frames == 0 {
            self.bit()?;
        }
        self.bit()?;
        let halves = 2 - whole_frames;
        let mut cut = 0_u32;
        if self.bit()? == 1 {
            self.skip(2)?;
            let step = if chroma == 1 { 2 } else { 1 } * halves;
            cut = self.number()?.checked_add(self.number()?)?.checked_mul(step)?;
        }
        let lines = units.checked_mul(16)?.checked_mul(halves)?.checked_sub(cut)?;
        u16::try_from(lines).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Of 640 by 360 in constrained baseline, as OpenH264 in Chromium writes it.
    const SET: [u8; 12] = [0x67, 0x42, 0xc0, 0x1f, 0x8c, 0x8d, 0x40, 0x50, 0x17, 0xfc, 0xb0, 0x0f];

    #[test]
    fn a_keyframe_begins_with_its_parameters_however_they_are_packed() {
        let together = [&[0x78, 0, 12][..], &SET, &[0, 2, 0x68, 0xce]].concat();
        let after_another = [&[0x78, 0, 1, 9, 0, 12][..], &SET].concat();
        let cut = [&[0x7c, 0x87][..], &SET[1..]].concat();
        for first in [&SET[..], &together, &after_another, &cut] {
            assert!(is_h264_keyframe_start(first), "{first:x?}");
            assert_eq!(h264_keyframe_height(first), Some(360));
        }
        let later_part = [&[0x7c, 0x47][..], &SET[1..]].concat();
        // A slice, a whole picture's slice after its parameters, and nothing.
        for other in [
            &[0x41, 0x9a][..],
            &[0x65, 0x88],
            &[0x7c, 0x85, 0x88],
            &later_part,
            &[0x78, 0, 200, 0x67],
            &[],
        ] {
            assert!(!is_h264_keyframe_start(other), "{other:x?}");
        }
    }

    #[test]
    fn lines_are_read_over_inserted_bytes_and_cropping() {
        // 1280 by 720 in high profile of x264, with its timing's zeros.
        let high = [
            0x67, 0x64, 0x00, 0x1f, 0xac, 0xd9, 0x40, 0x50, 0x05, 0xbb, 0x01, 0x10, 0x00, 0x00, 0x03, 0x00, 0x10, 0x00,
            0x00, 0x03, 0x03, 0xc0, 0xf1, 0x83, 0x19, 0x60,
        ];
        assert_eq!(h264_keyframe_height(&high), Some(720));
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_strange(payload in prop::collection::vec(any::<u8>(), 0..60), first in prop::sample::select(vec![0x67_u8, 0x78, 0x7c])) {
            let bytes = [&[first][..], &payload].concat();
            let _ = (is_h264_keyframe_start(&bytes), h264_keyframe_height(&bytes));
        }
    }
}
