//! Papers beside the agreement and the decisions: each is made when the case wants it, numbered in its
//! institution's series and sealed where it is an institution's.

use super::completion::completion;
use super::papers::{make, make_sealed, name_of, words_of};
use crate::app::Shared;
use crate::identity::name_of as name_of_kind;
use crate::store::ActError;
use crate::store::numbers::Series;
use anyhow::{Context, bail};
use documents::{Sheet, Words};
use domain::actor::{Actor, Side};
use domain::api::Submission;
use domain::arbitration::Arbitration;
use domain::case::{Application, Case, Objection};
use domain::command::{Command, Track};
use domain::hash::Digest;
use domain::id::{CaseId, CommandId, OrgId};
use domain::motion::{self, Motion, Reply};
use domain::paper::{self, PaperKind, PaperSeal};
use domain::performance::CourtPetition;

/// Makes every paper the case wants, in order.
pub async fn papers(app: &Shared, id: CaseId) -> anyhow::Result<()> {
    // More than one turn of a case asks for, and as often as something else happens meanwhile; what does not
    // come about is tried by the next attempt.
    for _ in 0..64 {
        let case = app.store.load(id).await?.context("the case")?;
        let Some(kind) = paper::wanted(&case) else {
            return Ok(());
        };
        issue(app, &case, kind).await?;
    }
    bail!("papers of {id} are still wanting")
}

async fn issue(app: &Shared, case: &Case, kind: PaperKind) -> anyhow::Result<()> {
    let words = words_of(app, case).await?;
    let organ = paper::organ(case, kind);
    let made = paper::made(case, kind);
    // Which of its kind it is: one number each, whatever else is made meanwhile.
    let name = format!("paper/{}/{}", name_of_kind(kind), made + 1);
    let number = match (organ, series(case, kind)) {
        (Some(org), Some(series)) => {
            let work = format!("{}/{name}", case.id);
            app.store.number(org, series, &work, words.today.year()).await?
        }
        _ => String::new(),
    };
    let sheet = sheet(app, case, kind, number.clone(), &words).await?;
    let (document, size) = match (kind, organ) {
        (kind, Some(org)) if paper::bears_seal(kind) => make_sealed(app, case, &name, sheet, org).await?,
        _ => make(app, case, &name, sheet).await?,
    };
    let seal = organ.map(|org| seal(app, case.id, org, kind, document)).transpose()?;
    let submission = Submission {
        id: once(case.id, &name),
        expected_seq: None,
        command: Command::IssuePaper {
            kind,
            document,
            size,
            number,
            seal,
        },
    };
    let now = app.clock.now();
    match app.store.act(case.id, &submission, &Actor::SYSTEM, now).await {
        // Another job made it at the same time.
        Ok(_) | Err(ActError::IdReused) => Ok(()),
        Err(ActError::Refused(refusal)) => {
            tracing::info!(case = %case.id, ?refusal, "paper no longer wanted");
            Ok(())
        }
        Err(error) => bail!("{error:?}"),
    }
}

