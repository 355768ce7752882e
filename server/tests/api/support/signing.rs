//! A case brought to its signatures, and people who sign as their browsers do.

use super::person::{Answer, Person};
use super::portal::Portal;
use super::story::{self, EMPLOYER, Story, WORKER, view};
use domain::actor::{Assurance, Role};
use domain::api::{AttestAnswer, AttestRequest, CeremonyCode};
use domain::case::Case;
use domain::command::{Command, Ruling, SignedStatement, Track};
use domain::hash::{Digest, P256Key, PublicKey, Signature};
use domain::id::{CaseId, ClauseId, PersonId};
use domain::moment::Zone;
use domain::seal::{Act, Statement};
use domain::signer::{KeyAlgorithm, SignerKey};
use domain::terms::{Clause, ClauseBody};
use ed25519_dalek::{Signer, SigningKey};
use server::identity::{orgs, persons, sessions};

pub const MEDIATOR: &str = "13900000003";

pub async fn mediator(portal: &Portal) -> Person {
    by_phone(portal, ("王秀兰", "wang", MEDIATOR), Role::Mediator).await
}

/// One of the centre's staff who is re-checked by a code, so that the test holds no passkey.
pub async fn by_phone(portal: &Portal, (name, login, phone): (&str, &str, &str), role: Role) -> Person {
    let staff = persons::NewStaff {
        id: PersonId(uuid::Uuid::now_v7()),
        name,
        login,
        phone: Some(phone),
        role,
        org: orgs::CENTRE,
    };
    let pool = portal.app.store.pool();
    assert!(persons::add_staff(pool, &staff, portal.now()).await.expect("added"));
    let start = sessions::Start {
        person: staff.id,
        assurance: Assurance::Phone,
        invited: None,
        demo: false,
    };
    let secret = sessions::open(pool, start, portal.now()).await.expect("opened");
    portal.stranger().with_token(secret)
}

/// All is agreed and the document presented.
pub async fn presented(portal: &Portal) -> Story {
    let story = story::mediating_with(portal, mediator(portal).await).await;
    agreed(portal, &story).await;
    story
}

const MINUTES: &str = "核对身份。\n申请人陈述请求。";

/// The minutes of a meeting, which both sides confirm.
pub async fn minuted(portal: &Portal, story: &Story) {
    let now = portal.app.clock.now();
    portal
        .app
        .store
        .keep_minutes(story.case, MINUTES, now)
        .await
        .expect("kept");
    let document = Digest::of(MINUTES.as_bytes());
    let size = MINUTES.len() as u64;
    story
        .mediator
        .acts(story.case, Command::CloseMinutes { document, size })
        .await;
    for party in [&story.worker, &story.employer] {
        let remark = None;
        party
            .acts(story.case, Command::AnswerMinutes { document, remark })
            .await;
    }
}

/// Of one clause, and the document presented.
pub async fn agreed(portal: &Portal, story: &Story) {
    let by = portal.now().date(Zone::CHINA).plus_days(7);
    let clause = Clause {
        id: ClauseId(uuid::Uuid::now_v7()),
        body: ClauseBody::LeavingCertificate { by },
    };
    let (id, digest) = (clause.id, clause.digest());
    let write = Command::WriteClause {
        clause,
        place: None,
        disclosures: Vec::new(),
    };
    story.mediator.acts(story.case, write).await;
    marks(story, id, digest).await;
}

async fn marks(story: &Story, clause: ClauseId, digest: Digest) {
    for party in [&story.worker, &story.employer] {
        let mark = Command::MarkClause {
            clause,
            digest,
            agreed: true,
        };
        // One of them may have stayed marked.
        drop(party.asks(story.case, mark).await);
    }
    let terms = folded(&story.mediator, story.case).await.draft.digest();
    story.mediator.acts(story.case, Command::AgreeTerms { terms }).await;
    until(story, |case| case.agreement.is_some()).await;
}

/// Marked and frozen once more after someone refused to sign.
pub async fn agreed_again(story: &Story) {
    let case = folded(&story.mediator, story.case).await;
    let clause = &case.draft.0[0];
    marks(story, clause.id, clause.digest()).await;
}

