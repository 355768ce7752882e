//! Appointments as calendars have them: files, mails, and the mediator's own calendar over all cases.

pub mod feeds;
pub mod ics;

use crate::app::App;
use crate::identity::{orgs, persons};
use crate::store::{StoreError, read};
use domain::actor::Role;
use domain::appointment::{Appointment, AppointmentStep, talking};
use domain::case::{Case, Stage};
use domain::hash::Commitment;
use domain::id::{CaseId, PersonId};
use domain::moment::{DAY, HOUR, MINUTE, Timestamp, Zone};
use domain::sorted::Set;
use ics::Entry;
use sqlx::{Any, Transaction};
use std::sync::Arc;

/// The rows by which a mediator's appointments are found.
///
/// # Errors
/// [`StoreError`].
pub async fn project(tx: &mut Transaction<'_, Any>, case: &Case) -> Result<(), StoreError> {
    for (n, it) in (0_i64..).zip(&case.appointments) {
        sqlx::query(
            "INSERT INTO appointments (case_id, n, at) VALUES ($1, $2, $3)
             ON CONFLICT (case_id, n) DO UPDATE SET at = excluded.at",
        )
        .bind(case.id.to_string())
        .bind(n)
        .bind(it.at.0)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// One appointment of the mediator's.
pub struct Kept {
    pub case: Arc<Case>,
    /// Its place among the case's.
    pub n: u32,
}

impl Kept {
    /// The appointment itself.
    ///
    /// # Panics
    /// Never: [`agenda`] found it there.
    pub fn it(&self) -> &Appointment {
        &self.case.appointments[self.n as usize]
    }
}

/// Appointments of the cases `mediator` leads that begin from `from` on and before `until`, in order; at most
/// 500 cases are looked at.
///
/// # Errors
/// [`StoreError`].
pub async fn agenda(app: &App, mediator: PersonId, from: Timestamp, until: Timestamp) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query(
        "SELECT DISTINCT a.case_id AS id FROM appointments a JOIN cases c ON c.id = a.case_id
         WHERE c.mediator = $1 AND a.at >= $2 AND a.at < $3 ORDER BY 1 LIMIT 500",
    )
    .bind(mediator.to_string())
    .bind(from.0)
    .bind(until.0)
    .fetch_all(app.store.pool())
    .await?;
    let mut out = Vec::new();
    for row in &rows {
        let id: CaseId = read::parsed(row, "id")?;
        let Some(case) = app.store.load(id).await? else {
            continue;
        };
        for (n, it) in (0..).zip(&case.appointments) {
            if it.at >= from && it.at < until {
                out.push(Kept { case: case.clone(), n });
            }
        }
    }
    out.sort_by_key(|kept| (kept.it().at, kept.case.id, kept.n));
    Ok(out)
}

/// `false` once it was cancelled, or the talks ended before it.
pub fn takes_place(case: &Case, it: &Appointment) -> bool {
    match &it.closed {
        Some((step, _)) => *step != AppointmentStep::Cancelled,
        None => {
            let over = case.effective_at.or(case.ended_at);
            talking(case) || over.is_some_and(|over| it.at <= over)
        }
    }
}

/// The value behind `commitment`; blank where there is none, or it was erased.
///
/// # Errors
/// [`StoreError`].
pub async fn value(app: &App, case: CaseId, commitment: Option<Commitment>) -> Result<String, StoreError> {
    let Some(commitment) = commitment else {
        return Ok(String::new());
    };
    let known = app.store.disclosures(case, &Set::from_iter([commitment])).await?;
    Ok(known.into_iter().next().map(|it| it.value).unwrap_or_default())
}

/// The entry of a calendar for whoever has `role` in the case. No names of the parties: calendars are kept by
/// others.
///
/// # Errors
/// [`StoreError`].
pub async fn entry(app: &App, case: &Case, n: u32, role: Role) -> Result<Option<Entry>, StoreError> {
    let Some(it) = case.appointments.get(n as usize) else {
        return Ok(None);
    };
    let cancelled = !takes_place(case, it);
    let (summary, location) = match it.place {
        Some(place) => ("上门调解 Mediation on site", value(app, case.id, Some(place)).await?),
        None => (
            "视频调解 Mediation by video",
            "网上调解室 Online mediation room".to_owned(),
        ),
    };
    let leads = case.mediator;
    let mediator = match leads {
        Some(mediator) => persons::find(app.store.pool(), mediator).await?,
        None => None,
    };
    let id = leads.map_or(case.id.0, |mediator| mediator.0);
    let url = link(app, case.id, role);
    Ok(Some(Entry {
        uid: format!("{}-{n}@maplebridge", case.id),
        sequence: it.moves + u32::from(cancelled),
        from: it.at,
        until: Some(it.end()),
        summary: format!("{summary} · {}", case.number),
        location,
        description: format!("打开案件 Open the case:\n{url}"),
        url,
        cancelled,
        organizer: (mediator.map_or_else(String::new, |it| it.name), address(app, id)),
        attendee: None,
    }))
}

/// Whom a calendar names as the one who invites: the address mails come from, or the one's own id.
fn address(app: &App, id: uuid::Uuid) -> String {
    let sender = app.mail.sender().map(|sender| format!("mailto:{sender}"));
    sender.unwrap_or_else(|| format!("urn:uuid:{id}"))
}

/// The hearing before the commission, if one is set (CHR 38); how long it lasts nobody says beforehand.
///
/// # Errors
/// [`StoreError`].
pub async fn hearing(app: &App, case: &Case, role: Role) -> Result<Option<Entry>, StoreError> {
    let commission = case.transfer.as_ref().map(|it| it.commission);
    let set = case.arbitration.as_ref().and_then(|it| it.hearing.as_ref());
    let (Some(commission), Some(set)) = (commission, set) else {
        return Ok(None);
    };
    let org = orgs::find(app.store.pool(), commission).await?;
    let url = link(app, case.id, role);
    Ok(Some(Entry {
        uid: format!("{}-hearing@maplebridge", case.id),
        // It grows with every entry of the case, so with every new day of the hearing too.
        sequence: u32::try_from(case.entries).unwrap_or(u32::MAX),
        from: set.at,
        until: None,
        summary: format!("仲裁开庭 Arbitration hearing · {}", case.number),
        location: set.place.clone(),
        description: format!("打开案件 Open the case:\n{url}"),
        url,
        cancelled: case.stage != Some(Stage::Arbitrating),
        organizer: (org.map_or_else(String::new, |org| org.name), address(app, commission.0)),
        attendee: None,
    }))
}

/// The case's page of whoever has `role` in it.
pub fn link(app: &App, case: CaseId, role: Role) -> String {
    let program = if role.side().is_some() { "app" } else { "desk" };
    format!("{}/{program}/#/case/{case}", app.config.origin)
}

/// `12月1日（周二）09:30（北京时间）`
pub fn said(at: Timestamp, zone: Zone) -> String {
    const WEEK: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    let (day, (hour, minute)) = (at.date(zone), at.clock(zone));
    let weekday = WEEK[usize::from(day.0.weekday().number_days_from_monday())];
    let place = if zone == Zone::CHINA {
        "北京时间".to_owned()
    } else {
        format!("UTC{:+03}:{:02}", zone.0 / 60, zone.0.unsigned_abs() % 60)
    };
    format!(
        "{}月{}日（周{weekday}）{hour:02}:{minute:02}（{place}）",
        day.month(),
        day.day()
    )
}

/// How long before an appointment its people are reminded of it.
pub const AHEAD: [i64; 2] = [DAY, HOUR];

/// Whether two appointments of one person overlap.
pub fn overlap(a: &Appointment, b: &Appointment) -> bool {
    a.at < b.end() && b.at < a.end()
}

/// Length in words of a page: `60`.
pub fn minutes(it: &Appointment) -> i64 {
    (it.end().0 - it.at.0) / MINUTE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_with_its_weekday_and_zone() {
        let at = Timestamp(1_796_088_600_000);
        assert_eq!(said(at, Zone::CHINA), "12月1日（周二）09:30（北京时间）");
        assert_eq!(said(at, Zone(-210)), "11月30日（周一）22:00（UTC-03:30）");
    }
}
