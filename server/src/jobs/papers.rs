//! Documents and seals that follow from events. Each job looks first whether it is still wanted.

use crate::app::{App, Shared};
use crate::documents;
use crate::identity::{orgs, persons};
use crate::store::ActError;
use crate::store::read::Kept;
use anyhow::{Context, bail};
use domain::actor::{Actor, Role, Side};
use domain::api::Submission;
use domain::case::Case;
use domain::command::{Command, Ruling, Track};
use domain::hash::{Commitment, Digest};
use domain::id::{CaseId, CommandId, OrgId};
use domain::moment::{Date, Zone};
use domain::seal::seal_bytes;
use domain::terms::prose::{Language, Names, sentence};
use std::collections::BTreeMap;

/// Renders the agreement from the frozen terms and presents it.
pub async fn agreement(app: &Shared, id: CaseId) -> anyhow::Result<()> {
    let case = app.store.load(id).await?.context("the case")?;
    let Some((terms, digest)) = case.agreed_terms.clone().filter(|_| case.agreement.is_none()) else {
        return Ok(());
    };
    let words = Words::of(app, &case).await?;
    let mut data = words.sheet(&case, "调解协议书", case.body);
    data["clauses"] = terms
        .0
        .iter()
        .map(|clause| words.clause(clause))
        .collect::<Vec<_>>()
        .into();
    data["closing"] = serde_json::json!([
        "本协议自双方当事人、调解员签名并加盖调解组织印章之日起生效，对双方具有约束力，双方应当履行。",
        "双方可以自本协议生效之日起十五日内共同向仲裁委员会申请仲裁审查，或者自生效之日起三十日内共同向人民法院申请司法确认。",
    ]);
    data["signers"] = serde_json::json!([
        "申请人（电子签名）",
        "被申请人（电子签名）",
        "调解员（电子签名）",
        "调解组织（电子印章）"
    ]);
    data["footer"] = format!("条款哈希 SHA-256 {digest}").into();
    let (document, size) = make(app, &case, "agreement", data).await?;
    act(
        app,
        id,
        Command::PresentAgreement {
            document,
            size,
            attestor: app.trust.attestor.public(),
        },
    )
    .await
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
    act(
        app,
        id,
        Command::SealAgreement {
            key: key.public(),
            signature,
        },
    )
    .await
}

/// Makes the decision document of the institution that ruled.
pub async fn decision(app: &Shared, id: CaseId) -> anyhow::Result<()> {
    let case = app.store.load(id).await?.context("the case")?;
    let Some(application) = case.undocumented() else {
        return Ok(());
    };
    let (_, terms_digest) = case.agreed_terms.as_ref().context("agreed terms")?;
    let (terms, institution) = (
        &case.agreed_terms.as_ref().context("agreed terms")?.0,
        application.institution,
    );
    let granted = application.ruling == Some(Ruling::Grant);
    let (title, mark) = match (application.track, granted) {
        (Track::ArbitrationReview, true) => ("仲裁调解书", "枫劳人仲调"),
        (Track::ArbitrationReview, false) => ("不予制作调解书通知书", "枫劳人仲通"),
        (Track::JudicialConfirmation, _) => ("民事裁定书", "青民特"),
    };
    let words = Words::of(app, &case).await?;
    let mut data = words.sheet(&case, title, Some(institution));
    let year = app.clock.now().date(Zone::CHINA).year();
    let number = format!(
        "（{year}）{mark}{}号",
        case.number
            .chars()
            .filter(char::is_ascii_digit)
            .skip(4)
            .collect::<String>()
    );
    data["number"] = number.clone().into();
    let closing = match (&application.ruling, application.track) {
        (Some(Ruling::Refuse { explanation, .. }), Track::ArbitrationReview) => {
            vec![format!("经审查，决定不予制作调解书。理由：{explanation}")]
        }
        (Some(Ruling::Refuse { explanation, .. }), Track::JudicialConfirmation) => {
            vec![format!(
                "依照《中华人民共和国民事诉讼法》第二百零六条，裁定驳回申请。理由：{explanation}"
            )]
        }
        (_, Track::ArbitrationReview) => vec![
            "经审查，上述调解协议程序和内容合法有效，依照《劳动人事争议仲裁办案规则》第七十七条制作本调解书。"
                .to_owned(),
            "本调解书经双方当事人签收后，发生法律效力。一方不履行的，另一方可以向人民法院申请强制执行。".to_owned(),
        ],
        (_, Track::JudicialConfirmation) => vec![
            "依照《中华人民共和国民事诉讼法》第二百零六条，裁定上述调解协议有效，双方应当按照协议履行。".to_owned(),
            "一方拒绝履行或者未全部履行的，对方可以向人民法院申请执行。本裁定送达后即发生法律效力。".to_owned(),
        ],
    };
    data["clauses"] = terms
        .0
        .iter()
        .map(|clause| words.clause(clause))
        .collect::<Vec<_>>()
        .into();
    data["closing"] = closing.into();
    data["signers"] = serde_json::json!([data["body"].clone(), "（电子印章）"]);
    data["footer"] = format!("条款哈希 SHA-256 {terms_digest}").into();
    let (document, size) = make(app, &case, &format!("decision/{}", case.applications.len()), data).await?;
    let key = app.trust.seal(institution).context("the institution's seal")?;
    let signature = key.sign(&seal_bytes(id, institution, document, *terms_digest));
    act(
        app,
        id,
        Command::IssueDecision {
            document,
            size,
            number,
            key: key.public(),
            signature,
        },
    )
    .await
}

