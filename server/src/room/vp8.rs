//! The VP8 payload descriptor (RFC 7741 §4.2), as far as forwarding must know it.

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
    pub at: usize,
    /// 15 bits rather than 7.
    pub long: bool,
    pub value: u16,
}

pub struct Vp8Marks {
    pub picture: Option<PictureId>,
    /// Place and value of TL0PICIDX.
    pub tl0: Option<(usize, u8)>,
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
    let mut at = 2;
    let mut picture = None;
    if bits & 0x80 != 0 {
        let Some(&high) = payload.get(2) else { return none };
        if high & 0x80 != 0 {
            let Some(&low) = payload.get(3) else { return none };
            picture = Some(PictureId {
                at,
                long: true,
                value: u16::from(high & 0x7f) << 8 | u16::from(low),
            });
            at += 2;
        } else {
            picture = Some(PictureId {
                at,
                long: false,
                value: u16::from(high),
            });
            at += 1;
        }
    }
    let tl0 = if bits & 0x40 != 0 {
        payload.get(at).map(|value| (at, *value))
    } else {
        None
    };
    Vp8Marks { picture, tl0 }
}
