//! The case log: a chain of entries, each also a leaf of the global Merkle tree.
//! Byte formats: `docs/spec/log.md`.

use crate::actor::Actor;
use crate::event::Event;
use crate::hash::{Digest, Salt};
use crate::id::{CaseId, CommandId};
use crate::moment::Timestamp;
use serde::{Deserialize, Serialize};

/// What everyone may see of an entry; the next entry's `prev` is the hash of these bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Header {
    pub case: CaseId,
    /// From 1.
    pub seq: u64,
    /// Hash of the previous entry; zeroes before the first.
    pub prev: Digest,
    pub time: Timestamp,
    pub actor: Actor,
    pub command: CommandId,
    /// SHA-256 of the payload's verbatim bytes. The payload is salted, so the hash of a redacted
    /// entry tells nothing.
    pub payload: Digest,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payload {
    pub salt: Salt,
    pub event: Event,
}

/// One entry as it is stored and sent: texts verbatim, never re-encoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// RFC 8785 form of [`Header`].
    pub header: String,
    /// JSON of [`Payload`]; `None` where the viewer may not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFault {
    HeaderUnreadable,
    WrongCase,
    Gap,
    BrokenLink,
    PayloadSwapped,
    PayloadUnreadable,
}

impl Entry {
    /// Writes the next entry after `prev` (seq and hash of the head; `(0, Digest::ZERO)` at first).
    pub fn write(
        case: CaseId,
        prev: (u64, Digest),
        time: Timestamp,
        actor: Actor,
        command: CommandId,
        salt: Salt,
        event: &Event,
    ) -> Self {
        let payload = crate::text::canonical_json(&Payload {
            salt,
            event: event.clone(),
        });
        let header = Header {
            case,
            seq: prev.0 + 1,
            prev: prev.1,
            time,
            actor,
            command,
            payload: Digest::of(payload.as_bytes()),
        };
        Self {
            header: crate::text::canonical_json(&header),
            payload: Some(payload),
        }
    }

    /// SHA-256 of the header bytes: the link of the chain and the data of the Merkle leaf.
    pub fn hash(&self) -> Digest {
        Digest::of(self.header.as_bytes())
    }

    /// # Errors
    /// [`ChainFault::HeaderUnreadable`] unless the bytes are exactly the canonical form.
    pub fn header(&self) -> Result<Header, ChainFault> {
        let header: Header = crate::text::read(&self.header).ok_or(ChainFault::HeaderUnreadable)?;
        if crate::text::canonical_json(&header) != self.header {
            return Err(ChainFault::HeaderUnreadable);
        }
        Ok(header)
    }

    /// # Errors
    /// [`ChainFault::PayloadUnreadable`] if the payload is present but no known event.
    pub fn event(&self) -> Result<Option<Event>, ChainFault> {
        match &self.payload {
            None => Ok(None),
            Some(text) => crate::text::read::<Payload>(text)
                .map(|payload| Some(payload.event))
                .ok_or(ChainFault::PayloadUnreadable),
        }
    }

    /// The same entry with its payload withheld.
    #[must_use]
    pub fn redacted(&self) -> Self {
        Self {
            header: self.header.clone(),
            payload: None,
        }
    }
}

/// Checks that `entries` are the case's chain from the first on; answers the head `(seq, hash)`.
///
/// # Errors
/// The place (seq expected there) and the fault.
pub fn check_chain(case: CaseId, entries: &[Entry]) -> Result<(u64, Digest), (u64, ChainFault)> {
    let mut head = (0, Digest::ZERO);
    for entry in entries {
        let seq = head.0 + 1;
        let header = entry.header().map_err(|fault| (seq, fault))?;
        if header.case != case {
            return Err((seq, ChainFault::WrongCase));
        }
        if header.seq != seq {
            return Err((seq, ChainFault::Gap));
        }
        if header.prev != head.1 {
            return Err((seq, ChainFault::BrokenLink));
        }
        if let Some(payload) = &entry.payload {
            if Digest::of(payload.as_bytes()) != header.payload {
                return Err((seq, ChainFault::PayloadSwapped));
            }
        }
        head = (seq, entry.hash());
    }
    Ok(head)
}
