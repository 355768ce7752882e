//! What a browser found when it tested itself, its devices and the way to the portal; and what
//! that is good for.

use serde::{Deserialize, Serialize};

/// How one part did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Found {
    Good,
    /// Works, with trouble: a microphone that heard nothing, a way that is slow.
    Weak,
    Bad,
    /// Nobody looked, or the portal has no such way.
    #[default]
    Untested,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Findings {
    pub browser: Found,
    pub microphone: Found,
    pub camera: Found,
    pub speaker: Found,
    /// The signalling socket (WebSocket).
    pub socket: Found,
    /// Media straight to the portal over UDP.
    pub direct: Found,
    /// The same over TCP, which stands in for it.
    #[serde(default)]
    pub tcp: Found,
    /// Media by the portal's relay (TURN).
    pub relay: Found,
    /// Milliseconds to the media server and back.
    #[serde(default)]
    pub round_trip: Option<u32>,
    /// Packets lost on the way up, in tenths of a per cent.
    #[serde(default)]
    pub loss: Option<u32>,
    /// kbit/s to the portal, as congestion control saw it.
    #[serde(default)]
    pub up: Option<u32>,
    /// kbit/s from the portal.
    #[serde(default)]
    pub down: Option<u32>,
}

/// What a person can do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Ready,
    /// Sound is fine; a picture would fail, or spoil the sound.
    SoundOnly,
    NotYet,
}

/// A picture of 180 lines wants so much each way (kbit/s).
const PICTURE: u32 = 200;
/// Comfortable speech, with its repairs (kbit/s).
const SPEECH: u32 = 50;
/// Losses are repaired up to here (tenths of a per cent).
const LOSS: u32 = 80;

impl Findings {
    pub fn verdict(&self) -> Verdict {
        let bad = |found| found == Found::Bad;
        // TCP and the relay are what direct UDP falls back on.
        let cut_off = [self.direct, self.tcp, self.relay]
            .iter()
            .all(|way| *way != Found::Good);
        let slower_than = |limit: u32| [self.up, self.down].into_iter().flatten().any(|speed| speed < limit);
        if bad(self.browser) || bad(self.socket) || cut_off || bad(self.microphone) || slower_than(SPEECH) {
            return Verdict::NotYet;
        }
        if bad(self.camera) || slower_than(PICTURE) || self.loss.is_some_and(|loss| loss > LOSS) {
            return Verdict::SoundOnly;
        }
        Verdict::Ready
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fine() -> Findings {
        Findings {
            browser: Found::Good,
            microphone: Found::Good,
            camera: Found::Good,
            speaker: Found::Good,
            socket: Found::Good,
            direct: Found::Good,
            tcp: Found::Bad,
            relay: Found::Untested,
            round_trip: Some(40),
            loss: Some(0),
            up: Some(1_500),
            down: Some(4_000),
        }
    }

    #[test]
    fn a_good_line_and_devices_are_ready() {
        assert_eq!(fine().verdict(), Verdict::Ready);
        // Heard nothing, perhaps only because nobody spoke.
        let microphone = Found::Weak;
        assert_eq!(Findings { microphone, ..fine() }.verdict(), Verdict::Ready);
    }

    #[test]
    fn tcp_or_a_relay_stands_in_for_blocked_udp() {
        let direct = Found::Bad;
        assert_eq!(Findings { direct, ..fine() }.verdict(), Verdict::NotYet);
        let tcp = Found::Good;
        assert_eq!(Findings { direct, tcp, ..fine() }.verdict(), Verdict::Ready);
        let relay = Found::Good;
        assert_eq!(
            Findings {
                direct,
                relay,
                ..fine()
            }
            .verdict(),
            Verdict::Ready
        );
    }

    #[test]
    fn a_thin_line_carries_sound_and_a_thinner_one_nothing() {
        let with = |up| Findings { up, ..fine() }.verdict();
        assert_eq!(with(Some(199)), Verdict::SoundOnly);
        assert_eq!(with(Some(49)), Verdict::NotYet);
        assert_eq!(with(None), Verdict::Ready);
        let loss = Some(81);
        assert_eq!(Findings { loss, ..fine() }.verdict(), Verdict::SoundOnly);
    }

    #[test]
    fn without_a_camera_there_is_sound_and_without_a_microphone_nothing() {
        let camera = Found::Bad;
        assert_eq!(Findings { camera, ..fine() }.verdict(), Verdict::SoundOnly);
        let microphone = Found::Bad;
        assert_eq!(Findings { microphone, ..fine() }.verdict(), Verdict::NotYet);
        assert_eq!(Findings::default().verdict(), Verdict::NotYet);
    }
}
