//! The router. One endpoint family, one file.

pub mod cases;
pub mod ceremony;
pub mod commands;
pub mod demo;
mod denied;
pub mod door;
pub mod door_code;
pub mod door_demo;
pub mod door_staff;
pub mod door_status;
pub mod events;
pub mod files;
pub mod headers;
pub mod health;
pub mod invitations;
pub mod limits;
pub mod log;
pub mod office;
pub mod passkeys;
pub mod problem;
pub mod room;
pub mod session;
pub mod site;
pub mod trust;

use crate::app::Shared;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;

/// Bodies of JSON and forms; uploads set their own limit.
const LARGEST_BODY: usize = 256 * 1024;

pub fn router(app: &Shared) -> Router {
    let parties = Router::new()
        .merge(session::router())
        .merge(invitations::router())
        .merge(ceremony::router())
        .merge(cases::router())
        .merge(commands::router())
        .merge(events::router())
        .merge(room::router())
        .merge(files::router());
    let staff = Router::new().merge(passkeys::router()).merge(office::router());
    let public = Router::new()
        .merge(trust::router())
        .merge(log::router())
        .merge(site::routes());
    let doors = Router::new()
        .merge(door::router())
        .merge(door_code::router())
        .merge(door_status::router())
        .merge(door_staff::router());
    let mut all = Router::new().merge(parties).merge(staff).merge(public).merge(doors);
    if app.config.demo {
        all = all.merge(demo::router()).merge(door_demo::router());
    }
    all.layer(from_fn_with_state(app.clone(), limits::limit))
        // Watched by machines that come often.
        .merge(health::router())
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn_with_state(app.clone(), headers::guard))
        .with_state(app.clone())
}
