//! The agreement's second column: what the tables say, and what only the mediator can.

use domain::actor::Side;
use domain::id::ClauseId;
use domain::moment::Date;
use domain::money::Fen;
use domain::terms::prose::Names;
use domain::terms::second::{Said, SecondLanguage, Translation};
use domain::terms::{
    ApologyManner, Condition, DefaultRemedy, DepositReturn, Instalment, InsuranceKind, PayManner, Payment, PaymentHead,
    SocialInsurance,
};
use domain::terms::{Clause, ClauseBody, Terms};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn payment(condition: Option<Condition>) -> ClauseBody {
    ClauseBody::Payment(Payment {
        head: PaymentHead::WageArrears,
        payer: Side::Respondent,
        payee: Side::Claimant,
        total: Fen(1_860_000),
        instalments: vec![
            Instalment {
                amount: Fen(1_000_000),
                due: day("2026-12-10"),
                condition,
            },
            Instalment {
                amount: Fen(860_000),
                due: day("2027-01-10"),
                condition: None,
            },
        ],
        manner: PayManner::BankTransfer,
        account: None,
    })
}

fn every_kind() -> Vec<ClauseBody> {
    let due = day("2026-12-31");
    vec![
        payment(None),
        ClauseBody::DepositReturn(DepositReturn {
            amount: Fen(50_000),
            due,
            manner: PayManner::Cash,
            account: None,
        }),
        ClauseBody::SocialInsurance(SocialInsurance {
            from: day("2025-01-01"),
            to: day("2026-06-30"),
            kinds: vec![InsuranceKind::Pension, InsuranceKind::WorkInjury],
            due,
        }),
        ClauseBody::LeavingCertificate { by: due },
        ClauseBody::Apology {
            by: Side::Respondent,
            due,
            manner: ApologyManner::InWriting,
        },
        ClauseBody::Default(DefaultRemedy::DailyInterest { per_100_000: 50 }),
        ClauseBody::Default(DefaultRemedy::LumpSum { amount: Fen(100_000) }),
        ClauseBody::Default(DefaultRemedy::Acceleration),
    ]
}

fn terms(bodies: Vec<ClauseBody>) -> Terms {
    let clause = |body| Clause {
        id: ClauseId(uuid::Uuid::nil()),
        body,
    };
    Terms(bodies.into_iter().map(clause).collect())
}

const NAMES: Names<'static> = Names {
    claimant: "Khamla",
    respondent: "Fengjian",
    account: &|_| None,
};

#[test]
fn every_typed_clause_reads_whole_in_every_language() {
    let terms = terms(every_kind());
    for language in SecondLanguage::ALL {
        let column = Translation::of(&terms, language, |_| None).column(&terms, &NAMES);
        for (clause, said) in terms.0.iter().zip(&column) {
            let Said::Translated(text) = said else {
                panic!("{language:?} {clause:?}")
            };
            assert!(!text.contains(['{', '}']), "{text}");
            assert!(!text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{text}");
            let sum = clause.body.money();
            assert!(sum == Fen(0) || text.contains(&sum.to_string()), "{text}");
        }
    }
}

#[test]
fn a_clause_of_free_words_needs_the_mediators_own_translation() {
    let condition = Condition {
        event: "企业恢复正常经营".into(),
        days: 30,
    };
    let free = ClauseBody::FreeText {
        text: "工具归还".into(),
    };
    let terms = terms(vec![free, payment(Some(condition)), payment(None)]);
    let first = terms.0[0].digest();
    let own = |digest| (digest == first).then(|| "ສົ່ງເຄື່ອງມືຄືນ".to_owned());
    let translation = Translation::of(&terms, SecondLanguage::Lao, own);
    let column = translation.column(&terms, &NAMES);
    assert_eq!(column[0], Said::Translated("ສົ່ງເຄື່ອງມືຄືນ".into()));
    assert!(matches!(&column[1], Said::Chinese(text) if text.contains("企业恢复正常经营")));
    assert!(matches!(&column[2], Said::Translated(_)));
    let text = String::from_utf8(translation.bytes()).unwrap();
    assert_eq!(text, r#"{"clauses":["ສົ່ງເຄື່ອງມືຄືນ",null,null],"language":"lo"}"#);
}
