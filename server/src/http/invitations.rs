//! Personal links: made by the mediator or by the portal itself, answered by one person.

use super::cases::viewed;
use super::limits::Address;
use super::problem::Problem;
use super::session::{Tab, open, send};
use crate::app::App;
use crate::identity::{Denied, codes, invites, orgs, persons, sessions, token, who::Who};
use crate::store::{ActError, Letter};
use crate::trust::Trust;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::actor::{Actor, Assurance, Side};
use domain::api::{
    self, CodeCheck, CodeRequest, CodeSent, InvitationView, InviteMade, InviteRequest, Session, Submission,
};
use domain::command::Command;
use domain::hash::Digest;
use domain::id::{CaseId, CommandId, InvitationId};
use domain::refusal::Refusal;
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

/// Invites one side by a personal link, which is texted too; the same command makes the same link.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/invitations",
    operation_id = "invite_party",
    tag = "cases",
    params(("id" = CaseId, Path, description = "The case")),
    request_body = InviteRequest,
    responses(
        (status = 200, description = "The personal link, its QR code and the new seq", body = InviteMade),
        (status = 404, description = "`unknown_case`", body = api::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`command_id_reused`", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "The refusal's code; `phone_unfit`", body = api::Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn make(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    Json(ask): Json<InviteRequest>,
) -> Result<Json<InviteMade>, Problem> {
    let (_, actor) = viewed(&app, &who, id).await?;
    let commitment = ask.phone.commitment();
    let made = invite(&app, id, ask.command, ask.side, &ask.phone.value, commitment, &actor).await?;
    Ok(Json(made))
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
) -> Result<InviteMade, ActError> {
    domain::identity::phone(phone)?;
    let case = app.store.load(id).await?.ok_or(Refusal::UnknownCase)?;
    let (secret, invitation) = names(&app.trust, id, command);
    let token = token::hash(&secret);
    let submission = Submission {
        id: command,
        expected_seq: None,
        command: Command::InviteParty {
            invitation,
            side,
            phone: commitment,
            token,
        },
    };
    let body = case.body.unwrap_or(orgs::CENTRE);
    let name = orgs::find(app.store.pool(), body)
        .await?
        .map_or_else(String::new, |org| org.name);
    let link = format!("{}/i/{secret}", app.config.origin);
    let number = &case.number;
    let letter = Letter {
        token,
        invite: invites::Invite {
            case: id,
            invitation,
            side,
            body,
            number: number.clone(),
            phone: phone.to_owned(),
            person: None,
        },
        text: format!(
            "【枫桥云调】{name}邀请您参加劳动争议在线调解（{number}）。请打开本人专用链接：{link} ，请勿转发。咨询电话 12351。"
        ),
    };
    let now = app.clock.now();
    let accepted = app.store.act_with(id, &submission, actor, now, Some(&letter)).await?;
    Ok(InviteMade {
        invitation,
        qr_svg: qr(&link),
        link,
        seq: accepted.seq,
    })
}

/// The link's secret and the invitation's id, from the command's id: a repeated command makes the
/// same link. Nobody without the portal's key can guess the secret.
fn names(trust: &Trust, case: CaseId, command: CommandId) -> (String, InvitationId) {
    let text = format!("maplebridge/invitation/v1\n{case}\n{command}\n");
    let secret = Digest::of(&trust.attestor.sign(text.as_bytes()).0);
    let id = Digest::of(text.as_bytes());
    let uuid = uuid::Builder::from_slice(&id.0[..16]).map_or_else(|_| Uuid::nil(), uuid::Builder::into_uuid);
    (hex::encode(&secret.0[..16]), InvitationId(uuid))
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

/// What a personal link invites to.
#[utoipa::path(
    get,
    path = "/api/v1/invitations/{token}",
    operation_id = "read_invitation",
    tag = "people",
    params(("token" = String, Path, description = "Secret of the personal link")),
    responses(
        (status = 200, description = "What the person is invited to", body = InvitationView),
        (status = 404, description = "`invitation_unknown`", body = api::Problem, content_type = "application/problem+json"),
        (status = 410, description = "`invitation_expired`", body = api::Problem, content_type = "application/problem+json"),
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

/// Sends a code to the invited phone and no other.
#[utoipa::path(
    post,
    path = "/api/v1/invitations/{token}/code",
    operation_id = "send_invitation_code",
    tag = "people",
    params(("token" = String, Path, description = "Secret of the personal link")),
    request_body = CodeRequest,
    responses(
        (status = 200, description = "A code is on its way to the invited phone", body = CodeSent),
        (status = 403, description = "`invitation_foreign`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`invitation_unknown`", body = api::Problem, content_type = "application/problem+json"),
        (status = 410, description = "`invitation_expired`", body = api::Problem, content_type = "application/problem+json"),
        (status = 429, description = "`code_too_soon`, `code_too_many`", body = api::Problem, content_type = "application/problem+json"),
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

/// Signs in with the code; the session is bound to the invitation.
#[utoipa::path(
    post,
    path = "/api/v1/invitations/{token}/verify",
    operation_id = "verify_invitation_code",
    tag = "people",
    params(("token" = String, Path, description = "Secret of the personal link")),
    request_body = CodeCheck,
    responses(
        (status = 200, description = "A session bound to the invitation; its cookie is set", body = Session),
        (status = 403, description = "`invitation_foreign`, `staff_need_passkey`", body = api::Problem, content_type = "application/problem+json"),
        (status = 404, description = "`invitation_unknown`", body = api::Problem, content_type = "application/problem+json"),
        (status = 409, description = "`invitation_used`", body = api::Problem, content_type = "application/problem+json"),
        (status = 410, description = "`invitation_expired`, `code_expired`", body = api::Problem, content_type = "application/problem+json"),
        (status = 422, description = "`code_wrong`", body = api::Problem, content_type = "application/problem+json"),
        (status = 429, description = "`code_locked`", body = api::Problem, content_type = "application/problem+json"),
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
