//! Eight cases brought into mediation over HTTP, and a mediator writing a clause in each.

use anyhow::{Context, bail};
use domain::api::{NewCase, Opened, OrgKind, Organisation, Session, Submission};
use domain::command::{
    Agent, Authority, Channel, Claim, Command, Consent, DisputeHead, Joining, MediationRequest, PartyKind,
    PartyParticulars,
};
use domain::hash::{Disclosure, Salt};
use domain::id::{CaseId, ClauseId, CommandId, InvitationId, PersonId};
use domain::money::Fen;
use domain::terms::{Clause, ClauseBody};
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A mediator's session and the case it writes in.
pub struct Writer {
    client: reqwest::Client,
    origin: String,
    case: CaseId,
    /// Written over and over.
    clause: ClauseId,
    seq: u64,
}

/// Opens `count` cases, has the respondent join and consent, and the mediator accept. Who asks
/// online for mediation consents by asking.
pub async fn prepare(origin: &str, count: usize) -> anyhow::Result<Vec<Writer>> {
    let worker = enter(origin, "worker").await?;
    let mediator = enter(origin, "mediator").await?;
    let person = get::<Session>(&worker, &format!("{origin}/api/v1/session"))
        .await?
        .actor
        .person;
    let bodies: Vec<Organisation> = get(&worker, &format!("{origin}/api/v1/bodies")).await?;
    let body = bodies
        .iter()
        .find(|body| body.kind == OrgKind::MediationCentre)
        .context("no mediation centre")?;
    let mut writers = Vec::new();
    for number in 0..count {
        let phone = format!("139000000{number:02}");
        let request = request(person, body.id, &phone);
        let new = NewCase {
            case: CaseId(Uuid::new_v4()),
            id: command_id(),
            request,
        };
        let opened: Opened = serde_json::from_value(post(&worker, &format!("{origin}/api/v1/cases"), &new).await?)?;
        let case = opened.case;
        let respondent = invited(origin, &mediator, case, &phone).await?;
        submit(&respondent, origin, case, Command::ConsentToMediation).await?;
        let seq = submit(&mediator, origin, case, Command::AcceptCase).await?;
        writers.push(Writer {
            // Eight sessions, as of eight desks.
            client: enter(origin, "mediator").await?,
            origin: origin.to_owned(),
            case,
            clause: ClauseId(Uuid::new_v4()),
            seq,
        });
    }
    Ok(writers)
}

/// Accepted commands per second of all writers together, and the writers.
pub async fn rate(writers: Vec<Writer>, span: Duration) -> anyhow::Result<(Vec<Writer>, f64)> {
    let start = Instant::now();
    let mut tasks = Vec::new();
    for writer in writers {
        tasks.push(tokio::spawn(writer.write_until(start + span)));
    }
    let (mut writers, mut done) = (Vec::new(), 0);
    for task in tasks {
        let (writer, written) = task.await??;
        writers.push(writer);
        done += written;
    }
    Ok((writers, f64::from(done) / start.elapsed().as_secs_f64()))
}

impl Writer {
    async fn write_until(mut self, end: Instant) -> anyhow::Result<(Self, u32)> {
        let url = format!("{}/api/v1/cases/{}/commands", self.origin, self.case);
        let mut done = 0;
        while Instant::now() < end {
            let body = ClauseBody::FreeText {
                text: format!("双方确认第{done}稿的内容。"),
            };
            let command = Command::WriteClause {
                clause: Clause { id: self.clause, body },
                place: None,
                disclosures: Vec::new(),
            };
            let submission = Submission {
                id: command_id(),
                expected_seq: Some(self.seq),
                command,
            };
            let accepted = post(&self.client, &url, &submission).await?;
            self.seq = accepted["seq"].as_u64().context("no seq")?;
            done += 1;
        }
        Ok((self, done))
    }
}

/// A client with the session of one of the demo's people.
async fn enter(origin: &str, persona: &str) -> anyhow::Result<reqwest::Client> {
    let client = client()?;
    post(
        &client,
        &format!("{origin}/api/v1/demo/enter"),
        &json!({ "persona": persona }),
    )
    .await?;
    Ok(client)
}

/// Invites the respondent and takes the seat as the invited person would.
async fn invited(
    origin: &str,
    mediator: &reqwest::Client,
    case: CaseId,
    phone: &str,
) -> anyhow::Result<reqwest::Client> {
    let known = disclosure(phone);
    let invite = json!({ "command": command_id(), "side": "respondent", "phone": known });
    let made = post(mediator, &format!("{origin}/api/v1/cases/{case}/invitations"), &invite).await?;
    let invitation: InvitationId = serde_json::from_value(made["invitation"].clone())?;
    let link = made["link"].as_str().context("no link")?;
    let token = link.rsplit("/i/").next().context("no token")?;
    let client = client()?;
    let door = format!("{origin}/api/v1/invitations/{token}");
    post(&client, &format!("{door}/code"), &json!({ "phone": phone })).await?;
    let code = code_for(origin, phone).await?;
    post(
        &client,
        &format!("{door}/verify"),
        &json!({ "phone": phone, "code": code }),
    )
    .await?;
    let (particulars, disclosures) = particulars(PartyKind::Organisation, "测试建设有限公司", phone);
    let joining = Joining {
        invitation,
        particulars,
        consents: Consent::ALL.to_vec(),
        disclosures,
    };
    submit(&client, origin, case, Command::JoinCase(joining)).await?;
    Ok(client)
}

