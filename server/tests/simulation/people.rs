//! Cases brought into mediation, and agreements signed, by clients that insist.

use crate::chance::Chance;
use crate::process::Client;
use domain::api::CaseView;
use domain::case::Case;
use domain::hash::Digest;
use domain::mark::MarkPlace;
use domain::seal::Statement;
use domain::terms::Terms;
use serde_json::{Value, json};
use server::trust::Key;

pub struct People {
    pub worker: Client,
    pub employer: Client,
    pub mediator: Client,
}

impl People {
    pub async fn enter(origin: &str) -> Self {
        Self {
            worker: Client::enter(origin, "worker").await,
            employer: Client::enter(origin, "employer").await,
            mediator: Client::enter(origin, "mediator").await,
        }
    }

    /// Opens a case and brings it into mediation; answers its id.
    pub async fn mediating(&self, origin: &str, chance: &mut Chance) -> String {
        let session = self.worker.get("/api/v1/session").await;
        let bodies = self.worker.get("/api/v1/bodies").await;
        let body = bodies
            .as_array()
            .and_then(|bodies| bodies.iter().find(|body| body["kind"] == "mediation_centre"));
        let case = chance.uuid().to_string();
        let phone = format!("139{:08}", chance.below(100_000_000));
        let mut hidden = Vec::new();
        let claimant = particulars(&mut hidden, "resident", "张建国", "11010519491231002X", "13800000001");
        let respondent = particulars(
            &mut hidden,
            "organisation",
            "测试建设有限公司",
            "91350100M000100Y43",
            &phone,
        );
        let consents = json!([
            "online_mediation",
            "electronic_signature",
            "electronic_service",
            "personal_data"
        ]);
        let request = json!({
            "number": "", "body": body.expect("a centre")["id"], "channel": "online",
            "claimant_person": session["actor"]["person"], "claimant": claimant, "respondent": respondent,
            "heads": ["pay"], "claims": [{ "text": "支付拖欠工资", "amount": "1860000" }],
            "facts": "自六月起未足额发放工资。", "consents": consents, "disclosures": hidden,
        });
        self.worker
            .post(
                "/api/v1/cases",
                &json!({ "case": case, "id": chance.uuid(), "request": request }),
            )
            .await;
        // The link the portal texts to the respondent by itself.
        let link = told(&self.worker, &phone, "/i/").await;
        let link: String = link
            .split_once("/i/")
            .expect("a link")
            .1
            .chars()
            .take_while(char::is_ascii_hexdigit)
            .collect();
        let door = format!("/api/v1/invitations/{link}");
        let employer = Client::new(origin);
        let invitation = employer.get(&door).await["invitation"].clone();
        employer.post(&format!("{door}/code"), &json!({ "phone": phone })).await;
        let code = code_in(&told(&employer, &phone, "验证码").await);
        employer
            .post(&format!("{door}/verify"), &json!({ "phone": phone, "code": code }))
            .await;
        let mut hidden = Vec::new();
        let mut whole = particulars(
            &mut hidden,
            "organisation",
            "测试建设有限公司",
            "91350100M000100Y43",
            &phone,
        );
        whole["agent"] = json!({ "name": hide(&mut hidden, "李文静"), "authority": "special" });
        let joining =
            json!({ "invitation": invitation, "particulars": whole, "consents": consents, "disclosures": hidden });
        act(&employer, &case, chance, json!({ "join_case": joining })).await;
        act(&employer, &case, chance, json!("consent_to_mediation")).await;
        act(&self.mediator, &case, chance, json!("accept_case")).await;
        case
    }
}

/// Acts with a new id until answered; answers the answer.
pub async fn act(client: &Client, case: &str, chance: &mut Chance, command: Value) -> Value {
    let submission = json!({ "id": chance.uuid(), "command": command });
    client
        .post(&format!("/api/v1/cases/{case}/commands"), &submission)
        .await
}

/// Events of the case as `client` sees them, oldest first.
pub async fn events(client: &Client, case: &str) -> Vec<Value> {
    let view = client.get(&format!("/api/v1/cases/{case}")).await;
    let entries = view["entries"].as_array().expect("entries").clone();
    let payload = |entry: &Value| serde_json::from_str::<Value>(entry["payload"].as_str()?).ok();
    entries
        .iter()
        .filter_map(payload)
        .map(|payload| payload["event"].clone())
        .collect()
}

