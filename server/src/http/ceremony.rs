//! The re-check right before a signature, and the portal's word on the signer's key
//! (ESL 13; signing flow of design §7).

use super::limits::Address;
use super::session::{send, unavailable};
use crate::app::App;
use crate::identity::{Denied, codes, nonces, orgs, passkeys, who::Who};
use crate::local_rules;
use crate::marks::{self, Circumstances, Witnessed};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use domain::actor::{Actor, Assurance, Role};
use domain::api::{AttestAnswer, AttestRequest, CeremonyCode, CodeSent, LocalRuleKind, OrgKind, Problem};
use domain::case::Case;
use domain::command::Track;
use domain::id::CaseId;
use domain::seal::{Act, Attestation, Statement};
use domain::signer::KeyAlgorithm;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(code)).routes(routes!(attest))
}

/// The signer's place in the case: a seat, the mediator who leads it, or who interprets.
async fn signer(app: &App, who: &Who, id: CaseId) -> Result<(Arc<Case>, Actor), Denied> {
    let case = app
        .store
        .load(id)
        .await
        .map_err(unavailable)?
        .ok_or(Denied::Because(404, "unknown_case"))?;
    let actor = who.actor_in(&case);
    let place = match actor.role.side() {
        Some(side) => case.seat(side).is_some_and(|seat| seat.person == Some(who.person)),
        None if actor.role == Role::Interpreter => {
            let called = case.agreement.as_ref().and_then(|it| it.interpreter);
            called == Some(who.person)
        }
        None => actor.role == Role::Mediator && case.mediator == Some(who.person),
    };
    if place {
        Ok((case, actor))
    } else {
        Err(Denied::Because(403, "not_your_case"))
    }
}

fn purpose(case: CaseId) -> String {
    format!("ceremony:{case}")
}

