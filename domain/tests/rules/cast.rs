//! The cast: fixed people, institutions, keys, values and clauses, and the commands they give.

use domain::actor::{Actor, Assurance, Role, Side};
use domain::appointment::{AppointmentStep, AppointmentTurn};
use domain::arbitration::{Fact, Petition, Pleading};
use domain::award::{AwardHead, AwardItem, Conclusion};
use domain::command::*;
use domain::hash::{Commitment, Digest, Disclosure, PublicKey, Salt, Signature};
use domain::id::{CaseId, ClauseId, EvidenceId, FactId, InvitationId, OrgId, PersonId};
use domain::moment::{Date, Timestamp};
use domain::money::Fen;
use domain::motion::{Matter, Plea, Reply};
use domain::order::OrderStep;
use domain::paper::PaperKind;
use domain::performance::CourtPetition;
use domain::seal::{Attestation, Attested, Statement};
use domain::service::Means;
use domain::support::SupportKind;
use domain::term::TermGround;
use domain::terms::{Clause, ClauseBody, DefaultRemedy, Instalment, PayManner, Payment, PaymentHead};
use ed25519_dalek::{Signer, SigningKey};
use uuid::Uuid;

pub const CASE: CaseId = CaseId(Uuid::from_u128(0xc0));
pub const CENTRE: OrgId = OrgId(Uuid::from_u128(0xa1));
pub const COMMISSION: OrgId = OrgId(Uuid::from_u128(0xa2));
pub const COURT: OrgId = OrgId(Uuid::from_u128(0xa3));
pub const AID: OrgId = OrgId(Uuid::from_u128(0xa4));
pub const UNION: OrgId = OrgId(Uuid::from_u128(0xa5));
pub const INVITATION: InvitationId = InvitationId(Uuid::from_u128(0x11));
/// 2026-03-02 09:00 in China.
pub const START: Timestamp = Timestamp(1_772_413_200_000);

const fn someone(n: u128, role: Role, org: Option<OrgId>) -> Actor {
    let assurance = if org.is_some() {
        Assurance::Passkey
    } else {
        Assurance::Phone
    };
    let person = PersonId(Uuid::from_u128(n));
    Actor {
        person,
        role,
        org,
        assurance,
    }
}

pub const WORKER: Actor = someone(0x01, Role::Claimant, None);
pub const EMPLOYER: Actor = someone(0x02, Role::Respondent, None);
pub const MEDIATOR: Actor = someone(0x03, Role::Mediator, Some(CENTRE));
pub const ARBITRATOR: Actor = someone(0x04, Role::Arbitrator, Some(COMMISSION));
pub const JUDGE: Actor = someone(0x05, Role::Judge, Some(COURT));
pub const AIDE: Actor = someone(0x06, Role::Supporter, Some(AID));
pub const UNIONIST: Actor = someone(0x07, Role::Supporter, Some(UNION));
pub const INTERPRETER: Actor = someone(0x0a, Role::Interpreter, Some(CENTRE));
pub const OBSERVER: Actor = someone(0x0b, Role::Observer, Some(CENTRE));
/// Another arbitrator of the commission, and one of another commission.
pub const COLLEAGUE: Actor = someone(0x0c, Role::Arbitrator, Some(COMMISSION));
pub const ELSEWHERE: OrgId = OrgId(Uuid::from_u128(0xa6));
pub const FAR: Actor = someone(0x0d, Role::Arbitrator, Some(ELSEWHERE));
pub const SYSTEM: Actor = Actor::SYSTEM;
pub const STRANGER: Actor = someone(0x09, Role::Respondent, None);

/// A ruling that confirmed nothing.
pub const REFUSAL_PDF: &[u8] = b"%PDF-1.7\n% refusal of the test vector\n%%EOF\n";
pub const AGREEMENT_PDF: &[u8] = b"%PDF-1.7\n% agreement of the test vector\n%%EOF\n";
pub const DECISION_PDF: &[u8] = b"%PDF-1.7\n% decision of the test vector\n%%EOF\n";
pub const PAPER_PDF: &[u8] = b"%PDF-1.7\n% paper of the test vector\n%%EOF\n";
pub const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 a photograph of the test vector";

/// Where the mediator comes to, by one visit of the test vector.
pub const HALL: &str = "石桥村村委会";

