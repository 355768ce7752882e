//! The global Merkle tree (RFC 6962 §2.1) and its checkpoints (C2SP tlog-checkpoint, signed-note).

use crate::hash::{Digest, PublicKey, Signature};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

/// `SHA-256(0x00 ‖ entry hash)`
pub fn leaf(entry: &Digest) -> Digest {
    Digest::of_parts(&[&[0], &entry.0])
}

/// `SHA-256(0x01 ‖ left ‖ right)`
pub fn node(left: &Digest, right: &Digest) -> Digest {
    Digest::of_parts(&[&[1], &left.0, &right.0])
}

/// A complete subtree: `2^level` leaves from leaf `index << level` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub level: u32,
    pub index: u64,
}

/// The complete subtrees that make up a tree of `size` leaves, left to right.
pub fn peaks(size: u64) -> Vec<Place> {
    subtrees(0, size)
}

/// The complete subtrees that make up leaves `from..to`, left to right; `from` is aligned to
/// the range's largest power of two, as in RFC 6962.
pub(crate) fn subtrees(from: u64, to: u64) -> Vec<Place> {
    let mut out = Vec::new();
    let (mut from, mut left) = (from, to - from);
    while left > 0 {
        let level = 63 - left.leading_zeros();
        out.push(Place {
            level,
            index: from >> level,
        });
        from += 1 << level;
        left -= 1 << level;
    }
    out
}

/// The hash over complete subtrees, right to left (RFC 6962 §2.1). SHA-256 of nothing if empty.
pub fn fold(peaks: &[Digest]) -> Digest {
    let mut right_to_left = peaks.iter().rev();
    let Some(last) = right_to_left.next() else {
        return Digest::of(&[]);
    };
    right_to_left.fold(*last, |right, left| node(left, &right))
}

/// The audit path of leaf `index` in a tree of `size`: each step is a list of complete subtrees
/// whose [`fold`] is the sibling hash, nearest the leaf first (RFC 6962 §2.1.1).
pub fn path(index: u64, size: u64) -> Vec<Vec<Place>> {
    let mut steps = Vec::new();
    let (mut from, mut to) = (0, size);
    while to - from > 1 {
        let split = from + (1 << (63 - (to - from - 1).leading_zeros()));
        if index < split {
            steps.push(subtrees(split, to));
            to = split;
        } else {
            steps.push(subtrees(from, split));
            from = split;
        }
    }
    steps.reverse();
    steps
}

/// That leaf number `index` (from 0) is in a tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Inclusion {
    pub index: u64,
    pub path: Vec<Digest>,
}

impl Inclusion {
    /// The root this proof leads to from `leaf` (RFC 9162 §2.1.3.2); `None` if malformed.
    pub fn root(&self, leaf: Digest, size: u64) -> Option<Digest> {
        if self.index >= size {
            return None;
        }
        let (mut at, mut last) = (self.index, size - 1);
        let mut hash = leaf;
        for sibling in &self.path {
            if last == 0 {
                return None;
            }
            if at & 1 == 1 || at == last {
                hash = node(sibling, &hash);
                while at & 1 == 0 && at != 0 {
                    at >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node(&hash, sibling);
            }
            at >>= 1;
            last >>= 1;
        }
        (last == 0).then_some(hash)
    }
}

/// A signed statement of the tree's size and root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub origin: String,
    pub size: u64,
    pub root: Digest,
}

/// C2SP signed-note: the first four bytes of `SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key)`.
fn key_id(origin: &str, key: &PublicKey) -> [u8; 4] {
    let digest = Digest::of_parts(&[origin.as_bytes(), &[0x0A, 0x01], &key.0]);
    [digest.0[0], digest.0[1], digest.0[2], digest.0[3]]
}

impl Checkpoint {
    /// The note's text (C2SP tlog-checkpoint): three lines, the last ending in a newline. This is
    /// what is signed.
    pub fn text(&self) -> String {
        format!(
            "{}\n{}\n{}\n",
            self.origin,
            self.size,
            BASE64_STANDARD.encode(self.root.0)
        )
    }

