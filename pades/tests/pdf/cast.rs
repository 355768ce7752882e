//! Authorities, signers and a small document.

use ed25519_dalek::SigningKey as Ed25519;
use p256::ecdsa::SigningKey as P256;
use pades::algorithm::Hash;
use pades::attributes::{self, Content};
use pades::certificate::{self, Authority, Profile, Request};
use pades::cms::{self, Parts};
use pades::form::{self, Field, Place};
use pades::key::Signer;
use pades::path::Roots;
use pades::sign::{self, Kind};
use pades::stamp;
use pades::store::{self, Store};

/// 2026-11-26 11:46 UTC
pub const NOW: i64 = 1_795_693_560;
const YEAR: i64 = 365 * 86_400;

pub struct Cast {
    root_key: P256,
    issuing_key: P256,
    stamping_key: P256,
    seal_key: P256,
    pub root: Vec<u8>,
    pub issuing: Vec<u8>,
    pub stamping: Vec<u8>,
    seal: Vec<u8>,
    root_name: Vec<u8>,
    issuing_name: Vec<u8>,
}

pub fn p256(seed: u8) -> P256 {
    P256::from_slice(&[seed; 32]).unwrap()
}

pub fn name(text: &str) -> Vec<u8> {
    certificate::name(&[(certificate::COUNTRY, "CN"), (certificate::COMMON_NAME, text)])
}

impl Cast {
    pub fn new() -> Self {
        Self::seeded(1)
    }

