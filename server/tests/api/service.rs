//! 送达: a document issued reaches both by the ways they confirmed, and the record proves it.

use crate::support::Portal;
use crate::support::mailbox::Mailbox;
use crate::support::story::{WORKER, events, hide, mediating, view};
use crate::transfer::{files, papers};
use domain::actor::{Role, Side};
use domain::command::Command;
use domain::event::Event;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::moment::Zone;
use domain::paper::PaperKind;
use domain::service::{Means, Notified};
use server::identity::orgs;

/// What was served on `side` of the paper, once it was.
async fn served(portal: &Portal, reader: &crate::support::Person, case: CaseId, paper: PaperKind, side: Side) -> Means {
    for _ in 0..600 {
        let all = events(&view(reader, case).await.entries);
        let document = all.iter().find_map(|event| match event {
            Event::PaperIssued { kind, document, .. } if *kind == paper => Some(*document),
            _ => None,
        });
        let found = all.iter().find_map(|event| match event {
            Event::DocumentServed {
                side: on,
                document: it,
                means,
                ..
            } if *on == side && Some(*it) == document => Some(means.clone()),
            _ => None,
        });
        if let Some(means) = found {
            return means;
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    panic!("{paper:?} was not served by {}", portal.now().0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_is_served_by_account_text_and_mail_or_on_paper_and_that_is_proved() {
    let (mailbox, portal) = Mailbox::and_portal().await;
    let story = mediating(&portal).await;
    let case = story.case;
    let mut disclosures = Vec::new();
    let email = Some(hide(&mut disclosures, "zhang@example.cn"));
    let choose = |electronic, email, disclosures| Command::ChooseService {
        electronic,
        email,
        address: None,
        disclosures,
    };
    let mut wrong = Vec::new();
    let none = Some(hide(&mut wrong, "zhang at example"));
    story
        .worker
        .asks(case, choose(true, none, wrong))
        .await
        .refused(422, "service_unfit");
    story.worker.acts(case, choose(true, email, disclosures)).await;
    story.employer.acts(case, choose(false, None, Vec::new())).await;

    story
        .worker
        .acts(case, Command::LeaveForArbitration { reason: String::new() })
        .await;
    papers(&portal, &story.worker, case, 2).await;
    let means = served(&portal, &story.worker, case, PaperKind::TransferLetter, Side::Claimant).await;
    let told = vec![Notified::Account, Notified::Sms, Notified::Email];
    assert_eq!(means, Means::Electronic { told });
    let mails = mailbox.mails();
    assert!(
        mails.iter().any(|mail| mail.contains("RCPT TO:<zhang@example.cn>")),
        "{mails:?}"
    );
    // The other side wants paper: the desk serves it, and the slip that comes back is the record.
    let all = events(&view(&story.worker, case).await.entries);
    let others = all.iter().filter(|event| {
        matches!(
            event,
            Event::DocumentServed {
                side: Side::Respondent,
                ..
            }
        )
    });
    // Only what came before it asked for paper: the notice of acceptance.
    assert_eq!(others.count(), 1);
    let letter = all.iter().find_map(|event| match event {
        Event::PaperIssued {
            kind: PaperKind::TransferLetter,
            document,
            ..
        } => Some(*document),
        _ => None,
    });
    let document = letter.expect("the letter");
    let record = || Command::RecordService {
        side: Side::Respondent,
        document,
        means: Means::Handed,
        on: portal.now().date(Zone::CHINA),
    };
    story.employer.asks(case, record()).await.refused(422, "not_your_role");
    story.mediator.acts(case, record()).await;
    let proof = |document: Digest| format!("/api/v1/cases/{case}/service/{document}");
    for path in [proof(document), format!("{}?slip=respondent", proof(document))] {
        let answer = story.mediator.get(&path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, "application/pdf")
        );
    }
    story
        .mediator
        .get(&proof(Digest::ZERO))
        .await
        .refused(404, "unknown_file");
    portal
        .stranger()
        .get(&proof(document))
        .await
        .refused(401, "session_missing");
    // And the commission's documents go the same way.
    let arbitrator = portal.staff("zhou", Role::Arbitrator, orgs::COMMISSION).await;
    files(&portal, &story.worker, case).await;
    arbitrator.acts(case, Command::AcceptArbitration).await;
    served(
        &portal,
        &story.worker,
        case,
        PaperKind::ArbitrationNotice,
        Side::Claimant,
    )
    .await;
    portal.message(WORKER, "已受理").await;
}
