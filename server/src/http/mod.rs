//! The router. One endpoint family, one file.

mod appointments;
mod calendar_feed;
mod calendar_page;
pub mod cases;
pub mod ceremony;
pub mod commands;
mod commission;
mod connection;
pub mod crl;
pub mod demo;
pub mod door;
pub mod door_code;
mod door_connection;
pub mod door_demo;
pub mod door_invitation;
pub mod door_kiosk;
pub mod door_landing;
mod door_lost;
mod door_phone;
pub mod door_receipt;
pub mod door_staff;
pub mod door_status;
pub mod dossier;
pub mod events;
pub mod files;
pub mod filing;
pub mod filings;
mod finish;
pub mod headers;
pub mod health;
mod interpreters;
pub mod invitations;
mod language;
mod letters_form;
mod letters_page;
mod letters_typed;
pub mod limits;
pub mod local_rules;
pub mod log;
pub mod mediators;
pub mod metrics;
mod minutes;
pub mod oauth;
pub mod office;
mod office_page;
mod office_signing;
mod office_visit;
pub mod openapi;
pub mod pages;
pub mod passkeys;
mod pdf;
pub mod port;
pub mod preview;
pub mod problem;
pub mod record;
mod recording;
mod recordings;
mod records_page;
pub mod room;
mod rules_page;
pub mod service;
pub mod session;
pub mod site;
mod systems_page;
pub mod timestamp;
pub mod translation;
pub mod trust;
pub mod verifier;
pub mod webhooks;

use crate::app::Shared;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;

/// Bodies of JSON and forms; uploads set their own limit.
const LARGEST_BODY: usize = 256 * 1024;

/// Every endpoint under `/api/v1` and `/oauth`, demo excepted, with its description.
fn api() -> OpenApiRouter<Shared> {
    let parties = OpenApiRouter::new()
        .merge(session::router())
        .merge(invitations::router())
        .merge(ceremony::router())
        .merge(cases::router())
        .merge(commands::router())
        .merge(preview::router())
        .merge(events::router())
        .merge(room::router())
        .merge(connection::router())
        .merge(files::router())
        .merge(service::router())
        .merge(record::router())
        .merge(recordings::router())
        .merge(recording::router())
        .merge(translation::router())
        .merge(mediators::router())
        .merge(commission::router())
        .merge(appointments::router())
        .merge(minutes::router())
        .merge(pages::router())
        .merge(local_rules::router())
        .merge(dossier::router());
    let staff = OpenApiRouter::new()
        .merge(passkeys::router())
        .merge(interpreters::router())
        .merge(office::router())
        .merge(office_signing::router());
    let public = OpenApiRouter::new()
        .merge(trust::router())
        .merge(log::router())
        .merge(openapi::router());
    let systems = OpenApiRouter::new()
        .merge(oauth::router())
        .merge(filings::router())
        .merge(filing::router())
        .merge(webhooks::router());
    OpenApiRouter::new()
        .merge(parties)
        .merge(staff)
        .merge(systems)
        .merge(public)
}

pub fn router(app: &Shared) -> Router {
    metrics::record();
    let doors = Router::new()
        .merge(door::router())
        .merge(door_landing::router())
        .merge(door_invitation::router())
        .merge(door_receipt::router())
        .merge(door_code::router())
        .merge(door_status::router())
        .merge(door_connection::router())
        .merge(door_phone::router())
        .merge(door_kiosk::router())
        .merge(door_staff::router())
        .merge(office_page::router())
        .merge(systems_page::router())
        .merge(rules_page::router())
        .merge(letters_page::router())
        .merge(records_page::router())
        .merge(calendar_page::router())
        .merge(calendar_feed::router())
        .merge(site::routes())
        .merge(verifier::router())
        .merge(crl::router())
        .merge(timestamp::router());
    let mut all = Router::from(api()).merge(doors);
    if app.config.demo {
        all = all.merge(Router::from(demo::router())).merge(door_demo::router());
    }
    all.fallback(door_lost::lost)
        .layer(from_fn(finish::finish))
        .layer(from_fn_with_state(app.clone(), limits::limit))
        // Watched by machines that come often.
        .merge(health::router())
        .route_layer(from_fn(metrics::measure))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(from_fn_with_state(app.clone(), headers::guard))
        .layer(from_fn(problem::speak))
        .with_state(app.clone())
}