pub async fn folded(person: &Person, id: CaseId) -> Case {
    Case::fold(id, &view(person, id).await.entries).expect("entries that read")
}

/// The case as the mediator sees it, once it is so.
pub async fn until(story: &Story, holds: impl Fn(&Case) -> bool) -> Case {
    let wait = async {
        loop {
            let case = folded(&story.mediator, story.case).await;
            if holds(&case) {
                return case;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), wait)
        .await
        .expect("it happens within a minute")
}

/// A key as a browser makes it.
pub enum Key {
    Ed25519(SigningKey),
    P256(p256::ecdsa::SigningKey),
}

impl Key {
    fn fresh(algorithm: KeyAlgorithm) -> Self {
        let seed: [u8; 32] = server::identity::token::random();
        match algorithm {
            KeyAlgorithm::Ed25519 => Self::Ed25519(SigningKey::from_bytes(&seed)),
            KeyAlgorithm::P256 => Self::P256(p256::ecdsa::SigningKey::from_slice(&seed).expect("a key")),
        }
    }

    pub fn public(&self) -> SignerKey {
        match self {
            Self::Ed25519(key) => PublicKey(key.verifying_key().to_bytes()).into(),
            Self::P256(key) => {
                let point = key.verifying_key().to_sec1_point(false);
                SignerKey::P256(P256Key(point.as_bytes().try_into().expect("65 bytes")))
            }
        }
    }

    pub fn sign(&self, message: &[u8]) -> Signature {
        match self {
            Self::Ed25519(key) => Signature(key.sign(message).to_bytes()),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = p256::ecdsa::signature::Signer::sign(key, message);
                Signature(signature.to_bytes().into())
            }
        }
    }
}

/// A ceremony up to the key: what the portal answers, and what is needed to go on.
pub struct Ceremony {
    pub key: Key,
    pub signature: Signature,
    pub request: AttestRequest,
    pub case: Case,
}

/// Asks for the code and proves possession of a new key.
pub async fn ceremony(portal: &Portal, person: &Person, id: CaseId, phone: &str) -> Ceremony {
    ceremony_of(portal, person, id, phone, Act::SignAgreement).await
}

async fn ceremony_of(portal: &Portal, person: &Person, id: CaseId, phone: &str, act: Act) -> Ceremony {
    let case = folded(person, id).await;
    let shown = (
        case.agreement.as_ref().expect("presented").document,
        case.agreed_terms.as_ref().expect("agreed").1,
    );
    ceremony_on(portal, (person, phone), case, act, shown).await
}

/// On what was `shown`: its digest and that of its terms.
async fn ceremony_on(
    portal: &Portal,
    (person, phone): (&Person, &str),
    case: Case,
    act: Act,
    shown: (Digest, Digest),
) -> Ceremony {
    let id = case.id;
    // A code a minute to one phone.
    portal.pass(61_000);
    let asked: CeremonyCode = person
        .post(&format!("/api/v1/cases/{id}/ceremony/code"), &serde_json::json!({}))
        .await
        .read();
    let role = view(person, id).await.you.role;
    // A party reads every clause; who mediates wrote them.
    let clauses = case.agreed_terms.as_ref().map_or(0, |(terms, _)| terms.0.len());
    let reads = act == Act::SignAgreement && role.side().is_some();
    let statement = Statement {
        case: id,
        act,
        role,
        agreement: shown.0,
        terms: shown.1,
        consent: "本人已阅读并同意协议全部内容，自愿签署。".into(),
        nonce: asked.nonce,
        reading: reads.then(|| "r".repeat(clauses)),
    };
    let key = Key::fresh(asked.keys);
    let signature = key.sign(&statement.bytes());
    let request = AttestRequest {
        statement,
        key: key.public(),
        proof: signature,
        code: portal.code(phone),
    };
    Ceremony {
        key,
        signature,
        request,
        case,
    }
}

