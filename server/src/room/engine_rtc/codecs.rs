//! What the room's connections speak: Opus, VP8 with repair, loudness of voices (RFC 6464).

use super::super::engine::Use;
use rtc::peer_connection::configuration::media_engine::MediaEngine;
use rtc::rtp_transceiver::rtp_sender::{
    RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RTCRtpHeaderExtensionCapability, RtpCodecKind,
};

pub const AUDIO_LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
/// When a packet went out, in 1/2^18 s: from it a viewer's browser learns what its network carries.
pub const SEND_TIME: &str = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";
pub const LAYER: &str = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
pub const REPAIRED_LAYER: &str = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
pub const OPUS: &str = "audio/opus";
pub const VP8: &str = "video/VP8";
pub const REPAIR: &str = "video/rtx";

/// Lost sound is sent again, as a lost picture is: both legs of the way are short enough for that.
pub fn opus() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: OPUS.into(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: "minptime=10;useinbandfec=1;usedtx=1".into(),
        rtcp_feedback: vec![feedback("nack", "")],
    }
}

fn feedback(typ: &str, parameter: &str) -> RTCPFeedback {
    RTCPFeedback {
        typ: typ.into(),
        parameter: parameter.into(),
    }
}

pub fn vp8() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: VP8.into(),
        clock_rate: 90_000,
        channels: 0,
        sdp_fmtp_line: String::new(),
        rtcp_feedback: vec![
            feedback("goog-remb", ""),
            feedback("ccm", "fir"),
            feedback("nack", ""),
            feedback("nack", "pli"),
        ],
    }
}

pub fn media_engine(for_use: Use) -> anyhow::Result<MediaEngine> {
    let mut media = MediaEngine::default();
    let parameters = |rtp_codec, payload_type| RTCRtpCodecParameters {
        rtp_codec,
        payload_type,
    };
    media.register_codec(parameters(opus(), 111), RtpCodecKind::Audio)?;
    media.register_codec(parameters(vp8(), 96), RtpCodecKind::Video)?;
    let repair = RTCRtpCodec {
        mime_type: REPAIR.into(),
        clock_rate: 90_000,
        channels: 0,
        sdp_fmtp_line: "apt=96".into(),
        rtcp_feedback: vec![],
    };
    media.register_codec(parameters(repair, 97), RtpCodecKind::Video)?;
    let level = RTCRtpHeaderExtensionCapability {
        uri: AUDIO_LEVEL.into(),
    };
    media.register_header_extension(level, RtpCodecKind::Audio, None)?;
    let of_pictures: &[&str] = match for_use {
        Use::Publish => &[MID, LAYER, REPAIRED_LAYER],
        Use::Subscribe => &[SEND_TIME],
    };
    for uri in of_pictures {
        let extension = RTCRtpHeaderExtensionCapability { uri: (*uri).into() };
        media.register_header_extension(extension, RtpCodecKind::Video, None)?;
    }
    Ok(media)
}
