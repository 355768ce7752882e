//! Names of things and small phrases with a number in them.

use crate::terms::form::Kind;
use domain::actor::Role;
use domain::arbitration::ArbitrationGround;
use domain::award::{AwardHead, Conclusion};
use domain::calculator::Item;
use domain::case::{Application, Ending};
use domain::command::{Authority, DisputeHead, PartyKind, RefusalGround, RejectGround, Ruling, RulingGround, Track};
use domain::event::EndGround;
use domain::moment::{Date, Zone};
use domain::motion::{AdvanceHead, Matter, Plea, Reply, WithdrawalGround};
use domain::order::OrderStep;
use domain::paper::PaperKind;
use domain::room::RoomName;
use domain::service::{Means, Notified};
use domain::term::TermGround;
use domain::terms::lint::Finding;
use domain::terms::prose::Language;
use domain::terms::{InsuranceKind, PaymentHead};

fn pick(language: Language, (chinese, english): (&'static str, &'static str)) -> &'static str {
    if language == Language::Chinese {
        chinese
    } else {
        english
    }
}

pub fn role(role: Role, language: Language) -> &'static str {
    let words = match role {
        Role::Claimant => ("申请人", "claimant"),
        Role::Respondent => ("被申请人", "respondent"),
        Role::Mediator => ("调解员", "mediator"),
        Role::Arbitrator => ("仲裁员", "arbitrator"),
        Role::Judge => ("法官", "judge"),
        Role::Supporter => ("支持机构", "supporting body"),
        Role::Interpreter => ("翻译", "interpreter"),
        Role::Observer => ("督导员", "supervisor"),
        Role::OrgAdmin => ("管理员", "administrator"),
        Role::System => ("系统", "the portal"),
    };
    pick(language, words)
}

/// A stage by its name in the read table.
pub fn stage(name: &str, language: Language) -> &'static str {
    use domain::case::Stage;
    let stage = match name {
        "pending" => Stage::Pending,
        "mediating" => Stage::Mediating,
        "signing" => Stage::Signing,
        "effective" => Stage::Effective,
        "application_pending" => Stage::ApplicationPending,
        "under_review" => Stage::UnderReview,
        "serving" => Stage::Serving,
        "enforceable" => Stage::Enforceable,
        "transferred" => Stage::Transferred,
        "arbitration_pending" => Stage::ArbitrationPending,
        "arbitrating" => Stage::Arbitrating,
        "performed" => Stage::Performed,
        "concluded" => Stage::Concluded,
        _ => Stage::Ended,
    };
    crate::words::stage(Some(stage), language)
}

pub fn room(room: RoomName, language: Language) -> &'static str {
    let words = match room {
        RoomName::Lobby => ("等候室", "lobby"),
        RoomName::Main => ("主会场", "main room"),
        RoomName::CaucusClaimant => ("申请人单独会谈", "caucus with the claimant"),
        RoomName::CaucusRespondent => ("被申请人单独会谈", "caucus with the respondent"),
    };
    pick(language, words)
}

pub fn track(track: Track, language: Language) -> &'static str {
    let words = match track {
        Track::ArbitrationReview => ("仲裁审查", "Arbitration review"),
        Track::JudicialConfirmation => ("司法确认", "Judicial confirmation"),
    };
    pick(language, words)
}

pub fn party_kind(kind: PartyKind, language: Language) -> &'static str {
    let words = match kind {
        PartyKind::Resident => ("个人（身份证）", "Person (identity card)"),
        PartyKind::Foreigner => ("外籍个人（护照、工作许可）", "Foreign person (passport, permit)"),
        PartyKind::Organisation => ("用人单位", "Employer"),
    };
    pick(language, words)
}

pub fn authority(authority: Authority, language: Language) -> &'static str {
    let words = match authority {
        Authority::LegalRepresentative => ("法定代表人", "legal representative"),
        Authority::Special => ("特别授权", "special authority"),
        Authority::General => ("一般授权", "general authority"),
    };
    pick(language, words)
}