/// The petition's command, signed by `person` for the commission that has the case.
pub async fn petitioned(portal: &Portal, person: &Person, id: CaseId, phone: &str, mut command: Command) -> Command {
    let case = folded(person, id).await;
    let commission = case.transfer.as_ref().expect("handed over").commission;
    let Command::ApplyForArbitration {
        petition, statement, ..
    } = &mut command
    else {
        panic!("a petition");
    };
    let shown = (petition.digest(), petition.digest());
    let ceremony = ceremony_on(portal, (person, phone), case, Act::Petition { commission }, shown).await;
    let answer: AttestAnswer = attested(person, id, &ceremony).await.read();
    *statement = Some(SignedStatement {
        attested: answer.attested,
        signature: ceremony.signature,
        mark: None,
    });
    command
}

pub async fn attested(person: &Person, id: CaseId, ceremony: &Ceremony) -> Answer {
    person
        .post(&format!("/api/v1/cases/{id}/ceremony/attest"), &ceremony.request)
        .await
}

/// Fetches the file, checks it and sets the mark.
pub async fn marked(person: &Person, id: CaseId, ceremony: &Ceremony, answer: AttestAnswer) -> SignedStatement {
    let place = answer.place.expect("a place in the document");
    let base = file(person, id, place.base).await;
    let agreement = ceremony.case.agreement.as_ref().expect("presented");
    let sign = |message: &[u8]| ceremony.key.sign(message);
    let mark = place.sign(&base, agreement, &ceremony.request.key, sign);
    SignedStatement {
        attested: answer.attested,
        signature: ceremony.signature,
        mark: Some(mark.expect("an honest portal")),
    }
}

pub async fn file(person: &Person, id: CaseId, digest: Digest) -> Vec<u8> {
    let request = person.request(reqwest::Method::GET, &format!("/api/v1/cases/{id}/files/{digest}"));
    let answer = request.send().await.expect("the portal answers");
    assert!(answer.status().is_success(), "{}", answer.status());
    answer.bytes().await.expect("to the end").to_vec()
}

/// Signs from the code to the command.
pub async fn signs(portal: &Portal, person: &Person, id: CaseId, phone: &str) {
    let ceremony = ceremony(portal, person, id, phone).await;
    let answer = attested(person, id, &ceremony).await.read();
    let statement = marked(person, id, &ceremony, answer).await;
    person.acts(id, Command::Sign(statement)).await;
}

/// Applies for arbitration review on both sides; the commission grants; the case once its document is there.
pub async fn granted(portal: &Portal, story: &Story) -> Case {
    let (track, institution) = (Track::ArbitrationReview, orgs::COMMISSION);
    for (person, phone) in [(&story.worker, WORKER), (&story.employer, EMPLOYER)] {
        let ceremony = ceremony_of(portal, person, story.case, phone, Act::Apply { track, institution }).await;
        let answer: AttestAnswer = attested(person, story.case, &ceremony).await.read();
        let statement = SignedStatement {
            attested: answer.attested,
            signature: ceremony.signature,
            mark: None,
        };
        let apply = Command::ApplyForReview {
            track,
            institution,
            statement,
        };
        person.acts(story.case, apply).await;
    }
    let arbitrator = portal.staff("li", Role::Arbitrator, institution).await;
    arbitrator.acts(story.case, Command::AcceptApplication).await;
    arbitrator.acts(story.case, Command::Decide(Ruling::Grant)).await;
    let issued = |case: &Case| case.applications.iter().any(|it| it.decision.is_some());
    until(story, issued).await
}

/// Signed by all and sealed; the case and the finished file.
pub async fn effective(portal: &Portal, story: &Story) -> (Case, Vec<u8>) {
    signs(portal, &story.worker, story.case, WORKER).await;
    signs(portal, &story.employer, story.case, EMPLOYER).await;
    signs(portal, &story.mediator, story.case, MEDIATOR).await;
    effective_once(story).await
}

/// The case and the finished file, once the seal is set.
pub async fn effective_once(story: &Story) -> (Case, Vec<u8>) {
    let case = until(story, |case| case.effective_at.is_some()).await;
    let agreement = case.agreement.as_ref().expect("presented");
    let pdf = file(&story.mediator, story.case, agreement.file.digest).await;
    (case, pdf)
}