/// One id for one paper, whoever makes it: of two jobs at it, where more of its kind are wanting, one would
/// else issue it a second time in place of the next.
fn once(case: CaseId, name: &str) -> CommandId {
    let digest = Digest::of(format!("{case}/{name}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.0[..16]);
    CommandId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

fn seal(app: &Shared, case: CaseId, org: OrgId, kind: PaperKind, document: Digest) -> anyhow::Result<PaperSeal> {
    let key = app.trust.seal(org).context("the institution's seal")?;
    Ok(PaperSeal {
        org,
        key: key.public(),
        signature: key.sign(&paper::seal_bytes(case, org, kind, document)),
    })
}

/// The first objection that was decided and has no ruling yet.
fn unanswered(case: &Case) -> Option<(&Application, &Objection)> {
    let ruling = |paper: &&paper::Paper| paper.kind == PaperKind::ObjectionRuling;
    let made = case.papers.iter().filter(ruling).count();
    let mut decided = Vec::new();
    for application in &case.applications {
        let objections = application.objections.iter().filter(|it| it.decided.is_some());
        decided.extend(objections.map(|objection| (application, objection)));
    }
    decided.into_iter().nth(made)
}

fn series(case: &Case, kind: PaperKind) -> Option<Series> {
    let before = |what| paper::next(case, kind, what).map(|it| it.track);
    let court = |what| before(what) == Some(Track::JudicialConfirmation);
    Some(match kind {
        PaperKind::RequestReceipt => Series::RequestReceipt,
        PaperKind::InquiryLetter => Series::InquiryLetter,
        PaperKind::AcceptanceNotice => Series::Acceptance,
        PaperKind::MediatorRecord | PaperKind::DisclosureRecord => Series::Mediator,
        PaperKind::MediationProof => Series::MediationProof,
        PaperKind::ApplicationNotice if court(paper::accepted) => Series::CourtAcceptance,
        PaperKind::ApplicationNotice => Series::ReviewAcceptance,
        PaperKind::ApplicationRefusal if court(paper::rejected) => Series::Ruling,
        PaperKind::ApplicationClosed if court(paper::closed) => Series::Ruling,
        PaperKind::ApplicationRefusal | PaperKind::ApplicationClosed => Series::ReviewNotice,
        PaperKind::ExtensionApproval => Series::Approval,
        PaperKind::ClosingReport => Series::Closing,
        PaperKind::ArchiveIndex => Series::Archive,
        PaperKind::ExtensionRecord => Series::ExtensionRecord,
        PaperKind::EndNotice => Series::EndNotice,
        PaperKind::TransferLetter => Series::TransferLetter,
        PaperKind::TransferList => Series::TransferList,
        PaperKind::ArbitrationNotice => Series::Arbitration,
        PaperKind::ArbitrationRefusal => Series::ArbitrationRefusal,
        PaperKind::ObjectionRuling => Series::ObjectionRuling,
        PaperKind::ArbitralStatement => Series::ArbitralStatement,
        PaperKind::FinalAward | PaperKind::Award => Series::Award,
        PaperKind::ArbitrationClosed => Series::ArbitrationClosed,
        PaperKind::TermNotice => Series::TermNotice,
        PaperKind::HearingNotice => Series::Hearing,
        PaperKind::EvidenceNotice => Series::Evidence,
        PaperKind::TribunalDecision => Series::TribunalDecision,
        PaperKind::HandoverLetter => Series::HandoverLetter,
        PaperKind::SupportOpinion => Series::SupportOpinion,
        PaperKind::AidDecision => Series::AidDecision,
        PaperKind::Minutes => Series::Minutes,
        PaperKind::JointApplication
        | PaperKind::ArbitrationPetition
        | PaperKind::DemandLetter
        | PaperKind::PaymentOrderPetition
        | PaperKind::EnforcementPetition
        | PaperKind::SuitPetition
        | PaperKind::AgreementPetition
        | PaperKind::SelfFilingPetition
        | PaperKind::CompletionCertificate => return None,
    })
}

/// What the next paper of `kind` says.
///
/// # Errors
/// If the case does not want one, or the database fails.
pub async fn sheet(app: &Shared, case: &Case, kind: PaperKind, number: String, words: &Words) -> anyhow::Result<Sheet> {
    let transfer = case.transfer.as_ref().context("a transfer");
    let arbitration = paper::petition(case, kind).context("a petition");
    let made = paper::made(case, kind);
    let about = |what| paper::next(case, kind, what).context("an application");
    Ok(match kind {
        PaperKind::RequestReceipt => documents::request_receipt(case, number, words),
        PaperKind::InquiryLetter => documents::inquiry(case, number, words),
        PaperKind::AcceptanceNotice => documents::acceptance(case, number, words),
        PaperKind::MediatorRecord => {
            let (mediator, jointly) = case.mediators.get(made).context("a mediator")?;
            let name = name_of(app, Some(*mediator)).await?;
            documents::appointment(case, &name, *jointly, number, words)
        }
        PaperKind::DisclosureRecord => {
            let told = case.disclosed.get(made).context("a disclosure")?;
            documents::disclosure(case, told, number, words)
        }
        PaperKind::JointApplication => documents::joint_application(case, about(paper::filed)?, words),
        PaperKind::MediationProof => documents::mediation_proof(case, about(paper::before_court)?, number, words),
        PaperKind::ApplicationNotice => documents::application_notice(case, about(paper::accepted)?, number, words),
        PaperKind::ApplicationRefusal => {
            let application = about(paper::rejected)?;
            let explanation = application.rejected_for.clone();
            documents::application_refusal(case, application, &explanation, number, words)
        }
        PaperKind::ExtensionApproval => {
            let review = paper::next(case, kind, paper::extended);
            let approved = match (review, &case.arbitration) {
                (Some(it), _) => it
                    .extended
                    .as_deref()
                    .zip(it.decide_by)
                    .map(|(by, until)| (by, it.extended_for.as_str(), until)),
                (None, Some(it)) => it
                    .extended
                    .as_deref()
                    .zip(it.award_by)
                    .map(|(by, until)| (by, it.extended_for.as_str(), until)),
                (None, None) => None,
            };
            let approval = approved.context("an approval")?;
            documents::extension_approval(case, paper::organ(case, kind), approval, number, words)
        }
        PaperKind::ApplicationClosed => documents::application_closed(case, about(paper::closed)?, number, words),
        PaperKind::ClosingReport => documents::report(case, number, words),
        PaperKind::ArchiveIndex => {
            let keep_until = domain::archive::keep_until(case, words.today);
            documents::index(case, keep_until, number, words)
        }
        PaperKind::ExtensionRecord => {
            let days = case.extended_to.get(made).context("an extension")?;
            documents::extension(case, *days, number, words)
        }
        PaperKind::EndNotice => documents::ended(case, number, words),
        PaperKind::Minutes => {
            let settled = case.minutes.get(made).context("minutes")?;
            let text = String::from_utf8(app.files.get(settled.document).await?)?;
            let interpreter = name_of(app, case.interpreter.as_ref().map(|it| it.person)).await?;
            documents::minutes(case, settled, &text, &interpreter, number, words)
        }
        PaperKind::TransferLetter => documents::letter(case, transfer?, number, words),
        PaperKind::TransferList => documents::list(case, number, words),
        PaperKind::ArbitrationPetition => documents::petition(case, transfer?, arbitration?, words),
        PaperKind::ArbitrationNotice => {
            let arbitration = arbitration?;
            let by = name_of(app, arbitration.by).await?;
            documents::notice(case, transfer?, arbitration, number, &by, words)
        }
        PaperKind::ArbitrationRefusal => {
            let arbitration = arbitration?;
            let by = name_of(app, arbitration.by).await?;
            documents::refusal(case, transfer?, arbitration, number, &by, words)
        }
        PaperKind::ObjectionRuling => {
            let (application, objection) = unanswered(case).context("a decided objection")?;
            let by = name_of(app, objection.by).await?;
            documents::objection(case, application, objection, number, &by, words)
        }
        PaperKind::DemandLetter => {
            let (side, _) = case.demands.get(made).context("a demand")?;
            documents::demand(case, *side, words)
        }
        PaperKind::PaymentOrderPetition => {
            documents::payment_order(case, petitioner(case, CourtPetition::PaymentOrder, made)?, words)
        }
        PaperKind::EnforcementPetition => {
            documents::enforcement(case, petitioner(case, CourtPetition::Enforcement, made)?, words)
        }
        PaperKind::SuitPetition => documents::suit(case, petitioner(case, CourtPetition::Suit, made)?, words),
        PaperKind::AgreementPetition => {
            documents::agreement_petition(case, petitioner(case, CourtPetition::Arbitration, made)?, words)
        }
        PaperKind::SelfFilingPetition => {
            let (side, petition) = case.self_filed.get(made).context("a petition of one's own")?;
            documents::own_petition(case, *side, petition, words)
        }
        PaperKind::ArbitralStatement | PaperKind::FinalAward | PaperKind::Award | PaperKind::ArbitrationClosed => {
            let arbitration = arbitration?;
            let by = name_of(app, arbitration.concluded_by).await?;
            documents::conclusion(case, kind, (transfer?, arbitration), number, &by, words).context("a conclusion")?
        }
        PaperKind::TermNotice => {
            let arbitration = arbitration?;
            let by = name_of(app, arbitration.by).await?;
            let turn = paper::turn(case).context("a turn of the days to decide")?;
            documents::term_notice(case, (transfer?, arbitration), turn, number, &by, words)
        }
        PaperKind::HearingNotice => {
            let arbitration = arbitration?;
            let by = name_of(app, arbitration.by).await?;
            let hearing = arbitration.hearing.as_ref().context("a hearing")?;
            documents::hearing_notice(case, (transfer?, arbitration), hearing, number, &by, words)
        }
        PaperKind::EvidenceNotice => {
            let arbitration = arbitration?;
            let by = name_of(app, arbitration.by).await?;
            let until = arbitration.evidence_until.context("a time for evidence")?;
            documents::evidence_notice(case, (transfer?, arbitration), until, number, &by, words)
        }
        PaperKind::TribunalDecision => {
            let (arbitration, motion) = answered(case, kind)?;
            let by = motion.answer.as_ref().map(|(_, it)| match it.reply {
                Reply::Replaced { arbitrator } => arbitrator,
                _ => it.by.person,
            });
            let seated = name_of(app, motion.withdrew.or(arbitration.by)).await?;
            let by = name_of(app, by).await?;
            documents::tribunal_decision(case, (arbitration, motion), number, (&seated, &by), words)
                .context("an answer")?
        }
        PaperKind::HandoverLetter => {
            documents::handover(case, answered(case, kind)?, number, words).context("something handed on")?
        }
        PaperKind::SupportOpinion | PaperKind::AidDecision => {
            let support = paper::support(case, kind).context("an answered request for support")?;
            let by = name_of(app, support.by).await?;
            documents::support(case, support, number, &by, words)
        }
        PaperKind::CompletionCertificate => {
            documents::certificate(case, case.body, completion(app, case).await?, words)
        }
    })
}

/// What was asked of the commission and answered, with the petition it was asked under.
fn answered(case: &Case, kind: PaperKind) -> anyhow::Result<(&Arbitration, &Motion)> {
    let motion = paper::motion(case, kind).context("something answered")?;
    Ok((motion::under(case, motion).context("its petition")?, motion))
}

/// Who asked for the petition of that kind that is to be made next.
fn petitioner(case: &Case, kind: CourtPetition, made: usize) -> anyhow::Result<Side> {
    let mut asked = case.petitions.iter().filter(|(_, of, _)| *of == kind);
    asked.nth(made).map(|(side, ..)| *side).context("a petition asked for")
}
