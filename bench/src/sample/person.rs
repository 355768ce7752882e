//! One person at one browser: a session of its own, keys of its own.

use anyhow::{Context, bail};
use domain::actor::Actor;
use domain::api::{AttestAnswer, AttestRequest, CaseView, CeremonyCode, OutboxMessage, Session, Stored, Submission};
use domain::case::Case;
use domain::command::{Command, SignedStatement};
use domain::hash::{PublicKey, Signature};
use domain::id::{CaseId, CommandId};
use domain::moment::Timestamp;
use domain::seal::{Act, Statement};
use ed25519_dalek::{Signer, SigningKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Documents and seals are made by jobs; a document takes seconds in a debug build.
const PATIENCE: Duration = Duration::from_secs(90);
const PAUSE: Duration = Duration::from_millis(200);

const CONSENT: &str = "本人已阅读并理解协议的全部内容，自愿签名，同意以电子签名方式订立，并按协议履行。";

pub struct Person {
    client: reqwest::Client,
    origin: String,
    pub actor: Actor,
}

pub fn command_id() -> CommandId {
    CommandId(Uuid::new_v4())
}

/// Where the demo shows the text messages it would have sent.
pub struct Outbox<'a>(&'a Person);

impl<'a> Outbox<'a> {
    pub fn of(reader: &'a Person) -> Self {
        Self(reader)
    }

    /// The newest code sent to a phone ending in `tail`.
    async fn code(&self, tail: &str) -> anyhow::Result<String> {
        let messages: Vec<OutboxMessage> = self.0.get("/api/v1/demo/outbox").await?;
        let digits = |text: &str| {
            let mut runs = text.split(|c: char| !c.is_ascii_digit());
            runs.find(|run| run.len() == 6).map(str::to_owned)
        };
        messages
            .iter()
            .filter(|message| message.phone.ends_with(tail) && message.text.contains("验证码"))
            .filter_map(|message| Some((message.sent, digits(&message.text)?)))
            .max_by_key(|(sent, _)| *sent)
            .map(|(_, code)| code)
            .with_context(|| format!("no code was sent to a phone ending in {tail}"))
    }
}

