//! Documents and seals that follow from events. Each job looks first whether it is still wanted.

use crate::app::{App, Shared};
use crate::identity::{orgs, persons};
use crate::marks;
use crate::store::ActError;
use crate::store::numbers::Series;
use crate::store::read::Kept;
use anyhow::{Context, bail};
use documents::{Mould, Rendered, Sheet, Words};
use domain::actor::{Actor, Role};
use domain::api::Submission;
use domain::artefact::ArtefactKind;
use domain::case::{Application, Case};
use domain::command::{Command, Ruling, Track};
use domain::dossier::Source;
use domain::hash::Digest;
use domain::id::{CaseId, CommandId, OrgId, PersonId};
use domain::mark::{SEAL, Sealed, SignedFile};
use domain::moment::Timestamp;
use domain::seal::seal_bytes;
use domain::terms::Terms;
use domain::terms::second::Translation;

/// Renders the agreement from the frozen terms and presents it.
pub async fn agreement(app: &Shared, id: CaseId) -> anyhow::Result<()> {
    let case = app.store.load(id).await?.context("the case")?;
    let Some((terms, digest)) = case.agreed_terms.clone().filter(|_| case.agreement.is_none()) else {
        return Ok(());
    };
    let translation = app.store.translation(id).await?.map(|it| it.of(&terms));
    let now = app.clock.now();
    let (pdf, source) = agreement_file(app, &case, (&terms, digest), translation.as_ref(), now).await?;
    let (document, size) = keep(app, &case, &pdf).await?;
    app.store.rendered(id, document, &source).await?;
    drafted(app, id, document).await?;
    let translation = match translation {
        Some(translation) => Some(keep_as(app, &case, &translation.bytes(), "application/json").await?.0),
        None => None,
    };
    act(
        app,
        id,
        Command::PresentAgreement {
            document,
            size,
            attestor: app.trust.attestor.public(),
            marked: true,
            translation,
            interpreter: case.interpreter.as_ref().map(|it| it.person),
        },
    )
    .await
}

/// The agreement with its empty places for marks, and what it was made of: of the same case, terms, translation
/// and time always the same bytes.
///
/// # Errors
/// If the database fails, or the document cannot be made.
pub async fn agreement_file(
    app: &Shared,
    case: &Case,
    (terms, digest): (&Terms, Digest),
    translation: Option<&Translation>,
    at: Timestamp,
) -> anyhow::Result<(Vec<u8>, Source)> {
    let mut words = words_of(app, case).await?;
    words.today = at.date(case.zone);
    let source = Source {
        at,
        edition: edition(),
        interpreter: words.interpreter.clone(),
        mediator: words.mediator.clone(),
        organ: words.org(case.body),
    };
    let (case, terms, translation) = (case.clone(), terms.clone(), translation.cloned());
    let made = move || {
        let edition = documents::EDITION;
        documents::agreement_file(edition, &case, (&terms, digest), translation.as_ref(), &words, at)
    };
    Ok((tokio::task::spawn_blocking(made).await??, source))
}

/// What a document made here can be made again by.
fn edition() -> String {
    match documents::strange_faces() {
        [] => documents::EDITION.into(),
        strange => {
            tracing::warn!(
                ?strange,
                "faces of another edition: agreements made here cannot be made again elsewhere"
            );
            format!("{} in other faces", documents::EDITION)
        }
    }
}

/// Sets the body's seal after the mediator's signature.
pub async fn seal(app: &Shared, id: CaseId) -> anyhow::Result<()> {
    let case = app.store.load(id).await?.context("the case")?;
    if case.effective_at.is_some() || !case.signatures.iter().any(|signature| signature.role == Role::Mediator) {
        return Ok(());
    }
    let (Some(org), Some(agreement), Some((_, terms))) = (case.body, &case.agreement, &case.agreed_terms) else {
        return Ok(());
    };
    let key = app.trust.seal(org).context("the body's seal")?;
    let signature = key.sign(&seal_bytes(id, org, agreement.document, *terms));
    let file = match agreement.marked {
        true => Some(sealed(app, &case, org, agreement.file.digest).await?),
        false => None,
    };
    act(
        app,
        id,
        Command::SealAgreement {
            key: key.public(),
            signature,
            file,
        },
    )
    .await
}

/// Sets the seal of `org` and the last timestamp in the file `base`.
async fn sealed(app: &Shared, case: &Case, org: OrgId, base: Digest) -> anyhow::Result<Sealed> {
    let name = orgs::find(app.store.pool(), org)
        .await?
        .context("the institution")?
        .name;
    let pdf = marks::sealed(app, Some(case.id), (org, &name), app.files.get(base).await?).await?;
    let (digest, size) = keep(app, case, &pdf).await?;
    app.store.lasts(case.id, digest).await?;
    Ok(Sealed {
        base,
        file: SignedFile { digest, size },
    })
}

/// Makes the decision document of the institution that ruled.
pub async fn decision(app: &Shared, id: CaseId) -> anyhow::Result<()> {
    let case = app.store.load(id).await?.context("the case")?;
    let Some(application) = case.undocumented() else {
        return Ok(());
    };
    let (_, digest) = case.agreed_terms.as_ref().context("agreed terms")?;
    let institution = application.institution;
    let words = words_of(app, &case).await?;
    // Which of the case's applications it answers: one number each, whatever is tried again.
    let place = case.applications.iter().position(|one| one == application).unwrap_or(0) + 1;
    let name = format!("decision/{place}");
    let series = series(application);
    let number = app
        .store
        .number(institution, series, &format!("{id}/{name}"), words.today.year())
        .await?;
    let sheet = decided(app, &case, application, number.clone(), &words).await?;
    let (document, size) = make_sealed(app, &case, &name, sheet, institution).await?;
    let key = app.trust.seal(institution).context("the institution's seal")?;
    let signature = key.sign(&seal_bytes(id, institution, document, *digest));
    act(
        app,
        id,
        Command::IssueDecision {
            document,
            size,
            number,
            key: key.public(),
            signature,
            marked: true,
        },
    )
    .await
}

