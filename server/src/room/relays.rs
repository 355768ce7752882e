//! Credentials for the relay (TURN) that browsers use where UDP does not pass: coturn's
//! `use-auth-secret`, a name that says when it ends and its HMAC-SHA1 as password.

use base64::Engine;
use domain::api::Relay;
use domain::id::PersonId;
use domain::moment::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Longer than any session in the room; a relay asks only when one begins.
const GOOD_FOR: i64 = 6 * 60 * 60;

/// The relays of this portal, as its settings name them.
#[derive(Clone, Debug)]
pub struct Relays {
    /// `turn:` and `turns:` addresses (RFC 7065).
    pub urls: Vec<String>,
    /// Shared with the relay alone.
    pub secret: String,
}

impl Relays {
    /// What `person`'s browser needs from `now` (milliseconds) on; `None` where there is no relay.
    pub fn for_person(&self, person: PersonId, now: Timestamp) -> Option<Relay> {
        if self.urls.is_empty() {
            return None;
        }
        let username = format!("{}:{person}", now.0 / 1000 + GOOD_FOR);
        let mut mac = Hmac::<Sha1>::new_from_slice(self.secret.as_bytes()).expect("HMAC takes any key");
        mac.update(username.as_bytes());
        let credential = base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes());
        Some(Relay {
            urls: self.urls.clone(),
            username,
            credential,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_what_the_relay_computes() {
        let relays = Relays {
            urls: vec!["turn:relay.example:3478".into()],
            secret: "north".into(),
        };
        let person = PersonId(uuid::Uuid::from_u128(1));
        let relay = relays
            .for_person(person, Timestamp(1_700_000_000_000))
            .expect("a relay");
        assert_eq!(relay.username, "1700021600:00000000-0000-0000-0000-000000000001");
        // printf %s "$username" | openssl dgst -sha1 -hmac north -binary | base64
        assert_eq!(relay.credential, "T+5fYEHQxe/Z0FH7ZxzsWCoL3ds=");
    }
}
