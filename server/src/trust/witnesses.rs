//! Witnesses of the log as the portal's settings name them (C2SP tlog-witness, client's side).

use super::wire::Address;
use anyhow::Context;
use domain::hash::Digest;
use domain::witness::Witness;
use hyper::StatusCode;

/// A witness and where it listens.
#[derive(Clone, Debug)]
pub struct Listening {
    pub witness: Witness,
    address: Address,
}

/// What a witness said to a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Its line of the note.
    Cosigned(String),
    /// It has cosigned a tree of that size, and wants the proof from there.
    Knows(u64),
    /// It holds a checkpoint of ours that this one does not continue: somebody was shown another history.
    Forked,
    Refused(StatusCode),
}

impl Listening {
    /// Reads `VERIFIER-KEY@http://host:port/path`.
    ///
    /// # Errors
    /// If it is something else.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let parts = text.split_once('@').and_then(|(key, url)| {
            let (witness, address) = (Witness::parse(key)?, Address::parse(url)?);
            Some(Self { witness, address })
        });
        parts.with_context(|| format!("a witness is name+id+key@http://host:port, not {text:?}"))
    }

    /// Asks it to cosign `note`; `proof` is that of consistency with its tree of `old` leaves.
    ///
    /// # Errors
    /// If it does not answer.
    pub async fn ask(&self, old: u64, proof: &[Digest], note: &str) -> anyhow::Result<Said> {
        let body = request(old, proof, note).into_bytes();
        let (status, answer) = self.address.below("add-checkpoint").post("text/plain", body).await?;
        let text = String::from_utf8_lossy(&answer).into_owned();
        Ok(match status {
            StatusCode::OK => Said::Cosigned(text),
            StatusCode::UNPROCESSABLE_ENTITY => Said::Forked,
            StatusCode::CONFLICT => match text.strip_suffix('\n').and_then(|size| size.parse().ok()) {
                Some(size) => Said::Knows(size),
                None => Said::Refused(status),
            },
            _ => Said::Refused(status),
        })
    }
}

/// Body of `add-checkpoint`.
pub fn request(old: u64, proof: &[Digest], note: &str) -> String {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    let mut body = format!("old {old}\n");
    for hash in proof {
        body.push_str(&BASE64_STANDARD.encode(hash.0));
        body.push('\n');
    }
    body.push('\n');
    body.push_str(note);
    body
}
