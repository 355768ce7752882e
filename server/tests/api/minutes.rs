//! 电子笔录 over the wire: what is closed is the very text that was shown; who decides later gets none of it.
//! Who may be called to interpret; what of sealed figures is told.

use crate::support::Person;
use crate::support::story::{self, events, view};
use crate::transfer::papers;
use domain::actor::Role;
use domain::command::Command;
use domain::event::Event;
use domain::hash::{Digest, Disclosure, Salt};
use domain::id::PersonId;
use domain::offers::Gap;
use domain::paper::PaperKind;
use domain::refusal::Refusal;
use server::identity::orgs;

const TEXT: &str = "核对身份。\n申请人陈述请求。";

fn close(text: &str) -> Command {
    Command::CloseMinutes {
        document: Digest::of(text.as_bytes()),
        size: text.len() as u64,
    }
}

on_both_databases! {
    async fn minutes_are_closed_as_they_were_typed_and_put_on_paper_once_both_have_answered(portal: Portal) {
        let story = story::mediating(&portal).await;
        let case = story.case;
        story.mediator.asks(case, close(TEXT)).await.refused(422, "text_unfit");
        portal.app.store.keep_minutes(case, TEXT, portal.app.clock.now()).await.unwrap();
        story.mediator.asks(case, close("别的内容")).await.refused(422, Refusal::FactChanged.code());
        story.mediator.acts(case, close(TEXT)).await;
        let document = Digest::of(TEXT.as_bytes());
        let file = format!("/api/v1/cases/{case}/files/{document}");
        assert_eq!(story.worker.get(&file).await.text, TEXT);
        let observer = portal.staff("duan", Role::Observer, orgs::CENTRE).await;
        assert_eq!(observer.get(&file).await.text, TEXT);
        story.worker.acts(case, Command::AnswerMinutes { document, remark: None }).await;
        let remark = Some("数额待核对".to_owned());
        story.employer.acts(case, Command::AnswerMinutes { document, remark }).await;
        papers(&portal, &story.worker, case, 1).await;
        let made = events(&view(&story.worker, case).await.entries).into_iter().find_map(|event| match event {
            Event::PaperIssued { kind: PaperKind::Minutes, document, .. } => Some(document),
            _ => None,
        });
        let paper = format!("/api/v1/cases/{case}/files/{}", made.unwrap());
        assert!(story.employer.get(&paper).await.text.contains("%PDF"));
        // The commission gets the case, and nothing of what was said.
        let reason = "不愿再谈".to_owned();
        story.worker.acts(case, Command::LeaveForArbitration { reason }).await;
        // The letter and the list of what is handed over follow the hand-over itself.
        papers(&portal, &story.worker, case, 3).await;
        let arbitrator = portal.staff("zhao", Role::Arbitrator, orgs::COMMISSION).await;
        let seen = serde_json::to_string(&view(&arbitrator, case).await.entries).unwrap();
        assert!(seen.contains("case_transferred") && !seen.contains("minutes"));
        for path in [&file, &paper] {
            arbitrator.get(path).await.refused(404, "unknown_file");
        }
    }

    async fn only_an_interpreter_of_the_body_can_be_called_and_then_finds_the_case(portal: Portal) {
        let story = story::mediating(&portal).await;
        let case = story.case;
        let interpreter = portal.staff("ai", Role::Interpreter, orgs::CENTRE).await;
        let elsewhere = portal.staff("bo", Role::Interpreter, orgs::COURT).await;
        let id = async |person: &Person| -> PersonId {
            let session = person.get("/api/v1/session").await.ok();
            session["actor"]["person"].as_str().unwrap().parse().unwrap()
        };
        let call = |person| Command::CallInterpreter {
            person,
            language: "ພາສາລາວ 老挝语".into(),
        };
        let (ours, theirs, worker) = (id(&interpreter).await, id(&elsewhere).await, id(&story.worker).await);
        interpreter.get(&format!("/api/v1/cases/{case}")).await.refused(404, "unknown_case");
        for other in [theirs, worker] {
            story.mediator.asks(case, call(other)).await.refused(422, "role_unfit");
        }
        let known = story.mediator.get("/api/v1/interpreters").await.text;
        assert!(known.contains(&ours.to_string()) && !known.contains(&theirs.to_string()));
        interpreter.get("/api/v1/interpreters").await.refused(403, "not_your_role");
        story.mediator.acts(case, call(ours)).await;
        assert!(interpreter.get("/api/v1/cases").await.text.contains(&case.to_string()));
        // By name, and no more than by name.
        let known = view(&interpreter, case).await;
        let phones = known.disclosures.iter().filter(|it| it.value.starts_with("13"));
        assert_eq!(phones.count(), 0);
        assert!(!known.disclosures.is_empty());
        portal.app.store.rebuild().await.unwrap();
        assert!(interpreter.get("/api/v1/cases").await.text.contains(&case.to_string()));
    }

    async fn sealed_figures_are_compared_by_the_portal_and_sent_to_nobody(portal: Portal) {
        let story = story::mediating(&portal).await;
        let case = story.case;
        for (party, value) in [(&story.worker, "20000.07"), (&story.employer, "18999.07")] {
            let figure = Disclosure { salt: Salt([7; 16]), value: value.into() };
            let (offer, disclosures) = (figure.commitment(), vec![figure]);
            party.acts(case, Command::SealOffer { offer, disclosures }).await;
        }
        let gap = loop {
            let told = events(&view(&story.mediator, case).await.entries);
            let told = told.into_iter().find_map(|event| match event {
                Event::OffersCompared { gap } => Some(gap),
                _ => None,
            });
            match told {
                Some(gap) => break gap,
                None => tokio::time::sleep(std::time::Duration::from_millis(30)).await,
            }
        };
        assert_eq!(gap, Gap::Near);
        for person in [&story.worker, &story.employer, &story.mediator] {
            let seen = serde_json::to_string(&view(person, case).await).unwrap();
            assert!(!seen.contains("000.07") && !seen.contains("999.07"));
        }
    }
}