/// 笔录 of the test vector
pub const MINUTES: &str = "双方到场，核对身份。申请人陈述请求。";

pub fn close_minutes() -> Command {
    Command::CloseMinutes {
        document: Digest::of(MINUTES.as_bytes()),
        size: MINUTES.len() as u64,
    }
}
pub fn answer_minutes(remark: Option<&str>) -> Command {
    Command::AnswerMinutes {
        document: Digest::of(MINUTES.as_bytes()),
        remark: remark.map(Into::into),
    }
}
/// The mediator's appointment number `n` for an hour: by video, or at that place.
pub fn appoint(n: u32, at: Timestamp, place: Option<&str>) -> Command {
    let place = place.map(hidden);
    Command::RecordAppointment {
        turn: AppointmentTurn {
            step: AppointmentStep::Made,
            minutes: 60,
            place: place.as_ref().map(Disclosure::commitment),
            ..AppointmentTurn::naming(n, at)
        },
        disclosures: place.into_iter().collect(),
    }
}
pub fn name_time(n: u32, at: Timestamp) -> Command {
    Command::RecordAppointment {
        turn: AppointmentTurn::naming(n, at),
        disclosures: Vec::new(),
    }
}
pub fn close_appointment(n: u32, step: AppointmentStep, at: Timestamp, note: &str) -> Command {
    Command::RecordAppointment {
        turn: AppointmentTurn {
            step,
            note: note.into(),
            ..AppointmentTurn::naming(n, at)
        },
        disclosures: Vec::new(),
    }
}
/// A figure somebody seals.
pub fn figure(how: u8) -> Disclosure {
    hidden(["20000", "18500", "21600", "9000"][usize::from(how % 4)])
}
pub fn call_interpreter() -> Command {
    Command::CallInterpreter {
        person: INTERPRETER.person,
        language: "ພາສາລາວ 老挝语".into(),
    }
}

