//! What the staff's plain pages share: who may see them, and how a form's deed is answered.
//!
//! Staff whose page it is not are sent on to their desk, strangers to the sign-in.

use super::door::{Asked, Lang};
use super::session::Tab;
use crate::app::App;
use crate::identity::{Denied, who::Who};
use axum::extract::{FromRequestParts, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::actor::Role;
use domain::reason::reason;
use std::sync::Arc;

/// One request of such a page.
#[derive(FromRequestParts)]
#[from_request(state(Arc<App>))]
pub struct Visit {
    #[from_request(via(State))]
    pub app: Arc<App>,
    tab: Tab,
    who: Option<Who>,
    #[from_request(via(Query))]
    asked: Asked,
}

/// Whom a page is drawn for.
pub struct Desk<'a> {
    pub app: &'a App,
    pub who: &'a Who,
    /// Carries tab and language on to the page's links and forms.
    pub query: &'a str,
    pub lang: Lang,
}

impl Visit {
    /// Does `deed` for an administrator, then shows the page as it stands, with what came of it.
    pub async fn answer<T>(
        &self,
        deed: impl AsyncFnOnce(&Who) -> Result<T, Denied>,
        drawn: impl AsyncFnOnce(Desk<'_>, Result<T, Denied>) -> Result<Response, Denied>,
    ) -> Response {
        self.answer_to(|role| role == Role::OrgAdmin, deed, drawn).await
    }

    /// As [`Visit::answer`], for staff in one of the roles that `may`.
    pub async fn answer_to<T>(
        &self,
        may: impl Fn(Role) -> bool,
        deed: impl AsyncFnOnce(&Who) -> Result<T, Denied>,
        drawn: impl AsyncFnOnce(Desk<'_>, Result<T, Denied>) -> Result<Response, Denied>,
    ) -> Response {
        let lang = self.asked.lang();
        let query = match &self.tab.0 {
            Some(persona) => format!("?as={persona}{}", lang.of("", "&amp;lang=en")),
            None => lang.query().to_owned(),
        };
        let Some(who) = &self.who else {
            return Redirect::to(&format!("/staff{}", lang.query())).into_response();
        };
        if !who.staff.is_some_and(|(role, _)| may(role)) {
            return Redirect::to(&format!("/desk/{query}")).into_response();
        }
        let told = deed(who).await;
        let desk = Desk {
            app: &self.app,
            who,
            query: &query,
            lang,
        };
        drawn(desk, told).await.unwrap_or_else(Denied::into_response)
    }
}

/// Why a deed was not done, above the lists.
pub fn trouble(denied: &Denied, lang: Lang) -> String {
    let text = reason(denied.code(), lang.language());
    format!("<p class=\"note bad\" role=\"alert\">{text}</p>")
}
