//! `GET /api/v1/openapi.json`: the contract, generated from the handlers themselves.

use crate::app::App;
use axum::http::header;
use domain::api::{Live, Problem};
use std::sync::Arc;
use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, ClientCredentials, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Scopes, SecurityScheme,
};
use utoipa::openapi::{ContentBuilder, OpenApiVersion, Ref, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Maplebridge",
        version = "1",
        description = "Online mediation of labour disputes. Times are milliseconds since 1970 UTC, money is a string of whole fen, \
                       hashes, keys and signatures are lower-case hexadecimal. Fields and variants are only ever added."
    ),
    components(schemas(Problem, Live, documents::Record)),
    tags(
        (name = "cases", description = "A dispute from request to enforceable document"),
        (name = "signing", description = "The re-check before a signature"),
        (name = "people", description = "Signing in"),
        (name = "office", description = "An institution's own people"),
        (name = "systems", description = "Systems of courts and commissions"),
        (name = "public", description = "Needs no session"),
        (name = "demo", description = "Only where the server runs with --demo")
    )
)]
struct Contract;

pub fn router() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(contract))
}

/// This document.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "read_contract",
    tag = "public",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)),
)]
async fn contract() -> ([(header::HeaderName, &'static str); 1], String) {
    ([(header::CONTENT_TYPE, "application/json")], document())
}

/// The OpenAPI 3.1 document, pretty JSON ending in a line break.
///
/// # Panics
/// Never: the document is JSON.
pub fn document() -> String {
    let mut api = OpenApiRouter::with_openapi(Contract::openapi())
        .merge(super::api())
        .merge(super::demo::router())
        .into_openapi();
    api.openapi = OpenApiVersion::Version31;
    let components = api.components.get_or_insert_default();
    components.add_security_scheme(
        "session",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            crate::identity::sessions::COOKIE,
            "HttpOnly, SameSite=Strict, 12 hours",
        ))),
    );
    components.add_security_scheme(
        "bearer",
        SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some("The same secret, for clients that are no browser"))
                .build(),
        ),
    );
    let read = |scope: &&str| ((*scope).to_owned(), scope_means(scope).to_owned());
    let scopes = Scopes::from_iter(crate::systems::clients::SCOPES.iter().map(read));
    components.add_security_scheme(
        "oauth",
        SecurityScheme::OAuth2(OAuth2::new([Flow::ClientCredentials(ClientCredentials::new(
            "/oauth/token",
            scopes,
        ))])),
    );
    components.add_security_scheme(
        "basic",
        SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Basic)
                .description(Some("`client_id` and `client_secret`"))
                .build(),
        ),
    );
    for item in api.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            everywhere(operation);
        }
    }
    let mut text = serde_json::to_string_pretty(&api).expect("the document is JSON");
    text.push('\n');
    text
}

fn scope_means(scope: &str) -> &'static str {
    match scope {
        "filings:read" => "Read the institution's filings and their documents",
        "filings:write" => "Acknowledge, accept, return, reject and decide them",
        _ => "Keep the institution's webhooks and what they were sent",
    }
}

/// Problems any endpoint may answer, where it has not said more.
fn everywhere(operation: &mut Operation) {
    let machine = operation
        .tags
        .as_ref()
        .is_some_and(|tags| tags.iter().any(|tag| tag == "systems"));
    let session = operation.security.is_some() && !machine;
    if let Some(security) = operation.security.as_mut().filter(|_| !machine) {
        security.push(utoipa::openapi::security::SecurityRequirement::new::<_, _, String>(
            "bearer",
            [],
        ));
    }
    let mut known = vec![
        ("400", "`malformed`"),
        ("429", "`too_many_requests`, with the seconds to wait"),
        ("503", "`unavailable`; the same request may be sent again"),
    ];
    if operation.request_body.is_some() {
        known.push(("413", "`too_large`"));
        known.push(("415", "`content_type_unfit`"));
    }
    if session {
        known.push(("401", "`session_missing`"));
    } else if machine {
        known.push(("401", "`token_invalid`"));
    }
    for (status, description) in known {
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build();
        let response = ResponseBuilder::new()
            .description(description)
            .content("application/problem+json", content)
            .build();
        operation
            .responses
            .responses
            .entry(status.to_owned())
            .or_insert_with(|| response.into());
    }
}
