//! The mediation body as it packs dossiers: authorities, seal and clock by fixed keys.

use super::cast::CENTRE;
use domain::dossier::asic;
use domain::dossier::container::{self, File};
use domain::moment::Timestamp;
use p256::ecdsa::SigningKey;
use pades::algorithm::Hash;
use pades::certificate::{self, Authority, COMMON_NAME, COUNTRY, Profile, Request};
use pades::key::Signer;
use pades::{detached, stamp};
use std::sync::LazyLock;

/// 2026-01-01
const FROM: i64 = 1_767_225_600;
const UNTIL: i64 = FROM + 10 * 365 * 86_400;

pub struct Packer {
    pub root: Vec<u8>,
    issuing: Vec<u8>,
    seal: Vec<u8>,
    stamping: Vec<u8>,
    seal_key: SigningKey,
    stamping_key: SigningKey,
}

fn name(text: &str) -> Vec<u8> {
    certificate::name(&[(COUNTRY, "CN"), (COMMON_NAME, text)])
}

impl Packer {
    /// The body whose case it is.
    pub fn own() -> &'static Self {
        static OWN: LazyLock<Packer> = LazyLock::new(|| Packer::of(0x71, CENTRE));
        &OWN
    }

    /// An institution under the authorities that `seed` makes.
    pub fn of(seed: u8, org: domain::id::OrgId) -> Self {
        let key = |more: u8| SigningKey::from_slice(&[seed + more; 32]).unwrap();
        let (root_key, issuing_key, seal_key, stamping_key) = (key(0), key(1), key(2), key(3));
        let (root_name, issuing_name) = (name("Root"), name("Signers"));
        let made = |subject: &[u8], key: &SigningKey, serial: u8, profile, by| {
            let request = Request {
                subject,
                key: &key.public(),
                serial: [serial; 16],
                from: FROM,
                until: UNTIL,
                profile,
            };
            certificate::issue(&request, by).unwrap()
        };
        let by_root = Authority {
            name: &root_name,
            key: &root_key,
        };
        let by_issuing = Authority {
            name: &issuing_name,
            key: &issuing_key,
        };
        let claims = [domain::mark::claim("org", org)];
        let profile = Profile::Signing { claims: &claims };
        Self {
            root: made(&root_name, &root_key, 1, Profile::Root, by_root),
            issuing: made(&issuing_name, &issuing_key, 2, Profile::Issuing, by_root),
            seal: made(&name("枫林市劳动争议联合调解中心"), &seal_key, 3, profile, by_issuing),
            stamping: made(&name("Clock"), &stamping_key, 4, Profile::Stamping, by_issuing),
            seal_key,
            stamping_key,
        }
    }

    /// The seal over `manifest`, made at `made`.
    pub fn seal(&self, manifest: &[u8], made: Timestamp) -> Vec<u8> {
        let (algorithm, at) = (self.seal_key.algorithm(), made.0.div_euclid(1_000));
        let attributes = detached::signed(manifest, algorithm, &self.seal, at);
        let signature = self.seal_key.sign(&attributes).unwrap();
        let imprint = Hash::Sha512.digest(&[&signature]);
        let asked = stamp::asked(&stamp::request(Hash::Sha512, &imprint, [7; 8])).unwrap();
        let clock = stamp::Authority {
            key: &self.stamping_key,
            certificates: &[self.stamping.clone(), self.issuing.clone()],
        };
        let token = stamp::token(&asked, clock, [5; 16], at).unwrap();
        let certificates = [self.seal.clone(), self.issuing.clone()];
        detached::write(&attributes, algorithm, &signature, &certificates, &token).unwrap()
    }

    /// The files of a dossier, changed, and packed again.
    pub fn repacked(&self, bytes: &[u8], change: impl FnOnce(&mut Vec<File>)) -> Vec<u8> {
        let mut files = container::read(bytes).unwrap().files;
        change(&mut files);
        let head: domain::dossier::Head = serde_json::from_slice(&files[3].bytes).unwrap();
        files[1].bytes = asic::manifest(&files[3..]).into_bytes();
        files[2].bytes = self.seal(&files[1].bytes, head.made);
        container::write(&files)
    }
}
