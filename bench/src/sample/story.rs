//! What the sample case is about. Everything is invented; numbers carry valid check digits.

use domain::actor::Side;
use domain::command::{
    Agent, Authority, Channel, Claim, Consent, DisputeHead, MediationRequest, PartyKind, PartyParticulars,
};
use domain::hash::{Commitment, Disclosure, Salt};
use domain::id::{ClauseId, OrgId, PersonId};
use domain::moment::Date;
use domain::money::Fen;
use domain::terms::{
    Clause, ClauseBody, DefaultRemedy, DepositReturn, Instalment, InsuranceKind, PayManner, Payment, PaymentHead,
    SocialInsurance,
};
use uuid::Uuid;

/// The demo's employer answers at this phone.
pub const FIRM_PHONE: &str = "13800000002";

pub fn hidden(value: &str) -> Disclosure {
    Disclosure {
        salt: Salt(Uuid::new_v4().into_bytes()),
        value: value.to_owned(),
    }
}

/// Hides `value`; its disclosure goes to `kept`.
fn hide(value: &str, kept: &mut Vec<Disclosure>) -> Commitment {
    let disclosure = hidden(value);
    let commitment = disclosure.commitment();
    kept.push(disclosure);
    commitment
}

fn worker() -> (PartyParticulars, Vec<Disclosure>) {
    let mut kept = Vec::new();
    let particulars = PartyParticulars {
        kind: PartyKind::Resident,
        name: hide("张建国", &mut kept),
        id_number: Some(hide("530126196812032711", &mut kept)),
        phone: hide("13800000001", &mut kept),
        address: Some(hide("云南省枫林市青溪区石桥镇大营村 12 号", &mut kept)),
        agent: None,
    };
    (particulars, kept)
}

/// The firm as the worker knows it, or whole as its agent gives it.
pub fn firm(whole: bool) -> (PartyParticulars, Vec<Disclosure>) {
    let mut kept = Vec::new();
    let particulars = PartyParticulars {
        kind: PartyKind::Organisation,
        name: hide("云岭枫建建设工程有限公司", &mut kept),
        id_number: whole.then(|| hide("91530100MA6P7QK3TD", &mut kept)),
        phone: hide(FIRM_PHONE, &mut kept),
        address: whole.then(|| hide("云南省枫林市高新区建工大厦 8 楼", &mut kept)),
        agent: whole.then(|| Agent {
            name: hide("李文静", &mut kept),
            authority: Authority::Special,
        }),
    };
    (particulars, kept)
}

pub fn request(claimant_person: PersonId, body: OrgId) -> MediationRequest {
    let (claimant, mut disclosures) = worker();
    let (respondent, theirs) = firm(false);
    disclosures.extend(theirs);
    let claim = |text: &str, yuan: i64| Claim {
        text: text.into(),
        amount: Some(Fen(yuan * 100)),
    };
    MediationRequest {
        local_holidays: Vec::new(),
        // The portal allots the true one.
        number: "待编号".into(),
        body,
        channel: Channel::Online,
        claimant_person: Some(claimant_person),
        claimant,
        respondent,
        heads: vec![DisputeHead::Pay, DisputeHead::Deposit, DisputeHead::SocialInsurance],
        claims: vec![
            claim("支付 2026 年 6 月至 9 月拖欠的工资", 18_600),
            claim("退还进场时收取的风险抵押金", 3_000),
            Claim {
                text: "补缴 2026 年 3 月至 9 月的社会保险费".into(),
                amount: None,
            },
        ],
        facts: "本人自 2026 年 3 月 2 日起在被申请人承建的青溪安置房项目做砌筑工，约定日工资 310 元，按月结算。\
                被申请人 6 月起未足额发放工资，至 9 月 28 日离场时累计拖欠 18,600 元，有考勤表和班组结算单为证。\
                进场时班组另收风险抵押金 3,000 元，有收据，至今未退。"
            .into(),
        consents: Consent::ALL.to_vec(),
        disclosures,
    }
}

/// Every kind of clause a settlement like this needs, each with what it discloses.
pub fn terms(today: Date) -> Vec<(Clause, Vec<Disclosure>)> {
    let mut kept = Vec::new();
    let account = hide("中国农业银行枫林支行 6228 4800 0000 0000 019", &mut kept);
    let instalment = |yuan: i64, days| Instalment {
        amount: Fen(yuan * 100),
        due: today.plus_days(days),
        condition: None,
    };
    let wages = Payment {
        head: PaymentHead::WageArrears,
        payer: Side::Respondent,
        payee: Side::Claimant,
        total: Fen(1_860_000),
        instalments: vec![instalment(10_000, 15), instalment(8_600, 45)],
        manner: PayManner::BankTransfer,
        account: Some(account),
    };
    let deposit = DepositReturn {
        amount: Fen(300_000),
        due: today.plus_days(15),
        manner: PayManner::BankTransfer,
        account: Some(account),
    };
    let month = |month, day| Date::new(2026, month, day).unwrap_or(today);
    let insurance = SocialInsurance {
        from: month(3, 1),
        to: month(9, 30),
        kinds: vec![
            InsuranceKind::Pension,
            InsuranceKind::Medical,
            InsuranceKind::WorkInjury,
        ],
        due: today.plus_days(60),
    };
    let plain = |body| (body, Vec::new());
    let bodies = vec![
        (ClauseBody::Payment(wages), kept),
        plain(ClauseBody::DepositReturn(deposit)),
        plain(ClauseBody::SocialInsurance(insurance)),
        plain(ClauseBody::LeavingCertificate { by: today.plus_days(7) }),
        plain(ClauseBody::Default(DefaultRemedy::Acceleration)),
        plain(ClauseBody::Confidentiality {
            scope: "本协议所载金额及双方在调解中的陈述".into(),
        }),
        plain(ClauseBody::FreeText {
            text: "双方就本案劳动关系存续期间的其他事项再无争议。".into(),
        }),
    ];
    let clause = |body| Clause {
        id: ClauseId(Uuid::new_v4()),
        body,
    };
    bodies.into_iter().map(|(body, kept)| (clause(body), kept)).collect()
}

/// A page of PDF that says `title` in its metadata: small, and typed by its content.
pub fn page(title: &str) -> Vec<u8> {
    format!(
        "%PDF-1.4\n% {title}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
         2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n\
         trailer<</Root 1 0 R>>\n%%EOF\n"
    )
    .into_bytes()
}
