//! Day 15 and after: the case closes, moves on by itself and is taken by the commission, once.

use crate::support::Portal;
use crate::support::person::Person;
use crate::support::signing::petitioned;
use crate::support::story::{EMPLOYER, Story, WORKER, clause, events, mediating, view};
use domain::actor::Role;
use domain::api::CaseLine;
use domain::arbitration::{ArbitrationGround, Fact, Petition, Pleading};
use domain::award::{AwardHead, AwardItem, Conclusion};
use domain::command::{Claim, Command};
use domain::event::Event;
use domain::id::{CaseId, FactId};
use domain::moment::DAY;
use domain::money::Fen;
use domain::paper::PaperKind;
use domain::support::SupportKind;
use domain::term::TermGround;
use server::identity::orgs;
use server::jobs::tick;
use server::store::numbers::Series;
use uuid::Uuid;

pub fn petition() -> Command {
    Command::ApplyForArbitration {
        petition: Petition {
            claims: vec![Claim {
                text: "支付拖欠工资".into(),
                amount: Some(Fen(1_860_000)),
            }],
            facts: "自六月起未足额发放工资。".into(),
            evidence: Vec::new(),
            opponent_address: None,
            opponent_head: None,
        },
        disclosures: Vec::new(),
        statement: None,
    }
}

/// The worker files the petition, signed with a key of its own.
pub async fn files(portal: &Portal, worker: &Person, case: CaseId) {
    let signed = petitioned(portal, worker, case, WORKER, petition()).await;
    worker.acts(case, signed).await;
}

/// An offer on the table and one fact both confirmed.
async fn talked(portal: &Portal) -> Story {
    let story = mediating(portal).await;
    story
        .mediator
        .acts(story.case, clause("被申请人当场支付一万元。"))
        .await;
    let (fact, text) = (FactId(Uuid::now_v7()), "申请人自三月起在工地工作。".to_owned());
    let digest = Fact::digest_of(&text);
    story.mediator.acts(story.case, Command::StateFact { fact, text }).await;
    for party in [&story.worker, &story.employer] {
        party.acts(story.case, Command::ConfirmFact { fact, digest }).await;
    }
    story
}

/// What every case gets at its beginning and its end.
fn of_every_case(kind: PaperKind) -> bool {
    matches!(
        kind,
        PaperKind::RequestReceipt
            | PaperKind::InquiryLetter
            | PaperKind::AcceptanceNotice
            | PaperKind::MediatorRecord
            | PaperKind::ArchiveIndex
    )
}

