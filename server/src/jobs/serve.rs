//! 电子送达: a document issued stands in both sides' accounts; they are told by text message and by mail,
//! and that is recorded (CPL 90; OLR 29-31). Who wants paper is left to the desk.

use super::papers::act;
use crate::app::Shared;
use anyhow::Context;
use domain::actor::Side;
use domain::case::Case;
use domain::command::Command;
use domain::hash::{Commitment, Digest};
use domain::id::CaseId;
use domain::paper::PaperKind;
use domain::service::{self, Means, Notified};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Service {
    side: Side,
    document: Digest,
}

/// The job's payload.
pub fn payload(side: Side, document: Digest) -> String {
    serde_json::to_string(&Service { side, document }).unwrap_or_default()
}

/// Attempts after which a way that fails holds up the others no longer.
const PATIENT: i64 = 4;

/// Tells the side and records how it was told.
///
/// # Errors
/// While a way fails that may still come to work.
pub async fn serve(app: &Shared, id: CaseId, payload: &str, attempts: i64) -> anyhow::Result<()> {
    let Service { side, document } = serde_json::from_str(payload)?;
    let case = app.store.load(id).await?.context("the case")?;
    if !service::electronic(&case, side) || service::served(&case, side, &document).next().is_some() {
        return Ok(());
    }
    let (_, kind, number) = service::documents(&case)
        .into_iter()
        .find(|(known, ..)| *known == document)
        .context("the document")?;
    let title = kind.map_or("法律文书", documents::title);
    let text = format!(
        "【枫桥云调】{}：{title}{number}已送达您的账户，请打开案件查看并签收。需要纸质文书的，可以在案件中选择。{}/app/",
        case.number, app.config.origin
    );
    let mut told = vec![Notified::Account];
    // Of these nothing else was said by text message.
    if matches!(
        kind,
        None | Some(
            PaperKind::EndNotice
                | PaperKind::AcceptanceNotice
                | PaperKind::ApplicationNotice
                | PaperKind::ApplicationRefusal
                | PaperKind::ApplicationClosed
        )
    ) {
        let phone = case.seat(side).map(|seat| seat.particulars.phone);
        if let Some(phone) = value(app, &case, phone).await? {
            match app.sms.send(&phone, &text, app.clock.now()).await {
                Ok(()) => told.push(Notified::Sms),
                Err(error) if attempts < PATIENT => return Err(error),
                Err(error) => tracing::warn!(%error, case = %id, "served without a text message"),
            }
        }
    } else {
        // The notice of the same event went to the phone.
        told.push(Notified::Sms);
    }
    let email = case.service.get(&side).and_then(|chosen| chosen.email);
    if let Some(email) = value(app, &case, email).await? {
        match app.mail.send(&email, &format!("{title}{number}"), &text).await {
            Ok(true) => told.push(Notified::Email),
            Ok(false) => {}
            Err(error) if attempts < PATIENT => return Err(error),
            Err(error) => tracing::warn!(%error, case = %id, "served without a mail"),
        }
    }
    let on = app.clock.now().date(case.zone);
    let means = Means::Electronic { told };
    act(
        app,
        id,
        Command::RecordService {
            side,
            document,
            means,
            on,
        },
    )
    .await
}

/// The value behind a commitment, while it is not erased.
async fn value(app: &Shared, case: &Case, commitment: Option<Commitment>) -> anyhow::Result<Option<String>> {
    let Some(commitment) = commitment else { return Ok(None) };
    let known = app
        .store
        .disclosures(case.id, &domain::sorted::Set::from_iter([commitment]))
        .await?;
    Ok(known.into_iter().next().map(|disclosure| disclosure.value))
}
