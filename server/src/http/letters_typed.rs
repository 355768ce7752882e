//! A letter as it is typed: what of it is wrong, and what becomes of it.

use super::letters_page::Told;
use super::session::unavailable;
use crate::app::App;
use crate::identity::{Denied, who::Who};
use crate::letters::{self, Registered};
use crate::local_rules;
use crate::store::read::Whose;
use documents::LetterContent;
use domain::api::{OrgKind, Organisation};
use domain::hash::Digest;
use domain::letter::{Letter, LetterKind, LetterStep};
use domain::moment::{Date, Zone};
use domain::text::{LINE, NAME, REASON, STORY, fit, fit_or_blank};
use serde::Deserialize;
use uuid::Uuid;

/// As typed. The id is made with the form, so that a letter sent twice is one.
#[derive(Clone, Deserialize)]
pub struct New {
    pub(super) id: Uuid,
    pub kind: LetterKind,
    pub(super) addressee: String,
    #[serde(default)]
    pub(super) contact: String,
    #[serde(default)]
    pub(super) case: String,
    pub(super) facts: String,
    #[serde(default)]
    pub(super) law: String,
    pub(super) demand: String,
    #[serde(default)]
    pub(super) days: String,
    #[serde(default)]
    pub(super) basis: String,
    #[serde(default)]
    pub(super) officer: String,
    #[serde(default)]
    pub(super) follows: String,
    /// `make`; anything else shows it first.
    #[serde(default)]
    pub(super) act: String,
}

/// Shows the letter, or makes it.
///
/// # Errors
/// `text_unfit`, `letter_days`, `letter_follows`, `unknown_case`; if it cannot be made.
pub async fn put(app: &App, who: &Who, org: &Organisation, new: New) -> Result<Told, Denied> {
    let today = app.clock.now().date(Zone::CHINA);
    let (registered, follows) = registered(app, org, &new, today).await?;
    let content = LetterContent {
        kind: new.kind,
        addressee: registered.addressee.clone(),
        facts: new.facts.trim().to_owned(),
        law: new.law.trim().to_owned(),
        demand: new.demand.trim().to_owned(),
        days: registered.letter.days.map(|days| (days, registered.basis.clone())),
        case: registered.case.clone().map(|(number, _)| number).unwrap_or_default(),
        follows,
        officer: new.officer.trim().to_owned(),
    };
    if new.act == "make" {
        let made = letters::make(app, org, registered, &content, who).await;
        made.map_err(unavailable)?;
        return Ok(Told::Nothing);
    }
    let sheet = documents::own_letter(&content, &org.name, "（预览，未编号）".into(), &who.name, today);
    let drawn = tokio::task::spawn_blocking(move || documents::picture(&sheet)).await;
    let picture = drawn.map_err(unavailable)?.map_err(unavailable)?;
    Ok(Told::Foreseen {
        picture,
        typed: Box::new(new),
    })
}

/// The letter as it will stand, and the number of the opinion it rests on.
async fn registered(
    app: &App,
    org: &Organisation,
    new: &New,
    today: Date,
) -> Result<(Registered, Option<String>), Denied> {
    let because = |code| Denied::Because(422, code);
    if new.kind.writer() != org.kind {
        return Err(because("not_your_role"));
    }
    let told = |text: &str, most| fit(text.trim(), most).map_err(|it| because(it.code()));
    let may = |text: &str, most| fit_or_blank(text.trim(), most).map_err(|it| because(it.code()));
    told(&new.addressee, NAME)?;
    told(&new.facts, STORY)?;
    told(&new.demand, STORY)?;
    may(&new.law, REASON)?;
    may(&new.basis, LINE)?;
    may(&new.officer, NAME)?;
    may(&new.contact, LINE)?;
    let (days, basis) = match (new.kind.days(), new.days.trim()) {
        (Some(days), _) => (Some(days), new.kind.article().to_owned()),
        (None, "") => (None, String::new()),
        (None, days) => {
            let days = days.parse().ok().filter(|days| (1..=365).contains(days));
            (Some(days.ok_or(because("letter_days"))?), new.basis.trim().to_owned())
        }
    };
    if (new.kind.wants_days() && days.is_none()) || (days.is_some() && basis.is_empty()) {
        return Err(because("letter_days"));
    }
    let follows = match new.kind {
        LetterKind::Recommendation => Some(opinion(app, org, new, today).await?),
        _ => None,
    };
    let (follows, number) = follows.map(|opinion| (opinion.id, opinion.number)).unzip();
    let registered = Registered {
        id: new.id,
        org: org.id,
        letter: Letter {
            kind: new.kind,
            days,
            steps: Vec::new(),
        },
        number: String::new(),
        addressee: new.addressee.trim().to_owned(),
        contact: new.contact.trim().to_owned(),
        case: case(app, org, new.case.trim()).await?,
        follows,
        basis,
        document: Digest::ZERO,
        written: app.clock.now(),
        notes: Vec::new(),
    };
    Ok((registered, number))
}

/// The opinion a recommendation rests on, if it failed.
async fn opinion(app: &App, org: &Organisation, new: &New, today: Date) -> Result<Registered, Denied> {
    let unfit = || Denied::Because(422, "letter_follows");
    let id = new.follows.parse().map_err(|_| unfit())?;
    let named = letters::find(app.store.pool(), org.id, id).await?.ok_or_else(unfit)?;
    let sent = named.letter.on(LetterStep::Sent).unwrap_or(today);
    let local = local_rules::holidays(app.store.pool(), org, sent).await?;
    match named.letter.calls_for_recommendation(today, &local) {
        Ok(true) => Ok(named),
        Ok(false) => Err(unfit()),
        Err(_) => Err(Denied::Because(422, "calendar_missing")),
    }
}

/// The case of that number, which must be one the institution sees.
async fn case(app: &App, org: &Organisation, number: &str) -> Result<Option<(String, String)>, Denied> {
    if number.is_empty() {
        return Ok(None);
    }
    let whose = match org.kind {
        OrgKind::ArbitrationCommission => Whose::Institution(org.id),
        _ => Whose::Supporter(org.id),
    };
    let found = app.store.numbered(whose, number).await.map_err(unavailable)?;
    let found = found.into_iter().next().map(|line| (line.number, line.id.to_string()));
    found.map(Some).ok_or(Denied::Because(422, "unknown_case"))
}