/// The series its number is of.
fn series(application: &Application) -> Series {
    match (application.track, &application.ruling) {
        (Track::ArbitrationReview, Some(Ruling::Refuse { .. })) => Series::ReviewNotice,
        (Track::ArbitrationReview, _) => Series::ReviewStatement,
        (Track::JudicialConfirmation, _) => Series::Ruling,
    }
}

/// What the decision on `application` says.
pub async fn decided(
    app: &App,
    case: &Case,
    application: &Application,
    number: String,
    words: &Words,
) -> anyhow::Result<Sheet> {
    let (terms, digest) = case.agreed_terms.as_ref().context("agreed terms")?;
    let decider = name_of(app, application.ruled_by).await?;
    Ok(documents::decision(
        case,
        application,
        terms,
        *digest,
        &decider,
        number,
        words,
    ))
}

/// Everything the documents say of people, as far as it is not erased.
///
/// # Errors
/// If the database fails.
pub async fn words_of(app: &App, case: &Case) -> anyhow::Result<Words> {
    let wanted = domain::sight::readable(case, &Actor::SYSTEM);
    let disclosures = app.store.disclosures(case.id, &wanted).await?;
    let orgs = orgs::all(app.store.pool()).await?;
    Ok(Words {
        values: disclosures
            .into_iter()
            .map(|disclosure| (disclosure.commitment(), disclosure.value))
            .collect(),
        orgs: orgs.into_iter().map(|org| (org.id, org.name)).collect(),
        mediator: name_of(app, case.mediator).await?,
        interpreter: name_of(app, case.interpreter.as_ref().map(|it| it.person)).await?,
        today: app.clock.now().date(case.zone),
    })
}

pub async fn name_of(app: &App, person: Option<PersonId>) -> anyhow::Result<String> {
    let Some(person) = person else { return Ok(String::new()) };
    let found = persons::find(app.store.pool(), person).await?;
    Ok(found.map(|found| found.name).unwrap_or_default())
}

/// Renders, keeps the file with the case; answers digest and size.
pub async fn make(app: &Shared, case: &Case, name: &str, sheet: Sheet) -> anyhow::Result<(Digest, u64)> {
    let rendered = rendered(app, case, name, sheet).await?;
    keep(app, case, &rendered.pdf).await
}

/// The same with the seal of `org` in the document itself, and what makes it last.
pub async fn make_sealed(
    app: &Shared,
    case: &Case,
    name: &str,
    sheet: Sheet,
    org: OrgId,
) -> anyhow::Result<(Digest, u64)> {
    let organ = sheet.organ.clone();
    let rendered = rendered(app, case, name, sheet).await?;
    let mould = Mould([SEAL].into_iter().zip(rendered.blocks).collect());
    let base = mould.fields(&rendered.pdf)?;
    drafted(app, case.id, Digest::of(&base)).await?;
    let pdf = marks::sealed(app, Some(case.id), (org, &organ), base).await?;
    let (digest, size) = keep(app, case, &pdf).await?;
    app.store.lasts(case.id, digest).await?;
    Ok((digest, size))
}

/// Has the tree take in a document before its first signature.
async fn drafted(app: &Shared, case: CaseId, document: Digest) -> anyhow::Result<()> {
    let made = [(ArtefactKind::Document, document)];
    Ok(app.store.log_artefacts(Some(case), &made, app.clock.now()).await?)
}

async fn rendered(app: &Shared, case: &Case, name: &str, sheet: Sheet) -> anyhow::Result<Rendered> {
    let (name, now) = (format!("{}/{name}", case.id), app.clock.now());
    tokio::task::spawn_blocking(move || documents::render(&name, &sheet, now)).await?
}

/// Keeps the file with the case; answers digest and size.
async fn keep(app: &Shared, case: &Case, pdf: &[u8]) -> anyhow::Result<(Digest, u64)> {
    keep_as(app, case, pdf, "application/pdf").await
}

async fn keep_as(app: &Shared, case: &Case, bytes: &[u8], media_type: &str) -> anyhow::Result<(Digest, u64)> {
    let now = app.clock.now();
    let (digest, size) = (app.files.put(bytes).await?, bytes.len() as u64);
    let kept = Kept {
        digest,
        media_type: media_type.into(),
        size,
        person: Actor::SYSTEM.person.to_string(),
    };
    app.store.keep_file(case.id, &kept, now).await?;
    Ok((digest, size))
}

pub async fn act(app: &App, case: CaseId, command: Command) -> anyhow::Result<()> {
    let submission = Submission {
        id: CommandId(uuid::Uuid::now_v7()),
        expected_seq: None,
        command,
    };
    match app.store.act(case, &submission, &Actor::SYSTEM, app.clock.now()).await {
        Ok(_) => Ok(()),
        // Someone else was faster, or the parties went another way meanwhile.
        Err(ActError::Refused(refusal)) => {
            tracing::info!(%case, ?refusal, "document no longer wanted");
            Ok(())
        }
        Err(error) => bail!("{error:?}"),
    }
}
