//! The messages by which the portal asks another's authority for a signer's certificate: CMP (RFC 9810),
//! protected by a shared secret (§5.1.3.1).
//!
//! A PKCS#10 request would have to be signed by the key that it is for, and that key never leaves the
//! signer's browser. CMP is made for this: a registration authority, which has proven possession itself,
//! says so (`raVerified`, RFC 4211 §4), and asks for the days it needs.

use crate::identity::token;
use anyhow::{Context, bail, ensure};
use hmac::{Hmac, KeyInit, Mac};
use pades::algorithm::{SHA256, identifier};
use pades::certificate::{Profile, purpose};
use pades::encode::{bits, element, generalized, integer, octets, oid, sequence, time};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use x509_cert::der::asn1::{BitString, ObjectIdentifier, OctetString};
use x509_cert::der::{Any, Decode, Encode, Tag, Tagged};
use x509_cert::spki::AlgorithmIdentifierOwned;

const fn id(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const PASSWORD_BASED_MAC: ObjectIdentifier = id("1.2.840.113533.7.66.13");
const HMAC_SHA256: ObjectIdentifier = id("1.2.840.113549.2.9");
/// Two names of the same: authorities still write it by default, and as a MAC it holds.
const HMAC_SHA1: [ObjectIdentifier; 2] = [id("1.2.840.113549.2.7"), id("1.3.6.1.5.5.8.1.2")];
const IMPLICIT_CONFIRM: ObjectIdentifier = id("1.3.6.1.5.5.7.4.13");

/// Rounds of hashing for a secret that no person chose.
const ROUNDS: u32 = 1_000;
/// An answer that asks for more wants to keep the server busy.
const MOST_ROUNDS: u32 = 100_000;

/// What both sides know.
pub struct Shared {
    /// By which the authority knows the portal.
    pub reference: String,
    pub secret: String,
}

/// The certificate that is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// [`pades::certificate::name`]
    pub subject: &'a [u8],
    /// `SubjectPublicKeyInfo` in DER; its holder has proven to have the private key.
    pub key: &'a [u8],
    /// URIs: what else is true of the holder.
    pub claims: &'a [String],
    /// Unix seconds, both within.
    pub from: i64,
    pub until: i64,
}

/// A question on its way.
pub struct Question {
    /// `PKIMessage` in DER.
    pub message: Vec<u8>,
    transaction: [u8; 16],
    nonce: [u8; 16],
}

/// Asks for one certificate (`ir`), at `at` in Unix seconds.
pub fn question(wanted: &Wanted<'_>, shared: &Shared, at: i64) -> Question {
    let (transaction, nonce, salt) = (token::random(), token::random(), token::random::<16>());
    let parameters = sequence(&[
        &octets(&salt),
        &identifier(SHA256),
        &integer(&ROUNDS.to_be_bytes()),
        &identifier(HMAC_SHA256),
    ]);
    // Known by reference, not by name.
    let nobody = element(0xA4, &[&sequence(&[])]);
    let confirm = sequence(&[&sequence(&[&oid(IMPLICIT_CONFIRM), &[5, 0]])]);
    let header = sequence(&[
        &integer(&[2]),
        &nobody,
        &nobody,
        &element(0xA0, &[&generalized(at)]),
        &element(0xA1, &[&sequence(&[&oid(PASSWORD_BASED_MAC), &parameters])]),
        &element(0xA2, &[&octets(shared.reference.as_bytes())]),
        &element(0xA4, &[&octets(&transaction)]),
        &element(0xA5, &[&octets(&nonce)]),
        &element(0xA8, &[&confirm]),
    ]);
    let possession = [0x80, 0];
    let request = sequence(&[&sequence(&[&integer(&[0]), &template(wanted)]), &possession]);
    let body = element(0xA0, &[&sequence(&[&request])]);
    let key = derived(&shared.secret, &salt, ROUNDS);
    let mac = mac::<Hmac<Sha256>>(&key, &sequence(&[&header, &body]));
    Question {
        message: sequence(&[&header, &body, &element(0xA0, &[&bits(&mac)])]),
        transaction,
        nonce,
    }
}