    /// The signed note with `signature` by `key` under the origin's name.
    pub fn note(&self, key: &PublicKey, signature: &Signature) -> String {
        let mut blob = key_id(&self.origin, key).to_vec();
        blob.extend(signature.0);
        format!(
            "{}\n\u{2014} {} {}\n",
            self.text(),
            self.origin,
            BASE64_STANDARD.encode(blob)
        )
    }

    /// Reads a note and checks that `key` signed it. Exactly one signature line is allowed, so
    /// that no byte of the note is outside what was checked.
    pub fn open(note: &str, key: &PublicKey) -> Option<Self> {
        let (text, signatures) = note.split_once("\n\n")?;
        let mut lines = text.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        if lines.next().is_some() {
            return None;
        }
        let root = <[u8; 32]>::try_from(BASE64_STANDARD.decode(root).ok()?).ok()?;
        let checkpoint = Self {
            origin: origin.into(),
            size: size.parse().ok()?,
            root: Digest(root),
        };
        let blob = signatures
            .strip_suffix('\n')?
            .strip_prefix(&format!("\u{2014} {origin} "))?;
        let blob = BASE64_STANDARD.decode(blob).ok()?;
        let (id, signature) = blob.split_at_checked(4)?;
        let signature = Signature(signature.try_into().ok()?);
        let holds = id == key_id(origin, key)
            && key.verifies(checkpoint.text().as_bytes(), &signature)
            && checkpoint.note(key, &signature) == note;
        holds.then_some(checkpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root_of(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => Digest::of(&[]),
            [one] => *one,
            many => {
                let split = 1 << (usize::BITS - 1 - (many.len() - 1).leading_zeros());
                node(&root_of(&many[..split]), &root_of(&many[split..]))
            }
        }
    }

    fn at(leaves: &[Digest], place: Place) -> Digest {
        let from = (place.index << place.level) as usize;
        root_of(&leaves[from..from + (1 << place.level)])
    }

    #[test]
    fn every_leaf_of_every_small_tree_is_proven() {
        let leaves: Vec<Digest> = (0..40_u8).map(|i| leaf(&Digest::of(&[i]))).collect();
        for size in 1..=leaves.len() {
            let tree = &leaves[..size];
            let root = root_of(tree);
            let hashes: Vec<Digest> = peaks(size as u64).into_iter().map(|place| at(tree, place)).collect();
            assert_eq!(fold(&hashes), root);
            for index in 0..size {
                let path = path(index as u64, size as u64)
                    .iter()
                    .map(|step| fold(&step.iter().map(|place| at(tree, *place)).collect::<Vec<_>>()))
                    .collect();
                let proof = Inclusion {
                    index: index as u64,
                    path,
                };
                assert_eq!(proof.root(tree[index], size as u64), Some(root), "{index} of {size}");
                assert_ne!(proof.root(leaves[(index + 1) % size.max(2)], size as u64), Some(root));
            }
        }
    }

    /// RFC 6962 test data of the reference implementation: eight leaves.
    #[test]
    fn the_root_of_the_published_leaves_is_the_published_root() {
        let data: [&str; 8] = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        let leaves: Vec<Digest> = data
            .iter()
            .map(|text| Digest::of_parts(&[&[0], &hex::decode(text).unwrap()]))
            .collect();
        assert_eq!(
            root_of(&leaves).to_string(),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    #[test]
    fn a_note_opens_only_whole_and_under_its_key() {
        use ed25519_dalek::Signer;
        let secret = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let key = PublicKey(secret.verifying_key().to_bytes());
        let checkpoint = Checkpoint {
            origin: "maplebridge.example/log".into(),
            size: 3,
            root: Digest::of(b"x"),
        };
        let signature = Signature(secret.sign(checkpoint.text().as_bytes()).to_bytes());
        let note = checkpoint.note(&key, &signature);
        assert_eq!(Checkpoint::open(&note, &key), Some(checkpoint));
        for i in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[i] ^= 1;
            if let Ok(text) = String::from_utf8(bytes) {
                assert_eq!(Checkpoint::open(&text, &key), None, "byte {i}");
            }
        }
    }
}
