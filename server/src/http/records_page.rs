//! `/records/{case}`: a plain list of what the reader's side declared, each to open and print.

use super::cases::viewed;
use super::door::{Asked, escape, page};
use super::problem::Problem;
use super::session::Tab;
use crate::app::App;
use crate::identity::{name_of, who::Who};
use axum::extract::{Path, Query, State};
use axum::response::Html;
use axum::{Router, routing};
use documents::Record;
use domain::actor::Side;
use domain::id::CaseId;
use std::fmt::Write;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new().route("/records/{id}", routing::get(list))
}

async fn list(
    State(app): State<Arc<App>>,
    tab: Tab,
    who: Who,
    Path(id): Path<CaseId>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let (case, actor) = viewed(&app, &who, id).await?;
    let lang = asked.lang();
    let as_whom = tab.0.map_or_else(String::new, |persona| format!("?as={persona}"));
    let title = lang.of("申请书和确认书", "Requests and confirmations");
    let mut body = format!(
        "<h1>{title}</h1><p class=\"lead\">{}</p><ul class=\"doors\">",
        escape(&case.number)
    );
    let sides = actor.role.side().map_or(Side::BOTH.to_vec(), |side| vec![side]);
    for record in Record::ALL {
        for side in &sides {
            // Facts are both sides' and stand under the claimant's name.
            let side = if matches!(record, Record::UndisputedFacts | Record::ThirdObjection) {
                Side::Claimant
            } else {
                *side
            };
            if !record.stands(&case, side) {
                continue;
            }
            let whose = match side {
                Side::Claimant => lang.of("申请人", "claimant"),
                Side::Respondent => lang.of("被申请人", "respondent"),
            };
            let _ = write!(
                body,
                "<li><a class=\"door\" href=\"/api/v1/cases/{id}/records/{}/{}{as_whom}\">{} <span class=\"small\">{whose}</span></a></li>",
                name_of(record),
                name_of(side),
                record.title(&case),
            );
        }
    }
    body += "</ul>";
    Ok(page(lang, &format!("/records/{id}"), title, None, &body))
}