/// Sends the signer's code; staff signed in by passkey get its challenge instead.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/ceremony/code",
    operation_id = "send_ceremony_code",
    tag = "signing",
    params(("id" = CaseId, Path, description = "The case")),
    responses(
        (status = 200, description = "A code is on its way; the nonce is good for 10 minutes", body = CeremonyCode),
        (status = 403, description = "`not_your_case`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`document_missing`, `phone_unfit`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`code_too_soon`, `code_too_many`", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn code(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    Address(address): Address,
) -> Result<Json<CeremonyCode>, Denied> {
    let (case, _) = signer(&app, &who, id).await?;
    // An agreement, or a petition to the commission that has the case.
    if case.agreement.is_none() && case.transfer.is_none() {
        return Err(Denied::Because(422, "document_missing"));
    }
    let keys = keys(&app, &case).await?;
    let now = app.clock.now();
    if who.assurance == Assurance::Passkey {
        let (options, state) = passkeys::challenge(app.store.pool(), &app.relying_party, who.person).await?;
        let json = |error: serde_json::Error| unavailable(error);
        let state = serde_json::to_string(&state).map_err(json)?;
        let nonce = nonces::give(app.store.pool(), who.person, id, Some(state), now).await?;
        let sent = CodeSent {
            phone_tail: String::new(),
            resend_after: 0,
        };
        let passkey = Some(serde_json::to_string(&options).map_err(json)?);
        return Ok(Json(CeremonyCode {
            sent,
            nonce,
            passkey,
            keys,
        }));
    }
    let phone = who.phone.as_deref().ok_or(Denied::Because(422, "phone_unfit"))?;
    let sent = send(&app, &purpose(id), phone, &address, "签署").await?;
    let nonce = nonces::give(app.store.pool(), who.person, id, None, now).await?;
    Ok(Json(CeremonyCode {
        sent,
        nonce,
        passkey: None,
        keys,
    }))
}

/// What the case's body has its parties sign with.
async fn keys(app: &App, case: &Case) -> Result<KeyAlgorithm, Denied> {
    match case.body {
        Some(body) => Ok(orgs::signing(app.store.pool(), body).await?),
        None => Ok(KeyAlgorithm::default()),
    }
}

/// Vouches for the signer's key for 10 minutes, and keeps a place in the agreement for the mark.
///
/// Checks the statement against the case, possession of the key, the nonce and the code. A wrong
/// code leaves the nonce good.
#[utoipa::path(
    post,
    path = "/api/v1/cases/{id}/ceremony/attest",
    operation_id = "attest_key",
    tag = "signing",
    params(("id" = CaseId, Path, description = "The case")),
    request_body = AttestRequest,
    responses(
        (status = 200, description = "The portal's word on the key", body = AttestAnswer),
        (status = 403, description = "`not_your_case`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`unknown_case`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`mark_busy`: someone else is signing right now", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`code_expired`, `nonce_expired`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`statement_mismatch`, `key_unfit`, `signature_invalid`, `institution_unfit`, `nonce_unknown`, `nonce_reused`, `code_wrong`, `passkey_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`code_locked`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`unavailable`: no certificate is to be had; the code stays good", body = Problem, content_type = "application/problem+json"),
    ),
    security(("session" = [])),
)]
async fn attest(
    State(app): State<Arc<App>>,
    who: Who,
    Path(id): Path<CaseId>,
    Address(address): Address,
    headers: HeaderMap,
    Json(ask): Json<AttestRequest>,
) -> Result<Json<AttestAnswer>, Denied> {
    let (case, actor) = signer(&app, &who, id).await?;
    let (pool, now) = (app.store.pool(), app.clock.now());
    matches_case(&ask.statement, &case, &actor)?;
    fits_institution(&app, &case, ask.statement.act).await?;
    if ask.key.algorithm() != keys(&app, &case).await? {
        return Err(Denied::Because(422, "key_unfit"));
    }
    if !ask.key.verifies(&ask.statement.bytes(), &ask.proof) {
        return Err(Denied::Because(422, "signature_invalid"));
    }
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let witnessed = Witnessed {
        circumstances: Circumstances::of(address, agent.unwrap_or_default(), who.session),
        asked: nonces::given(pool, ask.statement.nonce).await?.unwrap_or(now),
    };
    let open = nonces::look(pool, ask.statement.nonce, who.person, id, now).await?;
    let marked = ask.statement.act == Act::SignAgreement && case.agreement.as_ref().is_some_and(|it| it.marked);
    // Looked at before the code is spent.
    if marked && !marks::free(pool, id, who.person, now).await? {
        return Err(Denied::Because(409, "mark_busy"));
    }
    let used = match open {
        Some(state) => {
            // Single use from here on: a challenge must not be tried twice.
            nonces::spend(pool, ask.statement.nonce).await?;
            let unread = |_| Denied::Because(422, "passkey_refused");
            let state = serde_json::from_str(&state).map_err(unread)?;
            let answer = serde_json::from_str(&ask.code).map_err(unread)?;
            passkeys::asserted(pool, &app.relying_party, who.person, &state, &answer, now).await?;
            None
        }
        None => {
            let phone = who.phone.as_deref().ok_or(Denied::Because(422, "phone_unfit"))?;
            let used = codes::check(pool, &purpose(id), phone, &ask.code, now).await?;
            nonces::spend(pool, ask.statement.nonce).await?;
            Some((phone, used))
        }
    };
    let attestation = Attestation {
        person: who.person,
        role: actor.role,
        assurance: assurance(&who, &case, &actor),
        key: ask.key,
        statement: ask.statement.digest(),
        issued: now,
        helper: who.helper,
    };
    let place = match marked {
        true => match marks::keep(
            &app,
            &who.name,
            &case,
            &attestation,
            ask.statement.nonce,
            Some(&witnessed),
        )
        .await
        {
            Ok(place) => Some(place),
            Err(denied) => {
                // The same code may be tried again; a passkey is asked anew.
                if let Some((phone, used)) = used {
                    codes::give_back(pool, &purpose(id), phone, used).await?;
                    nonces::give_back(pool, ask.statement.nonce).await?;
                }
                return Err(denied);
            }
        },
        false => None,
    };
    Ok(Json(AttestAnswer {
        attested: app.trust.attest(ask.statement, attestation),
        place,
    }))
}

/// A face compared with its document on camera counts for more than a phone.
fn assurance(who: &Who, case: &Case, actor: &Actor) -> Assurance {
    let seen = actor
        .role
        .side()
        .and_then(|side| case.seat(side))
        .is_some_and(|seat| seat.identity_seen);
    if seen {
        who.assurance.max(Assurance::DocumentSeen)
    } else {
        who.assurance
    }
}

/// The statement speaks of this case's present agreement, or of one's own petition to the commission that
/// has the case, in the signer's own role.
pub fn matches_case(statement: &Statement, case: &Case, actor: &Actor) -> Result<(), Denied> {
    if let Act::Petition { commission } = statement.act {
        let ours = statement.case == case.id
            && statement.role == actor.role
            && actor.role.side().is_some()
            && case.transfer.as_ref().map(|it| it.commission) == Some(commission)
            && statement.agreement == statement.terms
            && domain::text::fit(&statement.consent, domain::text::REASON).is_ok();
        return match ours {
            true => Ok(()),
            false => Err(Denied::Because(422, "statement_mismatch")),
        };
    }
    let agreement = case
        .agreement
        .as_ref()
        .ok_or(Denied::Because(422, "document_missing"))?;
    let (_, terms) = case
        .agreed_terms
        .as_ref()
        .ok_or(Denied::Because(422, "document_missing"))?;
    let ours = statement.case == case.id
        && statement.role == actor.role
        && statement.agreement == agreement.document
        && statement.terms == *terms
        && domain::text::fit(&statement.consent, domain::text::REASON).is_ok();
    if ours {
        Ok(())
    } else {
        Err(Denied::Because(422, "statement_mismatch"))
    }
}

/// An application names an institution that handles its track.
async fn fits_institution(app: &App, case: &Case, act: Act) -> Result<(), Denied> {
    let Act::Apply { track, institution } = act else {
        return Ok(());
    };
    let found = orgs::find(app.store.pool(), institution).await?;
    if let Some(court) = found.as_ref().filter(|org| org.kind == OrgKind::Court) {
        // Some courts confirm agreements of people's mediation only (解释(一) 52).
        let today = app.clock.now().date(case.zone);
        let takes = local_rules::one(app.store.pool(), LocalRuleKind::TakesLabourBodies, court, today).await?;
        if takes.is_some_and(|rule| rule.value == 0) {
            return Err(Denied::Because(422, "institution_unfit"));
        }
    }
    let kind = found.map(|org| org.kind);
    let fits = match track {
        Track::ArbitrationReview => kind == Some(OrgKind::ArbitrationCommission),
        Track::JudicialConfirmation => kind == Some(OrgKind::Court),
    };
    if fits {
        Ok(())
    } else {
        Err(Denied::Because(422, "institution_unfit"))
    }
}
