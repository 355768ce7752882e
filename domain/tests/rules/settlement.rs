//! 拟定协议: clauses, marks, and what the linter holds against them (EMR 26; CPL-Int 461).

use super::play::*;
use domain::actor::Side;
use domain::case::Stage;
use domain::command::*;
use domain::money::Fen;
use domain::refusal::Refusal;
use domain::terms::lint::{Finding, lint};
use domain::terms::prose::{Language, Names, sentence};
use domain::terms::{Clause, ClauseBody, DefaultRemedy, PayManner, Terms};
use proptest::prelude::*;

fn findings(bodies: Vec<ClauseBody>) -> Vec<Finding> {
    let clauses = bodies.into_iter().enumerate().map(|(i, body)| clause(i as u128, body));
    let terms = Terms(clauses.collect());
    lint(&terms, day("2026-03-02"))
        .into_iter()
        .map(|note| note.finding)
        .collect()
}

fn changed(change: impl FnOnce(&mut domain::terms::Payment)) -> Vec<Finding> {
    let ClauseBody::Payment(mut payment) = payment().body else {
        unreachable!()
    };
    change(&mut payment);
    findings(vec![ClauseBody::Payment(payment), default_clause().body])
}

#[test]
fn a_changed_clause_must_be_agreed_again_by_both() {
    let mut play = Play::drafted();
    let mut clause = payment();
    if let ClauseBody::Payment(payment) = &mut clause.body {
        payment.manner = PayManner::Cash;
    }
    play.does(&MEDIATOR, write(&clause));
    assert!(!play.case.marks.contains_key(&clause.id));
    let agree = play.agree();
    play.refuses(&MEDIATOR, agree, Refusal::NotAllAgreed);
    play.refuses(&WORKER, mark(&payment(), true), Refusal::ClauseChanged);
}

#[test]
fn moving_a_clause_keeps_its_marks() {
    let mut play = Play::drafted();
    let command = Command::WriteClause {
        clause: default_clause(),
        place: Some(0),
        disclosures: Vec::new(),
    };
    play.does(&MEDIATOR, command);
    assert_eq!(play.case.draft.0[0], default_clause());
    let agree = play.agree();
    play.does(&MEDIATOR, agree);
    assert_eq!(play.case.stage, Some(Stage::Signing));
}

#[test]
fn parties_mark_and_only_the_mediator_writes() {
    let mut play = Play::drafted();
    play.refuses(&WORKER, write(&payment()), Refusal::NotYourRole);
    play.refuses(&MEDIATOR, mark(&payment(), true), Refusal::NotYourRole);
    play.refuses(&WORKER, mark(&payment(), true), Refusal::AlreadyDone);
}

#[test]
fn an_agent_without_special_authority_cannot_settle() {
    let mut play = Play::requested();
    play.does(&SYSTEM, invite());
    let mut joining = joining();
    joining.particulars.agent.as_mut().unwrap().authority = Authority::General;
    play.does(&EMPLOYER, Command::JoinCase(joining));
    play.does(&EMPLOYER, Command::ConsentToMediation)
        .does(&MEDIATOR, Command::AcceptCase);
    play.does(&MEDIATOR, write(&payment()));
    for party in [&WORKER, &EMPLOYER] {
        play.does(party, mark(&payment(), true));
    }
    let agree = play.agree();
    play.refuses(&MEDIATOR, agree, Refusal::AuthorityMissing);
}

#[test]
fn a_complete_draft_has_no_findings() {
    assert_eq!(changed(|_| {}), []);
}

#[test]
fn what_cannot_be_enforced_is_found() {
    assert_eq!(
        changed(|payment| payment.payee = Side::Respondent),
        [Finding::SamePayerAndPayee]
    );
    assert_eq!(
        changed(|payment| payment.instalments.clear()),
        [Finding::InstalmentsMissing]
    );
    assert_eq!(
        changed(|payment| payment.total = Fen(1)),
        [Finding::InstalmentsDoNotSum]
    );
    assert_eq!(
        changed(|payment| payment.instalments.reverse()),
        [Finding::InstalmentsOutOfOrder]
    );
    assert_eq!(
        changed(|payment| payment.instalments[0].due = day("2026-03-01")),
        [Finding::DueInThePast]
    );
    assert_eq!(changed(|payment| payment.account = None), [Finding::AccountMissing]);
    let zero = changed(|payment| {
        payment.total = Fen(0);
        payment.instalments.truncate(1);
        payment.instalments[0].amount = Fen(0);
    });
    assert!(zero.contains(&Finding::AmountMissing));
    assert_eq!(findings(vec![payment().body]), [Finding::NoDefaultClause]);
    assert!(Finding::NoDefaultClause.is_advice());
    let only = findings(vec![ClauseBody::FreeText {
        text: "再无争议。".into(),
    }]);
    assert_eq!(only, [Finding::NoObligation]);
}

