//! `GET /calendar/feed/{secret}.ics`: a mediator's appointments for a program that subscribes to calendars.
//! It signs in nobody and names no party: whoever has the address reads times, places and case numbers.

use super::limits::Address;
use crate::app::App;
use crate::calendar::ics::{self, Method};
use crate::calendar::{self, feeds};
use crate::identity::{Denied, persons};
use crate::store::StoreError;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use domain::actor::Role;
use domain::moment::DAY;
use std::sync::Arc;

pub fn router() -> Router<Arc<App>> {
    Router::new().route("/calendar/feed/{secret}", routing::get(read))
}

/// What a subscription holds: a quarter back, a year ahead.
const BACK: i64 = 92 * DAY;
const AHEAD: i64 = 366 * DAY;

async fn read(
    State(app): State<Arc<App>>,
    Address(address): Address,
    Path(secret): Path<String>,
) -> Result<Response, Denied> {
    let unknown = Denied::Because(404, "link_unknown");
    let now = app.clock.now();
    let pool = app.store.pool();
    let secret = secret.strip_suffix(".ics").unwrap_or(&secret);
    let Some(person) = feeds::whose(pool, secret).await? else {
        // A guess, or an address that was taken back.
        return match app.guesses.take(&format!("feed/{address}"), now.0) {
            Ok(()) => Err(unknown),
            Err(seconds) => Err(Denied::Wait("too_many_requests", seconds)),
        };
    };
    let found = persons::find(pool, person).await?;
    if !found.is_some_and(|it| !it.closed && matches!(it.staff, Some((Role::Mediator, _)))) {
        return Err(unknown);
    }
    let failed = |error: StoreError| {
        tracing::error!(%error, "a calendar cannot be read");
        Denied::Because(503, "unavailable")
    };
    let agenda = calendar::agenda(&app, person, now.plus_ms(-BACK), now.plus_ms(AHEAD)).await;
    let mut entries = Vec::new();
    for kept in agenda.map_err(failed)? {
        let entry = calendar::entry(&app, &kept.case, kept.n, Role::Mediator).await;
        entries.extend(entry.map_err(failed)?);
    }
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    Ok((headers, ics::write(Method::Publish, &entries, now)).into_response())
}
