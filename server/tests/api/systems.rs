//! Systems of courts and commissions: let in by client credentials, told by webhooks, and able to do with a
//! filing what a desk does.

use crate::support::court::{Court, Mood};
use crate::support::person::Answer;
use crate::support::story::{Story, mediating};
use crate::support::{Kind, Portal};
use crate::transfer::{files, papers};
use domain::actor::Role;
use domain::command::Command;
use domain::id::{CaseId, OrgId};
use domain::moment::HOUR;
use reqwest::Method;
use serde_json::{Value, json};
use server::identity::orgs;
use server::systems::clients::{self, SCOPES};
use std::path::Path;
use uuid::Uuid;

/// A client of `org`, with what it may do.
async fn client(portal: &Portal, org: OrgId, scopes: &[&str]) -> (String, String) {
    let pool = portal.app.store.pool();
    let org = orgs::find(pool, org).await.expect("a row").expect("an institution");
    let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    let (client, secret) = clients::make(pool, &org, "办案系统", &scopes, portal.now())
        .await
        .expect("a client");
    (client.id.to_string(), secret)
}

async fn granted(portal: &Portal, (id, secret): &(String, String), scope: &str) -> Answer {
    let form = [("grant_type", "client_credentials"), ("scope", scope)];
    let request = portal
        .stranger()
        .request(Method::POST, "/oauth/token")
        .basic_auth(id, Some(secret))
        .form(&form);
    Answer::of(request).await
}

/// A system with its token.
struct System {
    token: String,
    origin: String,
}

impl System {
    async fn of(portal: &Portal, org: OrgId) -> Self {
        let client = client(portal, org, &SCOPES).await;
        let answer = granted(portal, &client, "").await.ok();
        Self {
            token: answer["access_token"].as_str().expect("a token").to_owned(),
            origin: portal.origin.clone(),
        }
    }