    /// Other authorities with the same names.
    pub fn seeded(seed: u8) -> Self {
        let (root_key, issuing_key, stamping_key, seal_key) =
            (p256(seed), p256(seed + 1), p256(seed + 2), p256(seed + 3));
        let (root_name, issuing_name) = (name("Root"), name("Signers"));
        let made = |subject: &[u8], key: &P256, serial: u8, profile, by: Authority<'_>| {
            let request = Request {
                subject,
                key: &key.public(),
                serial: [serial; 16],
                from: NOW - YEAR,
                until: NOW + 10 * YEAR,
                profile,
            };
            certificate::issue(&request, by).unwrap()
        };
        let root_authority = Authority {
            name: &root_name,
            key: &root_key,
        };
        let issuing_authority = Authority {
            name: &issuing_name,
            key: &issuing_key,
        };
        Self {
            root: made(&root_name, &root_key, 1, Profile::Root, root_authority),
            issuing: made(&issuing_name, &issuing_key, 2, Profile::Issuing, root_authority),
            stamping: made(&name("Clock"), &stamping_key, 3, Profile::Stamping, issuing_authority),
            seal: made(
                &name("枫林市调解中心"),
                &seal_key,
                4,
                Profile::Signing { claims: &[] },
                issuing_authority,
            ),
            root_key,
            issuing_key,
            stamping_key,
            seal_key,
            root_name,
            issuing_name,
        }
    }

    /// The same, but the certificate of its clock runs out at `until`.
    pub fn with_clock_until(until: i64) -> Self {
        let mut cast = Self::new();
        let request = Request {
            subject: &name("Clock"),
            key: &cast.stamping_key.public(),
            serial: [3; 16],
            from: NOW - YEAR,
            until,
            profile: Profile::Stamping,
        };
        let by = Authority {
            name: &cast.issuing_name,
            key: &cast.issuing_key,
        };
        cast.stamping = certificate::issue(&request, by).unwrap();
        cast
    }

    pub fn roots(&self) -> Roots {
        Roots::read(std::slice::from_ref(&self.root)).unwrap()
    }

    /// A certificate for ten minutes from `at`.
    pub fn leaf(&self, who: &str, key: &dyn Signer, serial: u8, at: i64) -> Vec<u8> {
        let request = Request {
            subject: &name(who),
            key: &key.public(),
            serial: [serial; 16],
            from: at - 60,
            until: at + 600,
            profile: Profile::Signing {
                claims: &["urn:maplebridge:assurance:phone".to_owned()],
            },
        };
        certificate::issue(
            &request,
            Authority {
                name: &self.issuing_name,
                key: &self.issuing_key,
            },
        )
        .unwrap()
    }

    pub fn token(&self, content: &[&[u8]], at: i64) -> Vec<u8> {
        let request = stamp::request(Hash::Sha512, &Hash::Sha512.digest(content), [7; 8]);
        let asked = stamp::asked(&request).unwrap();
        let certificates = [self.stamping.clone(), self.issuing.clone()];
        let authority = stamp::Authority {
            key: &self.stamping_key,
            certificates: &certificates,
        };
        stamp::token(&asked, authority, [at as u8; 16], at).unwrap()
    }

    /// `who` signs `field` with `key`, all at `at`.
    pub fn sign(&self, pdf: &[u8], field: &str, who: &str, key: &dyn Signer, at: i64) -> Vec<u8> {
        let leaf = self.leaf(who, key, at as u8, at);
        self.mark(pdf, field, Kind::Approval, (who, key, leaf), at)
    }

    pub fn mark(&self, pdf: &[u8], field: &str, kind: Kind, by: (&str, &dyn Signer, Vec<u8>), at: i64) -> Vec<u8> {
        let (who, key, certificate) = by;
        let prepared = sign::prepare(pdf, field, kind, who, at).unwrap();
        let hash = key.algorithm().hash();
        let meaning = if kind == Kind::Seal {
            Content::Seal
        } else {
            Content::Approval
        };
        let attributes = attributes::signed(
            meaning,
            key.algorithm(),
            &prepared.digest(hash),
            &hash.digest(&[&certificate]),
        );
        let signature = key.sign(&attributes).unwrap();
        let value = cms::write(&Parts {
            content: meaning,
            enclosed: None,
            algorithm: key.algorithm(),
            attributes: &attributes,
            signature: &signature,
            certificates: &[certificate, self.issuing.clone()],
            stamp: Some(&self.token(&[&signature], at)),
        });
        prepared.embed(&value.unwrap()).unwrap()
    }

    pub fn seal(&self, pdf: &[u8], at: i64) -> Vec<u8> {
        self.mark(
            pdf,
            "Seal",
            Kind::Seal,
            ("枫林市调解中心", &self.seal_key, self.seal.clone()),
            at,
        )
    }

    pub fn lists(&self, revoked: &[certificate::Revoked], at: i64) -> Vec<Vec<u8>> {
        let root = Authority {
            name: &self.root_name,
            key: &self.root_key,
        };
        let issuing = Authority {
            name: &self.issuing_name,
            key: &self.issuing_key,
        };
        vec![
            certificate::list(root, &[], at as u64, at, at + 30 * 86_400).unwrap(),
            certificate::list(issuing, revoked, at as u64, at, at + 30 * 86_400).unwrap(),
        ]
    }

    /// Encloses what readers need and stamps the whole.
    pub fn last(&self, pdf: &[u8], lists: Vec<Vec<u8>>, at: i64) -> Vec<u8> {
        let store = Store {
            certificates: vec![self.root.clone(), self.issuing.clone()],
            lists,
        };
        let enclosed = store::enclose(pdf, &store).unwrap();
        let prepared = sign::prepare(&enclosed, "Time", Kind::Stamp, "", at).unwrap();
        let token = self.token(&prepared.content(), at);
        prepared.embed(&token).unwrap()
    }

    /// Encloses newer lists and stamps the whole once more.
    pub fn again(&self, pdf: &[u8], field: &str, at: i64) -> Vec<u8> {
        let store = Store {
            certificates: Vec::new(),
            lists: self.lists(&[], at),
        };
        let prepared = sign::prepare_again(&store::enclose(pdf, &store).unwrap(), field).unwrap();
        let token = self.token(&prepared.content(), at);
        prepared.embed(&token).unwrap()
    }

    /// Two parties, the mediator, the seal, the last timestamp.
    pub fn whole(&self) -> Vec<u8> {
        self.whole_of(drafted())
    }

    /// The same on another draft.
    pub fn whole_of(&self, mut pdf: Vec<u8>) -> Vec<u8> {
        for (i, (field, who)) in [("Claimant", "张建国"), ("Respondent", "李文静"), ("Mediator", "王芳")]
            .iter()
            .enumerate()
        {
            let key = Ed25519::from_bytes(&[40 + i as u8; 32]);
            pdf = self.sign(&pdf, field, who, &key, NOW + 60 * i as i64);
        }
        let sealed = self.seal(&pdf, NOW + 300);
        self.last(&sealed, self.lists(&[], NOW + 301), NOW + 302)
    }
}

/// The document with its empty fields.
pub fn drafted() -> Vec<u8> {
    let field = |name: &str, left: i64, bottom: i64| Field {
        name: name.into(),
        place: Some(Place {
            page: 0,
            left,
            bottom,
            right: left + 20_000,
            top: bottom + 6_800,
        }),
    };
    let mut fields = vec![
        field("Claimant", 7_000, 30_000),
        field("Respondent", 30_000, 30_000),
        field("Mediator", 7_000, 20_000),
        field("Seal", 30_000, 20_000),
    ];
    fields.push(Field {
        name: "Time".into(),
        place: None,
    });
    form::add(&document(), &fields).unwrap()
}

/// One page that says 12 000.
pub fn document() -> Vec<u8> {
    let content = b"BT /F1 24 Tf 72 700 Td (The employer pays 12 000 yuan.) Tj ET";
    let bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec(),
        [format!("<< /Length {} >>\nstream\n", content.len()).as_bytes(), content, b"\nendstream"].concat(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ];
    let mut out = b"%PDF-2.0\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut lines = String::from("0000000000 65535 f \n");
    for (i, body) in bodies.iter().enumerate() {
        lines.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend(format!("{} 0 obj\n", i + 1).bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    let xref = out.len();
    out.extend(format!("xref\n0 6\n{lines}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n").bytes());
    out
}
