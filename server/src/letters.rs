//! The register of letters (`domain::letter`): written once, with what became of each in rows of its own.

use crate::app::App;
use crate::identity::who::Who;
use crate::identity::{Denied, from_name, name_of};
use crate::marks;
use crate::store::numbers::Series;
use documents::{LetterContent, Mould};
use domain::api::Organisation;
use domain::artefact::ArtefactKind;
use domain::hash::Digest;
use domain::id::{OrgId, PersonId};
use domain::letter::{Letter, LetterKind, LetterStep};
use domain::mark::SEAL;
use domain::moment::{Date, Timestamp, Zone};
use sqlx::any::AnyRow;
use sqlx::{AnyPool, Row};
use uuid::Uuid;

/// A letter of the register.
#[derive(Clone, Debug)]
pub struct Registered {
    pub id: Uuid,
    pub org: OrgId,
    pub letter: Letter,
    pub number: String,
    pub addressee: String,
    /// Where the addressee is reached.
    pub contact: String,
    /// Number and id of the case it is about.
    pub case: Option<(String, String)>,
    /// The opinion a recommendation rests on.
    pub follows: Option<Uuid>,
    /// Where the days to answer stand.
    pub basis: String,
    /// The sealed PDF.
    pub document: Digest,
    pub written: Timestamp,
    /// What was noted with each step, in their order.
    pub notes: Vec<String>,
}

/// Most letters one page shows.
const MOST: i64 = 500;

/// Letters of `org`, newest first.
///
/// # Errors
/// If the database fails.
pub async fn of(pool: &AnyPool, org: OrgId) -> sqlx::Result<Vec<Registered>> {
    select(pool, org, String::new()).await
}

/// One letter of `org`, however old.
///
/// # Errors
/// If the database fails.
pub async fn find(pool: &AnyPool, org: OrgId, id: Uuid) -> sqlx::Result<Option<Registered>> {
    Ok(select(pool, org, id.to_string()).await?.pop())
}

/// Letters of `org`, or of these the one of that id.
async fn select(pool: &AnyPool, org: OrgId, id: String) -> sqlx::Result<Vec<Registered>> {
    let sql = "SELECT id, org, kind, number, addressee, contact, case_number, case_id, follows, days, basis, document,
                      written FROM letters WHERE org = $1 AND ($2 = '' OR id = $2)
               ORDER BY written DESC, id DESC LIMIT $3";
    let rows = sqlx::query(sql)
        .bind(org.to_string())
        .bind(id.clone())
        .bind(MOST)
        .fetch_all(pool)
        .await?;
    let mut found: Vec<Registered> = rows.iter().map(read).collect::<sqlx::Result<_>>()?;
    let sql = "SELECT letter, step, on_day, note FROM letter_steps
               WHERE letter IN (SELECT id FROM letters WHERE org = $1 AND ($2 = '' OR id = $2))
               ORDER BY on_day, entered";
    let steps = sqlx::query(sql).bind(org.to_string()).bind(id);
    for row in steps.fetch_all(pool).await? {
        let letter: String = row.try_get("letter")?;
        let Some(one) = found.iter_mut().find(|it| it.id.to_string() == letter) else {
            continue;
        };
        let (step, on): (String, String) = (row.try_get("step")?, row.try_get("on_day")?);
        let step = from_name(&step).ok_or_else(unread)?;
        one.letter.steps.push((step, on.parse().map_err(|_| unread())?));
        one.notes.push(row.try_get("note")?);
    }
    Ok(found)
}

fn unread() -> sqlx::Error {
    sqlx::Error::ColumnNotFound("a letter's row is unreadable".into())
}

fn read(row: &AnyRow) -> sqlx::Result<Registered> {
    let text = |column: &str| row.try_get::<String, _>(column);
    let parsed = |text: String| text.parse::<Uuid>().map_err(|_| unread());
    let (number, case, follows) = (text("case_number")?, text("case_id")?, text("follows")?);
    let days: Option<i64> = row.try_get("days")?;
    Ok(Registered {
        id: parsed(text("id")?)?,
        org: text("org")?.parse().map_err(|_| unread())?,
        letter: Letter {
            kind: from_name::<LetterKind>(&text("kind")?).ok_or_else(unread)?,
            days: days.and_then(|days| u32::try_from(days).ok()),
            steps: Vec::new(),
        },
        number: text("number")?,
        addressee: text("addressee")?,
        contact: text("contact")?,
        case: (!case.is_empty()).then_some((number, case)),
        follows: match follows.is_empty() {
            true => None,
            false => Some(parsed(follows)?),
        },
        basis: text("basis")?,
        document: text("document")?.parse().map_err(|_| unread())?,
        written: Timestamp(row.try_get("written")?),
        notes: Vec::new(),
    })
}

