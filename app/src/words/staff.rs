//! Texts only staff see; linked into the staff program alone.

use domain::event::Event;
use domain::terms::lint::Finding;
use domain::terms::prose::Language;
use domain::terms::{InsuranceKind, PaymentHead};

catalogue! {
    Ground "依据" "Ground"
    Reasons "理由" "Reasons"
    RefuseCase "不予受理" "Decline the case"
    RefuseCaseRestated "不予受理后本案即告结束，双方会收到理由。" "Declining ends the case. Both sides are told the reasons."
    OutOfScope "不属于受案范围" "Out of scope"
    NotCompetent "不属于本组织管辖" "Not for this body"
    Unreachable "联系不上被申请人" "The respondent cannot be reached"
    EndMediation "结束调解" "End the mediation"
    EndRestated "调解将以未达成协议结束，不能恢复；当事人可以申请仲裁。" "The mediation ends without agreement and cannot be reopened; the parties may go to arbitration."
    Identity "身份核对" "Identity"
    SeenOnCamera "已当面核对证件" "Document seen on camera"
    NotSeen "尚未核对证件" "Document not yet seen"
    ConfirmClaimant "确认已核对申请人证件" "I have checked the claimant's document"
    ConfirmRespondent "确认已核对被申请人证件" "I have checked the respondent's document"
    NotJoined "未加入" "not joined"
    Joined "已加入" "joined"
    ConsentGiven "已同意调解" "agreed to mediate"
    Invite "邀请被申请人" "Invite the respondent"
    InviteClaimant "邀请申请人" "Invite the claimant"
    Phone "手机号" "Phone number"
    MakeLink "生成邀请链接" "Make the invitation"
    InviteReady "请把链接或二维码发给本人，只能使用一次。" "Give this link or code to the person invited; it works once."
    AddClause "添加条款" "Add a clause"
    KindOfClause "条款类型" "Kind of clause"
    PaymentKind "支付款项" "Payment"
    DepositKind "退还押金" "Return of deposit"
    InsuranceClause "补缴社会保险" "Social insurance"
    CertificateKind "出具离职证明" "Leaving certificate"
    ApologyKind "赔礼道歉" "Apology"
    ConfidentialityKind "保密" "Confidentiality"
    DefaultKind "违约责任" "Default"
    TextKind "其他约定" "Other wording"
    Head "款项名目" "What it is for"
    Total "总额（元）" "Total (yuan)"
    FirstAmount "先付金额（元，可不填）" "First instalment (yuan, optional)"
    FirstDue "先付日期" "First instalment due"
    RestDue "付清日期" "Balance due"
    Rest "余款（元）" "Balance (yuan)"
    Manner "方式" "Manner"
    Cash "现金" "Cash"
    BankTransfer "银行转账" "Bank transfer"
    MobileTransfer "手机转账" "Mobile transfer"
    Account "收款账号" "Payee's account"
    Due "期限" "By"
    From "起始日" "From"
    To "截止日" "To"
    InPerson "当面" "In person"
    InWriting "书面" "In writing"
    ByClaimant "申请人" "Claimant"
    ByRespondent "被申请人" "Respondent"
    Who "由谁作出" "By whom"
    Wording "内容" "Wording"
    DailyInterest "逾期日利率（十万分之几）" "Daily interest (per 100,000)"
    LumpSum "违约金" "Lump sum"
    Acceleration "一期不付，全部到期" "One missed instalment makes all due"
    Daily "按日计息" "Daily interest"
    Remedy "违约后果" "Consequence"
    Preview "条款将写成" "The clause will read"
    Incomplete "请填完整，金额最多两位小数。" "Please fill every field; amounts have at most two decimals."
    Add "写入协议" "Write into the terms"
    MoveUp "上移" "Move up"
    Notes "条款检查" "Check of the terms"
    NoNotes "条款检查未发现问题。" "The check found nothing wrong."
    WholeDraft "整份协议" "The whole draft"
    Error "必须修改" "must be changed"
    Advice "建议" "advice"
    Desk "审查" "Review"
    Due5 "作出决定的期限" "Decide by"
    Mark "法定事由逐项核对" "Statutory grounds, one by one"
    Holds "无此情形" "does not apply"
    Fails "存在此情形" "applies"
    ForYou "需由您判断" "for you to judge"
    Late "逾期申请" "Filed late"
    NoJurisdiction "不属于本机构管辖" "No jurisdiction"
    LabourRelation "确认劳动关系" "Confirms a labour relation"
    AlreadyConfirmed "已经司法确认" "Already confirmed by a court"
    ExcludedMatter "身份、物权等不予确认的事项" "Excluded matter (status, rights in rem)"
    NotJoint "未由双方共同申请" "Not applied for by both"
    MandatoryLaw "违反法律强制性规定" "Breaks mandatory law"
    HarmToOthers "损害国家、公共或他人利益" "Harms the state, the public or others"
    FalseEvidence "证据涉嫌虚假" "Evidence suspected false"
    PublicOrder "违背公序良俗" "Against public order"
    NotVoluntary "违反自愿原则" "Not voluntary"
    Unclear "内容不明确" "Content unclear"
    Other "其他情形" "Other"
    Return "要求补正" "Ask for supplement"
    ReturnRestated "申请人将看到需补正的事项。" "The applicants are shown what is missing."
    Reject "不予受理申请" "Do not accept the application"
    RejectRestated "不予受理后本次申请结束，双方会收到理由。" "This application ends; both sides are told the reasons."
    RefuseRuling "不予确认" "Refuse"
    RefuseRestated "将作出不予确认的文书，本次审查结束，不能撤回。" "A refusal is issued and this review ends. It cannot be taken back."
    Supplementing "等待当事人补正" "Waiting for the parties' supplement"
    Filed "申请日" "Filed"
    LastDay "最后一日" "last day"
    BothSigned "双方签名及验证齐备" "both signatures verified"
    CheckClean "条款检查无错误" "no errors in the check of the terms"
    CheckErrors "条款检查有错误" "the check of the terms has errors"
    Service "送达" "Service"
    Received "已签收" "received"
    NotReceived "未签收" "not yet received"
    History "办理经过" "History"
}

