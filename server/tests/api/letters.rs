//! The register of letters: written once and numbered, answered in the days of the place, followed up.

use crate::support::Person;
use crate::support::person::Answer;
use domain::actor::Role;
use domain::api::{LocalRule, LocalRuleKind};
use domain::id::PersonId;
use domain::moment::DAY;
use reqwest::Method;
use server::identity::orgs;
use server::letters::{self, Registered};
use server::local_rules;
use uuid::Uuid;

async fn sends(person: &Person, path: &str, form: &[(&str, &str)]) -> String {
    let answer = Answer::of(person.request(Method::POST, path).form(form)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.text
}

async fn writes(person: &Person, id: Uuid, kind: &str, more: &[(&str, &str)]) -> String {
    let id = id.to_string();
    let mut form = vec![
        ("id", id.as_str()),
        ("kind", kind),
        ("addressee", "云岭枫建建设工程有限公司"),
        ("facts", "自六月起拖欠二十三名职工工资。"),
        ("demand", "请于期限内足额支付。"),
    ];
    form.extend(more);
    sends(person, "/letters", &form).await
}

async fn becomes(person: &Person, letter: &Registered, step: &str, on: &str, note: &str) -> String {
    let id = letter.id.to_string();
    sends(
        person,
        "/letters/step",
        &[("letter", &id), ("step", step), ("on", on), ("note", note)],
    )
    .await
}

on_both_databases! {
    async fn an_opinion_is_sealed_sent_left_unanswered_and_taken_to_the_department(portal: Portal) {
        let pool = portal.app.store.pool();
        let union = portal.staff("pu", Role::Supporter, orgs::UNION).await;
        let all = async || letters::of(portal.app.store.pool(), orgs::UNION).await.expect("they read");
        // No rule of the place is on record: nothing is assumed.
        assert!(writes(&union, Uuid::now_v7(), "opinion", &[("act", "make")]).await.contains("须写明答复期限和依据"));
        let rule = LocalRule {
            rule: LocalRuleKind::LetterReply,
            value: 15,
            from: "2026-01-01".parse().expect("a day"),
            until: None,
            region: "云南省枫林市".into(),
            org: None,
            source: "枫林市工会劳动法律监督条例第二十二条（测试）".into(),
        };
        local_rules::enter(pool, &rule, PersonId(Uuid::nil()), portal.now()).await.expect("it fits");
        let page = union.get("/letters").await.text;
        assert!(page.contains("value=\"15\"") && page.contains("枫林市工会劳动法律监督条例"), "{page}");

        let days = [("days", "15"), ("basis", "枫林市工会劳动法律监督条例第二十二条（测试）")];
        let shown = writes(&union, Uuid::now_v7(), "opinion", &days).await;
        assert!(shown.contains("data:image/svg+xml;base64,") && shown.contains("自六月起拖欠二十三名职工工资。"));
        assert!(all().await.is_empty());
        // Sent twice it is one letter with one number.
        let id = Uuid::now_v7();
        let make = [days[0], days[1], ("act", "make")];
        writes(&union, id, "opinion", &make).await;
        assert!(writes(&union, id, "opinion", &make).await.contains("已制作，尚未发出"));
        let [letter] = all().await.try_into().expect("one letter");
        assert_eq!(letter.number, "（2026）枫工意1号");
        let file = union.get(&format!("/letters/{id}")).await;
        assert!(file.header("content-type") == "application/pdf" && file.text.starts_with("%PDF"));

        // 2026-11-26 is a Thursday; fifteen working days from receipt end on 12-17.
        assert!(becomes(&union, &letter, "received", "2026-11-26", "").await.contains("还没有到这一步"));
        becomes(&union, &letter, "sent", "2026-11-26", "EMS 1234567890123").await;
        let page = becomes(&union, &letter, "received", "2026-11-26", "前台签收").await;
        assert!(page.contains("等待答复，最后一天</strong> 2026-12-17"), "{page}");
        let recommendation = [("act", "make"), ("follows", &*letter.id.to_string())].map(|(k, v)| (k, v.to_owned()));
        let recommendation: Vec<(&str, &str)> = recommendation.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let early = writes(&union, Uuid::now_v7(), "recommendation", &recommendation).await;
        assert!(early.contains("建议书须依据一份"), "{early}");

        portal.pass(23 * DAY);
        let union = portal.staff("pu2", Role::Supporter, orgs::UNION).await;
        assert!(union.get("/letters").await.text.contains("逾期未答复"));
        writes(&union, Uuid::now_v7(), "recommendation", &recommendation).await;
        let [newest, _] = all().await.try_into().expect("two letters");
        assert_eq!((newest.number.as_str(), newest.follows), ("（2026）枫工建1号", Some(id)));

        becomes(&union, &letter, "replied", "2026-12-19", "已支付全部工资，附转账凭证").await;
        let page = becomes(&union, &letter, "settled", "2026-12-19", "").await;
        assert!(page.contains("已支付全部工资，附转账凭证") && page.contains("已改正或办结") && !page.contains("逾期未答复"));
        assert!(becomes(&union, &letter, "uncorrected", "2026-12-19", "").await.contains("已经办过了"));
    }

    async fn a_register_is_its_institutions_own(portal: Portal) {
        let union = portal.staff("pu", Role::Supporter, orgs::UNION).await;
        let id = Uuid::now_v7();
        writes(&union, id, "reminder", &[("act", "make")]).await;
        // A commission writes its own kinds, in days the rules fix, and reads no other register.
        let arbitrator = portal.staff("zhou", Role::Arbitrator, orgs::COMMISSION).await;
        arbitrator.get(&format!("/letters/{id}")).await.refused(404, "unknown_file");
        assert!(!arbitrator.get("/letters").await.text.contains("枫工提"));
        assert!(writes(&arbitrator, Uuid::now_v7(), "opinion", &[("act", "make")]).await.contains("您的身份不能办理这一步"));
        assert!(writes(&arbitrator, Uuid::now_v7(), "mediation_referral", &[("act", "make")]).await.contains("枫劳人仲委1号"));
        let unknown = [("act", "make"), ("case", "枫劳调〔2020〕1号")];
        assert!(writes(&arbitrator, Uuid::now_v7(), "mediation_proposal", &unknown).await.contains("没有这个案号的案件"));
        let [referral] = letters::of(portal.app.store.pool(), orgs::COMMISSION).await.expect("rows").try_into().expect("one");
        assert_eq!(referral.letter.days, Some(10));
        // Whoever writes none is sent to the desk; strangers to the door.
        let judge = portal.staff("chen", Role::Judge, orgs::COURT).await;
        assert_eq!(judge.get("/letters").await.status, 303);
        assert_eq!(portal.stranger().get("/letters").await.header("location"), "/staff");
    }
}
