//! The log behind the commands: chained, durable, each command once.

use crate::support::story::{self, clause, events, view};
use crate::support::submission;
use domain::api::Accepted;
use domain::command::Command;
use domain::event::Event;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::log::{Entry, check_chain};
use domain::mark::SignedFile;
use domain::moment::Timestamp;
use domain::renewal::Renewal;
use server::store::Store;
use server::store::tree::Covered;

/// Proofs of the whole case, once the tree has taken it in.
async fn covered(store: &Store, case: CaseId) -> Covered {
    let wait = async {
        loop {
            let seq = store.entries(case, 0).await.unwrap().len() as u64;
            if let Some(covered) = store.inclusion(case, seq).await.unwrap() {
                return covered;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), wait)
        .await
        .unwrap()
}

on_both_databases! {
    async fn appends_chain_and_verify(portal: Portal) {
        let story = story::mediating(&portal).await;
        for n in 0..3 {
            story.mediator.acts(story.case, clause(&format!("第{n}条"))).await;
        }
        let whole = portal.app.store.entries(story.case, 0).await.unwrap();
        let (seq, _) = check_chain(story.case, &whole).unwrap();
        assert_eq!(seq, whole.len() as u64);
        // The chain verifies in every viewer's own copy.
        for person in [&story.worker, &story.employer, &story.mediator] {
            assert_eq!(check_chain(story.case, &view(person, story.case).await.entries).unwrap().0, seq);
        }
        let checked = portal.app.store.check().await.unwrap();
        assert_eq!((checked.cases, checked.entries), (1, seq));
    }

    async fn eight_writers_on_one_case_lose_nothing(portal: Portal) {
        let story = story::mediating(&portal).await;
        let before = portal.app.store.entries(story.case, 0).await.unwrap().len();
        let writes = (0..8).map(|writer| {
            let story = &story;
            async move {
                for n in 0..5 {
                    story.mediator.acts(story.case, clause(&format!("{writer}-{n}"))).await;
                }
            }
        });
        futures_util::future::join_all(writes).await;
        let after = portal.app.store.entries(story.case, 0).await.unwrap();
        assert_eq!(after.len(), before + 40);
        check_chain(story.case, &after).unwrap();
    }

    async fn the_same_id_gets_the_same_answer_also_after_a_restart(portal: Portal) {
        let story = story::mediating(&portal).await;
        let sent = submission(clause("工资分两期支付。"));
        let first: Accepted = story.mediator.submit(story.case, &sent).await.read();
        story.mediator.acts(story.case, clause("另一条")).await;
        let again: Accepted = story.mediator.submit(story.case, &sent).await.read();
        assert_eq!((again.seq, &again.entries), (first.seq, &first.entries));
        let entries = portal.app.store.entries(story.case, 0).await.unwrap();

        let token = story.mediator;
        let portal = portal.restart().await;
        let mediator = crate::support::Person { origin: portal.origin.clone(), ..token };
        let later: Accepted = mediator.submit(story.case, &sent).await.read();
        assert_eq!((later.seq, &later.entries), (first.seq, &first.entries));
        assert_eq!(portal.app.store.entries(story.case, 0).await.unwrap(), entries);
    }

    async fn an_id_used_for_something_else_is_refused(portal: Portal) {
        let story = story::mediating(&portal).await;
        let sent = submission(clause("甲"));
        story.mediator.submit(story.case, &sent).await.ok();
        let mut other = submission(clause("乙"));
        other.id = sent.id;
        story.mediator.submit(story.case, &other).await.refused(409, "command_id_reused");
        story.worker.submit(story.case, &sent).await.refused(409, "command_id_reused");
    }

    async fn twins_sent_at_once_are_carried_out_once(portal: Portal) {
        let story = story::mediating(&portal).await;
        let sent = submission(clause("同时到达"));
        let twins = (0..6).map(|_| story.mediator.submit(story.case, &sent));
        let answers: Vec<Accepted> = futures_util::future::join_all(twins).await.into_iter().map(|a| a.read()).collect();
        assert!(answers.iter().all(|answer| answer.seq == answers[0].seq && answer.entries == answers[0].entries));
        let written = portal.app.store.entries(story.case, 0).await.unwrap();
        let of_it = written.iter().filter(|entry| entry.header().unwrap().command == sent.id).count();
        assert_eq!(of_it, 1);
    }

    async fn a_stale_command_is_answered_with_what_was_missed(portal: Portal) {
        let story = story::mediating(&portal).await;
        let seq = view(&story.mediator, story.case).await.entries.len() as u64;
        story.mediator.acts(story.case, clause("一")).await;
        story.mediator.acts(story.case, clause("二")).await;
        let mut late = submission(Command::EndMediation { reason: "不再调解".into() });
        late.expected_seq = Some(seq);
        let problem = story.worker.submit(story.case, &late).await.refused(409, "stale");
        let missed: Vec<Entry> = serde_json::from_value(problem["missed"].clone()).unwrap();
        assert_eq!(missed.len(), 2);
        assert!(events(&missed).iter().all(|event| matches!(event, Event::ClauseWritten { .. })));
        // The case is unchanged, and the command goes through once its sender has caught up.
        late.expected_seq = Some(seq + 2);
        story.worker.submit(story.case, &late).await.ok();
    }

    async fn a_refusal_carries_its_code_and_article_and_changes_nothing(portal: Portal) {
        let (worker, case) = story::opened(&portal).await;
        let mediator = portal.staff("wang", domain::actor::Role::Mediator, server::identity::orgs::CENTRE).await;
        let before = portal.app.store.entries(case, 0).await.unwrap();
        let problem = mediator.asks(case, Command::AcceptCase).await.refused(422, "party_not_joined");
        assert_eq!(problem["article"], "人民法院在线调解规则 17");
        worker.asks(case, Command::AcceptCase).await.refused(422, "not_your_role");
        worker.asks(case, Command::Tick).await.refused(422, "not_your_role");
        let after = portal.app.store.entries(case, 0).await.unwrap();
        // The portal may have invited the respondent meanwhile; the refused left no trace.
        assert_eq!(after[..before.len()], before[..]);
        assert!(events(&after).iter().all(|event| !matches!(event, Event::CaseAccepted { .. } | Event::MediationEnded { .. })));
    }

    async fn case_numbers_have_no_gaps_though_requests_are_refused(portal: Portal) {
        let worker = portal.party(story::WORKER).await;
        let mut numbers = Vec::new();
        for n in 0..4 {
            let mut new = story::new_case(&worker).await;
            if n % 2 == 0 {
                new.request.claims.clear();
                worker.post("/api/v1/cases", &new).await.refused(422, "request_incomplete");
            } else {
                let opened = worker.post("/api/v1/cases", &new).await.ok();
                assert_eq!(worker.post("/api/v1/cases", &new).await.ok(), opened);
                numbers.push(opened["number"].as_str().unwrap().to_owned());
            }
        }
        assert_eq!(numbers, ["枫劳调〔2026〕1号", "枫劳调〔2026〕2号"]);
    }

    async fn entries_come_under_a_signed_checkpoint(portal: Portal) {
        let (_, case) = story::opened(&portal).await;
        let store = &portal.app.store;
        let covered = covered(store, case).await;
        let key = portal.app.trust.log.public();
        let checkpoint = domain::merkle::Checkpoint::open(&covered.note, &key).unwrap();
        for (entry, proof) in store.entries(case, 0).await.unwrap().iter().zip(&covered.entries) {
            let leaf = domain::merkle::leaf(&entry.hash());
            assert_eq!(proof.root(leaf, checkpoint.size), Some(checkpoint.root));
        }
        let shown = portal.stranger().get("/api/v1/log/checkpoint").await;
        assert!(domain::merkle::Checkpoint::open(&shown.text, &key).is_some());
        assert!(store.check().await.unwrap().leaves >= covered.entries.len() as u64);
    }

    async fn a_timestamp_of_later_years_is_a_leaf_of_its_own(portal: Portal) {
        let (_, case) = story::opened(&portal).await;
        let store = &portal.app.store;
        let document = Digest::of(b"a sealed document");
        store.lasts(case, document).await.unwrap();
        let known = store.ending(Timestamp(1)).await.unwrap();
        let known = known.into_iter().find(|known| known.document == document).unwrap();
        let file = |bytes: &[u8]| SignedFile { digest: Digest::of(bytes), size: bytes.len() as u64 };
        let renewal = Renewal { at: portal.now(), case, document, file: file(b"a sealed document, stamped again") };
        let far = portal.now().plus_ms(1);
        store.renewed(&known, &renewal, far).await.unwrap();
        // Another node was slower.
        let slower = Renewal { file: file(b"the same by another node"), ..renewal };
        store.renewed(&known, &slower, far).await.unwrap();
        assert_eq!(store.newest(document).await.unwrap(), renewal.file.digest);
        let covered = covered(store, case).await;
        let [logged] = covered.renewals.as_slice() else { panic!("one is logged") };
        assert_eq!(logged.renewal, renewal);
        let checkpoint = domain::merkle::Checkpoint::open(&covered.note, &portal.app.trust.log.public()).unwrap();
        let leaf = domain::merkle::leaf(&renewal.hash());
        assert_eq!(logged.inclusion.root(leaf, checkpoint.size), Some(checkpoint.root));
        assert!(store.check().await.unwrap().leaves > covered.entries.len() as u64);
    }
}