/// What the documents say of people.
struct Words {
    values: BTreeMap<Commitment, String>,
    claimant: String,
    respondent: String,
    mediator: String,
    today: Date,
    bodies: BTreeMap<OrgId, String>,
}

impl Words {
    async fn of(app: &App, case: &Case) -> anyhow::Result<Self> {
        let known = domain::sight::readable(case, &Actor::SYSTEM);
        let mut wanted = known;
        wanted.extend(case.draft.0.iter().filter_map(|clause| account(&clause.body)));
        let disclosures = app.store.disclosures(case.id, &wanted).await?;
        let values: BTreeMap<_, _> = disclosures
            .into_iter()
            .map(|disclosure| (disclosure.commitment(), disclosure.value))
            .collect();
        let name = |side| {
            let seat = case.seat(side)?;
            values.get(&seat.particulars.name).cloned()
        };
        let mediator = match case.mediator {
            Some(person) => persons::find(app.store.pool(), person).await?.map(|person| person.name),
            None => None,
        };
        Ok(Self {
            claimant: name(Side::Claimant).context("the claimant's name was erased")?,
            respondent: name(Side::Respondent).context("the respondent's name was erased")?,
            mediator: mediator.unwrap_or_default(),
            today: app.clock.now().date(case.zone),
            bodies: orgs::all(app.store.pool())
                .await?
                .into_iter()
                .map(|org| (org.id, org.name))
                .collect(),
            values,
        })
    }

    fn clause(&self, clause: &domain::terms::Clause) -> String {
        let account = |commitment: &Commitment| self.values.get(commitment).cloned();
        let names = Names {
            claimant: &self.claimant,
            respondent: &self.respondent,
            account: &account,
        };
        sentence(clause, &names, Language::Chinese)
    }

    fn sheet(&self, case: &Case, title: &str, org: Option<OrgId>) -> serde_json::Value {
        let claims: Vec<_> = case.claims.iter().map(|claim| claim.text.as_str()).collect();
        let body = org.and_then(|org| self.bodies.get(&org).cloned()).unwrap_or_default();
        serde_json::json!({
            "title": title,
            "body": body,
            "number": case.number,
            "lines": [
                format!("申请人：{}", self.claimant),
                format!("被申请人：{}", self.respondent),
                format!("调解员：{}", self.mediator),
                format!("申请事项：{}。", claims.join("；")),
                format!("经调解，双方于 {} 年 {} 月 {} 日自愿达成如下协议：", self.today.year(), self.today.month(), self.today.day()),
            ],
        })
    }
}

/// Renders, keeps the file with the case; answers digest and size.
async fn make(app: &Shared, case: &Case, name: &str, data: serde_json::Value) -> anyhow::Result<(Digest, u64)> {
    let (name, now) = (format!("{}/{name}", case.id), app.clock.now());
    let pdf = tokio::task::spawn_blocking(move || documents::sheet(&name, &data, now)).await??;
    let (digest, size) = (app.files.put(&pdf).await?, pdf.len() as u64);
    let kept = Kept {
        digest,
        media_type: "application/pdf".into(),
        size,
        person: Actor::SYSTEM.person.to_string(),
    };
    app.store.keep_file(case.id, &kept, now).await?;
    Ok((digest, size))
}

async fn act(app: &App, case: CaseId, command: Command) -> anyhow::Result<()> {
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

fn account(body: &domain::terms::ClauseBody) -> Option<Commitment> {
    match body {
        domain::terms::ClauseBody::Payment(payment) => payment.account,
        domain::terms::ClauseBody::DepositReturn(deposit) => deposit.account,
        _ => None,
    }
}