/// The last one-time code sent to `phone`, read from the demo's outbox.
async fn code_for(origin: &str, phone: &str) -> anyhow::Result<String> {
    let mediator = client()?;
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline {
        let outbox: Value = get(&mediator, &format!("{origin}/api/v1/demo/outbox")).await?;
        let messages = outbox.as_array().context("the outbox is a list")?;
        // An invitation's link may hold six digits in a row too.
        let is_code = |message: &&Value| message["text"].as_str().is_some_and(|text| text.contains("验证码"));
        let to_phone = messages
            .iter()
            .filter(|message| message["phone"] == phone)
            .filter(is_code);
        let sent = to_phone.max_by_key(|message| message["sent"].to_string());
        let text = sent.and_then(|message| message["text"].as_str()).unwrap_or_default();
        let code = text
            .split(|c: char| !c.is_ascii_digit())
            .find(|digits| digits.len() == 6);
        if let Some(code) = code {
            return Ok(code.to_owned());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("no code reached {phone}")
}

fn request(person: PersonId, body: domain::id::OrgId, respondent_phone: &str) -> MediationRequest {
    let (claimant, mut disclosures) = particulars(PartyKind::Resident, "张建国", "13800000001");
    let (respondent, theirs) = particulars(PartyKind::Organisation, "测试建设有限公司", respondent_phone);
    disclosures.extend(theirs);
    MediationRequest {
        local_holidays: Vec::new(),
        // The portal allots the true one.
        number: "待编号".into(),
        body,
        channel: Channel::Online,
        claimant_person: Some(person),
        claimant,
        respondent,
        heads: vec![DisputeHead::Pay],
        claims: vec![Claim {
            text: "支付拖欠工资".into(),
            amount: Some(Fen(1_000_000)),
        }],
        facts: "自三月起未发工资。".into(),
        consents: Consent::ALL.to_vec(),
        disclosures,
    }
}

fn particulars(kind: PartyKind, name: &str, phone: &str) -> (PartyParticulars, Vec<Disclosure>) {
    // Numbers with right check digits (GB 11643, GB 32100).
    let number = if kind == PartyKind::Resident {
        "11010519491231002X"
    } else {
        "91350100M000100Y43"
    };
    let disclosures = [name, number, phone, "浙江省绍兴市", "李文静"].map(disclosure);
    let [name, id_number, phone, address, agent] = [0, 1, 2, 3, 4].map(|at| disclosures[at].commitment());
    // Who speaks for an employer may settle only by special authority.
    let agent = (kind == PartyKind::Organisation).then_some(Agent {
        name: agent,
        authority: Authority::Special,
    });
    let particulars = PartyParticulars {
        kind,
        name,
        id_number: Some(id_number),
        phone,
        address: Some(address),
        agent,
    };
    (particulars, disclosures.to_vec())
}

fn disclosure(value: &str) -> Disclosure {
    Disclosure {
        salt: Salt(Uuid::new_v4().into_bytes()),
        value: value.to_owned(),
    }
}

fn command_id() -> CommandId {
    CommandId(Uuid::new_v4())
}

/// Submits without an expected seq; answers the new head.
async fn submit(client: &reqwest::Client, origin: &str, case: CaseId, command: Command) -> anyhow::Result<u64> {
    let submission = Submission {
        id: command_id(),
        expected_seq: None,
        command,
    };
    let accepted = post(client, &format!("{origin}/api/v1/cases/{case}/commands"), &submission).await?;
    accepted["seq"].as_u64().context("no seq")
}

fn client() -> anyhow::Result<reqwest::Client> {
    static ADDRESSES: AtomicU8 = AtomicU8::new(1);
    let address = format!("10.0.0.{}", ADDRESSES.fetch_add(1, Ordering::Relaxed));
    let mut headers = HeaderMap::new();
    headers.insert("x-forwarded-for", HeaderValue::from_str(&address)?);
    Ok(reqwest::Client::builder()
        .cookie_store(true)
        .default_headers(headers)
        .redirect(reqwest::redirect::Policy::none())
        .build()?)
}

async fn get<T: serde::de::DeserializeOwned>(client: &reqwest::Client, url: &str) -> anyhow::Result<T> {
    let answer = client.get(url).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    serde_json::from_str(&text).with_context(|| format!("GET {url}: {status}: {text}"))
}

async fn post(client: &reqwest::Client, url: &str, body: &impl serde::Serialize) -> anyhow::Result<Value> {
    let answer = client.post(url).json(body).send().await?;
    let (status, text) = (answer.status(), answer.text().await?);
    if !status.is_success() {
        bail!("POST {url}: {status}: {text}");
    }
    Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
}