/// A signing key of the test's cast: never used outside tests.
pub fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}
pub fn public(key: &SigningKey) -> PublicKey {
    PublicKey(key.verifying_key().to_bytes())
}
pub fn sign(key: &SigningKey, message: &[u8]) -> Signature {
    Signature(key.sign(message).to_bytes())
}
pub fn log_key() -> SigningKey {
    key(0xe1)
}
pub fn attestor() -> SigningKey {
    key(0xe2)
}
pub fn dossier_key() -> SigningKey {
    key(0xe3)
}
pub fn seal_key(org: OrgId) -> SigningKey {
    key(org.0.as_u128() as u8)
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A value with a salt made from it, so that every run hides it alike.
pub fn hidden(value: &str) -> Disclosure {
    let digest = Digest::of(value.as_bytes());
    let mut salt = [0; 16];
    salt.copy_from_slice(&digest.0[..16]);
    Disclosure {
        salt: Salt(salt),
        value: value.into(),
    }
}

pub fn worker_particulars() -> (PartyParticulars, Vec<Disclosure>) {
    let values = [
        "张建国",
        "11010519491231002X",
        "13800138000",
        "云南省枫林市石桥村 12 号",
    ]
    .map(hidden);
    let [name, id_number, phone, address] = [0, 1, 2, 3].map(|at| values[at].commitment());
    let particulars = PartyParticulars {
        kind: PartyKind::Resident,
        name,
        id_number: Some(id_number),
        phone,
        address: Some(address),
        agent: None,
    };
    (particulars, values.to_vec())
}

pub fn employer_particulars() -> (PartyParticulars, Vec<Disclosure>) {
    let values = [
        "云岭枫建建设工程有限公司",
        "91350100M000100Y43",
        "13900139000",
        "云南省枫林市高新区 8 楼",
        "李文静",
    ]
    .map(hidden);
    let [name, id_number, phone, address, agent] = [0, 1, 2, 3, 4].map(|at| values[at].commitment());
    let particulars = PartyParticulars {
        kind: PartyKind::Organisation,
        name,
        id_number: Some(id_number),
        phone,
        address: Some(address),
        agent: Some(Agent {
            name: agent,
            authority: Authority::Special,
        }),
    };
    (particulars, values.to_vec())
}

pub fn request() -> MediationRequest {
    let (claimant, mut disclosures) = worker_particulars();
    let (mut respondent, known) = employer_particulars();
    // The worker knows the firm's name and phone, no more.
    (respondent.id_number, respondent.address, respondent.agent) = (None, None, None);
    disclosures.extend([known[0].clone(), known[2].clone()]);
    MediationRequest {
        local_holidays: Vec::new(),
        number: "枫劳调〔2026〕1号".into(),
        body: CENTRE,
        channel: Channel::Online,
        claimant_person: Some(WORKER.person),
        claimant,
        respondent,
        heads: vec![DisputeHead::Pay, DisputeHead::Deposit],
        claims: vec![Claim {
            text: "支付拖欠工资".into(),
            amount: Some(Fen(1_860_000)),
        }],
        facts: "自 2025 年 9 月起未足额发放工资。".into(),
        consents: Consent::ALL.to_vec(),
        disclosures,
    }
}

pub fn joining() -> Joining {
    let (particulars, disclosures) = employer_particulars();
    Joining {
        invitation: INVITATION,
        particulars,
        consents: Consent::ALL.to_vec(),
        disclosures,
    }
}

pub fn invite() -> Command {
    Command::InviteParty {
        invitation: INVITATION,
        side: Side::Respondent,
        phone: employer_particulars().0.phone,
        token: Digest::of(b"link"),
    }
}

pub fn photo(n: u128, shared: bool) -> Evidence {
    Evidence {
        id: EvidenceId(Uuid::from_u128(n)),
        title: "考勤表照片".into(),
        digest: Digest::of(PHOTO),
        media_type: "image/jpeg".into(),
        size: PHOTO.len() as u64,
        shared,
    }
}

pub const BANK: &str = "中国农业银行 6228 4800 0000 0000 019";

pub fn payment() -> Clause {
    let instalments = vec![
        Instalment {
            amount: Fen(1_000_000),
            due: day("2026-04-01"),
            condition: None,
        },
        Instalment {
            amount: Fen(860_000),
            due: day("2026-05-06"),
            condition: None,
        },
    ];
    clause(
        1,
        ClauseBody::Payment(Payment {
            head: PaymentHead::WageArrears,
            payer: Side::Respondent,
            payee: Side::Claimant,
            total: Fen(1_860_000),
            instalments,
            manner: PayManner::BankTransfer,
            account: Some(hidden(BANK).commitment()),
        }),
    )
}

pub fn clause(n: u128, body: ClauseBody) -> Clause {
    Clause {
        id: ClauseId(Uuid::from_u128(n)),
        body,
    }
}

pub fn default_clause() -> Clause {
    clause(2, ClauseBody::Default(DefaultRemedy::Acceleration))
}

pub fn write(clause: &Clause) -> Command {
    Command::WriteClause {
        clause: clause.clone(),
        place: None,
        disclosures: vec![hidden(BANK)],
    }
}

pub fn mark(clause: &Clause, agreed: bool) -> Command {
    Command::MarkClause {
        clause: clause.id,
        digest: clause.digest(),
        agreed,
    }
}

pub fn refuse(ground: RulingGround) -> Command {
    Command::Decide(Ruling::Refuse {
        ground,
        explanation: "内容不明确".into(),
    })
}

pub fn present() -> Command {
    Command::PresentAgreement {
        document: Digest::of(AGREEMENT_PDF),
        size: AGREEMENT_PDF.len() as u64,
        attestor: public(&attestor()),
        marked: false,
        translation: None,
        interpreter: None,
    }
}

pub fn receive(document: &[u8]) -> Command {
    Command::ReceiveDecision {
        document: Digest::of(document),
    }
}

pub fn signed(statement: Statement, attestation: Attestation, signer: &SigningKey) -> SignedStatement {
    let signature = sign(signer, &statement.bytes());
    let word = sign(&attestor(), &attestation.bytes());
    let attested = Attested {
        statement,
        attestation,
        signature: word,
    };
    SignedStatement {
        attested,
        signature,
        mark: None,
    }
}

pub fn institution(track: Track) -> OrgId {
    match track {
        Track::ArbitrationReview => COMMISSION,
        Track::JudicialConfirmation => COURT,
    }
}

pub fn desk(track: Track) -> &'static Actor {
    match track {
        Track::ArbitrationReview => &ARBITRATOR,
        Track::JudicialConfirmation => &JUDGE,
    }
}