pub fn dispute_head(head: DisputeHead, language: Language) -> &'static str {
    let words = match head {
        DisputeHead::LabourRelation => ("确认劳动关系", "Labour relation"),
        DisputeHead::Contract => ("劳动合同", "Contract"),
        DisputeHead::Dismissal => ("辞退离职", "Dismissal"),
        DisputeHead::HoursAndLeave => ("工时休假", "Hours and leave"),
        DisputeHead::SocialInsurance => ("社会保险", "Social insurance"),
        DisputeHead::Pay => ("劳动报酬", "Pay"),
        DisputeHead::WorkInjury => ("工伤", "Work injury"),
        DisputeHead::Compensation => ("经济补偿", "Compensation"),
        DisputeHead::Deposit => ("返还押金", "Deposit"),
    };
    pick(language, words)
}

pub fn payment_head(head: PaymentHead, language: Language) -> &'static str {
    let words = match head {
        PaymentHead::WageArrears => ("拖欠工资", "Wage arrears"),
        PaymentHead::InjuryMedical => ("工伤医疗费", "Medical costs of an injury"),
        PaymentHead::EconomicCompensation => ("经济补偿", "Severance"),
        PaymentHead::Damages => ("赔偿金", "Damages"),
        PaymentHead::Overtime => ("加班费", "Overtime"),
        PaymentHead::DoubleWage => ("二倍工资", "Double wage"),
        PaymentHead::AnnualLeave => ("年休假工资", "Annual leave"),
        PaymentHead::Other => ("其他", "Other"),
    };
    pick(language, words)
}

pub fn clause_kind(kind: Kind, language: Language) -> &'static str {
    let words = match kind {
        Kind::Payment => ("支付款项", "Payment"),
        Kind::Deposit => ("退还押金", "Return of deposit"),
        Kind::Insurance => ("补缴社会保险", "Social insurance"),
        Kind::Certificate => ("出具离职证明", "Leaving certificate"),
        Kind::Apology => ("赔礼道歉", "Apology"),
        Kind::Confidentiality => ("保密", "Confidentiality"),
        Kind::Default => ("违约责任", "Default"),
        Kind::Text => ("其他约定", "Other wording"),
    };
    pick(language, words)
}

pub fn insurance(kind: InsuranceKind, language: Language) -> &'static str {
    let words = match kind {
        InsuranceKind::Pension => ("养老", "Pension"),
        InsuranceKind::Medical => ("医疗", "Medical"),
        InsuranceKind::Unemployment => ("失业", "Unemployment"),
        InsuranceKind::WorkInjury => ("工伤", "Work injury"),
        InsuranceKind::Maternity => ("生育", "Maternity"),
    };
    pick(language, words)
}

/// What the terms' check found.
pub fn finding(finding: Finding, language: Language) -> &'static str {
    let words = match finding {
        Finding::NoObligation => ("没有任何履行义务。", "Nobody is obliged to anything."),
        Finding::SamePayerAndPayee => ("付款人与收款人相同。", "Payer and payee are the same."),
        Finding::AmountMissing => ("没有写金额。", "The amount is missing."),
        Finding::AmountTooLarge => ("金额过大。", "The amount is too large."),
        Finding::InstalmentsMissing => ("没有付款期次。", "There are no instalments."),
        Finding::InstalmentsDoNotSum => ("各期之和不等于总额。", "The instalments do not add up."),
        Finding::InstalmentsOutOfOrder => ("付款日期没有先后次序。", "The instalments are out of order."),
        Finding::DueInThePast => ("期限已经过去。", "The day is already past."),
        Finding::AccountMissing => ("转账须写收款账号。", "A transfer needs the payee's account."),
        Finding::PeriodReversed => ("起止日期颠倒。", "The period ends before it begins."),
        Finding::KindsMissing => ("没有选择险种。", "No kind of insurance is chosen."),
        Finding::TextMissing => ("没有写内容。", "The wording is missing."),
        Finding::TextUnfit => ("含有不允许的字符。", "It holds forbidden characters."),
        Finding::TextTooLong => ("文字过长。", "The wording is too long."),
        Finding::WaivesSocialInsurance => (
            "放弃社会保险的约定无效（解释（二）19）。",
            "Waiving social insurance is void (Interpretation II 19).",
        ),
        Finding::WaivesRemedy => (
            "不得约定放弃仲裁、诉讼或执行的权利。",
            "The road to arbitration or court cannot be waived.",
        ),
        Finding::RateTooHigh => ("利率超过年 24%，不受支持。", "More than 24 % a year is not supported."),
        Finding::NoDefaultClause => (
            "有付款而没有违约责任条款，迟延利息将无依据。",
            "Payments without a default clause carry no late interest.",
        ),
        Finding::ConfirmsLabourRelation => (
            "确认劳动关系后不能申请仲裁审查（办案规则 75（4））。",
            "Confirming a labour relation closes arbitration review (CHR 75(4)).",
        ),
    };
    pick(language, words)
}

