//! Others who vouch that the log shows everyone the same history: cosignatures on its checkpoints
//! (C2SP tlog-cosignature, `cosignature/v1`) and proofs that one tree continues another.

use crate::hash::{Digest, PublicKey, Signature};
use crate::merkle::{Checkpoint, Place, node, subtrees};
use crate::moment::Timestamp;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

/// Type of a cosigning Ed25519 key in C2SP signed notes.
const KEY_TYPE: u8 = 0x04;

/// A court, union or commission whose cosignatures count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Witness {
    /// As its lines in a note begin; no space and no plus sign.
    pub name: String,
    pub key: PublicKey,
}

/// A checkpoint with the witnesses behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    pub checkpoint: Checkpoint,
    /// Cosignatures that hold, of known witnesses, and when they were made.
    pub by: Vec<(String, Timestamp)>,
    /// Known witnesses under whose name a line does not hold, or stands twice.
    pub forged: Vec<String>,
}

impl Witness {
    /// Reads a verifier key (C2SP signed-note): `name+id+base64(type ‖ key)`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '+');
        let (name, _, key) = (parts.next()?, parts.next()?, parts.next()?);
        let key = BASE64_STANDARD.decode(key).ok()?;
        let (kind, key) = key.split_first()?;
        let witness = Self {
            name: name.into(),
            key: PublicKey(key.try_into().ok()?),
        };
        (*kind == KEY_TYPE && is_name(name) && witness.verifier() == text).then_some(witness)
    }

    /// The verifier key, to be given to the log and to readers.
    pub fn verifier(&self) -> String {
        let key = [&[KEY_TYPE][..], &self.key.0].concat();
        format!(
            "{}+{}+{}",
            self.name,
            hex::encode(self.id()),
            BASE64_STANDARD.encode(key)
        )
    }

    fn id(&self) -> [u8; 4] {
        let digest = Digest::of_parts(&[self.name.as_bytes(), &[0x0A, KEY_TYPE], &self.key.0]);
        [digest.0[0], digest.0[1], digest.0[2], digest.0[3]]
    }

    /// The line that carries `signature`, made over [`message`] at `at` (whole seconds).
    pub fn line(&self, at: Timestamp, signature: &Signature) -> String {
        let mut blob = self.id().to_vec();
        blob.extend(seconds(at).to_be_bytes());
        blob.extend(signature.0);
        format!("\u{2014} {} {}\n", self.name, BASE64_STANDARD.encode(blob))
    }

    /// When `line` was signed, if it is this witness's and holds for `checkpoint`.
    pub fn reads(&self, line: &str, checkpoint: &Checkpoint) -> Option<Timestamp> {
        let blob = line.strip_prefix(&format!("\u{2014} {} ", self.name))?;
        let blob = BASE64_STANDARD.decode(blob).ok()?;
        let (id, rest) = blob.split_at_checked(4)?;
        let (time, signature) = rest.split_at_checked(8)?;
        let seconds = u64::from_be_bytes(time.try_into().ok()?);
        let at = Timestamp(i64::try_from(seconds).ok()?.checked_mul(1_000)?);
        let signature = Signature(signature.try_into().ok()?);
        let holds = id == self.id() && self.key.verifies(&message(checkpoint, at), &signature);
        holds.then_some(at)
    }
}

/// As C2SP signed-note names signers.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'+')
}

fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.0.div_euclid(1_000)).unwrap_or(0)
}

/// What a witness signs at `at`.
pub fn message(checkpoint: &Checkpoint, at: Timestamp) -> Vec<u8> {
    format!("cosignature/v1\ntime {}\n{}", seconds(at), checkpoint.text()).into_bytes()
}

/// Reads a note that `log` signed in its first line and others in further ones. Lines of witnesses
/// nobody here knows say nothing.
pub fn open(note: &str, log: &PublicKey, witnesses: &[Witness]) -> Option<Witnessed> {
    let (text, lines) = note.split_once("\n\n")?;
    let mut lines = lines.strip_suffix('\n')?.split('\n');
    let checkpoint = Checkpoint::open(&format!("{text}\n\n{}\n", lines.next()?), log)?;
    let (mut by, mut forged): (Vec<(String, Timestamp)>, Vec<String>) = (Vec::new(), Vec::new());
    for line in lines {
        let (name, _) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
        let Some(witness) = witnesses.iter().find(|witness| witness.name == name) else {
            continue;
        };
        match witness.reads(line, &checkpoint) {
            Some(at) if by.iter().all(|(known, _)| known != name) => by.push((name.into(), at)),
            _ => forged.push(name.into()),
        }
    }
    Some(Witnessed { checkpoint, by, forged })
}

/// The proof that the tree of `old` leaves begins the tree of `new` (RFC 6962 §2.1.2): each step a
/// list of complete subtrees whose [`crate::merkle::fold`] is the hash to send. Empty for `old` of
/// 0 or `new`.
pub fn consistency(old: u64, new: u64) -> Vec<Vec<Place>> {
    let mut steps = Vec::new();
    if old == 0 || old >= new {
        return steps;
    }
    let (mut from, mut to, mut whole) = (0, new, true);
    while old < to {
        let split = from + (1 << (63 - (to - from - 1).leading_zeros()));
        if old <= split {
            steps.push(subtrees(split, to));
            to = split;
        } else {
            steps.push(subtrees(from, split));
            from = split;
            whole = false;
        }
    }
    if !whole {
        steps.push(subtrees(from, to));
    }
    steps.reverse();
    steps
}