async fn write(pool: &AnyPool, new: &Registered, by: PersonId) -> sqlx::Result<()> {
    let (number, case) = new.case.clone().unwrap_or_default();
    sqlx::query(
        "INSERT INTO letters (id, org, kind, number, addressee, contact, case_number, case_id, follows, days, basis,
                              document, written_by, written)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (id) DO NOTHING",
    )
    .bind(new.id.to_string())
    .bind(new.org.to_string())
    .bind(name_of(new.letter.kind))
    .bind(new.number.clone())
    .bind(new.addressee.clone())
    .bind(new.contact.clone())
    .bind(number)
    .bind(case)
    .bind(new.follows.map_or_else(String::new, |it| it.to_string()))
    .bind(new.letter.days.map(i64::from))
    .bind(new.basis.clone())
    .bind(new.document.to_string())
    .bind(by.to_string())
    .bind(new.written.0)
    .execute(pool)
    .await?;
    Ok(())
}

/// Writes down what became of `letter` as of `on`.
///
/// # Errors
/// `wrong_stage`, `already_done` or `day_unfit` ([`Letter::may`]).
pub async fn step(
    pool: &AnyPool,
    letter: &Registered,
    (step, on, note): (LetterStep, Date, &str),
    (by, now, today): (PersonId, Timestamp, Date),
) -> Result<(), Denied> {
    let may = letter.letter.may(step, on, today);
    may.map_err(|refusal| Denied::Because(422, refusal.code()))?;
    let done = sqlx::query(
        "INSERT INTO letter_steps (letter, step, on_day, note, entered_by, entered) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (letter, step) DO NOTHING",
    )
    .bind(letter.id.to_string())
    .bind(name_of(step))
    .bind(on.to_string())
    .bind(note.to_owned())
    .bind(by.to_string())
    .bind(now.0)
    .execute(pool)
    .await?;
    match done.rows_affected() {
        0 => Err(Denied::Because(422, domain::refusal::Refusal::AlreadyDone.code())),
        _ => Ok(()),
    }
}

/// Numbers, renders and seals a letter and puts it in the register. Asked twice with the same id it is there
/// once, under one number.
///
/// # Errors
/// If the document cannot be made or the database fails.
pub async fn make(
    app: &App,
    org: &Organisation,
    mut new: Registered,
    content: &LetterContent,
    by: &Who,
) -> anyhow::Result<()> {
    let today = new.written.date(Zone::CHINA);
    let work = format!("letter/{}", new.id);
    let series = series(new.letter.kind);
    new.number = app.store.number(org.id, series, &work, today.year()).await?;
    let sheet = documents::own_letter(content, &org.name, new.number.clone(), &by.name, today);
    let now = app.clock.now();
    let rendered = tokio::task::spawn_blocking(move || documents::render(&work, &sheet, now)).await??;
    let mould = Mould([SEAL].into_iter().zip(rendered.blocks).collect());
    let base = mould.fields(&rendered.pdf)?;
    let drafted = [(ArtefactKind::Document, Digest::of(&base))];
    app.store.log_artefacts(None, &drafted, now).await?;
    let pdf = marks::sealed(app, None, (org.id, &org.name), base).await?;
    new.document = app.files.put(&pdf).await?;
    write(app.store.pool(), &new, by.person).await?;
    Ok(())
}

fn series(kind: LetterKind) -> Series {
    match kind {
        LetterKind::Reminder => Series::Reminder,
        LetterKind::Opinion => Series::Opinion,
        LetterKind::Recommendation => Series::Recommendation,
        LetterKind::MediationProposal => Series::MediationProposal,
        LetterKind::MediationReferral => Series::MediationReferral,
    }
}