pub fn refusal_ground(ground: RefusalGround, language: Language) -> &'static str {
    let words = match ground {
        RefusalGround::OutOfScope => ("不属于受案范围", "out of scope"),
        RefusalGround::NotCompetent => ("不属于本组织管辖", "not for this body"),
        RefusalGround::RespondentUnreachable => ("联系不上被申请人", "the respondent cannot be reached"),
    };
    pick(language, words)
}

pub fn reject_ground(ground: RejectGround, language: Language) -> &'static str {
    let words = match ground {
        RejectGround::OutOfScope => ("不属于受理范围", "out of scope"),
        RejectGround::NoJurisdiction => ("不属于本机构管辖", "no jurisdiction"),
        RejectGround::Late => ("逾期申请", "filed late"),
        RejectGround::ConfirmsLabourRelation => ("确认劳动关系", "confirms a labour relation"),
        RejectGround::AlreadyConfirmed => ("已经司法确认", "already confirmed by a court"),
        RejectGround::ExcludedMatter => ("身份、物权等不予受理的事项", "excluded matter"),
    };
    pick(language, words)
}

pub fn ruling_ground(ground: RulingGround, language: Language) -> &'static str {
    let words = match ground {
        RulingGround::MandatoryLaw => ("违反法律强制性规定", "breaks mandatory law"),
        RulingGround::HarmToOthers => ("损害国家、公共或他人利益", "harms the state, the public or others"),
        RulingGround::SuspectedFalseEvidence => ("证据涉嫌虚假", "evidence suspected false"),
        RulingGround::PublicOrder => ("违背公序良俗", "against public order"),
        RulingGround::NotVoluntary => ("违反自愿原则", "not voluntary"),
        RulingGround::Unclear => ("内容不明确", "content unclear"),
        RulingGround::Other => ("其他情形", "other"),
    };
    pick(language, words)
}

pub fn arbitration_ground(ground: ArbitrationGround, language: Language) -> &'static str {
    let words = match ground {
        ArbitrationGround::OutOfScope => ("不属于劳动人事争议", "not a labour dispute"),
        ArbitrationGround::ClaimsUnclear => ("请求或事实理由不明确", "claims or facts unclear"),
        ArbitrationGround::NoDirectInterest => ("申请人没有直接利害关系", "no direct interest"),
        ArbitrationGround::NoClearRespondent => ("没有明确的被申请人", "no clear respondent"),
        ArbitrationGround::NoJurisdiction => ("不属于本委管辖", "no jurisdiction"),
    };
    pick(language, words)
}