impl Person {
    fn stranger(origin: &str) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self {
            client,
            origin: origin.to_owned(),
            actor: Actor::SYSTEM,
        })
    }

    /// Enters as one of the demo's people.
    pub async fn enter(origin: &str, persona: &str) -> anyhow::Result<Self> {
        let mut person = Self::stranger(origin)?;
        let session: Session = person
            .post("/api/v1/demo/enter", &json!({ "persona": persona }))
            .await?;
        person.actor = session.actor;
        Ok(person)
    }

    /// Answers a personal invitation by its link and the code sent to `phone`.
    pub async fn answer(origin: &str, link: &str, phone: &str) -> anyhow::Result<Self> {
        let mut person = Self::stranger(origin)?;
        let token = link.rsplit("/i/").next().context("an invitation's link")?;
        let door = format!("/api/v1/invitations/{token}");
        let _: serde_json::Value = person.post(&format!("{door}/code"), &json!({ "phone": phone })).await?;
        let code = Outbox(&person).code(phone).await?;
        let check = json!({ "phone": phone, "code": code });
        let session: Session = person.post(&format!("{door}/verify"), &check).await?;
        person.actor = session.actor;
        Ok(person)
    }

    pub async fn now(&self) -> anyhow::Result<Timestamp> {
        Ok(self.get::<Session>("/api/v1/session").await?.time)
    }

    /// The case folded from everything this person may see.
    pub async fn case(&self, id: CaseId) -> anyhow::Result<Case> {
        Ok(self.view(id).await?.1)
    }

    async fn view(&self, id: CaseId) -> anyhow::Result<(CaseView, Case)> {
        let view: CaseView = self.get(&format!("/api/v1/cases/{id}")).await?;
        domain::log::check_chain(id, &view.entries)
            .map_err(|(seq, fault)| anyhow::anyhow!("entry {seq} of the chain: {fault:?}"))?;
        let case =
            Case::fold(id, &view.entries).map_err(|fault| anyhow::anyhow!("an entry cannot be read: {fault:?}"))?;
        Ok((view, case))
    }

    /// The case once `holds`.
    pub async fn awaited(&self, id: CaseId, what: &str, holds: impl Fn(&Case) -> bool) -> anyhow::Result<Case> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let case = self.case(id).await?;
            if holds(&case) {
                return Ok(case);
            }
            if Instant::now() > deadline {
                bail!(
                    "no {what} after {} s; the case stands at {:?}",
                    PATIENCE.as_secs(),
                    case.stage
                );
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Submits one command on the case as it now stands.
    pub async fn act(&self, id: CaseId, command: Command) -> anyhow::Result<()> {
        let submission = Submission {
            id: command_id(),
            expected_seq: Some(self.view(id).await?.0.entries.len() as u64),
            command,
        };
        let _: serde_json::Value = self.post(&format!("/api/v1/cases/{id}/commands"), &submission).await?;
        Ok(())
    }

    /// Signs `act` as a browser does: code, key made here, attestation, signature.
    pub async fn signed(&self, id: CaseId, act: Act, outbox: &Outbox<'_>) -> anyhow::Result<SignedStatement> {
        let (view, case) = self.view(id).await?;
        let asked: CeremonyCode = self
            .post(&format!("/api/v1/cases/{id}/ceremony/code"), &json!({}))
            .await?;
        let statement = Statement {
            case: id,
            act,
            role: view.you.role,
            agreement: case.agreement.as_ref().context("a presented agreement")?.document,
            terms: case.agreed_terms.as_ref().context("agreed terms")?.1,
            consent: CONSENT.into(),
            nonce: asked.nonce,
            reading: None,
        };
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
        let key = SigningKey::from_bytes(&seed);
        let signature = Signature(key.sign(&statement.bytes()).to_bytes());
        let request = AttestRequest {
            statement,
            key: PublicKey(key.verifying_key().to_bytes()).into(),
            proof: signature,
            code: outbox.code(&asked.sent.phone_tail).await?,
        };
        let answer: AttestAnswer = self
            .post(&format!("/api/v1/cases/{id}/ceremony/attest"), &request)
            .await?;
        let mark = match &answer.place {
            None => None,
            Some(place) => {
                let base = self
                    .download(&format!("/api/v1/cases/{id}/files/{}", place.base))
                    .await?;
                let agreement = case.agreement.as_ref().context("a presented agreement")?;
                let sign = |message: &[u8]| Signature(key.sign(message).to_bytes());
                let mark = place.sign(&base, agreement, &request.key, sign);
                Some(mark.map_err(|fault| anyhow::anyhow!("the agreement's mark: {fault:?}"))?)
            }
        };
        Ok(SignedStatement {
            attested: answer.attested,
            signature,
            mark,
        })
    }

    pub async fn upload(&self, id: CaseId, file: Vec<u8>) -> anyhow::Result<Stored> {
        let url = format!("{}/api/v1/cases/{id}/files", self.origin);
        read(&url, self.client.post(&url).body(file)).await
    }

    /// The bytes at `path`; waits while the server says they are not ready yet (503).
    pub async fn download(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let url = format!("{}{path}", self.origin);
        let deadline = Instant::now() + PATIENCE;
        loop {
            let answer = self.client.get(&url).send().await?;
            let status = answer.status();
            if status.is_success() {
                return Ok(answer.bytes().await?.to_vec());
            }
            if status.as_u16() != 503 || Instant::now() > deadline {
                bail!("GET {url}: {status}: {}", answer.text().await?);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> anyhow::Result<T> {
        let url = format!("{}{path}", self.origin);
        read(&url, self.client.get(&url)).await
    }

    pub async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> anyhow::Result<T> {
        let url = format!("{}{path}", self.origin);
        read(&url, self.client.post(&url).json(body)).await
    }
}

/// Any answer but 2xx fails with the server's own words.
async fn read<T: DeserializeOwned>(url: &str, request: reqwest::RequestBuilder) -> anyhow::Result<T> {
    let answer = request.send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    if !status.is_success() {
        bail!("{url}: {status}: {text}");
    }
    serde_json::from_str(&text).with_context(|| format!("{url}: {text}"))
}
