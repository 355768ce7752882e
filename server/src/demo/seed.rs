//! Plays the demo's two cases through `Store::act`, with real keys and real signatures.

use super::{Persona, people, persona, story};
use crate::app::App;
use crate::identity::{Denied, persons};
use crate::local_rules;
use crate::marks;
use crate::trust::Key;
use anyhow::{Context, anyhow, bail};
use domain::actor::{Actor, Assurance, Role, Side};
use domain::api::{LocalRule, LocalRuleKind, Submission};
use domain::case::{Case, Stage};
use domain::command::{Command, Consent, Joining, MediationRequest, SignedStatement};
use domain::hash::{Disclosure, Nonce};
use domain::id::{CaseId, CommandId};
use domain::moment::{Date, Zone};
use domain::seal::{Act, Attestation, Statement};
use domain::terms::Clause;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

const WAGES: CaseId = CaseId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0301));
const DISMISSAL: CaseId = CaseId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0302));

/// How long the documents of the second case may take.
const PATIENCE: Duration = Duration::from_secs(40);

/// Puts people and cases in place once. Needs the job workers running: documents and seals come
/// from them.
///
/// # Errors
/// If the store fails or a command is refused; what was done stays, and the demo goes on.
pub async fn seed(app: &Arc<App>) -> anyhow::Result<()> {
    let now = app.clock.now();
    people(app.store.pool(), now)
        .await
        .map_err(|denied| anyhow!("demo people: {denied:?}"))?;
    if app.store.load(WAGES).await?.is_some() {
        return Ok(());
    }
    // An invented town's, as everything here.
    let wage = LocalRule {
        rule: LocalRuleKind::MinimumWage,
        value: 199_000,
        from: Date::new(2024, 10, 1).context("a day")?,
        until: None,
        region: "云南省枫林市".into(),
        org: None,
        source: "演示数据，非真实标准".into(),
    };
    let by = persona("mediator").context("a persona of the demo")?.person;
    local_rules::enter(app.store.pool(), &wage, by, now)
        .await
        .map_err(|denied| anyhow!("the demo's rule: {denied:?}"))?;
    let (worker, employer, mediator) = (party("worker")?, party("employer")?, party("mediator")?);

    let wages = story::wages(worker.person);
    begin(app, WAGES, wages, &worker, &employer, &mediator).await?;
    let draft = story::wages_draft(now.date(Zone::CHINA));
    write(app, WAGES, &draft, &mediator).await?;
    // The worker has agreed to the first clause; the rest is for the visitor.
    mark(app, WAGES, &draft[..1], &worker).await?;

    let dismissal = story::dismissal(worker.person);
    begin(app, DISMISSAL, dismissal, &worker, &employer, &mediator).await?;
    let terms = story::dismissal_terms(now.date(Zone::CHINA));
    write(app, DISMISSAL, &terms, &mediator).await?;
    mark(app, DISMISSAL, &terms, &worker).await?;
    mark(app, DISMISSAL, &terms, &employer).await?;
    let digest = app
        .store
        .load(DISMISSAL)
        .await?
        .context("the case just opened")?
        .draft
        .digest();
    act(app, DISMISSAL, Command::AgreeTerms { terms: digest }, &mediator).await?;
    let case = until(app, DISMISSAL, |case| case.agreement.is_some()).await?;
    for signer in [&worker, &employer, &mediator] {
        // Each mark stands on the file with the one before.
        let now = app.store.load(case.id).await?.context("the case just opened")?;
        sign(app, &now, signer).await?;
    }
    until(app, DISMISSAL, |case| case.stage == Some(Stage::Effective)).await?;
    Ok(())
}

fn party(key: &str) -> anyhow::Result<Actor> {
    let persona: &Persona = persona(key).context("a persona of the demo")?;
    let (role, org) = match (persona.staff, key) {
        (Some((role, org)), _) => (role, Some(org)),
        (None, "worker") => (Role::Claimant, None),
        (None, _) => (Role::Respondent, None),
    };
    Ok(Actor {
        person: persona.person,
        role,
        org,
        assurance: Assurance::Phone,
    })
}

async fn act(app: &App, case: CaseId, command: Command, actor: &Actor) -> anyhow::Result<()> {
    let submission = Submission {
        id: CommandId(Uuid::now_v7()),
        expected_seq: None,
        command,
    };
    match app.store.act(case, &submission, actor, app.clock.now()).await {
        Ok(_) => Ok(()),
        Err(error) => bail!("{:?} is refused: {error:?}", submission.command),
    }
}