/// Waits for the event `name`; answers it.
pub async fn awaited(client: &Client, case: &str, name: &str) -> Value {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(40);
    loop {
        let found = events(client, case)
            .await
            .into_iter()
            .find_map(|event| event.get(name).cloned());
        if let Some(event) = found {
            return event;
        }
        assert!(std::time::Instant::now() < deadline, "{name} never came");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// The frozen terms' digest, from the draft as the events leave it.
pub fn digest_of(clauses: &[Value]) -> Digest {
    let clauses = serde_json::from_value(json!(clauses)).expect("clauses");
    Terms(clauses).digest()
}

/// Signs the presented agreement as a browser does: code, key, attestation, signature.
pub async fn sign(client: &Client, case: &str, phone: &str, chance: &mut Chance) {
    let agreed = awaited(client, case, "terms_agreed").await;
    let presented = awaited(client, case, "agreement_presented").await;
    let view = client.get(&format!("/api/v1/cases/{case}")).await;
    let sent = client
        .post(&format!("/api/v1/cases/{case}/ceremony/code"), &json!({}))
        .await;
    let code = code_in(&told(client, phone, "签署").await);
    let statement = json!({
        "case": case, "act": "sign_agreement", "role": view["you"]["role"], "agreement": presented["document"],
        "terms": agreed["digest"], "consent": "本人已阅读并同意。", "nonce": sent["nonce"],
    });
    let typed: Statement = serde_json::from_value(statement.clone()).expect("a statement");
    let key = Key::ephemeral();
    let signature = key.sign(&typed.bytes());
    let ask = json!({ "statement": statement, "key": key.public(), "proof": signature, "code": code });
    let answer = client
        .post(&format!("/api/v1/cases/{case}/ceremony/attest"), &ask)
        .await;
    let place: MarkPlace = serde_json::from_value(answer["place"].clone()).expect("a place in the document");
    let base = client
        .bytes(&format!("/api/v1/cases/{case}/files/{}", place.base))
        .await;
    let agreement = folded(&view).agreement.expect("presented");
    let mark = place.sign(&base, &agreement, &key.public().into(), |message| key.sign(message));
    let mark = mark.expect("an honest portal");
    let signed = json!({ "sign": { "attested": answer["attested"], "signature": signature, "mark": mark } });
    act(client, case, chance, signed).await;
}

/// The case of a view, as its events leave it.
fn folded(view: &Value) -> Case {
    let view: CaseView = serde_json::from_value(view.clone()).expect("a view");
    Case::fold(view.id, &view.entries).expect("entries that read")
}

/// The newest message to `phone` with `mark`, from the demo's outbox, once it comes.
pub async fn told(client: &Client, phone: &str, mark: &str) -> String {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(40);
    loop {
        let outbox = client.get("/api/v1/demo/outbox").await;
        let messages = outbox.as_array().expect("a list");
        let of_phone = |message: &&Value| message["phone"] == phone;
        let texts = messages
            .iter()
            .filter(of_phone)
            .filter_map(|message| message["text"].as_str());
        if let Some(text) = texts.into_iter().find(|text| text.contains(mark)) {
            return text.to_owned();
        }
        assert!(std::time::Instant::now() < deadline, "no message reached {phone}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

pub fn code_in(text: &str) -> String {
    let digits = text
        .split(|c: char| !c.is_ascii_digit())
        .find(|digits| digits.len() == 6);
    digits.expect("six digits").to_owned()
}

fn particulars(hidden: &mut Vec<Value>, kind: &str, name: &str, number: &str, phone: &str) -> Value {
    json!({ "kind": kind, "name": hide(hidden, name), "id_number": hide(hidden, number),
        "phone": hide(hidden, phone), "address": hide(hidden, "云南省枫林市青溪区") })
}

fn hide(hidden: &mut Vec<Value>, value: &str) -> Value {
    let salt = uuid::Uuid::new_v4();
    hidden.push(json!({ "salt": salt.simple().to_string(), "value": value }));
    json!(Digest::of_parts(&[salt.as_bytes(), value.as_bytes()]))
}