fn pick(language: Language, chinese: &'static str, english: &'static str) -> &'static str {
    if language == Language::Chinese {
        chinese
    } else {
        english
    }
}

/// What the terms' check found.
pub fn finding(finding: Finding, language: Language) -> &'static str {
    let (chinese, english) = match finding {
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
    pick(language, chinese, english)
}

pub fn payment_head(head: PaymentHead, language: Language) -> &'static str {
    let (chinese, english) = match head {
        PaymentHead::WageArrears => ("拖欠工资", "Wage arrears"),
        PaymentHead::InjuryMedical => ("工伤医疗费", "Medical costs of an injury"),
        PaymentHead::EconomicCompensation => ("经济补偿", "Severance"),
        PaymentHead::Damages => ("赔偿金", "Damages"),
        PaymentHead::Overtime => ("加班费", "Overtime"),
        PaymentHead::DoubleWage => ("二倍工资", "Double wage"),
        PaymentHead::AnnualLeave => ("年休假工资", "Annual leave"),
        PaymentHead::Other => ("其他", "Other"),
    };
    pick(language, chinese, english)
}

pub fn insurance(kind: InsuranceKind, language: Language) -> &'static str {
    let (chinese, english) = match kind {
        InsuranceKind::Pension => ("养老", "Pension"),
        InsuranceKind::Medical => ("医疗", "Medical"),
        InsuranceKind::Unemployment => ("失业", "Unemployment"),
        InsuranceKind::WorkInjury => ("工伤", "Work injury"),
        InsuranceKind::Maternity => ("生育", "Maternity"),
    };
    pick(language, chinese, english)
}

/// What happened, in a few words.
pub fn event(event: &Event, language: Language) -> &'static str {
    let (chinese, english) = match event {
        Event::MediationRequested(_) => ("申请调解", "Mediation requested"),
        Event::PartyInvited { .. } => ("发出邀请", "A party was invited"),
        Event::PartyJoined { .. } => ("当事人加入", "A party joined"),
        Event::MediationConsented { .. } => ("同意调解", "Agreed to mediate"),
        Event::MediationDeclined { .. } => ("不同意调解", "Declined to mediate"),
        Event::CaseAccepted { .. } => ("受理案件", "Case accepted"),
        Event::CaseRefused { .. } => ("不予受理", "Case declined"),
        Event::EvidenceAdded { .. } => ("提交证据", "Evidence added"),
        Event::RoomEntered { .. } => ("进入调解室", "Entered the room"),
        Event::RoomLeft { .. } => ("离开调解室", "Left the room"),
        Event::CaucusOpened { .. } => ("单独会谈开始", "Caucus opened"),
        Event::CaucusClosed { .. } => ("单独会谈结束", "Caucus closed"),
        Event::IdentityConfirmed { .. } => ("核对证件", "Document checked"),
        Event::ClauseWritten { .. } => ("写入条款", "Clause written"),
        Event::ClauseRemoved { .. } => ("删除条款", "Clause removed"),
        Event::ClauseMarked { agreed: true, .. } => ("同意条款", "Clause agreed to"),
        Event::ClauseMarked { .. } => ("不同意条款", "Clause objected to"),
        Event::TermsAgreed { .. } => ("达成协议", "Terms agreed"),
        Event::MediationEnded { .. } => ("调解结束", "Mediation ended"),
        Event::RequestWithdrawn { .. } => ("撤回申请", "Request withdrawn"),
        Event::AgreementPresented { .. } => ("生成协议书", "Agreement document made"),
        Event::AgreementSigned { .. } => ("签署协议", "Agreement signed"),
        Event::SigningDeclined { .. } => ("拒绝签署", "Signing declined"),
        Event::AgreementSealed { .. } => ("调解组织盖章", "Sealed by the body"),
        Event::AgreementEffective { .. } => ("协议生效", "Agreement in effect"),
        Event::ReviewApplied { .. } => ("一方提出申请", "One side applied"),
        Event::ApplicationFiled { .. } => ("共同申请成立", "Joint application filed"),
        Event::ApplicationWithdrawn { .. } => ("撤回审查申请", "Application withdrawn"),
        Event::ApplicationAccepted { .. } => ("受理审查申请", "Application accepted"),
        Event::ApplicationRejected { .. } => ("不予受理审查申请", "Application not accepted"),
        Event::SupplementRequested { .. } => ("要求补正", "Supplement requested"),
        Event::Supplemented { .. } => ("已补正", "Supplemented"),
        Event::ReviewDecided { .. } => ("作出决定", "Decided"),
        Event::DecisionIssued { .. } => ("出具文书", "Decision issued"),
        Event::DecisionReceived { .. } => ("签收文书", "Decision received"),
        Event::DecisionEffective { .. } => ("文书生效", "Decision in force"),
    };
    pick(language, chinese, english)
}