    async fn asks(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = reqwest::Client::new()
            .request(method, format!("{}{path}", self.origin))
            .bearer_auth(&self.token);
        Answer::of(match body {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        self.asks(Method::POST, path, Some(body)).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.asks(Method::GET, path, None).await
    }
}

/// The worker's petition is before the commission.
async fn petitioned(portal: &Portal) -> (Story, CaseId) {
    let story = mediating(portal).await;
    let case = story.case;
    story
        .worker
        .acts(case, Command::LeaveForArbitration { reason: String::new() })
        .await;
    papers(portal, &story.worker, case, 2).await;
    (story, case)
}

fn id() -> Value {
    json!(Uuid::now_v7())
}

on_both_databases! {
    async fn a_client_is_given_what_it_may_have_for_a_quarter_of_an_hour(portal: Portal) {
        let known = client(&portal, orgs::COMMISSION, &["filings:read"]).await;
        let answer = granted(&portal, &known, "").await.ok();
        assert_eq!((answer["token_type"].as_str(), answer["scope"].as_str()), (Some("Bearer"), Some("filings:read")));
        for (client, scope, error) in [
            ((known.0.clone(), "wrong".to_owned()), "", "invalid_client"),
            (("nobody".to_owned(), known.1.clone()), "", "invalid_client"),
            (known.clone(), "filings:write", "invalid_scope"),
        ] {
            let answer = granted(&portal, &client, scope).await;
            assert_eq!(serde_json::from_str::<Value>(&answer.text).expect("JSON")["error"], error);
        }
        let system = System { token: answer["access_token"].as_str().unwrap().to_owned(), origin: portal.origin.clone() };
        system.get("/api/v1/filings").await.ok();
        system.get("/api/v1/webhooks").await.refused(403, "scope_missing");
        // A session's secret is no access token, and the other way round.
        system.get("/api/v1/cases").await.refused(401, "session_missing");
        portal.pass(HOUR / 2);
        system.get("/api/v1/filings").await.refused(401, "token_invalid");
        let system = System::of(&portal, orgs::COURT).await;
        let clients = clients::of(portal.app.store.pool(), orgs::COURT).await.expect("rows");
        clients::close(portal.app.store.pool(), orgs::COURT, clients[0].id).await.expect("closed");
        system.get("/api/v1/filings").await.refused(401, "token_invalid");
    }

    async fn a_filing_goes_from_receipt_to_the_stamped_result_and_each_act_is_done_once(portal: Portal) {
        let (story, case) = petitioned(&portal).await;
        let system = System::of(&portal, orgs::COMMISSION).await;
        let filing = format!("/api/v1/filings/{case}");
        files(&portal, &story.worker, case).await;
        let stranger = System::of(&portal, orgs::COURT).await;
        stranger.get(&filing).await.refused(404, "unknown_case");
        let list = system.get("/api/v1/filings").await.ok();
        assert_eq!((list[0]["id"].clone(), list.as_array().map(Vec::len)), (json!(case), Some(1)));
        let seen = system.get(&filing).await.ok();
        assert_eq!((seen["kind"].as_str(), seen["status"].as_str()), (Some("arbitration"), Some("submitted")));
        assert!(!seen["parties"][0]["id_number"].as_str().unwrap().is_empty());

        let receipt = json!({ "id": id(), "number": "枫劳人仲收〔2026〕9号" });
        let first = system.post(&format!("{filing}/receipt"), receipt.clone()).await.ok();
        assert_eq!((first["status"].as_str(), first["receipt"].as_str()), (Some("received"), Some("枫劳人仲收〔2026〕9号")));
        // Sent twice: done once. Another receipt is refused.
        assert_eq!(system.post(&format!("{filing}/receipt"), receipt).await.ok()["receipt"], first["receipt"]);
        system.post(&format!("{filing}/receipt"), json!({ "id": id(), "number": "2" })).await.refused(422, "already_done");

        let items = "请写明各月工资";
        assert_eq!(system.post(&format!("{filing}/return"), json!({ "id": id(), "items": items })).await.ok()["status"], "returned");
        files(&portal, &story.worker, case).await;
        system.post(&format!("{filing}/rejection"), json!({ "id": id(), "reason_code": "late", "explanation": "…" }))
            .await.refused(422, "ground_unfit");
        assert_eq!(system.post(&format!("{filing}/acceptance"), json!({ "id": id() })).await.ok()["status"], "accepted");
        system.post(&format!("{filing}/decision"), json!({ "id": id(), "granted": true })).await.refused(422, "wrong_stage");
        let items = json!([{ "head": "money", "text": "支付工资", "amount": "1860000" }]);
        let conclusion = json!({ "awarded": { "items": items, "minimum_wage": "199000", "source": "枫林市" } });
        system.post(&format!("{filing}/decision"), json!({ "id": id(), "conclusion": conclusion })).await.ok();
        papers(&portal, &story.worker, case, 6).await;
        let seen = system.get(&filing).await.ok();
        let documents = seen["documents"].as_array().expect("documents");
        let award = documents.iter().find(|it| it["kind"] == "final_award").expect("the award");
        let answer = system.get(award["href"].as_str().unwrap()).await;
        assert!(answer.text.starts_with("%PDF"));
        // What was for the mediator's eyes only, or nobody's document, is not to be had.
        system.get(&format!("{filing}/documents/{}", "0".repeat(64))).await.refused(404, "unknown_file");
    }

    async fn messages_are_signed_sent_until_taken_and_known_again_by_their_id(portal: Portal) {
        let (story, case) = petitioned(&portal).await;
        let system = System::of(&portal, orgs::COMMISSION).await;
        let court = Court::open().await;
        system.post("/api/v1/webhooks", json!({ "url": "ftp://court" })).await.refused(422, "url_unfit");
        let made = system.post("/api/v1/webhooks", json!({ "url": court.url })).await.ok();
        assert!(court.knows(made["secret"].as_str().unwrap()));
        // Down, then asleep, then it takes the message but its answer is lost, then it is well.
        court.moods(&[Mood::Answers(503), Mood::HangsUp, Mood::TakesSilently]);
        files(&portal, &story.worker, case).await;
        for attempt in 1..=3 {
            tried(&portal, attempt).await;
            portal.pass(HOUR);
        }
        court.until(|court| court.times("filing.submitted") == 2).await;
        let arbitrator = portal.staff("zhou", Role::Arbitrator, orgs::COMMISSION).await;
        arbitrator.acts(case, Command::AcceptArbitration).await;
        court.until(|court| court.kinds() == ["filing.submitted", "filing.accepted"]).await;
        let message = &court.messages()[0];
        assert_eq!(message["data"]["filing"], json!(case));
        // No name, no value: only what is asked for by token.
        assert!(!message.to_string().contains("张"));
    }
}

/// The delivery's state, once it was tried so often.
async fn tried(portal: &Portal, attempts: i64) -> String {
    for _ in 0..600 {
        let row: (i64, String) = sqlx::query_as("SELECT attempts, state FROM deliveries ORDER BY created LIMIT 1")
            .fetch_one(portal.app.store.pool())
            .await
            .expect("a delivery");
        if row.0 >= attempts {
            return row.1;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("not tried {attempts} times");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_never_taken_is_given_up_and_sent_again_by_hand() {
    let portal = Portal::start(Kind::Sqlite).await;
    let (story, case) = petitioned(&portal).await;
    let system = System::of(&portal, orgs::COMMISSION).await;
    let court = Court::open().await;
    let made = system.post("/api/v1/webhooks", json!({ "url": court.url })).await.ok();
    assert!(court.knows(made["secret"].as_str().unwrap()));
    let mut moods = vec![Mood::Sleeps];
    moods.extend([Mood::Answers(500); 9]);
    court.moods(&moods);
    files(&portal, &story.worker, case).await;
    let mut state = String::new();
    for attempt in 1..=10 {
        state = tried(&portal, attempt).await;
        portal.pass(25 * HOUR);
    }
    assert_eq!(state, "dead");
    let system = System::of(&portal, orgs::COMMISSION).await;
    let dead = system.get("/api/v1/webhook-deliveries?state=dead").await.ok()[0].clone();
    assert_eq!(
        (dead["attempts"].as_u64(), dead["status"].as_u64()),
        (Some(10), Some(500))
    );
    assert!(court.messages().is_empty());
    let path = format!("/api/v1/webhook-deliveries/{}/replay", dead["id"].as_str().unwrap());
    let answer = system.asks(Method::POST, &path, None).await;
    assert_eq!(answer.status, 204);
    court.until(|court| court.kinds() == ["filing.submitted"]).await;
    assert_eq!(tried(&portal, 1).await, "delivered");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_walks_a_filing_to_its_end_knowing_only_the_openapi_document() {
    let portal = Portal::start(Kind::Sqlite).await;
    let (story, case) = petitioned(&portal).await;
    files(&portal, &story.worker, case).await;
    let (id, secret) = client(&portal, orgs::COMMISSION, &SCOPES).await;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/walk/court.py");
    let output = tokio::process::Command::new("python3")
        .arg(script)
        .args([&portal.origin, &id, &secret])
        .output()
        .await
        .expect("python3");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("final_award"), "{said}");
}

/// Commands of `docs/api.md` as they stand there, run by a shell that is given only what the page asks for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_worked_example_of_the_documentation_is_true() {
    let portal = Portal::start(Kind::Sqlite).await;
    let (story, case) = petitioned(&portal).await;
    files(&portal, &story.worker, case).await;
    let (id, secret) = client(&portal, orgs::COMMISSION, &SCOPES).await;
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/api.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let shell = async |wanted: &[&str]| {
        let named = |line: &&str| wanted.iter().any(|wanted| line.contains(wanted));
        let lines: Vec<&str> = page.lines().filter(named).collect();
        assert_eq!(lines.len(), wanted.len(), "{wanted:?}");
        // What a machine may lack beside curl.
        let script = format!(
            "jq() {{ python3 -c 'import json,sys; print(json.load(sys.stdin)[\"access_token\"])'; }}\n\
             uuidgen() {{ cat /proc/sys/kernel/random/uuid; }}\n\
             TOKEN=$(curl{}\nask() {{{}\n{}\n",
            after(&page, "TOKEN=$(curl"),
            after(&page, "ask() {"),
            lines.join("\n")
        );
        let mut bash = tokio::process::Command::new("bash");
        bash.args(["-euc", &script]);
        bash.envs([
            ("PORTAL", portal.origin.as_str()),
            ("CLIENT_ID", &id),
            ("CLIENT_SECRET", &secret),
        ]);
        bash.env("FILING", case.to_string());
        let output = bash.output().await.expect("bash");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success() && !said.contains("urn:maplebridge:problem"),
            "{script}\n{said}"
        );
        said
    };
    let read = shell(&["filings?since=0\"", "filings/$FILING\""]).await;
    assert!(
        read.contains(&case.to_string()) && read.contains("\"submitted\""),
        "{read}"
    );
    assert!(shell(&["$FILING/receipt\""]).await.contains("received"));
    assert!(shell(&["$FILING/return\""]).await.contains("returned"));
    files(&portal, &story.worker, case).await;
    assert!(shell(&["$FILING/acceptance\""]).await.contains("accepted"));
    assert!(shell(&["\\\"awarded\\\""]).await.contains("\"status\""));
}

/// The rest of the first line of `page` with `begin`.
fn after<'a>(page: &'a str, begin: &str) -> &'a str {
    let line = page.lines().find_map(|line| line.split_once(begin));
    line.expect("a line of the page").1
}
