//! A case brought into mediation by the people themselves, over HTTP.

use super::person::Person;
use super::portal::Portal;
use domain::actor::Role;
use domain::api::{CaseView, Live, NewCase, Opened};
use domain::command::{
    Agent, Authority, Channel, Claim, Command, Consent, DisputeHead, Joining, MediationRequest, PartyKind,
    PartyParticulars,
};
use domain::event::Event;
use domain::hash::{Commitment, Disclosure, Salt};
use domain::id::{CaseId, ClauseId, CommandId, PersonId};
use domain::log::Entry;
use domain::money::Fen;
use domain::terms::{Clause, ClauseBody};
use serde_json::{Value, json};
use server::identity::orgs;
use uuid::Uuid;

pub const WORKER: &str = "13900000001";
pub const EMPLOYER: &str = "13900000002";

pub struct Story {
    pub case: CaseId,
    pub worker: Person,
    pub employer: Person,
    pub mediator: Person,
}

/// A worker's request, open.
pub async fn opened(portal: &Portal) -> (Person, CaseId) {
    let worker = portal.party(WORKER).await;
    let new = new_case(&worker).await;
    let opened: Opened = worker.post("/api/v1/cases", &new).await.read();
    assert_eq!(opened.case, new.case);
    (worker, new.case)
}

/// Another request of the same worker.
pub async fn opened_again(portal: &Portal, worker: &Person) -> (Opened, CaseId) {
    let sent = portal.messages(EMPLOYER).len();
    let new = new_case(worker).await;
    let opened: Opened = worker.post("/api/v1/cases", &new).await.read();
    // The portal's own invitation of the respondent is out.
    portal
        .until(|| (portal.messages(EMPLOYER).len() > sent).then_some(()))
        .await;
    (opened, new.case)
}

/// Both sit and consent; the mediator has accepted.
pub async fn mediating(portal: &Portal) -> Story {
    let mediator = portal.staff("wang", Role::Mediator, orgs::CENTRE).await;
    mediating_with(portal, mediator).await
}

/// The same with a mediator of the test's own.
pub async fn mediating_with(portal: &Portal, mediator: Person) -> Story {
    let (worker, case) = opened(portal).await;
    let link = link_in(&portal.message(EMPLOYER, "/i/").await);
    let employer = portal.stranger();
    let (door, invitation) = enter(portal, &employer, &link, EMPLOYER).await;
    assert!(door["cases"][0] == case.to_string(), "{door}");
    employer.acts(case, joining(invitation)).await;
    employer.acts(case, Command::ConsentToMediation).await;
    mediator.acts(case, Command::AcceptCase).await;
    quiet(portal, case).await;
    Story {
        case,
        worker,
        employer,
        mediator,
    }
}