/// Request, invitation, joining, consent, acceptance.
async fn begin(
    app: &Arc<App>,
    id: CaseId,
    request: MediationRequest,
    worker: &Actor,
    employer: &Actor,
    mediator: &Actor,
) -> anyhow::Result<()> {
    act(app, id, Command::RequestMediation(request), worker).await?;
    // The portal invites the respondent by itself.
    let case = until(app, id, |case| !case.invitations.is_empty()).await?;
    let invitation = *case.invitations.keys().next().context("an invitation")?;
    let mut hidden = story::Hidden::default();
    let particulars = story::firm(&mut hidden, true);
    let joining = Joining {
        invitation,
        particulars,
        consents: Consent::ALL.to_vec(),
        disclosures: hidden.0,
    };
    act(app, id, Command::JoinCase(joining), employer).await?;
    act(app, id, Command::ConsentToMediation, employer).await?;
    act(app, id, Command::AcceptCase, mediator).await?;
    for side in Side::BOTH {
        act(app, id, Command::ConfirmIdentity { side }, mediator).await.ok();
    }
    Ok(())
}

async fn write(app: &App, id: CaseId, clauses: &[(Clause, Vec<Disclosure>)], mediator: &Actor) -> anyhow::Result<()> {
    for (clause, disclosures) in clauses {
        let (clause, disclosures) = (clause.clone(), disclosures.clone());
        act(
            app,
            id,
            Command::WriteClause {
                clause,
                place: None,
                disclosures,
            },
            mediator,
        )
        .await?;
    }
    Ok(())
}

async fn mark(app: &App, id: CaseId, clauses: &[(Clause, Vec<Disclosure>)], party: &Actor) -> anyhow::Result<()> {
    for (clause, _) in clauses {
        act(
            app,
            id,
            Command::MarkClause {
                clause: clause.id,
                digest: clause.digest(),
                agreed: true,
            },
            party,
        )
        .await?;
    }
    Ok(())
}

/// Signs as a browser would, with a key made for this one statement.
async fn sign(app: &App, case: &Case, signer: &Actor) -> anyhow::Result<()> {
    let agreement = case.agreement.as_ref().context("a presented agreement")?;
    let (_, terms) = case.agreed_terms.as_ref().context("agreed terms")?;
    let statement = Statement {
        case: case.id,
        act: Act::SignAgreement,
        role: signer.role,
        agreement: agreement.document,
        terms: *terms,
        consent: "本人已阅读并理解调解协议的全部内容，自愿签名，同意以电子签名方式订立，并按协议履行。".into(),
        nonce: Nonce(crate::identity::token::random()),
        reading: None,
    };
    let key = Key::ephemeral();
    let attestation = Attestation {
        person: signer.person,
        role: signer.role,
        assurance: signer.assurance,
        key: key.public().into(),
        statement: statement.digest(),
        issued: app.clock.now(),
        helper: None,
    };
    let signature = key.sign(&statement.bytes());
    let denied = |denied: Denied| anyhow!("the demo's signature: {denied:?}");
    let name = persons::find(app.store.pool(), signer.person).await?;
    let name = name.map(|person| person.name).unwrap_or_default();
    let place = marks::keep(app, &name, case, &attestation, statement.nonce, None).await;
    let place = place.map_err(denied)?;
    let base = app.files.get(place.base).await?;
    let mark = place
        .sign(&base, agreement, &key.public().into(), |message| key.sign(message))
        .map_err(|fault| anyhow!("the demo's signature: {fault:?}"))?;
    let attested = app.trust.attest(statement, attestation);
    let mut statement = SignedStatement {
        attested,
        signature,
        mark: Some(mark),
    };
    marks::complete(app, case, signer.person, &mut statement)
        .await
        .map_err(denied)?;
    act(app, case.id, Command::Sign(statement), signer).await
}

/// The case once `holds`; gives up after [`PATIENCE`].
async fn until(app: &App, id: CaseId, holds: impl Fn(&Case) -> bool) -> anyhow::Result<Arc<Case>> {
    let mut hints = app.store.hints();
    let wait = async {
        loop {
            if let Some(case) = app.store.load(id).await?.filter(|case| holds(case)) {
                return anyhow::Ok(case);
            }
            // The hint wakes; the short wait covers a lost one.
            let _ = tokio::time::timeout(Duration::from_millis(300), hints.recv()).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait)
        .await
        .context("the demo's documents took too long")?
}