pub async fn papers(portal: &Portal, person: &Person, case: CaseId, count: usize) -> Vec<PaperKind> {
    for _ in 0..1_000 {
        let made: Vec<_> = events(&view(person, case).await.entries)
            .into_iter()
            .filter_map(|event| match event {
                Event::PaperIssued { kind, .. } if !of_every_case(kind) => Some(kind),
                _ => None,
            })
            .collect();
        if made.len() >= count {
            return made;
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    panic!("{count} papers of {case} at {}", portal.now().0);
}

fn count(entries: &[domain::log::Entry], wanted: fn(&Event) -> bool) -> usize {
    events(entries).iter().filter(|event| wanted(event)).count()
}

on_both_databases! {
    async fn after_day_fifteen_the_case_moves_on_by_itself_exactly_once(portal: Portal) {
        let story = talked(&portal).await;
        let case = story.case;
        let arbitrator = portal.staff("yang", Role::Arbitrator, orgs::COMMISSION).await;
        arbitrator.get(&format!("/api/v1/cases/{case}")).await.refused(404, "unknown_case");
        tick::once(&portal.app).await;
        assert_eq!(count(&view(&story.worker, case).await.entries, |event| matches!(event, Event::MediationEnded { .. })), 0);

        portal.pass(16 * DAY);
        // Two schedulers look at the same moment, and once more.
        tokio::join!(tick::once(&portal.app), tick::once(&portal.app));
        tick::once(&portal.app).await;
        let worker = portal.party(WORKER).await;
        let made = papers(&portal, &worker, case, 2).await;
        assert_eq!(made, [PaperKind::TransferLetter, PaperKind::TransferList]);
        let seen = view(&worker, case).await;
        assert_eq!(count(&seen.entries, |event| matches!(event, Event::MediationEnded { .. })), 1);
        assert_eq!(count(&seen.entries, |event| matches!(event, Event::CaseTransferred { .. })), 1);
        for phone in [WORKER, EMPLOYER] {
            portal.message(phone, "已移送仲裁委员会").await;
        }

        // The desk has it: the fact, and nothing that was offered.
        let arbitrator = portal.staff("zhou", Role::Arbitrator, orgs::COMMISSION).await;
        let lines: Vec<CaseLine> = arbitrator.get("/api/v1/cases").await.read();
        assert_eq!(lines.iter().map(|line| (line.id, line.stage.as_str())).collect::<Vec<_>>(), [(case, "transferred")]);
        let text = arbitrator.get(&format!("/api/v1/cases/{case}")).await.text;
        assert!(text.contains("申请人自三月起在工地工作") && !text.contains("当场支付一万元"));

        // The transfer is no filing: the worker completes and confirms the petition.
        arbitrator.asks(case, Command::AcceptArbitration).await.refused(422, "wrong_stage");
        worker.asks(case, petition()).await.refused(422, "statement_mismatch");
        files(&portal, &worker, case).await;
        papers(&portal, &worker, case, 3).await;
        arbitrator.acts(case, Command::AcceptArbitration).await;
        let made = papers(&portal, &worker, case, 4).await;
        assert_eq!(made[2..], [PaperKind::ArbitrationPetition, PaperKind::ArbitrationNotice]);
        // Every paper can be opened by the desk and the parties, and the dossier holds.
        for event in events(&view(&arbitrator, case).await.entries) {
            if let Event::PaperIssued { document, .. } = event {
                let path = format!("/api/v1/cases/{case}/files/{document}");
                for reader in [&worker, &arbitrator] {
                    assert_eq!(reader.get(&path).await.header("content-type"), "application/pdf");
                }
            }
        }
        for reader in [&worker, &arbitrator] {
            let request = reader.request(reqwest::Method::GET, &format!("/api/v1/cases/{case}/dossier"));
            let bytes = request.send().await.expect("it answers").bytes().await.expect("to the end");
            let trust = reader.get("/api/v1/trust").await.read();
            let report = domain::dossier::verify(&bytes, &trust);
            assert_eq!(report.faults, []);
        }
    }

    async fn a_party_leaves_for_arbitration_and_is_refused_with_the_way_to_court(portal: Portal) {
        let story = talked(&portal).await;
        let case = story.case;
        story.employer.acts(case, Command::LeaveForArbitration { reason: String::new() }).await;
        papers(&portal, &story.employer, case, 2).await;
        let arbitrator = portal.staff("zhou", Role::Arbitrator, orgs::COMMISSION).await;
        // Either side may file; the worker does.
        files(&portal, &story.worker, case).await;
        story.employer.asks(case, petition()).await.refused(422, "already_done");
        let items = "请写明各月工资的计算".to_owned();
        arbitrator.acts(case, Command::ReturnPetition { items }).await;
        portal.message(WORKER, "要求补正").await;
        files(&portal, &story.worker, case).await;
        let explanation = "不在本辖区".to_owned();
        let ground = ArbitrationGround::NoJurisdiction;
        arbitrator.acts(case, Command::RefuseArbitration { ground, explanation }).await;
        let made = papers(&portal, &story.worker, case, 5).await;
        assert_eq!(made[4], PaperKind::ArbitrationRefusal);
        portal.message(WORKER, "向人民法院起诉").await;
    }

    async fn both_sides_extend_the_period_and_nothing_moves_on_the_old_day(portal: Portal) {
        let story = talked(&portal).await;
        let case = story.case;
        let until = portal.now().date(domain::moment::Zone::CHINA).plus_days(30);
        story.mediator.acts(case, Command::ProposeExtension { until, reason: String::new() }).await;
        for party in [&story.worker, &story.employer] {
            party.acts(case, Command::AgreeToExtension { until }).await;
        }
        portal.pass(16 * DAY);
        tick::once(&portal.app).await;
        for phone in [WORKER, EMPLOYER] {
            portal.message(phone, "已满十五日").await;
        }
        let worker = portal.party(WORKER).await;
        assert_eq!(count(&view(&worker, case).await.entries, |event| matches!(event, Event::MediationEnded { .. })), 0);
        portal.pass(16 * DAY);
        tick::once(&portal.app).await;
        let worker = portal.party(WORKER).await;
        papers(&portal, &worker, case, 2).await;
    }

    async fn an_award_is_made_numbered_served_and_takes_effect_unsued(portal: Portal) {
        let story = talked(&portal).await;
        let case = story.case;
        story.worker.acts(case, Command::LeaveForArbitration { reason: String::new() }).await;
        papers(&portal, &story.worker, case, 2).await;
        let arbitrator = portal.staff("zhou", Role::Arbitrator, orgs::COMMISSION).await;
        files(&portal, &story.worker, case).await;
        arbitrator.acts(case, Command::AcceptArbitration).await;
        let at = portal.now().plus_ms(9 * DAY);
        arbitrator.acts(case, Command::ScheduleHearing { at, place: "第一仲裁庭".into() }).await;
        portal.message(WORKER, "已通知开庭").await;
        // On paper too, numbered and sealed (CHR 38).
        let made = papers(&portal, &story.worker, case, 5).await;
        assert_eq!(made.last(), Some(&PaperKind::HearingNotice));
        let item = |head, text: &str, amount| AwardItem { head, text: text.into(), amount };
        let conclusion = Conclusion::Awarded {
            items: vec![
                item(AwardHead::Money, "支付工资", Some(Fen(1_860_000))),
                item(AwardHead::Other, "确认存在劳动关系", None),
            ],
            minimum_wage: Fen(199_000),
            source: "枫林市，2024-10-01 起".into(),
        };
        arbitrator.acts(case, Command::Conclude(conclusion)).await;
        let made = papers(&portal, &story.worker, case, 7).await;
        assert_eq!(made[4..], [PaperKind::HearingNotice, PaperKind::FinalAward, PaperKind::Award]);
        for event in events(&view(&story.worker, case).await.entries) {
            if let Event::PaperIssued { kind: PaperKind::Award, document, number, .. } = event {
                assert_eq!(number, "（2026）枫劳人仲裁2号");
                for party in [&story.worker, &story.employer] {
                    party.acts(case, Command::ReceivePaper { document }).await;
                }
            }
        }
        portal.pass(17 * DAY);
        tokio::join!(tick::once(&portal.app), tick::once(&portal.app));
        let worker = portal.party(WORKER).await;
        assert_eq!(count(&view(&worker, case).await.entries, |event| matches!(event, Event::ConclusionEffective { .. })), 1);
        portal.message(EMPLOYER, "已发生法律效力").await;
    }

    async fn a_suspended_arbitration_goes_on_and_one_withdrawn_is_filed_again_each_with_its_notice(portal: Portal) {
        let story = talked(&portal).await;
        let case = story.case;
        story.worker.acts(case, Command::LeaveForArbitration { reason: String::new() }).await;
        papers(&portal, &story.worker, case, 2).await;
        let arbitrator = portal.staff("zhou", Role::Arbitrator, orgs::COMMISSION).await;
        files(&portal, &story.worker, case).await;
        arbitrator.acts(case, Command::AcceptArbitration).await;
        papers(&portal, &story.worker, case, 4).await;
        let turn = |ground| Command::MoveTerm {
            ground,
            approved_by: "仲裁院院长 赵敏".into(),
            explanation: "已申请工伤认定，等待结论".into(),
        };
        arbitrator.acts(case, turn(TermGround::Appraisal)).await;
        portal.message(WORKER, "审理期限有变动").await;
        arbitrator.asks(case, turn(TermGround::OtherCase)).await.refused(422, "already_done");
        arbitrator.acts(case, turn(TermGround::Resumed)).await;
        let claims = vec![Claim { text: "支付拖欠工资".into(), amount: Some(Fen(2_000_000)) }];
        let asked = Pleading { claims: claims.clone(), text: "有新的工资条".into() };
        story.worker.acts(case, Command::Plead(asked)).await;
        portal.message(EMPLOYER, "申请人请求变更").await;
        arbitrator.acts(case, Command::AmendClaims { claims }).await;
        portal.message(EMPLOYER, "请求已变更").await;
        let made = papers(&portal, &story.worker, case, 7).await;
        assert_eq!(made[4..], [PaperKind::TermNotice; 3]);
        let reason = "双方自行和解".to_owned();
        story.worker.acts(case, Command::WithdrawArbitration { reason }).await;
        papers(&portal, &story.worker, case, 8).await;
        files(&portal, &story.worker, case).await;
        arbitrator.acts(case, Command::AcceptArbitration).await;
        let made = papers(&portal, &story.worker, case, 10).await;
        assert_eq!(
            made[7..],
            [PaperKind::ArbitrationClosed, PaperKind::ArbitrationPetition, PaperKind::ArbitrationNotice]
        );
        let numbers: Vec<_> = events(&view(&story.worker, case).await.entries)
            .into_iter()
            .filter_map(|event| match event {
                Event::PaperIssued { kind: PaperKind::TermNotice, number, .. } => Some(number),
                _ => None,
            })
            .collect();
        assert_eq!(numbers, [1, 2, 3].map(|n| format!("（2026）枫劳人仲期{n}号")));
        let withdrawal = format!("/api/v1/cases/{case}/records/withdrawal");
        assert_eq!(
            story.worker.get(&format!("{withdrawal}/claimant")).await.header("content-type"),
            "application/pdf"
        );
        story.worker.get(&format!("{withdrawal}/respondent")).await.refused(404, "unknown_file");
    }

    async fn without_a_commission_in_the_region_the_parties_are_told_and_file_by_themselves(portal: Portal) {
        let story = talked(&portal).await;
        let case = story.case;
        sqlx::query("UPDATE orgs SET region = 'elsewhere' WHERE id = $1")
            .bind(orgs::COMMISSION.to_string())
            .execute(portal.app.store.pool())
            .await
            .expect("an update");
        story.worker.acts(case, Command::LeaveForArbitration { reason: String::new() }).await;
        assert_eq!(papers(&portal, &story.worker, case, 1).await, [PaperKind::EndNotice]);
        for phone in [WORKER, EMPLOYER] {
            portal.message(phone, "自行申请仲裁").await;
        }
        story.worker.acts(case, petition()).await;
        let made = papers(&portal, &story.worker, case, 2).await;
        assert_eq!(made[1], PaperKind::SelfFilingPetition);
    }

    async fn legal_aid_reads_the_case_it_was_asked_about_and_answers(portal: Portal) {
        let story = talked(&portal).await;
        let case = story.case;
        let aide = portal.staff("aide", Role::Supporter, orgs::LEGAL_AID).await;
        aide.get(&format!("/api/v1/cases/{case}")).await.refused(404, "unknown_case");
        let ask = Command::AskForSupport { org: orgs::LEGAL_AID, kind: SupportKind::LegalAid, reason: "被拖欠工资".into() };
        story.employer.asks(case, ask.clone()).await.refused(422, "support_unfit");
        story.worker.acts(case, ask).await;
        let lines: Vec<CaseLine> = aide.get("/api/v1/cases").await.read();
        assert_eq!(lines.len(), 1);
        let text = aide.get(&format!("/api/v1/cases/{case}")).await.text;
        assert!(!text.contains("当场支付一万元"));
        aide.acts(case, Command::DecideSupport { granted: true, explanation: "免于审查".into() }).await;
        assert_eq!(papers(&portal, &story.worker, case, 1).await, [PaperKind::AidDecision]);
        portal.message(WORKER, "已有答复").await;
        portal.app.store.rebuild().await.expect("read tables are made anew");
        let lines: Vec<CaseLine> = aide.get("/api/v1/cases").await.read();
        assert_eq!(lines.len(), 1);
    }

    async fn a_number_is_given_once_for_one_piece_of_work_and_series_keep_apart(portal: Portal) {
        let store = &portal.app.store;
        let number = |org, series, work: &'static str, year| async move {
            store.number(org, series, work, year).await.expect("a number")
        };
        let (review, ruling) = (Series::ReviewStatement, Series::Ruling);
        let twins = tokio::join!(
            number(orgs::COMMISSION, review, "a/decision/1", 2026),
            number(orgs::COMMISSION, review, "a/decision/1", 2026)
        );
        assert_eq!(twins.0, "（2026）枫劳人仲调1号");
        assert_eq!(twins.1, twins.0);
        assert_eq!(number(orgs::COMMISSION, review, "a/decision/2", 2026).await, "（2026）枫劳人仲调2号");
        assert_eq!(number(orgs::COURT, ruling, "a/decision/3", 2026).await, "（2026）青民特1号");
        // Tried again in the new year: the number stands.
        assert_eq!(number(orgs::COMMISSION, review, "a/decision/2", 2027).await, "（2026）枫劳人仲调2号");
        assert_eq!(number(orgs::COMMISSION, review, "b/decision/1", 2027).await, "（2027）枫劳人仲调1号");
    }
}