pub fn paper(kind: PaperKind, language: Language) -> &'static str {
    let words = match kind {
        PaperKind::ExtensionRecord => ("延期同意书", "Record of the extension"),
        PaperKind::EndNotice => ("书面告知", "Written notice"),
        PaperKind::TransferLetter => ("调解转仲裁复函", "Letter of transfer"),
        PaperKind::TransferList => ("移送材料清单", "List of materials"),
        PaperKind::ArbitrationPetition => ("仲裁申请书", "Petition for arbitration"),
        PaperKind::ArbitrationNotice => ("受理通知书", "Notice of acceptance"),
        PaperKind::ArbitrationRefusal => ("不予受理通知书", "Notice of refusal"),
        PaperKind::ObjectionRuling => ("异议裁定书", "Ruling on the objection"),
        PaperKind::DemandLetter => ("催告函", "Letter of demand"),
        PaperKind::PaymentOrderPetition => ("支付令申请书", "Petition for a payment order"),
        PaperKind::EnforcementPetition => ("强制执行申请书", "Petition for enforcement"),
        PaperKind::SuitPetition => ("起诉状", "Statement of claim"),
        PaperKind::AgreementPetition => ("仲裁申请书（依据协议）", "Petition on the agreement"),
        PaperKind::SelfFilingPetition => ("仲裁申请书（自行提交）", "Petition, for filing by oneself"),
        PaperKind::ArbitralStatement => ("仲裁调解书", "Arbitral settlement"),
        PaperKind::FinalAward => ("裁决书（终局）", "Final award"),
        PaperKind::Award => ("裁决书", "Award"),
        PaperKind::ArbitrationClosed => ("撤回仲裁申请的文书", "End of the arbitration"),
        PaperKind::SupportOpinion => ("支持起诉意见书", "Opinion in support of the suit"),
        PaperKind::AidDecision => ("法律援助决定书", "Decision on legal aid"),
        PaperKind::RequestReceipt => ("收件回执", "Receipt for the request"),
        PaperKind::InquiryLetter => ("征询意见函", "Letter of inquiry"),
        PaperKind::AcceptanceNotice => ("受理通知书（调解）", "Notice of acceptance (mediation)"),
        PaperKind::MediatorRecord => ("调解员指派（选定）记录", "Appointment of the mediator"),
        PaperKind::DisclosureRecord => ("披露书", "Disclosure"),
        PaperKind::JointApplication => ("共同申请书", "Joint application"),
        PaperKind::MediationProof => ("主持调解证明", "Proof of mediation"),
        PaperKind::ApplicationNotice => ("受理通知书", "Notice of acceptance"),
        PaperKind::ApplicationRefusal => ("不予受理文书", "Refusal to accept"),
        PaperKind::ExtensionApproval => ("延期审批表", "Approval of more time"),
        PaperKind::ApplicationClosed => ("终止审查文书", "End of the review"),
        PaperKind::ClosingReport => ("结案报告", "Closing report"),
        PaperKind::ArchiveIndex => ("卷宗目录", "List of the file"),
        PaperKind::HearingNotice => ("开庭通知书", "Notice of hearing"),
        PaperKind::EvidenceNotice => ("举证通知书", "Notice on evidence"),
        PaperKind::TribunalDecision => ("管辖、回避、先予执行或延期的决定", "Decision on what was asked"),
        PaperKind::HandoverLetter => ("移送函", "Letter handing on"),
        PaperKind::TermNotice => ("仲裁期限通知书", "Notice on the period"),
        PaperKind::Minutes => ("调解笔录", "Minutes"),
        PaperKind::CompletionCertificate => ("签署证明", "Certificate of completion"),
    };
    pick(language, words)
}

pub fn matter(matter: Matter, language: Language) -> &'static str {
    let words = match matter {
        Matter::Jurisdiction => ("管辖异议", "jurisdiction"),
        Matter::Withdrawal => ("回避申请", "withdrawal of the arbitrator"),
        Matter::Advance => ("先予执行", "payment in advance"),
        Matter::Adjournment => ("延期开庭", "another hearing day"),
    };
    pick(language, words)
}

fn withdrawal_ground(ground: WithdrawalGround, language: Language) -> &'static str {
    let words = match ground {
        WithdrawalGround::PartyOrKin => (
            "是当事人或者当事人、代理人的近亲属",
            "is a party or kin of a party or agent",
        ),
        WithdrawalGround::Interest => ("与本案有利害关系", "has an interest in the case"),
        WithdrawalGround::OtherRelation => (
            "与当事人、代理人有其他关系，可能影响公正裁决",
            "has another relation that may bear on fairness",
        ),
        WithdrawalGround::PrivateContact => (
            "私自会见当事人、代理人，或者接受请客送礼",
            "met a side in private or took gifts",
        ),
    };
    pick(language, words)
}

fn advance_head(head: AdvanceHead, language: Language) -> &'static str {
    let words = match head {
        AdvanceHead::Pay => ("劳动报酬", "pay"),
        AdvanceHead::InjuryCosts => ("工伤医疗费", "medical costs of an injury at work"),
        AdvanceHead::Compensation => ("经济补偿", "severance"),
        AdvanceHead::Damages => ("赔偿金", "damages"),
    };
    pick(language, words)
}

/// What is asked beyond its matter.
pub fn plea(plea: &Plea, language: Language) -> String {
    match plea {
        Plea::Jurisdiction | Plea::Adjournment => String::new(),
        Plea::Withdrawal { ground, since } => {
            let ground = withdrawal_ground(*ground, language);
            let since = since.map(|since| since.to_string()).unwrap_or_default();
            format!("{ground} {since}").trim_end().to_owned()
        }
        Plea::Advance { head, amount } => {
            format!("{} {amount}", advance_head(*head, language))
        }
    }
}