pub fn values() -> Vec<Disclosure> {
    let mut all = worker_particulars().1;
    all.extend(employer_particulars().1);
    all.push(hidden(BANK));
    all.push(hidden(MAIL));
    all.push(hidden(HALL));
    all
}

/// The values behind what `wanted` says.
pub fn disclosed(wanted: impl IntoIterator<Item = Commitment>) -> Vec<Disclosure> {
    let all = values();
    let mut out: Vec<Disclosure> = wanted
        .into_iter()
        .filter_map(|commitment| all.iter().find(|value| value.commitment() == commitment).cloned())
        .collect();
    out.sort_by_key(Disclosure::commitment);
    out
}

pub const FACT: FactId = FactId(Uuid::from_u128(0xfa));
pub const HIRED: &str = "双方确认：申请人自 2025 年 3 月 2 日起在被申请人工地工作。";

pub fn state_fact() -> Command {
    Command::StateFact {
        fact: FACT,
        text: HIRED.into(),
    }
}

pub fn confirm_fact() -> Command {
    Command::ConfirmFact {
        fact: FACT,
        digest: Fact::digest_of(HIRED),
    }
}

/// What the worker asks of the commission, as prefilled from the request.
pub fn petition() -> Petition {
    Petition {
        claims: request().claims,
        facts: request().facts,
        evidence: Vec::new(),
        opponent_address: None,
        opponent_head: Some(hidden("李文静").commitment()),
    }
}

pub fn petition_of(petition: Petition) -> Command {
    Command::ApplyForArbitration {
        petition,
        disclosures: vec![hidden("李文静")],
        statement: None,
    }
}

pub fn leave() -> Command {
    Command::LeaveForArbitration { reason: String::new() }
}

/// The employer says that it paid instalment `part` on the first day.
pub fn done(part: u32) -> Command {
    Command::ReportDuty {
        clause: payment().id,
        part,
        on: day("2026-03-02"),
        proof: None,
    }
}

pub fn got(part: u32) -> Command {
    Command::ConfirmDuty {
        clause: payment().id,
        part,
    }
}

pub fn prepare(kind: CourtPetition) -> Command {
    Command::PreparePetition { kind }
}

pub fn award_item(head: AwardHead, text: &str, amount: Option<Fen>) -> AwardItem {
    AwardItem {
        head,
        text: text.into(),
        amount,
    }
}

/// What the tribunal gives, where a month's minimum wage is 1,990 yuan.
pub fn award(items: Vec<AwardItem>) -> Command {
    Command::Conclude(Conclusion::Awarded {
        items,
        minimum_wage: Fen(199_000),
        source: "云南省最低工资标准（枫林市，2024-10-01 起）".into(),
    })
}

pub fn wages(amount: i64) -> AwardItem {
    award_item(AwardHead::Money, "支付 2025 年 9 月至 11 月工资", Some(Fen(amount)))
}

pub fn settle() -> Command {
    Command::Conclude(Conclusion::Mediated {
        items: vec![wages(1_500_000)],
    })
}

pub fn step(step: OrderStep, on: &str) -> Command {
    Command::RecordOrderStep {
        step,
        on: day(on),
        proof: None,
    }
}

pub fn ask_for(org: OrgId, kind: SupportKind) -> Command {
    Command::AskForSupport {
        org,
        kind,
        reason: "本人进城务工，被拖欠工资，无力请律师".into(),
    }
}

pub fn decide_support(granted: bool) -> Command {
    Command::DecideSupport {
        granted,
        explanation: "请求支付劳动报酬，免于核查经济困难状况".into(),
    }
}

pub fn third_party(knew: &str) -> Command {
    let name = hidden("枫林市顺达劳务有限公司");
    Command::ObjectAsThird {
        who: name.commitment(),
        knew: day(knew),
        reason: "协议处分了本公司的债权".into(),
        disclosures: vec![name],
    }
}

/// The applicant asks for `amount`; nothing at all is an answer.
pub fn plead(amount: i64) -> Command {
    let claim = Claim {
        text: "支付拖欠工资".into(),
        amount: Some(Fen(amount)),
    };
    Command::Plead(Pleading {
        claims: if amount == 0 { Vec::new() } else { vec![claim] },
        text: "有新的工资条为证".into(),
    })
}