#[test]
fn late_interest_above_24_per_cent_a_year_is_found() {
    let rate = |per_100_000| {
        let body = ClauseBody::Default(DefaultRemedy::DailyInterest { per_100_000 });
        findings(vec![payment().body, body])
    };
    assert_eq!(rate(65), []);
    assert_eq!(rate(66), [Finding::RateTooHigh]);
    assert_eq!(rate(0), [Finding::AmountMissing]);
}

#[test]
fn clauses_the_law_forbids_are_found_however_they_are_put() {
    let says = |text: &str| {
        findings(vec![
            payment().body,
            default_clause().body,
            ClauseBody::FreeText { text: text.into() },
        ])
    };
    for void in [
        "申请人自愿放弃社会保险。",
        "被申请人不再为申请人缴纳社会保险费，申请人同意。",
        "申请人自愿放 弃 社 保。",
        "申请人不得要求补缴社会保险。",
        "以现金补贴代替社会保险。",
    ] {
        assert_eq!(says(void), [Finding::WaivesSocialInsurance], "{void}");
    }
    for void in [
        "申请人不得就本案再申请仲裁。",
        "申请人承诺不再向人民法院提起诉讼。",
        "申请人放弃申请强制执行的权利。",
        "双方均不得向劳动监察部门投诉、举报。",
    ] {
        assert_eq!(says(void), [Finding::WaivesRemedy], "{void}");
    }
    for lawful in [
        "申请人自愿放弃其他仲裁请求。",
        "双方就本案再无其他争议。",
        "双方不得泄露调解内容；一方违反的，另一方可以提起诉讼。",
        "被申请人应依法补缴社会保险费，不得拖延。",
    ] {
        assert_eq!(says(lawful), [], "{lawful}");
    }
}

#[test]
fn confirming_a_labour_relation_is_advice_not_an_error() {
    let text = "双方确认存在劳动关系。".to_owned();
    let found = findings(vec![
        payment().body,
        default_clause().body,
        ClauseBody::FreeText { text },
    ]);
    assert_eq!(found, [Finding::ConfirmsLabourRelation]);
    assert!(found[0].is_advice());
}

#[test]
fn a_sentence_gives_amounts_in_figures_and_capitals_and_every_due_day() {
    let names = Names {
        claimant: "张建国",
        respondent: "云岭公司",
        account: &|_| Some(BANK.into()),
    };
    let said = sentence(&payment(), &names, Language::Chinese);
    for part in [
        "18,600.00",
        "壹万捌仟陆佰圆整",
        "2026年4月1日",
        "2026年5月6日",
        BANK,
        "第2期",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
}

#[test]
fn an_unknown_account_is_no_account() {
    let mut play = Play::mediating();
    let command = Command::WriteClause {
        clause: payment(),
        place: None,
        disclosures: Vec::new(),
    };
    play.refuses(&MEDIATOR, command, Refusal::NotDisclosed);
}

fn amounts() -> impl Strategy<Value = Vec<i64>> {
    proptest::collection::vec(1_i64..1_000_000_000, 1..60)
}

proptest! {
    #[test]
    fn instalments_that_sum_in_order_are_never_held_against_the_sum(parts in amounts(), off in -3_i64..4) {
        let mut due = day("2026-03-03");
        let sum: i64 = parts.iter().sum();
        let found = changed(|payment| {
            payment.total = Fen(sum + off);
            payment.instalments = parts
                .iter()
                .map(|part| {
                    due = due.plus_days(1);
                    domain::terms::Instalment { amount: Fen(*part), due, condition: None }
                })
                .collect();
        });
        prop_assert_eq!(found.contains(&Finding::InstalmentsDoNotSum), off != 0);
    }

    #[test]
    fn money_survives_the_wire_exactly(fen in any::<i64>()) {
        let text = serde_json::to_string(&Fen(fen)).unwrap();
        prop_assert_eq!(serde_json::from_str::<Fen>(&text).unwrap(), Fen(fen));
        prop_assert!(text.starts_with('"'));
    }

    #[test]
    fn any_change_of_a_clause_changes_its_digest(cents in 1_i64..1000) {
        let mut other: Clause = payment();
        if let ClauseBody::Payment(payment) = &mut other.body {
            payment.total.0 += cents;
        }
        prop_assert_ne!(other.digest(), payment().digest());
    }
}
