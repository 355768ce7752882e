//! What a person may not see is never sent, by whatever door it is asked for.

use crate::support::story::{self, events, live, view};
use crate::support::{Person, submission};
use domain::actor::{Role, Side};
use domain::command::{Command, Evidence};
use domain::event::Event;
use domain::id::EvidenceId;
use domain::log::{Entry, check_chain};
use domain::room::RoomName;
use serde_json::Value;
use server::identity::orgs;

/// Entries the viewer gets by reading, by the stream, and by a stale command.
async fn by_every_door(person: &Person, case: domain::id::CaseId) -> Vec<Vec<Entry>> {
    let read = view(person, case).await.entries;
    let streamed = live(person, case, None, read.len()).await;
    let mut late = submission(Command::EndMediation {
        reason: "不再调解".into(),
    });
    late.expected_seq = Some(0);
    let problem = person.submit(case, &late).await.refused(409, "stale");
    vec![
        read,
        streamed.into_iter().map(|live| live.entry).collect(),
        serde_json::from_value(problem["missed"].clone()).unwrap(),
    ]
}

pub fn evidence(stored: &Value, shared: bool) -> Command {
    Command::AddEvidence(Evidence {
        id: EvidenceId(uuid::Uuid::now_v7()),
        title: "工资结算单".into(),
        digest: stored["digest"].as_str().unwrap().parse().unwrap(),
        media_type: stored["media_type"].as_str().unwrap().into(),
        size: stored["size"].as_u64().unwrap(),
        shared,
    })
}

on_both_databases! {
    async fn a_caucus_is_hidden_from_the_other_side(portal: Portal) {
        let story = story::mediating(&portal).await;
        let (case, room) = (story.case, RoomName::CaucusClaimant);
        story.mediator.acts(case, Command::OpenCaucus { side: Side::Claimant }).await;
        story.worker.acts(case, Command::EnterRoom { room }).await;
        story.mediator.acts(case, Command::EnterRoom { room }).await;
        story.worker.acts(case, Command::LeaveRoom { room }).await;
        let in_caucus = |entries: &[Entry]| {
            let facts = events(entries);
            let count = facts.iter().filter(|event| match event {
                Event::RoomEntered { room, .. } | Event::RoomLeft { room, .. } => room.caucus_side().is_some(),
                _ => false,
            });
            count.count()
        };
        for entries in by_every_door(&story.employer, case).await {
            assert_eq!(in_caucus(&entries), 0);
            assert!(!serde_json::to_string(&entries).unwrap().contains("caucus_claimant"));
            check_chain(case, &entries).unwrap();
        }
        for entries in by_every_door(&story.worker, case).await {
            assert_eq!(in_caucus(&entries), 3);
        }
    }

    async fn evidence_not_shared_stays_with_its_sender_and_the_mediator(portal: Portal) {
        let story = story::mediating(&portal).await;
        let case = story.case;
        let stored = story.worker.sends(case, "image/png", crate::files::png(b"mine")).await.ok();
        story.worker.acts(case, evidence(&stored, false)).await;
        let digest = stored["digest"].as_str().unwrap();
        let file = format!("/api/v1/cases/{case}/files/{digest}");
        for entries in by_every_door(&story.employer, case).await {
            assert!(!serde_json::to_string(&entries).unwrap().contains(digest));
            check_chain(case, &entries).unwrap();
        }
        story.employer.get(&file).await.refused(404, "unknown_file");
        for person in [&story.worker, &story.mediator] {
            let entries = serde_json::to_string(&view(person, case).await.entries).unwrap();
            assert!(entries.contains(digest));
            assert!(person.get(&file).await.status.is_success());
        }
        // To guess the other side's digest is not to see its file.
        story.employer.asks(case, evidence(&stored, true)).await.refused(422, "file_unfit");
        story.employer.get(&file).await.refused(404, "unknown_file");
        // Who has the same paper himself may well bring it.
        let same = story.employer.sends(case, "image/png", crate::files::png(b"mine")).await.ok();
        story.employer.acts(case, evidence(&same, true)).await;
    }

    async fn private_values_reach_only_whom_they_concern(portal: Portal) {
        let story = story::mediating(&portal).await;
        let case = story.case;
        let numbers = ["11010519491231002X", "91350100M000100Y43", "石桥镇", "建工大厦", story::WORKER, story::EMPLOYER];
        let seen = |text: String| numbers.map(|value| text.contains(value));
        let everything = async |person: &Person| {
            let read = person.get(&format!("/api/v1/cases/{case}")).await;
            seen(read.text + &person.get("/api/v1/cases").await.text)
        };
        assert_eq!(everything(&story.worker).await, [true, false, true, false, true, false]);
        assert_eq!(everything(&story.employer).await, [false, true, false, true, false, true]);
        assert_eq!(everything(&story.mediator).await, [true; 6]);
        let count = view(&story.employer, case).await.entries.len();
        let streamed = serde_json::to_string(&live(&story.employer, case, None, count).await).unwrap();
        assert_eq!(seen(streamed), [false, true, false, true, false, true]);
        // Not in the log itself either: it holds commitments.
        let log = serde_json::to_string(&portal.app.store.entries(case, 0).await.unwrap()).unwrap();
        assert_eq!(seen(log), [false; 6]);
    }

    async fn strangers_and_other_bodies_find_no_case(portal: Portal) {
        let story = story::mediating(&portal).await;
        let case = story.case;
        let neighbour = portal.party("13900000009").await;
        let arbitrator = portal.staff("zhao", Role::Arbitrator, orgs::COMMISSION).await;
        let judge = portal.staff("chen", Role::Judge, orgs::COURT).await;
        let admin = portal.staff("zhou", Role::OrgAdmin, orgs::CENTRE).await;
        for person in [&neighbour, &arbitrator, &judge, &admin] {
            for path in ["", "/events", &format!("/files/{}", "0".repeat(64))] {
                person.get(&format!("/api/v1/cases/{case}{path}")).await.refused(404, "unknown_case");
            }
            person.asks(case, Command::ConsentToMediation).await.refused(404, "unknown_case");
            person.sends(case, "image/png", crate::files::png(b"x")).await.refused(404, "unknown_case");
            assert_eq!(person.get("/api/v1/cases").await.text, "[]");
        }
        let invite = serde_json::json!({ "command": uuid::Uuid::now_v7(), "side": "claimant",
            "phone": { "salt": "00112233445566778899aabbccddeeff", "value": "13900000009" } });
        let path = format!("/api/v1/cases/{case}/invitations");
        neighbour.post(&path, &invite).await.refused(404, "unknown_case");
        for path in ["", "/events"] {
            portal.stranger().get(&format!("/api/v1/cases/{case}{path}")).await.refused(401, "session_missing");
        }
    }
}
