//! Whatever does not read is refused with its code, in the sender's language, and changes nothing.

use crate::support::person::Answer;
use crate::support::story::{self, clause};
use reqwest::Method;
use serde_json::{Value, json};

/// A payment clause over HTTP, to be spoilt.
fn payment(total: Value, amount: Value, due: Value) -> Value {
    json!({ "id": uuid::Uuid::now_v7(), "command": { "write_clause": { "clause": {
        "id": uuid::Uuid::now_v7(),
        "body": { "payment": { "head": "wage_arrears", "payer": "respondent", "payee": "claimant", "total": total,
            "instalments": [{ "amount": amount, "due": due }], "manner": "cash" } } } } } })
}

on_both_databases! {
    async fn bodies_that_do_not_read_are_malformed(portal: Portal) {
        let story = story::mediating(&portal).await;
        let path = format!("/api/v1/cases/{}/commands", story.case);
        let before = portal.app.store.entries(story.case, 0).await.unwrap();
        let fen = |text: &str| payment(json!(text), json!(text), json!("2026-12-31"));
        for body in [
            "".to_owned(),
            "{".to_owned(),
            "[]".to_owned(),
            "\u{0}".to_owned(),
            json!({ "id": "not-an-id", "command": "accept_case" }).to_string(),
            json!({ "id": uuid::Uuid::now_v7(), "command": "no_such_command" }).to_string(),
            json!({ "id": uuid::Uuid::now_v7(), "command": { "sign": {} } }).to_string(),
            json!({ "id": uuid::Uuid::now_v7(), "expected_seq": -1, "command": "accept_case" }).to_string(),
            fen("1.50").to_string(),
            fen("1e3").to_string(),
            fen("+1").to_string(),
            fen("99999999999999999999").to_string(),
            payment(json!(100), json!(100), json!("2026-12-31")).to_string(),
            payment(json!("100"), json!("100"), json!("2026-02-30")).to_string(),
            payment(json!("100"), json!("100"), json!("31.12.2026")).to_string(),
        ] {
            let request = story.mediator.request(Method::POST, &path).header("content-type", "application/json");
            Answer::of(request.body(body)).await.refused(400, "malformed");
        }
        for amount in ["-1", "10000000001"] {
            story.mediator.post(&path, &fen(amount)).await.refused(422, "amount_unfit");
        }
        let bad_case = "/api/v1/cases/not-an-id";
        story.mediator.get(bad_case).await.refused(400, "malformed");
        story.mediator.get(&format!("/api/v1/cases/{}/files/xyz", story.case)).await.refused(400, "malformed");
        story.mediator.post(&format!("{bad_case}/commands"), &json!({})).await.refused(400, "malformed");
        assert_eq!(portal.app.store.entries(story.case, 0).await.unwrap(), before);
    }

    async fn texts_that_are_too_long_or_deceive_are_unfit(portal: Portal) {
        let story = story::mediating(&portal).await;
        for text in ["付款\u{202e}元001", "零宽\u{200b}字", "响铃\u{7}", &"长".repeat(20_000)] {
            story.mediator.asks(story.case, clause(text)).await.refused(422, "text_unfit");
        }
    }

    async fn too_large_wrongly_typed_and_misdirected_requests_are_refused(portal: Portal) {
        let story = story::mediating(&portal).await;
        let path = format!("/api/v1/cases/{}/commands", story.case);
        let large = json!({ "id": uuid::Uuid::now_v7(), "command": { "end_mediation": { "reason": "x".repeat(300_000) } } });
        story.mediator.post(&path, &large).await.refused(413, "too_large");
        let typed = story.mediator.request(Method::POST, &path).header("content-type", "text/plain").body("{}");
        Answer::of(typed).await.refused(415, "content_type_unfit");
        story.mediator.get("/api/v1/nowhere").await.refused(404, "unknown_path");
        story.mediator.delete("/api/v1/bodies").await.refused(405, "method_unfit");
        let unknown = uuid::Uuid::now_v7();
        story.mediator.get(&format!("/api/v1/cases/{unknown}")).await.refused(404, "unknown_case");
        // A second request for mediation is no command of an open case.
        let again = story::new_case(&story.worker).await;
        let command = json!({ "id": again.id, "command": { "request_mediation": again.request } });
        story.worker.post(&path, &command).await.refused(422, "wrong_stage");
    }

    async fn problems_speak_the_readers_language(portal: Portal) {
        let story = story::mediating(&portal).await;
        let ask = |language: &'static str, path: &'static str| {
            let request = story.worker.request(Method::POST, path).header("accept-language", language);
            Answer::of(request.header("content-type", "application/json").body("{"))
        };
        let english = ask("en-GB,en;q=0.9", "/api/v1/cases").await;
        assert_eq!(english.header("content-language"), "en");
        assert_eq!(english.refused(400, "malformed")["title"], "The request does not read.");
        let chinese = ask("zh-CN,zh;q=0.9,en;q=0.8", "/api/v1/cases").await;
        assert_eq!(chinese.header("content-language"), "zh-CN");
        assert_eq!(chinese.refused(400, "malformed")["title"], "请求的格式不正确。");
        // Also where the case itself refuses.
        let path = format!("/api/v1/cases/{}/commands", story.case);
        let command = json!({ "id": uuid::Uuid::now_v7(), "command": "accept_case" });
        let refused = story.worker.request(Method::POST, &path).header("accept-language", "en").json(&command);
        let problem = Answer::of(refused).await.refused(422, "not_your_role");
        assert_eq!(problem["title"], "This is not for your role to do.");
    }
}
