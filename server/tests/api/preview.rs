//! What a desk or a mediator is about to have made can be read first, and nothing comes of reading it.

use crate::support::Person;
use crate::support::portal::Portal;
use crate::support::story::{WORKER, events, mediating, new_case, view};
use crate::transfer::{files, papers};
use domain::actor::{Role, Side};
use domain::api::{Foreseen, Foresight, NewCase, Opened};
use domain::arbitration::ArbitrationGround;
use domain::award::{AwardHead, AwardItem, Conclusion};
use domain::command::{Channel, Claim, Command, RefusalGround};
use domain::event::Event;
use domain::hash::Digest;
use domain::id::{CaseId, CommandId, InvitationId};
use domain::money::Fen;
use domain::paper::PaperKind;
use domain::support::SupportKind;
use domain::term::TermGround;
use server::identity::orgs;
use uuid::Uuid;

async fn asked(person: &Person, case: CaseId, command: Command) -> crate::support::person::Answer {
    person
        .post(&format!("/api/v1/cases/{case}/preview"), &Foresight { command })
        .await
}

async fn foreseen(person: &Person, case: CaseId, command: Command) -> Vec<Foreseen> {
    let all: Vec<Foreseen> = asked(person, case, command).await.read();
    for one in &all {
        assert!(
            one.picture.starts_with("<svg") && one.picture.len() > 10_000,
            "{}",
            one.title
        );
        assert!(one.text.contains(&one.title));
    }
    all
}

fn titles(all: &[Foreseen]) -> Vec<&str> {
    all.iter().map(|one| one.title.as_str()).collect()
}

async fn entries(portal: &Portal, case: CaseId) -> usize {
    portal.app.store.entries(case, 0).await.expect("it reads").len()
}

