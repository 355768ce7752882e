//! Plays one whole case over HTTP, as its people would, against a demo server: from the request to
//! the decision in force. Leaves the dossier, its documents, the trust root and the verifier
//! that is one HTML file.

mod person;
mod story;

use anyhow::{Context, bail};
use domain::actor::Side;
use domain::api::{InviteMade, NewCase, Opened, OrgKind, Organisation};
use domain::case::{Case, Stage};
use domain::command::{Command, Consent, Evidence, Joining, Ruling, Track};
use domain::hash::Digest;
use domain::id::{CaseId, EvidenceId, OrgId};
use domain::paper::PaperKind;
use domain::seal::Act;
use person::{Outbox, Person};
use serde_json::json;
use std::path::{Path, PathBuf};
use uuid::Uuid;

#[derive(clap::Args)]
pub struct Options {
    /// Address of a demo server
    #[arg(long)]
    url: String,
    /// The road to an enforceable document
    #[arg(long, value_enum, default_value_t = Road::Arbitration)]
    track: Road,
    /// Where the files are left
    folder: PathBuf,
}

impl Options {
    /// Against the demo server at `url`, leaving its files in `folder`.
    pub fn at(url: &str, folder: &Path) -> Self {
        Self {
            url: url.to_owned(),
            track: Road::Arbitration,
            folder: folder.to_owned(),
        }
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Road {
    Arbitration,
    Court,
}

/// Everyone in the case.
struct Cast {
    worker: Person,
    employer: Person,
    mediator: Person,
    desk: Person,
    track: Track,
    institution: OrgId,
}

pub async fn run(options: &Options) -> anyhow::Result<()> {
    let origin = options.url.trim_end_matches('/');
    let (desk, track, kind) = match options.track {
        Road::Arbitration => ("arbitrator", Track::ArbitrationReview, OrgKind::ArbitrationCommission),
        Road::Court => ("judge", Track::JudicialConfirmation, OrgKind::Court),
    };
    let worker = Person::enter(origin, "worker").await?;
    let mediator = Person::enter(origin, "mediator").await?;
    let bodies: Vec<Organisation> = worker.get("/api/v1/bodies").await?;
    let of = |kind| {
        let found = bodies.iter().find(|body| body.kind == kind);
        found.map(|body| body.id).context("an institution of the demo")
    };
    let id = request(&worker, of(OrgKind::MediationCentre)?).await?;
    let employer = invited(origin, &mediator, id).await?;
    let cast = Cast {
        worker,
        employer,
        mediator,
        desk: Person::enter(origin, desk).await?,
        track,
        institution: of(kind)?,
    };
    mediate(&cast, id).await?;
    sign(&cast, id).await?;
    let case = decide(&cast, id).await?;
    leave(&cast, &case, &options.folder).await
}

fn tell(done: &str) {
    eprintln!("  {done}");
}

/// The worker asks for mediation.
async fn request(worker: &Person, body: OrgId) -> anyhow::Result<CaseId> {
    let new = NewCase {
        case: CaseId(Uuid::new_v4()),
        id: person::command_id(),
        request: story::request(worker.actor.person, body),
    };
    let opened: Opened = worker.post("/api/v1/cases", &new).await?;
    tell(&format!("requested: {}", opened.number));
    Ok(opened.case)
}

/// The mediator invites the firm; its agent answers by the link and a code, joins and consents.
async fn invited(origin: &str, mediator: &Person, id: CaseId) -> anyhow::Result<Person> {
    let phone = story::hidden(story::FIRM_PHONE);
    let invite = json!({ "command": person::command_id(), "side": Side::Respondent, "phone": phone });
    let made: InviteMade = mediator
        .post(&format!("/api/v1/cases/{id}/invitations"), &invite)
        .await?;
    let employer = Person::answer(origin, &made.link, story::FIRM_PHONE).await?;
    let (particulars, disclosures) = story::firm(true);
    let joining = Joining {
        invitation: made.invitation,
        particulars,
        consents: Consent::ALL.to_vec(),
        disclosures,
    };
    employer.act(id, Command::JoinCase(joining)).await?;
    employer.act(id, Command::ConsentToMediation).await?;
    tell("invited, joined, consented");
    Ok(employer)
}

/// Acceptance, evidence, clauses and marks, until the terms are agreed.
async fn mediate(cast: &Cast, id: CaseId) -> anyhow::Result<()> {
    cast.mediator.act(id, Command::AcceptCase).await?;
    for side in Side::BOTH {
        cast.mediator.act(id, Command::ConfirmIdentity { side }).await?;
    }
    for (sender, title, shared) in [(&cast.worker, "考勤表", true), (&cast.employer, "内部核算说明", false)] {
        let stored = sender.upload(id, story::page(title)).await?;
        let evidence = Evidence {
            id: EvidenceId(Uuid::new_v4()),
            title: title.into(),
            digest: stored.digest,
            media_type: stored.media_type,
            size: stored.size,
            shared,
        };
        sender.act(id, Command::AddEvidence(evidence)).await?;
    }
    let today = cast.mediator.now().await?.date(domain::moment::Zone::CHINA);
    for (clause, disclosures) in story::terms(today) {
        let command = Command::WriteClause {
            clause: clause.clone(),
            place: None,
            disclosures,
        };
        cast.mediator.act(id, command).await?;
        for party in [&cast.worker, &cast.employer] {
            let mark = Command::MarkClause {
                clause: clause.id,
                digest: clause.digest(),
                agreed: true,
            };
            party.act(id, mark).await?;
        }
    }
    let terms = cast.mediator.case(id).await?.draft.digest();
    cast.mediator.act(id, Command::AgreeTerms { terms }).await?;
    tell("accepted, evidence added, terms agreed");
    Ok(())
}

/// Each signs in turn with a key of its own; the portal seals.
async fn sign(cast: &Cast, id: CaseId) -> anyhow::Result<()> {
    cast.worker
        .awaited(id, "agreement document", |case| case.agreement.is_some())
        .await?;
    let outbox = Outbox::of(&cast.worker);
    for signer in [&cast.worker, &cast.employer, &cast.mediator] {
        let statement = signer.signed(id, Act::SignAgreement, &outbox).await?;
        signer.act(id, Command::Sign(statement)).await?;
    }
    cast.worker
        .awaited(id, "agreement in effect", |case| case.stage == Some(Stage::Effective))
        .await?;
    cast.worker
        .awaited(id, "certificate of completion", |case| certificate(case).is_some())
        .await?;
    tell("signed by all, sealed, effective, certified");
    Ok(())
}

/// Joint application, acceptance, grant, receipt.
async fn decide(cast: &Cast, id: CaseId) -> anyhow::Result<Case> {
    let (track, institution) = (cast.track, cast.institution);
    let outbox = Outbox::of(&cast.worker);
    for party in [&cast.worker, &cast.employer] {
        let statement = party.signed(id, Act::Apply { track, institution }, &outbox).await?;
        let half = Command::ApplyForReview {
            track,
            institution,
            statement,
        };
        party.act(id, half).await?;
    }
    cast.desk.act(id, Command::AcceptApplication).await?;
    cast.desk.act(id, Command::Decide(Ruling::Grant)).await?;
    let issued = cast
        .worker
        .awaited(id, "decision document", |case| document(case).is_some())
        .await?;
    let document = document(&issued).context("the decision's document")?;
    for party in [&cast.worker, &cast.employer] {
        party.act(id, Command::ReceiveDecision { document }).await?;
    }
    let case = cast
        .worker
        .awaited(id, "decision in force", |case| case.stage == Some(Stage::Enforceable))
        .await?;
    tell("applied jointly, accepted, granted, received, in force");
    Ok(case)
}

fn certificate(case: &Case) -> Option<Digest> {
    let mut papers = case.papers.iter();
    let found = papers.find(|paper| paper.kind == PaperKind::CompletionCertificate);
    found.map(|paper| paper.document)
}

fn document(case: &Case) -> Option<Digest> {
    let decision = case.applications.last()?.decision.as_ref()?;
    Some(decision.document)
}

/// The files a court would be handed, as the worker downloads them.
async fn leave(cast: &Cast, case: &Case, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let id = case.id;
    let agreement = case.agreement.as_ref().context("the agreement")?.file.digest;
    let decision = document(case).context("the decision")?;
    let certificate = certificate(case).context("the certificate")?;
    let files = [
        ("dossier.asice", format!("/api/v1/cases/{id}/dossier")),
        ("agreement.pdf", format!("/api/v1/cases/{id}/files/{agreement}")),
        ("certificate.pdf", format!("/api/v1/cases/{id}/files/{certificate}")),
        ("decision.pdf", format!("/api/v1/cases/{id}/files/{decision}")),
        ("trust.json", "/api/v1/trust".to_owned()),
        ("verifier.html", "/verify/maplebridge-verify.html".to_owned()),
    ];
    for (name, path) in files {
        let bytes = cast.worker.download(&path).await?;
        if bytes.is_empty() {
            bail!("{path} is empty");
        }
        let path = folder.join(name);
        std::fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
        eprintln!("{} ({} bytes)", path.display(), bytes.len());
    }
    Ok(())
}