pub fn reply(reply: &Reply, zone: Zone, language: Language) -> String {
    match (reply, language) {
        (Reply::Rejected, Language::Chinese) => "驳回".into(),
        (Reply::Rejected, Language::English) => "rejected".into(),
        (Reply::Moved { name, .. }, Language::Chinese) => format!("移送{name}"),
        (Reply::Moved { name, .. }, Language::English) => format!("moved to {name}"),
        (Reply::Replaced { .. }, Language::Chinese) => "决定回避，由另一名仲裁员审理".into(),
        (Reply::Replaced { .. }, Language::English) => "replaced by another arbitrator".into(),
        (Reply::Advanced { amount, court, .. }, Language::Chinese) => {
            format!("裁决先予执行 {amount} 元，移送{court}执行")
        }
        (Reply::Advanced { amount, court, .. }, Language::English) => {
            format!("{amount} yuan to be paid in advance, handed to {court}")
        }
        (Reply::Postponed { at, place }, language) => {
            let (hour, minute) = at.clock(zone);
            let at = format!("{} {hour:02}:{minute:02}", at.date(zone));
            match language {
                Language::Chinese => format!("延期至 {at} 开庭，{place}"),
                Language::English => format!("hearing put off to {at}, {place}"),
            }
        }
    }
}

pub fn term_ground(ground: TermGround, language: Language) -> &'static str {
    let words = match ground {
        TermGround::PartyAdded => ("追加当事人或者第三人", "another party added"),
        TermGround::ClaimsAmended => ("增加、变更仲裁请求", "claims amended"),
        TermGround::CounterClaim => ("反申请合并处理", "counter-claim taken"),
        TermGround::PublicNotice => ("公告送达", "service by public notice"),
        TermGround::WorkerDied => (
            "劳动者死亡，等待继承人表明是否参加",
            "the worker died; waiting for the heirs",
        ),
        TermGround::WorkerIncapable => (
            "劳动者丧失行为能力，尚未确定法定代理人",
            "the worker lost capacity; no guardian yet",
        ),
        TermGround::EmployerDissolved => (
            "用人单位终止，尚未确定权利义务承继者",
            "the employer was dissolved; no successor yet",
        ),
        TermGround::ForceMajeure => ("不可抗拒的事由", "force majeure"),
        TermGround::OtherCase => ("等待其他案件的审理结果", "waiting for another case"),
        TermGround::Appraisal => (
            "等待工伤认定、伤残等级鉴定或者其他鉴定",
            "waiting for an injury finding or appraisal",
        ),
        TermGround::OtherReason => ("其他应当中止的情形", "another reason to suspend"),
        TermGround::Resumed => ("恢复审理", "resumed"),
    };
    pick(language, words)
}

/// 2026-06-01 中断，时效至 2027-06-01
pub fn limit(from: Date, to: Option<Date>, until: Date, language: Language) -> String {
    match (to, language) {
        (None, Language::Chinese) => format!("{from} 中断，时效至 {until}"),
        (None, Language::English) => format!("interrupted {from}, to claim by {until}"),
        (Some(to), Language::Chinese) => format!("{from} 至 {to} 中止，时效至 {until}"),
        (Some(to), Language::English) => format!("suspended {from} to {to}, to claim by {until}"),
    }
}

pub fn end_ground(ground: EndGround, language: Language) -> &'static str {
    let words = match ground {
        EndGround::ClaimantUnwilling => ("申请人不愿继续", "the claimant is unwilling"),
        EndGround::RespondentUnwilling => ("被申请人不愿继续", "the respondent is unwilling"),
        EndGround::MediatorEnded => ("调解员终结", "ended by the mediator"),
        EndGround::PeriodOver => ("调解期限届满", "the period is over"),
    };
    pick(language, words)
}

