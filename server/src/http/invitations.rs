//! Personal links: made by the mediator or by the portal itself, answered by one person.

use super::limits::Address;
use super::session::{Tab, open, send, unavailable};
use crate::app::App;
use crate::identity::{Denied, codes, invites, orgs, persons, sessions, token, who::Who};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::actor::{Actor, Assurance, Side};
use domain::api::{
    CodeCheck, CodeRequest, CodeSent, InvitationView, InviteMade, InviteRequest, Problem, Session, Submission,
};
use domain::command::Command;
use domain::hash::Digest;
use domain::id::{CaseId, CommandId, InvitationId};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(make))
        .routes(routes!(show))
        .routes(routes!(send_code))
        .routes(routes!(verify))
}

/// `POST cases/{id}/invitations`: acts `InviteParty`, keeps the link's hash, texts the link.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/invitations",
    operation_id = "invite_party",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    request_body = InviteRequest,
    responses(
        (status = 200, description = "The personal link, its QR code and the new seq", body = InviteMade),
        (status = 404, description = "`unknown_case`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`command_id_reused`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The refusal's code; `phone_unfit`", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn make(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    Json(ask): Json<InviteRequest>,
) -> Result<Json<InviteMade>, Response> {
    let case = app
        .store
        .load(id)
        .await
        .map_err(|error| unavailable(error).into_response())?;
    let case = case.ok_or_else(|| Denied::Because(404, "unknown_case").into_response())?;
    let actor = who.actor_in(&case);
    let phone = ask.phone.value.clone();
    invite(&app, id, ask.command, ask.side, &phone, ask.phone.commitment(), &actor)
        .await
        .map(Json)
}

/// Invites the owner of `phone` to `side` as `actor`. The secret leaves only by the answer and
/// the text message.
pub async fn invite(
    app: &App,
    id: CaseId,
    command: CommandId,
    side: Side,
    phone: &str,
    commitment: Digest,
    actor: &Actor,
) -> Result<InviteMade, Response> {
    let refuse = |denied: Denied| denied.into_response();
    domain::identity::phone(phone).map_err(|refusal| refuse(Denied::Because(422, refusal.code())))?;
    let (secret, invitation, now) = (token::fresh(), InvitationId(Uuid::now_v7()), app.clock.now());
    let submission = Submission {
        id: command,
        expected_seq: None,
        command: Command::InviteParty {
            invitation,
            side,
            phone: commitment,
            token: token::hash(&secret),
        },
    };
    let accepted = app
        .store
        .act(id, &submission, actor, now)
        .await
        .map_err(|error| super::problem::Problem::from(error).into_response())?;
    // A repeated command would carry another secret, so the store answers it by `IdReused`.
    let case = accepted.case;
    let body = case.body.unwrap_or(orgs::CENTRE);
    let invite = invites::Invite {
        case: id,
        invitation,
        side,
        body,
        number: case.number.clone(),
        phone: phone.to_owned(),
        person: None,
    };
    // A crash between the log and here loses the link; the mediator invites again.
    invites::keep(app.store.pool(), token::hash(&secret), &invite, now)
        .await
        .map_err(|error| refuse(error.into()))?;
    let link = format!("{}/i/{secret}", app.config.origin);
    let name = orgs::find(app.store.pool(), body)
        .await
        .ok()
        .flatten()
        .map_or_else(String::new, |org| org.name);
    let text = format!(
        "【枫桥云调】{name}邀请您参加劳动争议在线调解（{}）。请打开本人专用链接：{link} ，请勿转发。咨询电话 12351。",
        case.number
    );
    if let Err(error) = app.sms.send(phone, &text, now).await {
        // The mediator still has the link and the QR code in hand.
        tracing::warn!(%error, "invitation not texted");
    }
    Ok(InviteMade {
        invitation,
        qr_svg: qr(&link),
        link,
        seq: accepted.seq,
    })
}

/// A QR code as SVG, dark on transparent, with a quiet zone.
pub fn qr(text: &str) -> String {
    qrcode::QrCode::new(text).map_or_else(
        |_| String::new(),
        |code| {
            code.render::<qrcode::render::svg::Color<'_>>()
                .min_dimensions(240, 240)
                .build()
        },
    )
}

/// `GET invitations/{token}`
#[utoipa::path(
    get,
    path = "/api/v1/invitations/{token}",
    operation_id = "read_invitation",
    tag = "people",
    params(("token" = String, Path, description = "Secret of the personal link")),
    responses(
        (status = 200, description = "What the person is invited to", body = InvitationView),
        (status = 404, description = "`invitation_unknown`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`invitation_expired`", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn show(State(app): State<Arc<App>>, Path(secret): Path<String>) -> Result<Json<InvitationView>, Denied> {
    let invite = invites::find(app.store.pool(), &secret, app.clock.now()).await?;
    let body = orgs::find(app.store.pool(), invite.body)
        .await?
        .ok_or(Denied::Because(404, "invitation_unknown"))?;
    Ok(Json(InvitationView {
        case: invite.case,
        number: invite.number,
        invitation: invite.invitation,
        side: invite.side,
        body,
        phone_tail: codes::tail(&invite.phone),
    }))
}

/// `POST invitations/{token}/code`: to the invited phone and no other (403 `invitation_foreign`).
#[utoipa::path(
    post,
    path = "/api/v1/invitations/{token}/code",
    operation_id = "send_invitation_code",
    tag = "people",
    params(("token" = String, Path, description = "Secret of the personal link")),
    request_body = CodeRequest,
    responses(
        (status = 200, description = "A code is on its way to the invited phone", body = CodeSent),
        (status = 403, description = "`invitation_foreign`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`invitation_unknown`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`invitation_expired`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`code_too_soon`, `code_too_many`", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn send_code(
    State(app): State<Arc<App>>,
    Path(secret): Path<String>,
    Address(address): Address,
    Json(ask): Json<CodeRequest>,
) -> Result<Json<CodeSent>, Denied> {
    Ok(Json(code_for(&app, &secret, &ask.phone, &address).await?))
}

/// Sends the code of an invitation; `phone` must be the invited one.
pub async fn code_for(app: &App, secret: &str, phone: &str, address: &str) -> Result<CodeSent, Denied> {
    let invite = invites::find(app.store.pool(), secret, app.clock.now()).await?;
    if invite.phone != phone {
        return Err(Denied::Because(403, "invitation_foreign"));
    }
    send(
        app,
        &format!("invitation:{}", invite.invitation),
        phone,
        address,
        "参加调解",
    )
    .await
}

/// `POST invitations/{token}/verify`: the session is bound to this invitation.
///
/// Refuses a person other than the first who answered (409 `invitation_used`).
#[utoipa::path(
    post,
    path = "/api/v1/invitations/{token}/verify",
    operation_id = "verify_invitation_code",
    tag = "people",
    params(("token" = String, Path, description = "Secret of the personal link")),
    request_body = CodeCheck,
    responses(
        (status = 200, description = "A session bound to the invitation; its cookie is set", body = Session),
        (status = 403, description = "`invitation_foreign`, `staff_need_passkey`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`invitation_unknown`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`invitation_used`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`invitation_expired`, `code_expired`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`code_wrong`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`code_locked`", body = Problem, content_type = "application/problem+json"),
    ),
)]
async fn verify(
    State(app): State<Arc<App>>,
    Path(secret): Path<String>,
    tab: Tab,
    Json(check): Json<CodeCheck>,
) -> Result<Response, Denied> {
    let start = answer(&app, &secret, &check.phone, &check.code).await?;
    open(&app, start, &tab).await
}

/// Checks the code and binds the invitation; answers the session to open.
pub async fn answer(app: &App, secret: &str, phone: &str, code: &str) -> Result<sessions::Start, Denied> {
    let (pool, now) = (app.store.pool(), app.clock.now());
    let invite = invites::find(pool, secret, now).await?;
    if invite.phone != phone {
        return Err(Denied::Because(403, "invitation_foreign"));
    }
    codes::check(pool, &format!("invitation:{}", invite.invitation), phone, code, now).await?;
    let person = persons::by_phone(pool, phone, now).await?;
    if person.closed || person.staff.is_some() {
        return Err(Denied::Because(403, "staff_need_passkey"));
    }
    invites::answer(pool, invite.invitation, person.id).await?;
    Ok(sessions::Start {
        person: person.id,
        assurance: Assurance::Phone,
        invited: Some((invite.case, invite.invitation, invite.side)),
        demo: false,
    })
}
