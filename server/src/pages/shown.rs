//! What can be shown in the room, as pages of the case at hand.

use super::{MOST_PAGES, Page, Undrawn, WIDTHS};
use crate::app::Shared;
use crate::jobs::papers::words_of;
use crate::room::Opened;
use domain::actor::{Actor, Assurance, Side};
use domain::case::Case;
use domain::hash::Digest;
use domain::id::CaseId;
use domain::showing::{self, Showable, Shown};
use domain::sight;
use std::sync::Arc;

/// What `digest` names: the draft as it stands, or else evidence.
pub fn named(case: &Case, digest: Digest) -> Showable {
    if digest == case.draft.digest() {
        Showable::Draft
    } else {
        Showable::Evidence(digest)
    }
}

/// # Errors
/// [`Undrawn`].
pub async fn page(app: &Shared, case: &Arc<Case>, what: Showable, number: u16, width: u16) -> Result<Page, Undrawn> {
    let of = match what {
        Showable::Draft => case.draft.digest(),
        Showable::Evidence(digest) => digest,
    };
    let read = || async {
        match what {
            Showable::Draft => draft(app, case).await,
            Showable::Evidence(digest) => Ok(app.files.get(digest).await?),
        }
    };
    app.pages.page(of, number, width, read).await
}

/// The draft as the parties would sign it, with no value of one side that the other may not read: all look at the
/// same page.
async fn draft(app: &Shared, case: &Arc<Case>) -> Result<Vec<u8>, Undrawn> {
    if case.draft.0.is_empty() {
        return Err(Undrawn::Unfit);
    }
    let mut words = words_of(app, case).await?;
    for side in Side::BOTH {
        let party = case.seat(side).and_then(|seat| seat.person).map(|person| Actor {
            person,
            role: side.into(),
            org: None,
            assurance: Assurance::Phone,
        });
        let readable = party.map(|party| sight::readable(case, &party));
        let may = readable.unwrap_or_default();
        words.values.retain(|commitment, _| may.contains(commitment));
    }
    let digest = case.draft.digest();
    let translation = app.store.translation(case.id).await?.map(|it| it.of(&case.draft));
    let mut sheet = documents::agreement(case, &case.draft, digest, translation.as_ref(), &words);
    sheet.title += "（草稿）";
    sheet.attached.clear();
    let (name, now) = (format!("{}/draft", case.id), app.clock.now());
    let made = tokio::task::spawn_blocking(move || documents::render(&name, &sheet, now)).await?;
    Ok(made?.pdf)
}

/// `what` for `actor` to show, open at page `number`.
///
/// # Errors
/// The code that says why not.
pub async fn open(app: &Shared, id: CaseId, actor: Actor, what: Showable, number: u16) -> Result<Opened, &'static str> {
    let case = app.store.load(id).await;
    let case = case.ok().flatten().ok_or("unknown_case")?;
    showing::may_show(&case, what, &actor).map_err(|refusal| refusal.code())?;
    let [small, _] = WIDTHS;
    let number = number.max(1);
    let first = match page(app, &case, what, number, small).await {
        // The draft may have grown shorter.
        Err(Undrawn::Unfit) if number > 1 => page(app, &case, what, 1, small).await.map(|page| (1, page)),
        page => page.map(|page| (number, page)),
    };
    let (number, page) = first.map_err(|undrawn| match undrawn {
        Undrawn::Unfit => "page_unfit",
        Undrawn::Failed(error) => {
            tracing::error!(case = %id, %error, "a page to show");
            "unavailable"
        }
    })?;
    let (digest, title) = match what {
        Showable::Draft => (case.draft.digest(), String::new()),
        Showable::Evidence(digest) => {
            let mut evidence = case.evidence.iter();
            let piece = evidence.find(|(_, piece)| piece.digest == digest);
            (digest, piece.map(|(_, piece)| piece.title.clone()).unwrap_or_default())
        }
    };
    let shown = Shown {
        by: actor.person,
        what,
        title,
        digest,
        page: number,
        pages: page.pages.min(MOST_PAGES),
    };
    Ok(Opened {
        shown,
        may_read: Arc::new(move |viewer| showing::may_read(&case, what, viewer)),
    })
}
