//! Rules that differ by place, each with its days and its source. What is not on record is not known.

use crate::identity::{Denied, from_name, name_of};
use domain::api::{LocalRule, LocalRuleKind, Organisation};
use domain::calendar::DaysOff;
use domain::id::{OrgId, PersonId};
use domain::moment::{Date, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AnyPool, Row};
use uuid::Uuid;

/// Longest source, in characters; with the region it fits a line of a document.
const SOURCE: usize = 120;
/// How far ahead a place's holidays are written into a case.
const AHEAD_DAYS: i64 = 3 * 366;

/// Every rule that is in force at `org`'s place on `day`: of each kind the nearest, an institution's own
/// before its city's, a city's before its province's, and of equals the newest.
///
/// # Errors
/// If the database fails.
pub async fn at(pool: &AnyPool, org: &Organisation, day: Date) -> sqlx::Result<Vec<LocalRule>> {
    let mut found: Vec<LocalRule> = Vec::new();
    for rule in of_place(pool, org).await? {
        if rule.from > day || rule.until.is_some_and(|last| last < day) {
            continue;
        }
        match found.iter_mut().find(|it| it.rule == rule.rule) {
            Some(before) if rank(before) < rank(&rule) => *before = rule,
            Some(_) => {}
            None => found.push(rule),
        }
    }
    Ok(found)
}

/// The rule of that kind at `org`'s place on `day`; `None` where none is on record.
///
/// # Errors
/// If the database fails.
pub async fn one(
    pool: &AnyPool,
    kind: LocalRuleKind,
    org: &Organisation,
    day: Date,
) -> sqlx::Result<Option<LocalRule>> {
    let mut all = at(pool, org, day).await?.into_iter();
    Ok(all.find(|it| it.rule == kind))
}

/// Days the body's place gives off from `day` on, as far as a case opened then may run.
///
/// # Errors
/// If the database fails.
pub async fn holidays(pool: &AnyPool, body: &Organisation, day: Date) -> sqlx::Result<Vec<DaysOff>> {
    let all = of_place(pool, body).await?.into_iter();
    let ahead = all.filter(|it| it.rule == LocalRuleKind::Holiday && it.from <= day.plus_days(AHEAD_DAYS));
    let days = ahead.filter_map(|it| {
        let (from, to) = (it.from, it.until?);
        (to >= day).then_some(DaysOff { from, to })
    });
    let mut days: Vec<DaysOff> = days.collect();
    days.sort_by_key(|off| off.from);
    days.dedup();
    Ok(days)
}

fn rank(rule: &LocalRule) -> (bool, usize, Date) {
    (rule.org.is_some(), rule.region.chars().count(), rule.from)
}

async fn of_place(pool: &AnyPool, org: &Organisation) -> sqlx::Result<Vec<LocalRule>> {
    let own = |rule: &LocalRule| org.region.starts_with(&rule.region) && rule.org.is_none_or(|it| it == org.id);
    Ok(all(pool).await?.into_iter().filter(own).collect())
}

/// Everything on record, by rule and day.
///
/// # Errors
/// If the database fails.
pub async fn all(pool: &AnyPool) -> sqlx::Result<Vec<LocalRule>> {
    let sql = "SELECT rule, region, org, value, from_day, until_day, source FROM local_rules
               ORDER BY rule, from_day, region, id";
    sqlx::query(sql).fetch_all(pool).await?.iter().map(read).collect()
}

fn read(row: &AnyRow) -> sqlx::Result<LocalRule> {
    let unread = || sqlx::Error::ColumnNotFound("a local rule's row is unreadable".into());
    let text = |column: &str| row.try_get::<String, _>(column);
    let org = text("org")?;
    let until: Option<String> = row.try_get("until_day")?;
    Ok(LocalRule {
        rule: from_name(&text("rule")?).ok_or_else(unread)?,
        value: row.try_get("value")?,
        from: text("from_day")?.parse().map_err(|_| unread())?,
        until: until.map(|day| day.parse().map_err(|_| unread())).transpose()?,
        region: text("region")?,
        org: match org.as_str() {
            "" => None,
            org => Some(org.parse::<OrgId>().map_err(|_| unread())?),
        },
        source: text("source")?,
    })
}

/// Puts a rule on record.
///
/// # Errors
/// `rule_unfit` for a value the rule cannot have, days that end before they begin, or a missing source.
pub async fn enter(pool: &AnyPool, rule: &LocalRule, by: PersonId, now: Timestamp) -> Result<(), Denied> {
    let fits = match rule.rule {
        LocalRuleKind::MinimumWage | LocalRuleKind::AverageWage => (10_000..=100_000_000).contains(&rule.value),
        LocalRuleKind::LetterReply => (1..=365).contains(&rule.value),
        LocalRuleKind::TakesLabourBodies => (0..=1).contains(&rule.value),
        LocalRuleKind::ConfirmWithin => (1..=30).contains(&rule.value),
        LocalRuleKind::Holiday => {
            let most = |to: Date| (0..=15).contains(&rule.from.days_until(to));
            rule.until.is_some_and(most)
        }
    };
    let days = rule.until.is_none_or(|last| rule.from <= last);
    let named = domain::text::fit(&rule.source, SOURCE).is_ok() && domain::text::fit(&rule.region, SOURCE).is_ok();
    if !fits || !days || !named {
        return Err(Denied::Because(422, "rule_unfit"));
    }
    sqlx::query(
        "INSERT INTO local_rules (id, rule, region, org, value, from_day, until_day, source, entered_by, entered)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(Uuid::now_v7().to_string())
    .bind(name_of(rule.rule))
    .bind(rule.region.clone())
    .bind(rule.org.map_or_else(String::new, |org| org.to_string()))
    .bind(rule.value)
    .bind(rule.from.to_string())
    .bind(rule.until.map(|day| day.to_string()))
    .bind(rule.source.clone())
    .bind(by.to_string())
    .bind(now.0)
    .execute(pool)
    .await?;
    Ok(())
}
