//! The VP8 payload descriptor (RFC 7741 §4.2), as far as forwarding must know it.

use super::engine::Patch;

/// First packet of a VP8 keyframe (RFC 7741 §4.2, §4.3): S set, partition 0, P bit clear.
pub fn is_vp8_keyframe_start(payload: &[u8]) -> bool {
    let Some(&first) = payload.first() else { return false };
    if first & 0x10 == 0 || first & 0x07 != 0 {
        return false;
    }
    payload
        .get(descriptor_length(payload))
        .is_some_and(|header| header & 1 == 0)
}

/// Lines of the picture that a keyframe's first packet begins (RFC 6386 §9.1).
pub fn vp8_keyframe_height(payload: &[u8]) -> Option<u16> {
    // Frame tag and width stand before it.
    let header = payload.get(descriptor_length(payload)..)?;
    let (start, high) = (header.get(3..6)?, header.get(8..10)?);
    (start == [0x9d, 0x01, 0x2a]).then(|| u16::from_le_bytes([high[0], high[1]]) & 0x3fff)
}

fn descriptor_length(payload: &[u8]) -> usize {
    if payload[0] & 0x80 == 0 {
        return 1;
    }
    let bits = payload.get(1).copied().unwrap_or(0);
    let mut length = 2;
    if bits & 0x80 != 0 {
        length += if payload.get(2).is_some_and(|picture| picture & 0x80 != 0) {
            2
        } else {
            1
        };
    }
    length += usize::from(bits & 0x40 != 0);
    length + usize::from(bits & 0x30 != 0)
}

pub struct PictureId {
    /// 15 bits rather than 7.
    pub long: bool,
    pub value: u16,
}

pub struct Vp8Marks {
    /// Stands at [`Patch::AT`].
    pub picture: Option<PictureId>,
    /// TL0PICIDX; stands next to the picture's id.
    pub tl0: Option<u8>,
}

/// Numbers in the VP8 descriptor that must run on across a splice (RFC 7741 §4.2).
pub fn vp8_marks(payload: &[u8]) -> Vp8Marks {
    let none = Vp8Marks {
        picture: None,
        tl0: None,
    };
    let (Some(first), Some(&bits)) = (payload.first(), payload.get(1)) else {
        return none;
    };
    if first & 0x80 == 0 {
        return none;
    }
    let mut at = Patch::AT;
    let mut picture = None;
    if bits & 0x80 != 0 {
        let Some(&high) = payload.get(at) else { return none };
        let long = high & 0x80 != 0;
        let value = if long {
            let Some(&low) = payload.get(at + 1) else { return none };
            u16::from(high & 0x7f) << 8 | u16::from(low)
        } else {
            u16::from(high)
        };
        picture = Some(PictureId { long, value });
        at += if long { 2 } else { 1 };
    }
    let tl0 = (bits & 0x40 != 0).then(|| payload.get(at).copied()).flatten();
    Vp8Marks { picture, tl0 }
}

/// The same descriptor with other numbers.
pub fn renumbered(long: bool, picture: u16, tl0: Option<u8>) -> Patch {
    let low = picture as u8;
    let mut patch = if long {
        Patch {
            bytes: [0x80 | (picture >> 8) as u8, low, 0],
            length: 2,
        }
    } else {
        Patch {
            bytes: [low & 0x7f, 0, 0],
            length: 1,
        }
    };
    if let Some(tl0) = tl0 {
        patch.bytes[usize::from(patch.length)] = tl0;
        patch.length += 1;
    }
    patch
}

/// Whether the packet begins a picture, and what of it is the picture's own.
pub fn vp8_parts(payload: &[u8]) -> Option<(bool, &[u8])> {
    let first = payload.first()?;
    let data = payload.get(descriptor_length(payload)..)?;
    Some((first & 0x17 == 0x10, data))
}
