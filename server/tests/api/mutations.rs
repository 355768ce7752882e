//! A dossier with a signed, sealed agreement inside, and one byte of it changed: no byte of the
//! file is outside what is signed or has one spelling, so the verdict is never "valid".

use crate::support::signing::{effective, presented};
use crate::support::{Kind, Portal};
use domain::dossier::{self, TrustRoot};

/// A small generator; the same seed gives the same bytes (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % most as u64) as usize
    }
}

/// Changes `count` bytes, one at a time, as `seed` has it; panics at the first that goes unseen.
fn mutate(sound: &[u8], trust: &TrustRoot, seed: u64, count: usize) {
    let mut chance = Chance(seed);
    let mut bytes = sound.to_vec();
    for _ in 0..count {
        let (at, by) = (chance.below(bytes.len()), 1 + chance.below(255) as u8);
        bytes[at] ^= by;
        let report = dossier::verify(&bytes, trust);
        assert!(!report.valid, "byte {at} ^ {by}");
        assert!(
            report.faults.iter().all(|fault| !fault.place.is_empty()),
            "byte {at} ^ {by}"
        );
        bytes[at] ^= by;
    }
    assert_eq!(bytes, sound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_changed_bytes_of_a_signed_dossier_are_all_found() {
    let portal = Portal::start(Kind::Sqlite).await;
    let story = presented(&portal).await;
    effective(&portal, &story).await;
    let trust: TrustRoot = portal.stranger().get("/api/v1/trust").await.read();
    let request = story
        .worker
        .request(reqwest::Method::GET, &format!("/api/v1/cases/{}/dossier", story.case));
    let sound = request.send().await.unwrap().bytes().await.unwrap();
    assert_eq!(dossier::verify(&sound, &trust).faults, []);
    std::thread::scope(|scope| {
        for seed in 0..4 {
            let (sound, trust) = (&sound, &trust);
            scope.spawn(move || mutate(sound, trust, 2026 + seed, 2_500));
        }
    });
}