on_both_databases! {
    async fn what_an_act_would_issue_is_read_before_and_nothing_comes_of_it(portal: Portal) {
        let story = mediating(&portal).await;
        let case = story.case;
        let before = entries(&portal, case).await;

        // The mediator's.
        let end = Command::EndMediation { reason: "双方分歧过大".into() };
        let notice = foreseen(&story.mediator, case, end.clone()).await;
        assert_eq!(titles(&notice), ["终止调解告知书"]);
        assert!(notice[0].text.contains("张建国") && notice[0].text.contains("（预览，未编号）"), "{}", notice[0].text);
        let disclosure = Command::Disclose { text: "与申请人曾是同事".into() };
        assert_eq!(titles(&foreseen(&story.mediator, case, disclosure).await), ["披露书"]);
        portal.app.store.keep_minutes(case, "核对身份。", portal.now()).await.expect("kept");
        let close = Command::CloseMinutes { document: Digest::of("核对身份。".as_bytes()), size: 15 };
        let minutes = foreseen(&story.mediator, case, close).await;
        assert!(titles(&minutes) == ["调解笔录"] && minutes[0].text.contains("核对身份。"));
        let extension = Command::ProposeExtension {
            until: portal.now().date(domain::moment::Zone::CHINA).plus_days(30),
            reason: String::new(),
        };
        let extended = foreseen(&story.mediator, case, extension).await;
        assert!(titles(&extended) == ["延期同意书"] && extended[0].text.contains("（预览，未编号）"));

        // The refusal of the act itself; parties and strangers read nothing ahead.
        let late = Command::RefuseCase { ground: RefusalGround::OutOfScope, explanation: "不属于受理范围".into() };
        asked(&story.mediator, case, late).await.refused(422, "wrong_stage");
        asked(&story.worker, case, end.clone()).await.refused(422, "not_your_role");
        let arbitrator = portal.staff("yang", Role::Arbitrator, orgs::COMMISSION).await;
        asked(&arbitrator, case, end).await.refused(404, "unknown_case");
        portal.stranger().post(&format!("/api/v1/cases/{case}/preview"), &Foresight { command: Command::Tick })
            .await.refused(401, "session_missing");

        // Nothing was written, kept or numbered.
        assert_eq!(entries(&portal, case).await, before);
        let reason = "双方分歧过大".to_owned();
        story.mediator.acts(case, Command::EndMediation { reason }).await;
        let made = papers(&portal, &story.worker, case, 1).await;
        assert_eq!(made, [PaperKind::EndNotice]);
        let number = events(&view(&story.worker, case).await.entries).into_iter().find_map(|event| match event {
            Event::PaperIssued { kind: PaperKind::EndNotice, number, .. } => Some(number),
            _ => None,
        });
        assert_eq!(number.as_deref(), Some("（2026）枫劳调通1号"));
    }

    async fn an_oral_requests_record_receipt_and_inquiry_are_read_before_it_is_opened(portal: Portal) {
        let mediator = portal.staff("wang", Role::Mediator, orgs::CENTRE).await;
        let worker = portal.party(WORKER).await;
        let mut request = new_case(&worker).await.request;
        let previews = "/api/v1/previews";
        let asks = |request| Foresight { command: Command::RequestMediation(request) };
        worker.post(previews, &asks(request.clone())).await.refused(422, "not_your_role");
        mediator.post(previews, &asks(request.clone())).await.refused(422, "not_your_role");
        mediator.post(previews, &Foresight { command: Command::Tick }).await.refused(422, "wrong_stage");
        (request.channel, request.claimant_person) = (Channel::Oral, None);
        let all: Vec<Foreseen> = mediator.post(previews, &asks(request.clone())).await.read();
        assert_eq!(titles(&all), ["口头申请笔录", "收件回执"]);
        assert!(all.iter().all(|one| one.text.contains("张建国")), "{}", all[0].text);
        let case = CaseId(Uuid::now_v7());
        let new = NewCase { case, id: CommandId(Uuid::now_v7()), request };
        let opened: Opened = mediator.post("/api/v1/cases", &new).await.read();
        // Nothing was numbered before.
        assert!(opened.number.ends_with("1号"), "{}", opened.number);
        let invite = Command::InviteParty {
            invitation: InvitationId(Uuid::now_v7()),
            side: Side::Respondent,
            phone: Digest::of(b""),
            token: Digest::of(b""),
        };
        let inquiry = foreseen(&mediator, case, invite).await;
        assert!(titles(&inquiry) == ["征询意见函"] && inquiry[0].text.contains("同意调解"));
    }

    async fn the_commission_and_a_supporter_read_their_papers_ahead_too(portal: Portal) {
        let story = mediating(&portal).await;
        let case = story.case;
        let aide = portal.staff("aide", Role::Supporter, orgs::LEGAL_AID).await;
        let ask = Command::AskForSupport { org: orgs::LEGAL_AID, kind: SupportKind::LegalAid, reason: "被拖欠工资".into() };
        story.worker.acts(case, ask).await;
        let granted = Command::DecideSupport { granted: true, explanation: "符合条件".into() };
        assert_eq!(titles(&foreseen(&aide, case, granted).await), ["法律援助决定书"]);

        story.worker.acts(case, Command::LeaveForArbitration { reason: String::new() }).await;
        papers(&portal, &story.worker, case, 2).await;
        let arbitrator = portal.staff("zhou", Role::Arbitrator, orgs::COMMISSION).await;
        files(&portal, &story.worker, case).await;
        papers(&portal, &story.worker, case, 3).await;
        assert_eq!(titles(&foreseen(&arbitrator, case, Command::AcceptArbitration).await), ["受理通知书"]);
        let refuse = Command::RefuseArbitration {
            ground: ArbitrationGround::NoJurisdiction,
            explanation: "用人单位不在本辖区".into(),
        };
        let refused = foreseen(&arbitrator, case, refuse).await;
        assert!(titles(&refused) == ["不予受理通知书"] && refused[0].text.contains("用人单位不在本辖区"));
        arbitrator.acts(case, Command::AcceptArbitration).await;
        papers(&portal, &story.worker, case, 4).await;
        let suspend = Command::MoveTerm {
            ground: TermGround::Appraisal,
            approved_by: "仲裁院院长 赵敏".into(),
            explanation: "已申请工伤认定".into(),
        };
        let suspended = foreseen(&arbitrator, case, suspend).await;
        assert!(titles(&suspended) == ["中止审理通知书"] && suspended[0].text.contains("赵敏"));
        let claims = vec![Claim { text: "支付拖欠工资".into(), amount: Some(Fen(2_000_000)) }];
        let amended = foreseen(&arbitrator, case, Command::AmendClaims { claims }).await;
        assert!(titles(&amended) == ["变更仲裁请求受理通知书"] && amended[0].text.contains("20,000.00"));
        let item = |head, text: &str, amount| AwardItem { head, text: text.into(), amount };
        let award = Command::Conclude(Conclusion::Awarded {
            items: vec![
                item(AwardHead::Money, "支付工资", Some(Fen(1_860_000))),
                item(AwardHead::Other, "确认存在劳动关系", None),
            ],
            minimum_wage: Fen(199_000),
            source: "枫林市，2024-10-01 起".into(),
        });
        let awards = foreseen(&arbitrator, case, award).await;
        assert_eq!(titles(&awards), ["仲裁裁决书", "仲裁裁决书"]);
        assert!(awards[0].text.contains("支付工资") && !awards[0].text.contains("确认存在劳动关系"));
    }
}
