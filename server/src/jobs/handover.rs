//! Day 15 and after: the case goes to the commission by itself, and the papers follow
//! (LMAL 14; EMR 29-30; CHR 30-31). Each job looks first whether it is still wanted.

use super::papers::{act, make, name_of};
use crate::app::Shared;
use crate::documents::{self, Sheet, Words};
use crate::identity::orgs;
use crate::store::numbers::Series;
use anyhow::Context;
use domain::api::OrgKind;
use domain::case::{Application, Case, Objection};
use domain::command::Command;
use domain::id::{CaseId, OrgId};
use domain::paper::{self, PaperKind, PaperSeal};
use domain::stage::to_transfer;

/// Hands the case to the commission of the body's region (LMAL 21).
pub async fn transfer(app: &Shared, id: CaseId) -> anyhow::Result<()> {
    let case = app.store.load(id).await?.context("the case")?;
    if !to_transfer(&case) {
        return Ok(());
    }
    let orgs = orgs::all(app.store.pool()).await?;
    let body = orgs.iter().find(|org| Some(org.id) == case.body).context("the body")?;
    let commission = orgs
        .iter()
        .find(|org| org.kind == OrgKind::ArbitrationCommission && org.region == body.region)
        .context("no arbitration commission in the body's region")?;
    act(
        app,
        id,
        Command::TransferCase {
            commission: commission.id,
        },
    )
    .await
}

/// Makes every paper the case wants, in order.
pub async fn papers(app: &Shared, id: CaseId) -> anyhow::Result<()> {
    // As many as there are papers at most: one that does not come about is tried by the next attempt.
    for _ in 0..8 {
        let case = app.store.load(id).await?.context("the case")?;
        let Some(kind) = paper::wanted(&case) else {
            return Ok(());
        };
        issue(app, &case, kind).await?;
    }
    Ok(())
}

async fn issue(app: &Shared, case: &Case, kind: PaperKind) -> anyhow::Result<()> {
    let words = Words::of(app, case).await?;
    let organ = paper::organ(case, kind);
    let name = format!("paper/{}", case.papers.len() + 1);
    let number = match (organ, series(kind)) {
        (Some(org), Some(series)) => {
            let work = format!("{}/{name}", case.id);
            app.store.number(org, series, &work, words.today.year()).await?
        }
        _ => String::new(),
    };
    let sheet = match kind {
        PaperKind::ObjectionRuling => objection(app, case, number.clone(), &words).await?,
        _ => {
            let by = name_of(app, case.arbitration.as_ref().and_then(|it| it.by)).await?;
            sheet(case, kind, number.clone(), &by, &words)?
        }
    };
    let (document, size) = make(app, case, &name, sheet).await?;
    let seal = organ.map(|org| seal(app, case.id, org, kind, document)).transpose()?;
    act(
        app,
        case.id,
        Command::IssuePaper {
            kind,
            document,
            size,
            number,
            seal,
        },
    )
    .await
}

fn seal(
    app: &Shared,
    case: CaseId,
    org: OrgId,
    kind: PaperKind,
    document: domain::hash::Digest,
) -> anyhow::Result<PaperSeal> {
    let key = app.trust.seal(org).context("the institution's seal")?;
    Ok(PaperSeal {
        org,
        key: key.public(),
        signature: key.sign(&paper::seal_bytes(case, org, kind, document)),
    })
}

/// The ruling on the first objection that was decided and has none yet.
async fn objection(app: &Shared, case: &Case, number: String, words: &Words) -> anyhow::Result<Sheet> {
    let (application, objection) = unanswered(case).context("a decided objection")?;
    let by = name_of(app, objection.by).await?;
    Ok(documents::objection(case, application, objection, number, &by, words))
}

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

fn series(kind: PaperKind) -> Option<Series> {
    Some(match kind {
        PaperKind::TransferLetter => Series::TransferLetter,
        PaperKind::TransferList => Series::TransferList,
        PaperKind::ArbitrationNotice => Series::Arbitration,
        PaperKind::ArbitrationRefusal => Series::ArbitrationRefusal,
        PaperKind::ObjectionRuling => Series::ObjectionRuling,
        PaperKind::ArbitrationPetition => return None,
    })
}

fn sheet(case: &Case, kind: PaperKind, number: String, by: &str, words: &Words) -> anyhow::Result<Sheet> {
    let transfer = case.transfer.as_ref().context("a transfer")?;
    let arbitration = case.arbitration.as_ref().context("a petition");
    Ok(match kind {
        PaperKind::TransferLetter => documents::letter(case, transfer, number, words),
        PaperKind::TransferList => documents::list(case, number, words),
        PaperKind::ArbitrationPetition => documents::petition(case, transfer, arbitration?, words),
        PaperKind::ArbitrationNotice => documents::notice(case, transfer, arbitration?, number, by, words),
        PaperKind::ArbitrationRefusal => documents::refusal(case, transfer, arbitration?, number, by, words),
        PaperKind::ObjectionRuling => anyhow::bail!("the ruling on an objection is made apart"),
    })
}