/// `CertTemplate` (RFC 4211 §5).
fn template(wanted: &Wanted<'_>) -> Vec<u8> {
    let days = [
        element(0xA0, &[&time(wanted.from)]),
        element(0xA1, &[&time(wanted.until)]),
    ];
    let mut key = wanted.key.to_vec();
    // [6] IMPLICIT
    if let Some(tag) = key.first_mut() {
        *tag = 0xA6;
    }
    let extensions = purpose(Profile::Signing { claims: wanted.claims }).concat();
    sequence(&[
        &element(0xA4, &[&days.concat()]),
        &element(0xA5, &[wanted.subject]),
        &key,
        &element(0xA9, &[&extensions]),
    ])
}

fn derived(secret: &str, salt: &[u8], rounds: u32) -> Vec<u8> {
    let mut key = Sha256::new().chain_update(secret).chain_update(salt).finalize();
    for _ in 1..rounds {
        key = Sha256::digest(key);
    }
    key.to_vec()
}

fn mac<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    // HMAC takes a key of any length.
    let Ok(mac) = <M as KeyInit>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.chain_update(message).finalize().into_bytes().to_vec()
}

/// An answer taken apart.
struct Answer {
    header: Vec<Any>,
    body: Any,
    /// What is protected.
    part: Vec<u8>,
    protection: Vec<u8>,
    extra: Vec<Vec<u8>>,
}

impl Question {
    /// The certificate in the answer, then all others that came with it, in DER. Only that the authority
    /// said so is proven, not that they fit.
    ///
    /// # Errors
    /// If the answer is not the authority's to this question, or it issues none.
    pub fn answered(&self, der: &[u8], shared: &Shared) -> anyhow::Result<Vec<Vec<u8>>> {
        let answer = Answer::read(der).context("no answer in the form of CMP")?;
        if number(&answer.body) == Some(23) {
            bail!("the authority refuses: {}", said(answer.body.value()));
        }
        ensure!(answer.protected(shared), "the answer is not protected by the secret");
        ensure!(
            answer.octets(4).as_deref() == Some(&self.transaction[..])
                && answer.octets(6).as_deref() == Some(&self.nonce[..]),
            "the answer is to another question"
        );
        let issued = answer.issued().context("no answer in the form of CMP")?;
        let (status, certificate, mut others) = issued;
        ensure!(status <= 1, "the authority issues no certificate: status {status}");
        let certificate = certificate.context("the authority sends no certificate")?;
        ensure!(answer.confirmed(), "the authority grants no implicit confirmation");
        others.extend(answer.extra);
        others.insert(0, certificate);
        Ok(others)
    }
}

impl Answer {
    fn read(der: &[u8]) -> Option<Self> {
        let parts = Vec::<Any>::from_der(der).ok()?;
        let [header, body, more @ ..] = parts.as_slice() else {
            return None;
        };
        let of = |wanted| more.iter().find(|it| number(it) == Some(wanted));
        let protection = match of(0) {
            Some(it) => BitString::from_der(it.value()).ok()?.as_bytes()?.to_vec(),
            None => Vec::new(),
        };
        let extra = of(1).map_or(Some(Vec::new()), |it| each(it.value()))?;
        Some(Self {
            part: sequence(&[&header.to_der().ok()?, &body.to_der().ok()?]),
            header: header.decode_as().ok()?,
            body: body.clone(),
            protection,
            extra,
        })
    }

    fn field(&self, wanted: u32) -> Option<&[u8]> {
        // After version, sender and recipient, whose own tag looks like one of these.
        let mut fields = self.header.iter().skip(3);
        let field = fields.find(|it| number(it) == Some(wanted))?;
        Some(field.value())
    }

    fn octets(&self, wanted: u32) -> Option<Vec<u8>> {
        let read = OctetString::from_der(self.field(wanted)?).ok()?;
        Some(read.as_bytes().to_vec())
    }