/// Once the papers of the case's beginning are made, and the notice of acceptance is served on both, nothing
/// more happens by itself: entries can be counted.
async fn quiet(portal: &Portal, case: CaseId) {
    for _ in 0..1_200 {
        let folded = portal
            .app
            .store
            .load(case)
            .await
            .expect("it reads")
            .expect("it is open");
        if folded.papers.len() == 4 && folded.services.len() == 2 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the papers of {case} are not made");
}

/// Answers an invitation by a code; gives the session and the invitation's id.
pub async fn enter(portal: &Portal, person: &Person, link: &str, phone: &str) -> (Value, String) {
    let door = format!("/api/v1/invitations/{link}");
    let shown = person.get(&door).await.ok();
    person
        .post(&format!("{door}/code"), &json!({ "phone": phone }))
        .await
        .ok();
    let code = portal.code(phone);
    let answer = person
        .post(&format!("{door}/verify"), &json!({ "phone": phone, "code": code }))
        .await;
    let invitation = shown["invitation"].as_str().expect("an id").to_owned();
    (answer.ok(), invitation)
}

/// The secret of the personal link in a text message.
pub fn link_in(text: &str) -> String {
    let (_, rest) = text.split_once("/i/").expect("a link");
    rest.chars().take_while(char::is_ascii_hexdigit).collect()
}

pub fn joining(invitation: String) -> Command {
    let mut hidden = Vec::new();
    Command::JoinCase(Joining {
        invitation: invitation.parse().expect("an id"),
        particulars: firm(&mut hidden, true),
        consents: Consent::ALL.to_vec(),
        disclosures: hidden,
    })
}

pub async fn new_case(worker: &Person) -> NewCase {
    let session = worker.get("/api/v1/session").await.ok();
    let person: PersonId = session["actor"]["person"]
        .as_str()
        .expect("an id")
        .parse()
        .expect("an id");
    let mut hidden = Vec::new();
    let claimant = PartyParticulars {
        kind: PartyKind::Resident,
        name: hide(&mut hidden, "张建国"),
        id_number: Some(hide(&mut hidden, "11010519491231002X")),
        phone: hide(&mut hidden, WORKER),
        address: Some(hide(&mut hidden, "云南省枫林市青溪区石桥镇 12 号")),
        agent: None,
    };
    let respondent = firm(&mut hidden, false);
    NewCase {
        case: CaseId(Uuid::now_v7()),
        id: CommandId(Uuid::now_v7()),
        request: MediationRequest {
            local_holidays: Vec::new(),
            number: String::new(),
            body: orgs::CENTRE,
            channel: Channel::Online,
            claimant_person: Some(person),
            claimant,
            respondent,
            heads: vec![DisputeHead::Pay],
            claims: vec![Claim {
                text: "支付拖欠工资".into(),
                amount: Some(Fen(1_860_000)),
            }],
            facts: "自六月起未足额发放工资。".into(),
            consents: Consent::ALL.to_vec(),
            disclosures: hidden,
        },
    }
}

fn firm(hidden: &mut Vec<Disclosure>, whole: bool) -> PartyParticulars {
    PartyParticulars {
        kind: PartyKind::Organisation,
        name: hide(hidden, "云岭枫建建设工程有限公司"),
        id_number: whole.then(|| hide(hidden, "91350100M000100Y43")),
        phone: hide(hidden, EMPLOYER),
        address: whole.then(|| hide(hidden, "云南省枫林市高新区建工大厦 8 楼")),
        agent: whole.then(|| Agent {
            name: hide(hidden, "李文静"),
            authority: Authority::Special,
        }),
    }
}

pub fn hide(hidden: &mut Vec<Disclosure>, value: &str) -> Commitment {
    let disclosure = Disclosure {
        salt: Salt(*Uuid::new_v4().as_bytes()),
        value: value.to_owned(),
    };
    let commitment = disclosure.commitment();
    hidden.push(disclosure);
    commitment
}

/// A clause of free text with a new id.
pub fn clause(text: &str) -> Command {
    Command::WriteClause {
        clause: Clause {
            id: ClauseId(Uuid::now_v7()),
            body: ClauseBody::FreeText { text: text.into() },
        },
        place: None,
        disclosures: Vec::new(),
    }
}

pub async fn view(person: &Person, case: CaseId) -> CaseView {
    person.get(&format!("/api/v1/cases/{case}")).await.read()
}

/// Events the entries show; redacted ones are left out.
pub fn events(entries: &[Entry]) -> Vec<Event> {
    entries
        .iter()
        .filter_map(|entry| entry.event().expect("it reads"))
        .collect()
}

/// Reads `count` messages of the case's stream, resuming after `last`.
pub async fn live(person: &Person, case: CaseId, last: Option<u64>, count: usize) -> Vec<Live> {
    let mut request = person.request(reqwest::Method::GET, &format!("/api/v1/cases/{case}/events"));
    if let Some(last) = last {
        request = request.header("last-event-id", last.to_string());
    }
    let mut response = request.send().await.expect("the stream opens");
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut text = String::new();
    let read = async {
        loop {
            // A message ends with an empty line.
            let (whole, _) = text.rsplit_once("\n\n").unwrap_or_default();
            let found: Vec<Live> = whole
                .lines()
                .filter_map(|line| line.strip_prefix("data: "))
                .map(|data| serde_json::from_str(data).expect("a message is JSON"))
                .collect();
            if found.len() >= count {
                return found;
            }
            let chunk = response.chunk().await.expect("the stream goes on");
            text.push_str(std::str::from_utf8(&chunk.expect("the stream goes on")).expect("UTF-8"));
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), read)
        .await
        .expect("the messages come")
}
