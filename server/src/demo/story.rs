//! What the demo's cases are about. Everything is invented; numbers carry valid check digits.

use crate::identity::{orgs, token};
use domain::actor::Side;
use domain::command::{
    Agent, Authority, Channel, Claim, Consent, DisputeHead, MediationRequest, PartyKind, PartyParticulars,
};
use domain::hash::{Commitment, Disclosure, Salt};
use domain::id::{ClauseId, PersonId};
use domain::moment::Date;
use domain::money::Fen;
use domain::terms::{Clause, ClauseBody, DefaultRemedy, DepositReturn, Instalment, PayManner, Payment, PaymentHead};

pub const FIRM: &str = "云岭枫建建设工程有限公司";

/// Values on their way into one command.
#[derive(Default)]
pub struct Hidden(pub Vec<Disclosure>);

impl Hidden {
    /// Hides `value`; keeps its disclosure.
    fn hide(&mut self, value: &str) -> Commitment {
        let disclosure = Disclosure {
            salt: Salt(token::random()),
            value: value.to_owned(),
        };
        let commitment = disclosure.commitment();
        self.0.push(disclosure);
        commitment
    }
}

pub fn worker(hidden: &mut Hidden) -> PartyParticulars {
    PartyParticulars {
        kind: PartyKind::Resident,
        name: hidden.hide("张建国"),
        id_number: Some(hidden.hide("530126196812032711")),
        phone: hidden.hide("13800000001"),
        address: Some(hidden.hide("云南省枫林市青溪区石桥镇大营村 12 号")),
        agent: None,
    }
}

/// The firm as the worker knows it, or whole as its agent gives it.
pub fn firm(hidden: &mut Hidden, whole: bool) -> PartyParticulars {
    PartyParticulars {
        kind: PartyKind::Organisation,
        name: hidden.hide(FIRM),
        id_number: whole.then(|| hidden.hide("91530100MA6P7QK3TD")),
        phone: hidden.hide("13800000002"),
        address: whole.then(|| hidden.hide("云南省枫林市高新区建工大厦 8 楼")),
        agent: whole.then(|| Agent {
            name: hidden.hide("李文静"),
            authority: Authority::Special,
        }),
    }
}

fn request(worker_person: PersonId, heads: Vec<DisputeHead>, claims: Vec<Claim>, facts: &str) -> MediationRequest {
    let mut hidden = Hidden::default();
    MediationRequest {
        local_holidays: Vec::new(),
        // The portal allots it.
        number: String::new(),
        body: orgs::CENTRE,
        channel: Channel::Online,
        claimant_person: Some(worker_person),
        claimant: worker(&mut hidden),
        respondent: firm(&mut hidden, false),
        heads,
        claims,
        facts: facts.to_owned(),
        consents: Consent::ALL.to_vec(),
        disclosures: hidden.0,
    }
}

fn claim(text: &str, yuan: i64) -> Claim {
    Claim {
        text: text.to_owned(),
        amount: Some(Fen(yuan * 100)),
    }
}

pub fn wages(person: PersonId) -> MediationRequest {
    request(
        person,
        vec![DisputeHead::Pay, DisputeHead::Deposit],
        vec![
            claim("支付 2026 年 6 月至 9 月拖欠的工资", 18_600),
            claim("退还进场时收取的风险抵押金", 3_000),
        ],
        "本人自 2026 年 3 月 2 日起在被申请人承建的青溪安置房项目做砌筑工，约定日工资 310 元，按月结算。\
         被申请人 6 月起未足额发放工资，至 9 月 28 日离场时累计拖欠 18,600 元，有考勤表和班组结算单为证。\
         进场时班组另收风险抵押金 3,000 元，有收据，至今未退。多次催要未果，现申请调解。",
    )
}

pub fn dismissal(person: PersonId) -> MediationRequest {
    request(
        person,
        vec![DisputeHead::Compensation, DisputeHead::Pay],
        vec![
            claim("支付解除劳动合同的经济补偿", 9_300),
            claim("支付休息日加班工资", 4_960),
        ],
        "本人 2025 年 2 月至 2026 年 1 月在被申请人青溪一期项目工作，月平均工资 9,300 元。\
         2026 年 1 月 16 日项目停工，被申请人口头通知解除劳动合同，未支付经济补偿；\
         在岗期间另有 8 个休息日加班未支付加班工资，有打卡记录为证。",
    )
}

fn clause(body: ClauseBody) -> Clause {
    Clause {
        id: ClauseId(uuid::Uuid::now_v7()),
        body,
    }
}

fn payment(head: PaymentHead, parts: &[(i64, Date)], account: Option<Commitment>) -> Clause {
    let instalments: Vec<_> = parts
        .iter()
        .map(|(yuan, due)| Instalment {
            amount: Fen(yuan * 100),
            due: *due,
            condition: None,
        })
        .collect();
    let total = Fen(instalments.iter().map(|part| part.amount.0).sum());
    let manner = if account.is_some() {
        PayManner::BankTransfer
    } else {
        PayManner::MobileTransfer
    };
    let (payer, payee) = (Side::Respondent, Side::Claimant);
    clause(ClauseBody::Payment(Payment {
        head,
        payer,
        payee,
        total,
        instalments,
        manner,
        account,
    }))
}

/// Drafted so far in the first case, each with what it discloses.
pub fn wages_draft(today: Date) -> Vec<(Clause, Vec<Disclosure>)> {
    let mut hidden = Hidden::default();
    let account = hidden.hide("中国农业银行枫林支行 6228 4800 0000 0000 019");
    let parts = [(10_000, today.plus_days(15)), (8_600, today.plus_days(45))];
    let deposit = DepositReturn {
        amount: Fen(300_000),
        due: today.plus_days(15),
        manner: PayManner::BankTransfer,
        account: Some(account),
    };
    vec![
        (payment(PaymentHead::WageArrears, &parts, Some(account)), hidden.0),
        (clause(ClauseBody::DepositReturn(deposit)), Vec::new()),
        (clause(ClauseBody::Default(DefaultRemedy::Acceleration)), Vec::new()),
    ]
}

/// Agreed in the second case.
pub fn dismissal_terms(today: Date) -> Vec<(Clause, Vec<Disclosure>)> {
    vec![
        (
            payment(PaymentHead::EconomicCompensation, &[(9_300, today.plus_days(20))], None),
            Vec::new(),
        ),
        (
            payment(PaymentHead::Overtime, &[(4_960, today.plus_days(20))], None),
            Vec::new(),
        ),
        (
            clause(ClauseBody::LeavingCertificate { by: today.plus_days(7) }),
            Vec::new(),
        ),
        (
            clause(ClauseBody::Default(DefaultRemedy::DailyInterest { per_100_000: 50 })),
            Vec::new(),
        ),
        (
            clause(ClauseBody::FreeText {
                text: "双方就本案劳动关系存续期间的其他事项再无争议。".into(),
            }),
            Vec::new(),
        ),
    ]
}