    /// `true` if whoever answered knows the secret.
    fn protected(&self, shared: &Shared) -> bool {
        let parameters = || {
            let algorithm = AlgorithmIdentifierOwned::from_der(self.field(1)?).ok()?;
            let parts: Vec<Any> = algorithm.parameters?.decode_as().ok()?;
            let [salt, hash, rounds, mac] = parts.as_slice() else {
                return None;
            };
            let hash: AlgorithmIdentifierOwned = hash.decode_as().ok()?;
            let mac: AlgorithmIdentifierOwned = mac.decode_as().ok()?;
            let salt: OctetString = salt.decode_as().ok()?;
            let rounds: u32 = rounds.decode_as().ok()?;
            let known = algorithm.oid == PASSWORD_BASED_MAC && hash.oid == SHA256 && rounds <= MOST_ROUNDS;
            known.then(|| (salt.as_bytes().to_vec(), rounds, mac.oid))
        };
        let Some((salt, rounds, algorithm)) = parameters() else {
            return false;
        };
        let key = derived(&shared.secret, &salt, rounds);
        if algorithm == HMAC_SHA256 {
            let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key);
            return mac.is_ok_and(|mac| mac.chain_update(&self.part).verify_slice(&self.protection).is_ok());
        }
        let mac = <Hmac<Sha1> as KeyInit>::new_from_slice(&key);
        HMAC_SHA1.contains(&algorithm)
            && mac.is_ok_and(|mac| mac.chain_update(&self.part).verify_slice(&self.protection).is_ok())
    }

    /// Status, certificate and the authority's own certificates in `ip` or `cp`.
    fn issued(&self) -> Option<(u8, Option<Vec<u8>>, Vec<Vec<u8>>)> {
        if !matches!(number(&self.body), Some(1 | 3)) {
            return None;
        }
        let parts = Vec::<Any>::from_der(self.body.value()).ok()?;
        let (response, own) = parts.split_last()?;
        let own = own.first().map_or(Some(Vec::new()), |it| each(it.value()))?;
        let responses: Vec<Any> = response.decode_as().ok()?;
        let [response] = responses.as_slice() else { return None };
        let response: Vec<Any> = response.decode_as().ok()?;
        let [_, status, more @ ..] = response.as_slice() else {
            return None;
        };
        let status: Vec<Any> = status.decode_as().ok()?;
        let status = status.first()?.decode_as().ok()?;
        let pair = more.iter().find(|it| it.tag() == Tag::Sequence);
        let certificate = match pair {
            Some(pair) => {
                let pair: Vec<Any> = pair.decode_as().ok()?;
                let certificate = pair.first().filter(|it| number(it) == Some(0))?;
                Some(certificate.value().to_vec())
            }
            None => None,
        };
        Some((status, certificate, own))
    }

    /// `true` if no message of ours is waited for.
    fn confirmed(&self) -> bool {
        let all = self.field(8).and_then(|it| Vec::<Any>::from_der(it).ok());
        let confirms = |it: &Any| {
            let parts: Option<Vec<Any>> = it.decode_as().ok();
            let first = parts.and_then(|parts| parts.first().cloned());
            first.and_then(|id| id.decode_as::<ObjectIdentifier>().ok()) == Some(IMPLICIT_CONFIRM)
        };
        all.is_some_and(|all| all.iter().any(confirms))
    }
}

/// Number of a context-specific tag.
fn number(any: &Any) -> Option<u32> {
    match any.tag() {
        Tag::ContextSpecific { number, .. } => Some(number.value()),
        _ => None,
    }
}

/// The elements of a SEQUENCE OF, each in DER.
fn each(der: &[u8]) -> Option<Vec<Vec<u8>>> {
    let all = Vec::<Any>::from_der(der).ok()?;
    all.iter().map(|it| it.to_der().ok()).collect()
}

/// What can be read in an error message.
fn said(der: &[u8]) -> String {
    let text = String::from_utf8_lossy(der);
    let plain = |c: char| if c.is_ascii_graphic() || c == ' ' { c } else { ' ' };
    text.chars().map(plain).take(200).collect::<String>().trim().to_owned()
}
