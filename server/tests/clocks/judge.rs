//! Holds every case's log against its deadlines, entry by entry.

use super::people::Story;
use domain::actor::Role;
use domain::case::Case;
use domain::deadline::{self, Clock};
use domain::event::{EndGround, Event};
use domain::moment::{DAY, Timestamp};
use server::store::Store;
use sqlx::Row;
use std::collections::BTreeMap;

/// What the clock itself does, by name; `None` for what people do.
fn by_clock(event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::ArbitrationPrompted { .. } => "right_to_arbitrate",
        Event::MediationEnded {
            ground: EndGround::PeriodOver,
            ..
        } => "mediation_end",
        Event::DutyOverdue { .. } => "duty",
        Event::ConclusionEffective { .. } => "sue",
        _ => return None,
    })
}

/// The deadline behind it, and whether it may come once only.
fn clock(name: &str) -> Clock {
    match name {
        "right_to_arbitrate" => Clock::RightToArbitrate,
        "mediation_end" => Clock::MediationEnd,
        "duty" => Clock::Duty,
        _ => Clock::Sue,
    }
}

/// How many deadlines of each kind fired.
pub async fn judge(store: &Store, stories: &[Story], end: Timestamp) -> BTreeMap<&'static str, u64> {
    let names = ["right_to_arbitrate", "mediation_end", "duty", "sue"];
    let mut counted: BTreeMap<_, _> = names.map(|name| (name, 0)).into();
    for story in stories {
        let entries = store.entries(story.id, 0).await.expect("the log reads");
        let mut case = Case::new(story.id);
        for entry in &entries {
            let header = entry.header().expect("canonical");
            let event = entry.event().expect("known").expect("whole");
            // Whatever happens next, nothing due was left behind for more than a day.
            if let Some(due) = deadline::next(&case) {
                assert!(
                    header.time.0 <= due.at.0 + DAY,
                    "{}: {due:?} was missed, then {event:?}",
                    story.id
                );
            }
            if let Some(name) = by_clock(&event) {
                let due = deadline::next(&case).unwrap_or_else(|| panic!("{}: {event:?} was never due", story.id));
                assert_eq!(due.clock, clock(name), "{}: {event:?}", story.id);
                assert!(header.time > due.at, "{}: {event:?} came too early", story.id);
                assert_eq!(header.actor.role, Role::System);
                *counted.entry(name).or_default() += 1;
                let key = match name {
                    "mediation_end" => format!("transfer_case:{}:{}", story.id, header.seq),
                    // Told to both sides, each once.
                    _ => format!("tell:{}:{}:claimant", story.id, header.seq),
                };
                assert_eq!(jobs(store, &key).await, 1, "{key}");
            }
            case.apply(&event, header.time);
        }
        if let Some(due) = deadline::next(&case) {
            assert!(due.at >= end, "{}: {due:?} never fired", story.id);
        }
    }
    counted
}

async fn jobs(store: &Store, key: &str) -> i64 {
    let row = sqlx::query("SELECT COUNT(*) AS many FROM jobs WHERE key = $1")
        .bind(key.to_owned())
        .fetch_one(store.pool())
        .await
        .expect("it reads");
    row.try_get("many").expect("a count")
}