/// `true` if `proof` shows that the tree of `old` begins the tree of `new` (RFC 9162 §2.1.4.2).
pub fn continues(old: &Checkpoint, new: &Checkpoint, proof: &[Digest]) -> bool {
    if old.size == new.size {
        return proof.is_empty() && old.root == new.root;
    }
    if old.size == 0 {
        return proof.is_empty();
    }
    if old.size > new.size {
        return false;
    }
    let (mut first, mut last) = (old.size - 1, new.size - 1);
    while first & 1 == 1 {
        (first, last) = (first >> 1, last >> 1);
    }
    let mut rest = proof.iter();
    let begin = match old.size.is_power_of_two() {
        true => Some(&old.root),
        false => rest.next(),
    };
    let Some(begin) = begin else { return false };
    let (mut before, mut after) = (*begin, *begin);
    for hash in rest {
        if last == 0 {
            return false;
        }
        if first & 1 == 1 || first == last {
            (before, after) = (node(hash, &before), node(hash, &after));
            while first & 1 == 0 && first != 0 {
                (first, last) = (first >> 1, last >> 1);
            }
        } else {
            after = node(&after, hash);
        }
        (first, last) = (first >> 1, last >> 1);
    }
    last == 0 && before == old.root && after == new.root
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{fold, leaf, peaks};
    use ed25519_dalek::{Signer, SigningKey};

    fn tree(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => Digest::of(&[]),
            [one] => *one,
            many => {
                let split = 1 << (usize::BITS - 1 - (many.len() - 1).leading_zeros());
                node(&tree(&many[..split]), &tree(&many[split..]))
            }
        }
    }

    fn checkpoint(leaves: &[Digest]) -> Checkpoint {
        let hash = |place: &Place| {
            let from = (place.index << place.level) as usize;
            tree(&leaves[from..from + (1 << place.level)])
        };
        let size = leaves.len() as u64;
        Checkpoint {
            origin: "log.example".into(),
            size,
            root: fold(&peaks(size).iter().map(hash).collect::<Vec<_>>()),
        }
    }

    fn proof(leaves: &[Digest], old: u64) -> Vec<Digest> {
        let hash = |place: &Place| {
            let from = (place.index << place.level) as usize;
            tree(&leaves[from..from + (1 << place.level)])
        };
        let steps = consistency(old, leaves.len() as u64);
        let all = steps
            .iter()
            .map(|step| fold(&step.iter().map(hash).collect::<Vec<_>>()));
        all.collect()
    }

    #[test]
    fn every_small_tree_continues_every_smaller_one_and_no_other() {
        let leaves: Vec<Digest> = (0..33_u8).map(|i| leaf(&Digest::of(&[i]))).collect();
        for new in 1..=leaves.len() {
            let now = checkpoint(&leaves[..new]);
            for old in 1..=new {
                let proof = proof(&leaves[..new], old as u64);
                let before = checkpoint(&leaves[..old]);
                assert!(continues(&before, &now, &proof), "{old} of {new}");
                let mut other = leaves[..old].to_vec();
                other[old / 2] = Digest::ZERO;
                assert!(!continues(&checkpoint(&other), &now, &proof), "{old} of {new}");
                let longer = [proof.as_slice(), &[Digest::ZERO]].concat();
                assert!(!continues(&before, &now, &longer));
            }
        }
    }

    fn witness(name: &str, seed: u8) -> (Witness, SigningKey) {
        let secret = SigningKey::from_bytes(&[seed; 32]);
        let key = PublicKey(secret.verifying_key().to_bytes());
        (Witness { name: name.into(), key }, secret)
    }

    fn cosigned(checkpoint: &Checkpoint, (witness, secret): &(Witness, SigningKey), at: Timestamp) -> String {
        witness.line(at, &Signature(secret.sign(&message(checkpoint, at)).to_bytes()))
    }

    #[test]
    fn cosignatures_are_read_under_the_names_of_known_witnesses() {
        let log = SigningKey::from_bytes(&[1; 32]);
        let key = PublicKey(log.verifying_key().to_bytes());
        let checkpoint = checkpoint(&[Digest::of(b"x")]);
        let note = checkpoint.note(&key, &Signature(log.sign(checkpoint.text().as_bytes()).to_bytes()));
        let (court, union) = (witness("court.example", 2), witness("union.example", 3));
        let at = Timestamp(1_795_654_800_000);
        let both = format!(
            "{note}{}{}",
            cosigned(&checkpoint, &court, at),
            cosigned(&checkpoint, &union, at)
        );
        let known = [court.0.clone(), union.0.clone()];
        let read = open(&both, &key, &known).unwrap();
        assert_eq!(read.by, [("court.example".into(), at), ("union.example".into(), at)]);
        assert_eq!(read.forged, [""; 0]);
        let read = open(&both, &key, &known[..1]).unwrap();
        assert_eq!((read.by.len(), read.forged.len()), (1, 0));
        // Another's line under a known name, the same line twice, a line of another checkpoint.
        let mut other = checkpoint.clone();
        other.size += 1;
        for line in [
            cosigned(&checkpoint, &witness("court.example", 9), at),
            cosigned(&checkpoint, &court, at).repeat(2),
            cosigned(&other, &court, at),
        ] {
            let read = open(&format!("{note}{line}"), &key, &known).unwrap();
            assert_eq!(read.forged, ["court.example"]);
        }
        for at in 0..both.len() {
            let mut bytes = both.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            let read = open(&text, &key, &known);
            assert!(read.is_none_or(|read| read.by.len() < 2), "byte {at}");
        }
    }

    #[test]
    fn a_verifier_key_has_one_spelling() {
        let (court, _) = witness("court.example/w1", 7);
        let text = court.verifier();
        assert_eq!(Witness::parse(&text), Some(court));
        for wrong in [
            text.to_uppercase(),
            format!("{text}="),
            text.replacen('+', " ", 1),
            text[1..].to_owned(),
        ] {
            assert_eq!(Witness::parse(&wrong), None, "{wrong}");
        }
    }
}