pub fn ending(ending: &Ending, language: Language) -> String {
    let (what, why) = match ending {
        Ending::NotAccepted(ground) => (("不予受理", "Declined"), refusal_ground(*ground, language)),
        Ending::Declined(side) => (
            ("一方不同意调解", "A side declined to mediate"),
            role((*side).into(), language),
        ),
        Ending::Withdrawn => return pick(language, ("申请已撤回", "Withdrawn")).to_owned(),
        Ending::Failed(ground) => (("调解不成", "No agreement"), end_ground(*ground, language)),
        Ending::ArbitrationWithdrawn => return pick(language, ("仲裁申请已撤回", "Petition withdrawn")).to_owned(),
        Ending::NotArbitrated(ground) => (
            ("仲裁不予受理", "Arbitration refused"),
            arbitration_ground(*ground, language),
        ),
    };
    format!("{} · {why}", pick(language, what))
}

/// How far an application has come.
pub fn standing(application: &Application, language: Language) -> String {
    if application.withdrawn {
        return pick(language, ("当事人已撤回申请", "withdrawn by the parties")).to_owned();
    }
    if application.revoked() {
        return pick(language, ("异议成立，裁定已撤销", "objection upheld, ruling revoked")).to_owned();
    }
    if let Some(ground) = application.rejected {
        let what = pick(language, ("不予受理", "not accepted"));
        return format!("{what} · {}", reject_ground(ground, language));
    }
    match &application.ruling {
        Some(Ruling::Refuse { ground, .. }) => {
            let what = match application.track {
                Track::ArbitrationReview => ("不予制作调解书", "statement refused"),
                Track::JudicialConfirmation => ("裁定驳回申请", "application dismissed"),
            };
            format!("{} · {}", pick(language, what), ruling_ground(*ground, language))
        }
        Some(Ruling::Grant) => {
            let what = match application.track {
                Track::ArbitrationReview => ("已出具调解书", "statement issued"),
                Track::JudicialConfirmation => ("已裁定确认有效", "confirmed as valid"),
            };
            pick(language, what).to_owned()
        }
        None if application.accepted.is_some() => {
            pick(language, ("已受理，审查中", "accepted, under review")).to_owned()
        }
        None if application.filed.is_some() => {
            pick(language, ("双方已共同申请，待受理", "filed, awaiting acceptance")).to_owned()
        }
        None => pick(language, ("一方已申请，等待另一方", "one side applied")).to_owned(),
    }
}

/// 仲裁审查 · 枫林市劳动人事争议仲裁委员会 · 已受理，审查中
pub fn application(application: &Application, org: Option<(String, String)>, language: Language) -> String {
    let org = org.map_or_else(String::new, |(chinese, english)| match language {
        Language::Chinese => format!(" · {chinese}"),
        Language::English => format!(" · {english}"),
    });
    format!(
        "{}{org} · {}",
        track(application.track, language),
        standing(application, language)
    )
}

/// 第 3 条; `None` speaks of the whole draft.
pub fn place(place: Option<usize>, language: Language) -> String {
    match (place, language) {
        (Some(place), Language::Chinese) => format!("第 {} 条", place + 1),
        (Some(place), Language::English) => format!("Clause {}", place + 1),
        (None, language) => pick(language, ("整份协议", "The whole draft")).to_owned(),
    }
}

pub fn instalment(number: usize, language: Language) -> String {
    match language {
        Language::Chinese => format!("第 {number} 期"),
        Language::English => format!("No. {number}"),
    }
}

pub fn remove_instalment(number: usize, language: Language) -> String {
    match language {
        Language::Chinese => format!("删除第 {number} 期"),
        Language::English => format!("Remove instalment {number}"),
    }
}

pub fn invited(times: usize, language: Language) -> String {
    match language {
        Language::Chinese => format!("已发出邀请 {times} 次，本人还没有加入。"),
        Language::English => format!("Invited {times} time(s); not joined yet."),
    }
}

pub fn left_to_judge(count: usize, language: Language) -> String {
    match (count, language) {
        (0, Language::Chinese) => "各项均已核对。".into(),
        (0, Language::English) => "Every ground has been looked at.".into(),
        (_, Language::Chinese) => format!("还有 {count} 项需由您判断。"),
        (1, Language::English) => "1 ground is still for you to judge.".into(),
        (_, Language::English) => format!("{count} grounds are still for you to judge."),
    }
}

pub fn pieces(count: usize, language: Language) -> String {
    match (count, language) {
        (0, Language::Chinese) => "卷内没有证据材料".into(),
        (0, Language::English) => "no evidence in the file".into(),
        (_, Language::Chinese) => format!("卷内证据 {count} 件"),
        (_, Language::English) => format!("{count} piece(s) of evidence in the file"),
    }
}