pub fn decline_amendment() -> Command {
    Command::DeclineAmendment {
        explanation: "举证期限已经届满，请另行申请仲裁".into(),
    }
}

/// The worker claims another sum than at first.
pub fn amend(amount: i64) -> Command {
    Command::AmendClaims {
        claims: vec![Claim {
            text: "支付拖欠工资".into(),
            amount: Some(Fen(amount)),
        }],
    }
}

/// A turn of the tribunal's days, approved.
pub fn turn(ground: TermGround) -> Command {
    Command::MoveTerm {
        ground,
        approved_by: "仲裁院院长 赵敏".into(),
        explanation: "已申请工伤认定，等待结论".into(),
    }
}

/// What a side asks of the commission.
pub fn asks(plea: Plea) -> Command {
    Command::AskCommission {
        plea,
        reason: "劳动合同在外地履行，证据均在外地".into(),
    }
}

/// What the commission decides on it.
pub fn answers(matter: Matter, reply: Reply) -> Command {
    Command::AnswerMotion {
        matter,
        reply,
        explanation: "经审查，双方提交的材料足以认定".into(),
        approved_by: String::new(),
    }
}

/// What its head decides on a withdrawal.
pub fn decided(reply: Reply) -> Command {
    Command::AnswerMotion {
        matter: Matter::Withdrawal,
        reply,
        explanation: "经审查，双方提交的材料足以认定".into(),
        approved_by: "仲裁委员会主任 赵敏".into(),
    }
}

pub fn moves(commission: Option<OrgId>) -> Command {
    let name = "青川市劳动人事争议仲裁委员会".to_owned();
    answers(Matter::Jurisdiction, Reply::Moved { commission, name })
}

pub fn limit(from: &str, to: Option<&str>) -> Command {
    Command::RecordLimitation {
        from: day(from),
        to: to.map(day),
        reason: "向劳动保障监察机构投诉".into(),
    }
}

/// A court's assignment, entered by the mediator: the claimant joins by invitation like the other side.
pub fn assignment() -> Command {
    Command::RequestMediation(MediationRequest {
        channel: Channel::Assigned,
        claimant_person: None,
        consents: Vec::new(),
        ..request()
    })
}

pub const CLAIMANTS_INVITATION: InvitationId = InvitationId(Uuid::from_u128(0x1b));

pub fn claimant_joins() -> Command {
    let (particulars, disclosures) = worker_particulars();
    Command::JoinCase(Joining {
        invitation: CLAIMANTS_INVITATION,
        particulars,
        consents: Consent::ALL.to_vec(),
        disclosures,
    })
}

pub fn invite_claimant() -> Command {
    Command::InviteParty {
        invitation: CLAIMANTS_INVITATION,
        side: Side::Claimant,
        phone: worker_particulars().0.phone,
        token: Digest::of(b"claimant's link"),
    }
}

/// What stands for a paper; those of which receipt counts each differ from all others.
pub fn paper_pdf(kind: PaperKind) -> Vec<u8> {
    let name = match kind {
        PaperKind::ArbitralStatement => "statement",
        PaperKind::FinalAward => "final award",
        PaperKind::Award => "award",
        PaperKind::TermNotice => "term notice",
        PaperKind::HearingNotice => "hearing notice",
        PaperKind::EvidenceNotice => "evidence notice",
        PaperKind::TribunalDecision => "decision of the tribunal",
        _ => return PAPER_PDF.to_vec(),
    };
    format!("%PDF-1.7\n% {name} of the test vector\n%%EOF\n").into_bytes()
}

pub const MAIL: &str = "zhang@example.cn";

/// The worker's confirmed ways of service.
pub fn by_mail(electronic: bool) -> Command {
    Command::ChooseService {
        electronic,
        email: Some(hidden(MAIL).commitment()),
        address: None,
        disclosures: vec![hidden(MAIL)],
    }
}

/// `document` reached the worker on the first day.
pub fn serve(document: &[u8], means: Means) -> Command {
    Command::RecordService {
        side: Side::Claimant,
        document: Digest::of(document),
        means,
        on: day("2026-03-02"),
    }
}
