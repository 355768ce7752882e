//! What every answer carries, how often one may ask, and what machines that watch are told.

use crate::support::person::Answer;
use crate::support::story;
use reqwest::Method;
use serde_json::json;

on_both_databases! {
    async fn every_answer_carries_the_security_headers(portal: Portal) {
        let person = portal.stranger();
        for path in ["/", "/code", "/staff", "/app/", "/api/v1/bodies", "/api/v1/session", "/nowhere", "/healthz"] {
            let answer = person.get(path).await;
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self' 'wasm-unsafe-eval'"), "{path}: {policy}");
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
            assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        }
        let private = person.get("/api/v1/session").await;
        assert_eq!(private.header("cache-control"), "no-store");
        let read = portal.party(story::WORKER).await.get("/api/v1/session").await;
        assert_eq!(read.header("cache-control"), "no-store");
    }

    async fn pages_of_other_sites_cannot_write(portal: Portal) {
        let person = portal.party(story::WORKER).await;
        let foreign = |name: &'static str, value: &'static str| {
            let request = person.request(Method::POST, "/api/v1/session/code").header(name, value);
            Answer::of(request.json(&json!({ "phone": "13900000005" })))
        };
        foreign("origin", "https://evil.example").await.refused(403, "foreign_origin");
        foreign("origin", "null").await.refused(403, "foreign_origin");
        foreign("sec-fetch-site", "cross-site").await.refused(403, "foreign_origin");
        assert!(portal.messages("13900000005").is_empty());
    }

    async fn every_door_has_a_limit(portal: Portal) {
        for path in ["/", "/api/v1/session", "/api/v1/bodies", "/i/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
            let person = portal.stranger();
            let mut answers = Vec::new();
            for _ in 0..101 {
                answers.push(person.get(path).await);
            }
            let last = answers.pop().unwrap();
            assert!(answers.iter().all(|answer| answer.status != 429), "{path}");
            assert_eq!(last.header("retry-after"), "1");
            last.refused(429, "too_many_requests");
            // Watching machines and other people are not held up.
            assert!(person.get("/healthz").await.status.is_success());
            assert_ne!(portal.stranger().get(path).await.status, 429);
            portal.pass(1_000);
            assert_ne!(person.get(path).await.status, 429);
        }
    }

    async fn guesses_at_names_and_recovery_codes_are_slowed_down(portal: Portal) {
        for (path, body) in [
            ("/api/v1/passkeys/recover", json!({ "login": "admin", "code": "aaaaa-bbbbb-ccccc-ddddd" })),
            ("/api/v1/passkeys/login/start", json!({ "login": "nobody" })),
        ] {
            let person = portal.stranger();
            for _ in 0..10 {
                assert_ne!(person.post(path, &body).await.status, 429);
            }
            person.post(path, &body).await.refused(429, "too_many_requests");
        }
    }

    async fn machines_that_watch_are_answered(portal: Portal) {
        let person = portal.stranger();
        assert_eq!(person.get("/healthz").await.text, "ok");
        assert_eq!(person.get("/readyz").await.text, "ready");
        let (_, case) = story::opened(&portal).await;
        person.get(&format!("/api/v1/cases/{case}")).await;
        let metrics = person.get("/metrics").await;
        assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
        for wanted in ["http_requests_total", "route=\"/api/v1/cases/{id}\"", "jobs_open", "log_tree_size"] {
            assert!(metrics.text.contains(wanted), "{wanted}");
        }
        assert!(!metrics.text.contains(&case.to_string()));
        portal.app.store.pool().close().await;
        assert_eq!(person.get("/readyz").await.status, 503);
        assert_eq!(person.get("/healthz").await.status, 200);
        let answer = person.get("/api/v1/bodies").await;
        assert_eq!(answer.header("retry-after"), "2");
        answer.refused(503, "unavailable");
    }
}