pub fn hash(digest: &str, language: Language) -> String {
    format!("{} SHA-256 {digest}", pick(language, ("条款哈希", "Hash of the terms")))
}

/// Bytes for people: `312 KB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes / 1_024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

pub fn computed(item: Item, language: Language) -> &'static str {
    let words = match item {
        Item::WeekdayOvertime => ("延时加班工资", "Overtime on working days"),
        Item::RestDayOvertime => ("休息日加班工资", "Work on rest days"),
        Item::HolidayOvertime => ("法定节假日加班工资", "Work on statutory holidays"),
        Item::Severance => ("经济补偿（N）", "Severance (N)"),
        Item::UnlawfulDismissal => (
            "违法解除赔偿金（2N，与 N 不并用）",
            "Unlawful dismissal (2N, instead of N)",
        ),
        Item::InsteadOfNotice => ("代通知金（仅劳动合同法 40 情形）", "In lieu of notice (LCL 40 only)"),
        Item::SecondWage => ("未签合同二倍工资差额", "Second wage, no written contract"),
        Item::AnnualLeave => ("未休年休假工资（另付 200%）", "Unused annual leave (200 % more)"),
        Item::InsuranceLateFee => ("社会保险费滞纳金", "Late fee on insurance"),
        Item::Deposit => ("返还押金、抵押金", "Return of the deposit"),
        Item::AdditionalCompensation => ("加付赔偿金（责令后逾期）", "Additional compensation (order overdue)"),
        Item::DeductionLimit => ("当月扣款上限", "Most that may be deducted"),
    };
    pick(language, words)
}

pub fn conclusion(conclusion: &Conclusion, language: Language) -> &'static str {
    let words = match conclusion {
        Conclusion::Mediated { .. } => ("制作仲裁调解书", "settled: a statement is made"),
        Conclusion::Awarded { .. } => ("作出裁决", "awarded"),
        Conclusion::Withdrawn { .. } => ("撤回仲裁申请", "withdrew the petition"),
        Conclusion::Absent { .. } => ("按撤回仲裁申请处理", "treated as withdrawn"),
    };
    pick(language, words)
}

pub fn award_head(head: AwardHead, language: Language) -> &'static str {
    let words = match head {
        AwardHead::Money => ("报酬、工伤医疗费、补偿、赔偿金", "Pay, injury, compensation, damages"),
        AwardHead::Standard => ("工时、休假、社会保险", "Hours, leave, insurance"),
        AwardHead::Other => ("其他", "Other"),
    };
    pick(language, words)
}

pub fn order_step(step: OrderStep, language: Language) -> &'static str {
    let words = match step {
        OrderStep::HandedIn => ("递交法院", "handed in"),
        OrderStep::Accepted => ("受理", "accepted"),
        OrderStep::Issued => ("发出", "issued"),
        OrderStep::Served => ("送达", "served"),
        OrderStep::Objected => ("书面异议", "objected to"),
        OrderStep::Ended => ("终结督促程序", "ended"),
        OrderStep::Lapsed => ("未送达失效", "lapsed unserved"),
    };
    pick(language, words)
}

/// How many items are final, and how many not.
pub fn finality(finals: usize, others: usize, language: Language) -> String {
    match language {
        Language::Chinese => format!("终局裁决 {finals} 项，非终局 {others} 项"),
        Language::English => format!("{finals} item(s) final, {others} not"),
    }
}

pub fn means(means: &Means, language: Language) -> String {
    match means {
        Means::Electronic { told } => {
            let way = |way: &Notified| {
                pick(
                    language,
                    match way {
                        Notified::Account => ("账户", "account"),
                        Notified::Sms => ("短信", "text message"),
                        Notified::Email => ("邮件", "mail"),
                    },
                )
            };
            let ways: Vec<_> = told.iter().map(way).collect();
            format!("{}（{}）", pick(language, ("电子送达", "electronic")), ways.join("、"))
        }
        Means::Handed => pick(language, ("直接送达", "handed over")).to_owned(),
        Means::Posted { tracking } => format!("{} {tracking}", pick(language, ("邮寄送达", "by post"))),
        Means::Left { note } => format!("{} {note}", pick(language, ("留置送达", "left"))),
    }
}
