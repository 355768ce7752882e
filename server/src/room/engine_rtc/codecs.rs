//! What the room's connections speak: Opus, VP8 or H.264 with repair, loudness of voices (RFC 6464).

use super::super::engine::{Codec, Use};
use rtc::peer_connection::configuration::media_engine::MediaEngine;
use rtc::rtp_transceiver::rtp_sender::{
    RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RTCRtpHeaderExtensionCapability, RtpCodecKind,
};

pub const AUDIO_LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
/// When a packet went out, in 1/2^18 s: from it a viewer's browser learns what its network carries.
pub const SEND_TIME: &str = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
/// Counts the packets of a connection (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2): a listener's browser
/// says at once which of them came.
pub const COUNT: &str = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
const MID: &str = "urn:ietf:params:rtp-hdrext:sdes:mid";
pub const LAYER: &str = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
pub const REPAIRED_LAYER: &str = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
pub const REPAIR: &str = "video/rtx";

/// Media type of a codec (RFC 7587, 7741, 6184).
pub fn name(codec: Codec) -> &'static str {
    match codec {
        Codec::Opus => "audio/opus",
        Codec::Vp8 => "video/VP8",
        Codec::H264 => "video/H264",
    }
}

/// What a speaker is asked for: silence is hardly sent, and each packet carries some of the one before (RFC 7587 §3.3).
const VOICE: &str = "minptime=10;useinbandfec=1;usedtx=1";
/// A voice that comes through where the network carries 50 kbit/s: RFC 7587 §3.1.1 names 16 to 20 kbit/s for speech in
/// its wide band.
const SPARE_BITS: u32 = 20_000;
/// Milliseconds of sound a packet then (RFC 8866 §6.4): in 20, the headers take more than the voice. Not otherwise, as
/// listeners then learn half as fast how late repairs come.
const SPARE_PACKET: u32 = 40;

/// Lost sound is sent again, as a lost picture is: both legs of the way are short enough for that.
pub fn opus() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: name(Codec::Opus).into(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: VOICE.into(),
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
    picture(Codec::Vp8, "")
}

/// Constrained baseline: the one profile every browser has (RFC 7742 §6.2).
fn h264() -> RTCRtpCodec {
    picture(
        Codec::H264,
        "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
    )
}

fn picture(codec: Codec, parameters: &str) -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: name(codec).into(),
        clock_rate: 90_000,
        channels: 0,
        sdp_fmtp_line: parameters.into(),
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
    let mut sound = opus();
    if for_use == Use::Subscribe {
        // Of pictures, browsers then would no longer say what they believe to get through.
        sound.rtcp_feedback.push(feedback("transport-cc", ""));
        let count = RTCRtpHeaderExtensionCapability { uri: COUNT.into() };
        media.register_header_extension(count, RtpCodecKind::Audio, None)?;
    }
    media.register_codec(parameters(sound, 111), RtpCodecKind::Audio)?;
    for (codec, number) in [(vp8(), 96), (h264(), 102)] {
        media.register_codec(parameters(codec, number), RtpCodecKind::Video)?;
        let repair = RTCRtpCodec {
            mime_type: REPAIR.into(),
            clock_rate: 90_000,
            channels: 0,
            sdp_fmtp_line: format!("apt={number}"),
            rtcp_feedback: vec![],
        };
        media.register_codec(parameters(repair, number + 1), RtpCodecKind::Video)?;
    }
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

/// The same answer with the wishes of [`VOICE`], or of a sparing one: `rtc` repeats those of the offer.
pub fn with_voice(answer: &str, spare: bool) -> String {
    let wishes = if spare {
        format!("{VOICE};maxaveragebitrate={SPARE_BITS}\r\na=ptime:{SPARE_PACKET}")
    } else {
        VOICE.to_owned()
    };
    let mut number = None;
    let lines = answer.split_inclusive("\r\n").map(|line| {
        if let Some((of, name)) = line.strip_prefix("a=rtpmap:").and_then(|line| line.split_once(' '))
            && name.starts_with("opus/")
        {
            number = Some(of);
            return format!("{line}a=fmtp:{of} {wishes}\r\n");
        }
        let of = line.strip_prefix("a=fmtp:").and_then(|line| line.split(' ').next());
        if of.is_some() && of == number {
            return String::new();
        }
        line.to_owned()
    });
    lines.collect()
}

/// The same offer without the other codec of pictures where `picture` is proposed: nothing is recoded on its way.
pub fn in_one_codec(offer: &str, picture: Codec) -> String {
    let (wanted, other) = match picture {
        Codec::H264 => ("H264/", "VP8/"),
        Codec::Vp8 | Codec::Opus => ("VP8/", "H264/"),
    };
    let sections = offer.split_inclusive("\r\nm=");
    sections
        .map(|section| {
            let numbers = |codec: &str| {
                let lines = section.lines().filter_map(|line| line.strip_prefix("a=rtpmap:"));
                let of = lines.filter_map(|line| line.split_once(' '));
                let of = of.filter(|(_, name)| name.to_ascii_uppercase().starts_with(codec));
                of.map(|(number, _)| number).collect::<Vec<_>>()
            };
            if numbers(wanted).is_empty() {
                return section.to_owned();
            }
            let dropped = numbers(other);
            let (media, rest) = section.split_once("\r\n").unwrap_or((section, ""));
            let kept = media.split(' ').enumerate();
            // Medium, port and protocol stand before the numbers (RFC 8866 §5.14).
            let kept = kept.filter(|(at, word)| *at < 3 || !dropped.contains(word));
            let kept: Vec<_> = kept.map(|(_, word)| word).collect();
            format!("{}\r\n{rest}", kept.join(" "))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "v=0\r\ns=-\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 102\r\na=rtpmap:111 opus/48000/2\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 102 103 96 97\r\na=rtpmap:102 H264/90000\r\na=rtpmap:103 rtx/90000\r\n\
        a=fmtp:103 apt=102\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n";

    #[test]
    fn a_voice_is_asked_for_without_its_silence_and_where_need_be_in_few_bits_and_long_packets() {
        let answer = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n\
            a=rtcp-fb:111 nack\r\na=fmtp:111 minptime=10;useinbandfec=1\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n\
            a=rtpmap:96 VP8/90000\r\na=fmtp:97 apt=96\r\n";
        let full = with_voice(answer, false);
        assert!(full.contains("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n"));
        let spare = with_voice(answer, true);
        assert!(
            spare.contains("usedtx=1;maxaveragebitrate=20000\r\na=ptime:40\r\na=rtcp-fb"),
            "{spare}"
        );
        for asked in [full, spare] {
            assert_eq!(asked.matches("a=fmtp:").count(), 2, "{asked}");
        }
        assert_eq!(with_voice("v=0\r\nm=video 9", true), "v=0\r\nm=video 9");
    }

    #[test]
    fn where_vp8_is_proposed_h264_is_not_chosen() {
        let one = in_one_codec(OFFER, Codec::Vp8);
        assert!(one.contains("m=video 9 UDP/TLS/RTP/SAVPF 103 96 97\r\n"), "{one}");
        assert!(one.contains("m=audio 9 UDP/TLS/RTP/SAVPF 111 102\r\n"), "{one}");
        assert_eq!(one.len(), OFFER.len() - " 102".len());
        let phone = OFFER.replace("VP8", "VP9");
        assert_eq!(in_one_codec(&phone, Codec::Vp8), phone);
        for odd in ["", "m=", "v=0\r\nm=video", "\r\nm=\r\nm="] {
            assert_eq!(in_one_codec(odd, Codec::Vp8), odd);
        }
    }
}
