//! Invitations, one-time codes, sessions, and the institution's own people.

use crate::support::code_in;
use crate::support::story::{self, EMPLOYER, WORKER, enter, joining, link_in};
use domain::actor::Role;
use domain::moment::{DAY, HOUR, MINUTE};
use serde_json::json;
use server::identity::orgs;

on_both_databases! {
    async fn an_invitation_lasts_fifteen_days(portal: Portal) {
        let (_worker, _case) = story::opened(&portal).await;
        let link = link_in(&portal.message(EMPLOYER, "/i/").await);
        let door = format!("/api/v1/invitations/{link}");
        portal.stranger().get(&door).await.ok();
        portal.pass(15 * DAY + 1);
        for path in ["", "/code", "/verify"] {
            let body = json!({ "phone": EMPLOYER, "code": "000000" });
            let answer = match path {
                "" => portal.stranger().get(&door).await,
                _ => portal.stranger().post(&format!("{door}{path}"), &body).await,
            };
            answer.refused(410, "invitation_expired");
        }
        portal.stranger().get("/api/v1/invitations/0123456789abcdef0123456789abcdef").await.refused(404, "invitation_unknown");
    }

    async fn an_invitation_opens_only_with_the_phone_it_was_sent_to(portal: Portal) {
        let (worker, case) = story::opened(&portal).await;
        let link = link_in(&portal.message(EMPLOYER, "/i/").await);
        let door = format!("/api/v1/invitations/{link}");
        let thief = portal.party("13900000009").await;
        for path in ["/code", "/verify"] {
            let body = json!({ "phone": "13900000009", "code": "000000" });
            thief.post(&format!("{door}{path}"), &body).await.refused(403, "invitation_foreign");
        }
        // Its id alone, without the session that answered it, is worth nothing.
        let shown = thief.get(&door).await.ok();
        assert!(!shown.to_string().contains(EMPLOYER));
        let id = shown["invitation"].as_str().unwrap().to_owned();
        worker.asks(case, joining(id)).await.refused(422, "invitation_unknown");
    }

    async fn an_answered_invitation_seats_nobody_else(portal: Portal) {
        let story = story::mediating(&portal).await;
        let link = link_in(&portal.message(EMPLOYER, "/i/").await);
        portal.pass(2 * MINUTE);
        let again = portal.stranger();
        // The same person may come back by the same link, but the seat is taken once.
        let (_, invitation) = enter(&portal, &again, &link, EMPLOYER).await;
        again.asks(story.case, joining(invitation)).await.refused(422, "invitation_used");
    }

    async fn a_repeated_invitation_gives_the_same_link_and_one_message(portal: Portal) {
        let story = story::mediating(&portal).await;
        let (worker, case) = (&story.worker, story.case);
        // An oral request's claimant is not seated yet; here the seat is taken, so it is refused.
        let mut hidden = Vec::new();
        story::hide(&mut hidden, WORKER);
        let ask = json!({ "command": uuid::Uuid::now_v7(), "side": "claimant", "phone": hidden[0] });
        let path = format!("/api/v1/cases/{case}/invitations");
        story.mediator.post(&path, &ask).await.refused(422, "already_done");
        worker.post(&path, &ask).await.refused(422, "not_your_role");

        let (_, open) = story::opened_again(&portal, worker).await;
        let ask = json!({ "command": uuid::Uuid::now_v7(), "side": "respondent", "phone": hidden[0] });
        let path = format!("/api/v1/cases/{open}/invitations");
        let first = story.mediator.post(&path, &ask).await.ok();
        assert_eq!(story.mediator.post(&path, &ask).await.ok(), first);
        assert!(first["qr_svg"].as_str().unwrap().contains("<svg"));
        portal.message(WORKER, first["link"].as_str().unwrap()).await;
        let sent = portal.messages(WORKER);
        assert_eq!(sent.iter().filter(|text| text.contains("/i/")).count(), 1);
    }

    async fn a_code_is_wrong_expired_used_or_locked_each_with_its_own_word(portal: Portal) {
        let person = portal.stranger();
        let ask = json!({ "phone": WORKER });
        let check = |code: &str| json!({ "phone": WORKER, "code": code });
        let (send, verify) = ("/api/v1/session/code", "/api/v1/session/verify");
        person.post(verify, &check("123456")).await.refused(410, "code_expired");
        assert_eq!(person.post(send, &ask).await.ok()["phone_tail"], "0001");
        let problem = person.post(send, &ask).await.refused(429, "code_too_soon");
        assert_eq!(problem["retry_after"], 60);

        let code = code_in(&portal.messages(WORKER)[0]);
        let wrong = if code == "000000" { "111111" } else { "000000" };
        person.post(verify, &check(wrong)).await.refused(422, "code_wrong");
        portal.pass(5 * MINUTE + 1);
        person.post(verify, &check(&code)).await.refused(410, "code_expired");

        person.post(send, &ask).await.ok();
        let code = code_in(&portal.messages(WORKER)[1]);
        person.post(verify, &check(&code)).await.ok();
        person.post(verify, &check(&code)).await.refused(410, "code_expired");

        portal.pass(2 * MINUTE);
        person.post(send, &ask).await.ok();
        let code = code_in(&portal.messages(WORKER)[2]);
        let wrong = if code == "000000" { "111111" } else { "000000" };
        for _ in 0..5 {
            person.post(verify, &check(wrong)).await.refused(422, "code_wrong");
        }
        let locked = person.post(verify, &check(&code)).await;
        assert!(!locked.header("retry-after").is_empty());
        locked.refused(429, "code_locked");
    }

    async fn codes_cannot_be_asked_for_without_end(portal: Portal) {
        let person = portal.stranger();
        for n in 0..30 {
            let phone = format!("139111111{n:02}");
            person.post("/api/v1/session/code", &json!({ "phone": phone })).await.ok();
        }
        person.post("/api/v1/session/code", &json!({ "phone": "13911111199" })).await.refused(429, "code_too_many");
        // Another address is not held to account for the first.
        portal.stranger().post("/api/v1/session/code", &json!({ "phone": "13911111199" })).await.ok();
    }

    async fn a_session_lives_twelve_hours_in_a_cookie_scripts_cannot_read(portal: Portal) {
        let person = portal.stranger();
        person.post("/api/v1/session/code", &json!({ "phone": WORKER })).await.ok();
        let code = code_in(&portal.messages(WORKER)[0]);
        let answer = person.post("/api/v1/session/verify", &json!({ "phone": WORKER, "code": code })).await;
        let cookie = answer.header("set-cookie").to_owned();
        for wanted in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
            assert!(cookie.contains(wanted), "{cookie}");
        }
        person.get("/api/v1/session").await.ok();
        // Not the secret but its hash lies in the table.
        let secret = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
        let rows = sqlx::query("SELECT token FROM sessions").fetch_all(portal.app.store.pool()).await.unwrap();
        let stored: String = sqlx::Row::try_get(&rows[0], 0).unwrap();
        assert!(!secret.is_empty() && stored != secret);
        portal.pass(12 * HOUR);
        person.get("/api/v1/session").await.refused(401, "session_missing");
    }

    async fn leaving_ends_the_session_and_a_made_up_secret_opens_none(portal: Portal) {
        let person = portal.party(WORKER).await;
        person.delete("/api/v1/session").await.ok();
        person.delete("/api/v1/session").await.ok();
        person.get("/api/v1/session").await.refused(401, "session_missing");
        let forged = portal.stranger().with_token("0".repeat(64));
        forged.get("/api/v1/session").await.refused(401, "session_missing");
    }

    async fn only_administrators_keep_accounts_and_only_their_own(portal: Portal) {
        let accounts = "/api/v1/office/accounts";
        let admin = portal.staff("zhou", Role::OrgAdmin, orgs::COURT).await;
        let mediator = portal.staff("wang", Role::Mediator, orgs::CENTRE).await;
        let new = json!({ "name": "陈立平", "login": "chen", "role": "judge" });
        mediator.post(accounts, &new).await.refused(403, "not_your_role");
        portal.party(WORKER).await.post(accounts, &new).await.refused(403, "not_your_role");
        let made = admin.post(accounts, &new).await.ok();
        assert!(made["link"].as_str().unwrap().contains("/office/first/"));
        admin.post(accounts, &new).await.refused(409, "login_taken");
        for (field, value, code) in [
            ("login", "Chen!", "login_unfit"),
            ("name", "\u{202e}陈", "name_unfit"),
            ("role", "claimant", "role_unfit"),
            ("phone", "123", "phone_unfit"),
        ] {
            let mut wrong = new.clone();
            wrong["login"] = "other".into();
            wrong[field] = value.into();
            admin.post(accounts, &wrong).await.refused(422, code);
        }
        let foreign = json!({ "name": "王", "login": "w2", "role": "mediator", "org": orgs::CENTRE });
        admin.post(accounts, &foreign).await.refused(403, "not_your_role");
        let id = made["id"].as_str().unwrap();
        admin.delete(&format!("{accounts}/{id}")).await.ok();
        admin.delete(&format!("{accounts}/{}", uuid::Uuid::now_v7())).await.refused(404, "account_unknown");
        let listed = admin.get(accounts).await.ok();
        assert!(listed.as_array().unwrap().iter().any(|account| account["id"] == id && account["closed"] == true));
    }
}
