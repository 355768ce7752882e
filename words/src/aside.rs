//! Texts of the parties' sections that are fetched when first opened, and with them: most cases never say them.

use domain::arbitration::ArbitrationGround;
use domain::motion::{AdvanceHead, WithdrawalGround};
use domain::paper::PaperKind;

catalogue! {
    Aside
    LeaveMeans "调解自愿，协议生效前随时可以退出，不用别人同意。退出后双方都可以申请劳动仲裁。" "Mediation is voluntary. Until the agreement is in effect you can leave at any time and need nobody's consent. Both sides may then go to labour arbitration."
    EndMediation "结束调解" "End the mediation"
    EndRestated "调解将以没有谈成结束，不能恢复。协议草稿作废，谈过的内容不能在仲裁中用来对您不利。" "The mediation ends without agreement and cannot be reopened. The draft falls away, and what was said cannot be held against you in arbitration."
    Withdraw "撤回申请" "Withdraw the request"
    WithdrawRestated "您的调解申请将被撤回，本案结束，不能恢复。以后可以重新申请。" "Your request is withdrawn and the case closes for good. You may ask again later."
    ArbitratorSide "仲裁员" "Arbitrator"
    JudgeSide "法官" "Judge"
    PortalSide "系统" "The portal"
    HistoryMeans "每一步都有记录，改不了也删不掉。对方与调解员单独谈的内容不在这里。" "Every step is recorded and can be neither changed nor deleted. What the other side says to the mediator in private is not shown."
    ToldRequested "{}申请调解。" "{} asked for mediation."
    ToldInvited "已邀请{}参加。" "{} was invited."
    ToldJoined "{}加入，并确认了身份信息和送达地址。" "{} joined and confirmed identity and address."
    ToldConsented "{}同意调解。" "{} agreed to mediate."
    ToldDeclined "{}不同意调解：{}" "{} did not agree to mediate: {}"
    ToldAccepted "{}受理了案件。" "{} opened the case."
    ToldRefused "{}决定不予受理：{}" "{} did not take the case: {}"
    ToldEvidence "{}提交材料：{}" "{} added a paper: {}"
    ToldEntered "{}进入调解室。" "{} entered the room."
    ToldLeft "{}离开调解室。" "{} left the room."
    ToldCaucus "调解员开始与{}单独会谈。" "The mediator began a private talk: {}."
    ToldCaucusOver "与{}的单独会谈结束。" "The private talk ended: {}."
    ToldIdentity "调解员核对了{}的证件。" "The mediator checked the document: {}."
    ToldWritten "{}写了第 {} 条。" "{} wrote clause {}."
    ToldRemoved "{}删除了一条。" "{} removed a clause."
    ToldAgreed "{}同意了一条。" "{} agreed to a clause."
    ToldObjected "{}不同意一条。" "{} did not agree to a clause."
    ToldFrozen "达成协议，条款定稿。" "Agreement reached; the terms are final."
    ToldEnded "{}结束调解：{}" "{} ended the mediation: {}"
    ToldWithdrawn "{}撤回申请：{}" "{} withdrew the request: {}"
    ToldDocument "协议文件已生成。" "The agreement document was made."
    ToldSigned "{}签名。" "{} signed."
    ToldNotSigned "{}没有签，退回草稿：{}" "{} did not sign; back to the draft: {}"
    ToldSealed "调解组织盖章。" "The mediation centre set its seal."
    ToldEffective "协议生效。" "The agreement took effect."
    ToldApplied "{}签名申请确认。" "{} signed an application."
    ToldFiled "双方的申请已提交。" "The joint application was filed."
    ToldApplicationWithdrawn "{}撤回申请：{}" "{} withdrew the application: {}"
    ToldApplicationAccepted "{}受理了申请。" "{} accepted the application."
    ToldApplicationRejected "{}不予受理：{}" "{} did not accept the application: {}"
    ToldSupplementAsked "{}要求补正：{}" "{} asked for a supplement: {}"
    ToldSupplemented "{}已补正：{}" "{} answered: {}"
    ToldGranted "{}批准。" "{} granted it."
    ToldRulingRefused "{}没有批准。" "{} refused it."
    ToldIssued "文书作出（{}{}）。" "The document was issued ({}{})."
    ToldReceived "{}签收文书。" "{} received the document."
    ToldEnforceable "文书生效，可以强制执行。" "The document is in force and can be enforced."
    PeriodEnds "调解到 {} 为止。" "Mediation ends on {}."
    ExtensionAsked "提议延长到 {}。双方都同意才算数，要在原期限内同意。" "Proposed: until {}. It holds only if both agree before the present end."
    AgreeExtension "同意延长" "Agree to extend"
    ExtensionAgreedByYou "您已同意延长，等对方决定。" "You agreed. We are waiting for the other side."
    FactsMean "双方都确认的事实，以后在仲裁中也可以用。调解中说过的其他话、让过的步，都不能用来对您不利。拿不准就不要确认。" "Facts that both confirm can be used in arbitration too. Nothing else said or conceded here can be held against you. If unsure, do not confirm."
    NoFacts "还没有要确认的事实。" "No facts to confirm yet."
    ConfirmFact "确认属实" "Confirm this is so"
    BothConfirmed "✓ 双方都已确认" "✓ confirmed by both"
    YouConfirmed "您已确认，等对方。" "You confirmed it; the other side has not yet."
    ArbitrateMeans "不想再调解，可以直接申请劳动仲裁，不收费，不用说明理由，不用别人同意。调解就此结束，协议草稿作废；案件和双方确认过的事实会交给仲裁委员会，谈过的条件不会交。" "You can go straight to labour arbitration. It is free and you need neither a reason nor anyone's consent. The mediation ends and the draft falls away. The commission gets the case and the facts both confirmed, never what was offered."
    PapersMade "本案文书" "Papers of the case"
    ReturnedItems "仲裁委员会要求补正：" "The commission asks you to correct:"
    PetitionTitle "仲裁申请书" "Petition for arbitration"
    PetitionMeans "下面是按您的调解申请填好的，请核对，可以修改。" "Filled in from your request for mediation. Check it; you can change it."
    OpponentHead "对方的法定代表人或负责人（知道就写）" "The other side's legal representative, if you know"
    OpponentAddress "对方的住所（收文书的地址）" "The other side's address"
    PetitionEvidence "随申请提交的证据" "Evidence to go with it"
    PetitionNoEvidence "没有双方都能看的材料。可以先到“我的材料”添加。" "There are no papers both sides can see. You can add some under “My papers”."
    PetitionPromise "我已核对以上内容，确认属实，申请劳动仲裁。" "I have checked the above, confirm that it is true, and apply for arbitration."
    SendPetition "签名并提交仲裁申请" "Sign and file for arbitration"
    SueMeans "收到不予受理通知书后，申请人可以就这件事向法院起诉（劳动争议调解仲裁法第 29 条）。起诉时带上通知书。也可以打 12351 申请法律援助。" "With the notice of refusal the applicant may sue in court (Labour Mediation and Arbitration Law, art. 29). Take the notice along. Call 12351 for legal aid."
    DutyPay "支付" "Payment"
    DutyDeposit "退还押金" "Deposit returned"
    DutyOther "协议第 {} 条" "Clause {} of the agreement"
    DutyBy "{} 前" "by {}"
    DutyYours "您要做" "for you to do"
    DutyTheirs "对方要做" "for the other side to do"
    DutyConfirmed "✓ 已确认" "✓ confirmed"
    DutyOverdue "已逾期" "overdue"
    DutyOpen "未到期" "not yet due"
    DutyReportedOn "对方说 {} 已办好，等确认。" "Reported done on {}; to be confirmed."
    DutyDisputedBy "收款方有异议：" "Disputed:"
    ReportDay "哪一天付的、办的" "On which day"
    ReportProof "付款凭证（可以不传）" "Proof (may be left out)"
    Report "报告已付款或办好" "Report it as done"
    ConfirmDuty "已收到，确认" "I have it"
    DisputeDuty "没有收到，或不对" "I do not have it, or it is wrong"
    DisputeRestated "对方会看到您的理由，这一项重新算作没有办。" "The other side reads your reason, and this counts as not done again."
    OverdueSum "到期未付：{} 元" "Overdue: {} yuan"
    DemandMeans "先发一封催告函，写明欠多少、从哪天起欠；仲裁时效从今天起重新算。" "First send a letter of demand that says how much is owed since when. The time limit for arbitration starts again today."
    Demand "发催告函" "Send a letter of demand"
    OrderMeans "还不付，可以拿调解协议书向法院申请支付令（只限工资、工伤医疗费、经济补偿、赔偿金）。申请书我们替您做好，打印签名后交给对方住所地的基层法院。" "If nothing comes, take the agreement to the court for a payment order (pay, injury costs, severance and damages only). We make the petition; print it, sign it and hand it to the basic court of the debtor's place."
    PrepareOrder "生成支付令申请书" "Make the petition for a payment order"
    EnforceMeans "文书已经生效，对方不付，可以直接申请强制执行。申请书我们替您做好。最晚到 {}。" "The document is in force: you can have it enforced. We make the petition. Until {} at the latest."
    PrepareEnforcement "生成强制执行申请书" "Make the petition for enforcement"
    PaperDemand "催告函" "Letter of demand"
    PaperOrder "支付令申请书" "Petition for a payment order"
    PaperSuit "起诉状" "Statement of claim"
    PaperClaim "仲裁申请书（依据协议）" "Petition on the agreement"
    PaperOwn "仲裁申请书（自行提交）" "Petition to hand in yourself"
    PaperStatement "仲裁调解书" "Arbitral settlement"
    PaperAward "裁决书" "Award"
    PaperFinalAward "裁决书（终局）" "Final award"
    PaperClosed "程序终结的文书" "End of the procedure"
    PaperSupport "支持起诉意见书" "Opinion in support"
    PaperAid "法律援助决定书" "Decision on legal aid"
    OwnPetitionMeans "填好后生成仲裁申请书，签名后连同案卷自己交到劳动合同履行地或单位所在地的仲裁委员会。" "Fill in the petition, sign it, and hand it in with the dossier at the commission of the workplace or of the employer."
    MakePetition "生成仲裁申请书" "Make the petition"
    HearingAt "开庭：{}，{}" "Hearing: {}, {}"
    HearingRecord "笔录" "Record"
    ReceivePaper "签收" "Sign for receipt"
    StatementMeans "双方都签收后生效，可以申请强制执行。签收前可以反悔，由仲裁庭裁决。" "It takes effect when both have signed for it. Until then you may refuse, and the tribunal awards."
    RefuseStatement "不签收，请求裁决" "Refuse, and ask for an award"
    RefuseStatementRestated "调解书作废，由仲裁庭作出裁决。" "The settlement falls; the tribunal will make an award."
    SueMeansDay "不服裁决，可以在 {} 前向法院起诉。起诉后在这里告诉我们日期。" "You may sue on the award until {}. Tell us the day here once you have."
    SueDay "起诉日期" "Day of the suit"
    ReportSuit "我已起诉" "I have sued"
    WithdrawPetition "撤回仲裁申请" "Withdraw the petition"
    WithdrawPetitionRestated "仲裁程序结束，不再裁决。" "The arbitration ends without an award."
    OrderTitle "支付令进展" "The payment order"
    OrderDay "日期" "Day"
    OrderHandedIn "已递交法院" "Handed in at the court"
    OrderAccepted "法院已受理" "Accepted by the court"
    OrderIssued "法院已发出支付令" "Order issued"
    OrderServed "对方已收到支付令" "The other side received it"
    OrderObjected "对方提出书面异议" "The other side objected"
    OrderEnded "法院裁定终结" "The court ended the procedure"
    OrderLapsed "30 天没有送达，失效" "Not served in 30 days: lapsed"
    SuitMeans "可以不经仲裁，直接向法院起诉。" "You may sue at once, without arbitration."
    PrepareSuit "生成起诉状" "Make the statement of claim"
    ClaimMeans "也可以依据协议申请仲裁，由仲裁委员会按协议裁决。" "Or ask for arbitration on the agreement."
    PrepareClaim "生成仲裁申请书" "Make the petition for arbitration"
    SupportTitle "找人帮忙" "Get help"
    SupportMeans "追讨工资或工伤待遇，申请法律援助不审查收入，不收费。" "Legal aid for pay or a work injury is free and asks nothing about income."
    SupportWhom "向谁申请" "Whom to ask"
    SupportWhy "您的情况" "Your situation"
    AskSupport "提交申请" "Ask"
    SupportOpen "等待答复" "waiting for an answer"
    SupportGranted "已同意" "granted"
    SupportRefused "未同意" "not granted"
    ToldFilingReceived "{}已收件，编号 {}" "{} has the filing: {}"
    ServiceTitle "文书送达" "How documents reach you"
    ServiceOnline "同意电子送达：文书到达本账户即为送达。不勾选的，文书寄到下面的地址。" "Serve me here: a document counts as served when it arrives in this account. Untick it to get paper at the address below."
    ServiceEmail "电子邮箱（可不填）" "E-mail (optional)"
    ServiceSave "确认送达地址" "Confirm"
    ServiceSaved "已确认。" "Confirmed."
    ServiceProof "电子送达凭证" "Proof of service"
    ToldService "{}确认了送达方式和地址" "{} confirmed how to be served"
    ToldNoCommission "本地仲裁委员会未接入，双方可自行申请仲裁" "The local commission is not on this portal; each side may go there itself"
    ToldHearing "{}通知开庭：{}" "{} set a hearing: {}"
    ToldRecord "{}写好笔录" "{} wrote the record"
    ToldConcluded "{}：仲裁结束" "{}: the arbitration ended"
    ToldSued "{}于{}起诉" "{} sued on {}"
    ToldOrderStep "{}报告支付令进展（{}）" "{} reported a step of the payment order ({})"
    ToldSupportAsked "{}申请支持或法律援助" "{} asked for support or legal aid"
    ToldSupportDecided "{}答复申请：{}" "{} answered: {}"
    ToldHelper "{}指派：{}" "{} named a helper: {}"
    PaperEnforcement "强制执行申请书" "Petition for enforcement"
    ToldSealedOffer "{}封存了一个金额" "{} sealed a figure"
    ToldCompared "{}比较了两个金额：{}" "{} compared the figures: {}"
    ToldMinutes "{}写好调解笔录" "{} closed the minutes"
    ToldMinutesAnswered "{}答复调解笔录：{}" "{} on the minutes: {}"
    ToldRecording "{}：录音录像 {}" "{}: recording {}"
    ToldInterpreter "{}请来翻译：{}" "{} called an interpreter: {}"
    ToldTime "{}约定时间：{}" "{} arranged a time: {}"
    ToldTimeNamed "{}可以参加：{}" "{} can come: {}"
    ToldTimeCancelled "{}取消约定：{}" "{} cancelled: {}"
    ToldTimeHeld "{}主持了调解：{}" "{} held the talks: {}"
    ToldTimeMissed "{}记录有人未到：{}" "{} noted that somebody did not come: {}"
    TimeByVideo "视频调解：{}（北京时间）" "By video: {} (Beijing time)"
    TimeOnSite "上门调解：{}（北京时间）" "On site: {} (Beijing time)"
    TimeAsked "希望改到：{}" "Asked for: {}"
    TimeSuits "这个时间可以" "This time suits me"
    AddToCalendar "加入日历" "Add to calendar"
    OtherTime "换个时间" "Another time"
    OtherTimeMeans "按北京时间填写。各方都同意才改期，之前仍按原时间。" "In Beijing time. It moves only if all agree; until then the old time stands."
    AskTime "提出改期" "Ask for this time"
    PaperCompletion "签署证明" "Certificate of completion"
    ToldReported "{}报告已履行一项（{}）。" "{} reported something done ({})."
    ToldDutyConfirmed "{}确认一项已履行。" "{} confirmed that something was done."
    ToldDutyDisputed "{}对履行提出异议：{}" "{} disputed what was reported: {}"
    ToldOverdue "一项约定到期未履行。" "Something agreed is overdue."
    ToldDemanded "{}发出催告函。" "{} sent a letter of demand."
    ToldPrepared "{}制作了向法院提交的申请书。" "{} had a petition to the court made."
    ToldPerformed "约定的事全部办完，结案。" "Everything agreed is done; the case is closed."
    ToldExtension "{}提议延长调解到 {}。" "{} proposed to extend mediation until {}."
    ToldExtended "双方同意，调解延长（{}{}）。" "Both agreed; mediation extended ({}{})."
    ToldFact "{}写下待确认的事实：{}" "{} wrote down a fact to confirm: {}"
    ToldConfirmed "{}确认了一项事实。" "{} confirmed a fact."
    ToldPrompted "自申请起已满 15 天，可以直接申请仲裁。" "15 days have passed since the request; arbitration is open."
    ToldChosen "{}选择劳动仲裁。" "{} chose arbitration."
    ToldTransferred "案件移送仲裁委员会。" "The case was handed to the arbitration commission."
    ToldPetition "{}提交仲裁申请书。" "{} filed a petition for arbitration."
    ArbScope "不属于劳动人事争议" "Not a labour dispute"
    ArbUnclear "请求或事实理由不明确" "Claims or facts are unclear"
    ArbInterest "申请人和这件事没有直接关系" "The applicant has no direct interest"
    ArbRespondent "没有写清楚对方是谁" "The other side is not clear"
    ArbJurisdiction "不归这个仲裁委员会管" "Not for this commission"
    PaperExtension "延期同意书" "Record of the extension"
    PaperEnd "书面告知" "Written notice"
    PaperLetter "调解转仲裁复函" "Letter of transfer"
    PaperList "移送材料清单" "List of materials"
    PaperPetition "仲裁申请书" "Petition for arbitration"
    MediatorIs "调解员：{}" "Mediator: {}"
    OtherMediator "请求更换调解员" "Ask for another mediator"
    OtherMediatorRestated "调解组织会在三个工作日内另行指派。调解照常进行，您也可以随时退出。" "The centre appoints another within three working days. The talks go on; you can leave at any time."
    ChooseMediator "改选{}（双方都选才算）" "Choose {} (counts if both do)"
    ToldMediator "{}：调解员有变动" "{}: the mediator changed"
    ToldDisclosed "{}披露：{}" "{} disclosed: {}"
    PaperReceipt "收件回执" "Receipt"
    PaperInquiry "征询意见函" "Letter of inquiry"
    PaperMediator "指派调解员" "Appointment of the mediator"
    PaperDisclosure "披露书" "Disclosure"
    PaperApplication "共同申请书" "Joint application"
    PaperProof "主持调解证明" "Proof of mediation"
    PaperApproval "延期审批表" "Approval of more time"
    PaperHearing "开庭通知书" "Notice of hearing"
    PaperTerm "仲裁期限通知书" "Notice on the period"
    PaperReport "结案报告" "Closing report"
    PaperIndex "卷宗目录" "List of the file"
    Minutes "调解笔录" "Minutes"
    OwnRecords "我方的申请书、同意书、送达地址确认书" "Your request, consents and address for service"
    PaperNotice "受理通知书" "Notice of acceptance"
    PaperRefusal "不予受理通知书" "Notice of refusal"
    PaperObjection "异议裁定书" "Ruling on the objection"
    ToldObjection "{}提出异议：{}" "{} objected: {}"
    ToldReviewExtended "{}经批准延长审查（{}）。" "{} extended the review ({})."
    ToldObjectionDecided "{}对异议作出裁定：{}" "{} ruled on the objection: {}"
    Object "对裁定提出异议" "Object to the ruling"
    ObjectRestated "认为确认裁定有错（例如协议不是自愿的、内容违法），可以在收到裁定后 15 天内向作出裁定的法院提出异议，只能提一次。异议期间裁定仍然有效。" "If the confirmation is wrong (say, the agreement was not voluntary or breaks the law), you may object to the same court within 15 days of receiving the ruling, once. The ruling stands meanwhile."
    ObjectUntil "提出异议的最后一天：{}（民诉法解释第 372 条）" "Last day to object: {} (CPL Interpretation, art. 372)"
    ObjectionOpen "已提出异议，等法院审查：" "An objection waits for the court:"
    ObjectionUpheld "法院认为异议成立，裁定已撤销：" "The court upheld the objection and revoked the ruling:"
    ObjectionDismissed "法院驳回了异议，裁定继续有效：" "The court dismissed the objection; the ruling stands:"
    ReviewExtendedBy "审查期限经批准延长过一次。批准人：{}" "The time for review was extended once, approved by: {}"
    MinutesObject "有不同意见" "I do not agree"
    MinutesRead "打开笔录原文" "Open the minutes"
    MinutesRemark "什么地方不对？您的话会附在笔录后面。" "What is wrong? Your words are attached to the minutes."
    MinutesSend "提交意见" "Send"
    ConfirmRecord "笔录属实，确认" "The record is right"
    RecordConfirmed "您已确认" "You have confirmed it"
    PresentLead "出示后，这里的每个人会同时看到同一页。" "Everyone here will look at the same page."
    Close "收起" "Close"
    NothingToShow "还没有您可以出示的材料。" "There is nothing you could show yet."
    DraftAgreement "协议草稿" "Draft agreement"
    NotAllSee "不是每个人都能看" "not for everyone"
    Opening "正在打开…" "Opening…"
    Shows "正在出示" "is showing"
    PageAt "第 {} 页，共 {} 页" "Page {} of {}"
    PageBack "上一页" "Previous page"
    PageOn "下一页" "Next page"
    Smaller "缩小" "Smaller"
    Larger "放大" "Larger"
    PointOut "指给大家看" "Point"
    EndShow "结束出示" "Stop showing"
    BackToShown "回到正在出示的第 {} 页" "Back to page {}, which is shown"
    PageFailed "这一页没有打开。" "This page did not open."
    NotForAll "没有出示：在场有人不能看这份材料：" "Not shown. These people here may not see it:"
    ShowTaken "现在有人正在出示，请等对方结束。" "Someone else is showing something. Please wait."
    PageUnfit "这份文件打不开，不能出示。" "This file cannot be opened, so it cannot be shown."
    MediateAgainMeans "法院没有确认协议。双方都愿意，可以再调解一次，改协议或者重新约定；新协议生效前，原协议仍然有效。" "The court did not confirm the agreement. If both want to, you can mediate again and change it or make a new one. Until that is in effect the first one still binds."
    BothMediateAgain "双方都愿意，等调解组织受理。" "Both want to. We are waiting for the mediation centre."
    RecordingAsked "要录音录像吗？" "May this be recorded?"
    RecordingMeans "在场的人都同意才开始，随时可以停止。只有双方和调解员能回看。保存天数：" "It starts only if everyone here agrees; anyone may stop it. Only both sides and the mediator can replay it. Days kept:"
    RecordingYes "同意" "Agree"
    RecordingNo "不同意" "Decline"
    Recording "正在录音录像" "Recording now"
    RecordingOver "录音录像已停止" "Recording stopped"
    RecordingStop "停止" "Stop"
    KeptUntil "保存至" "Kept until"
    OffersLeast "你们各自封存一个金额：您最少能接受多少？对方和调解员都看不到，平台只说两个数重合、相差不到一成，还是差得远。" "Each side seals a figure: what is the least you would take? Nobody sees it; the portal says only whether the two overlap, are less than a tenth apart, or far apart."
    OffersMost "你们各自封存一个金额：您最多能付多少？对方和调解员都看不到，平台只说两个数重合、相差不到一成，还是差得远。" "Each side seals a figure: what is the most you would pay? Nobody sees it; the portal says only whether the two overlap, are less than a tenth apart, or far apart."
    OfferSeal "封存" "Seal"
    MotionsTitle "向仲裁委员会提出" "Ask the commission"
    MotionJurisdiction "管辖异议" "Jurisdiction"
    MotionWithdrawal "申请回避" "Another arbitrator"
    MotionAdvance "先予执行" "Payment in advance"
    JurisdictionMeans "认为这件事不归这个仲裁委员会管，要在答辩期满前提出，只能提一次。仲裁委员会会书面答复：不成立的继续审理，成立的把案件移送过去，您不用重新申请。" "If this commission is not the right one, say so before your days to answer are over, once. It answers in writing: the case goes on, or moves to the right one without being filed again."
    AskJurisdiction "提出管辖异议" "Object to the jurisdiction"
    WithdrawalMeans "仲裁员有下列情形，可以在开庭前申请换人；开庭后才知道的，要在辩论结束前提出。三个工作日内答复，答复前该仲裁员暂停办理。" "You may ask for another arbitrator on one of these grounds before the hearing, or before the debate ends if you learn of it later. The answer comes in three working days; until then the arbitrator stands aside."
    WithdrawalGround "原因" "Ground"
    WithdrawalSince "哪一天知道的" "Day you learned of it"
    GroundKin "是当事人，或者是当事人、代理人的近亲属" "A party, or kin of a party or agent"
    GroundInterest "和这件事有利害关系" "Has an interest in the case"
    GroundRelation "和当事人、代理人有其他关系，可能影响公正" "Has another relation that may bear on fairness"
    GroundContact "私下会见一方，或者接受请客送礼" "Met a side in private, or took gifts"
    AskWithdrawal "申请换仲裁员" "Ask for another arbitrator"
    AdvanceMeans "等不到裁决就没法生活的，可以先要一部分：限工资、工伤医疗费、经济补偿、赔偿金，事情要清楚。劳动者不用提供担保。裁决后由法院执行，最后的裁决会把这笔钱算进去。" "If you cannot live until the award, you may ask for part of it now: pay, injury costs, severance or damages, where the matter is clear. You give no security. The court enforces it, and the award counts it in."
    AdvanceHead "哪一种钱" "What it is for"
    HeadPay "工资" "Pay"
    HeadInjury "工伤医疗费" "Injury costs"
    HeadSeverance "经济补偿" "Severance"
    HeadDamages "赔偿金" "Damages"
    AdvanceMost "最多 {} 元" "At most {} yuan"
    AskAdvance "申请先予执行" "Ask for it now"
    MotionWhy "理由（对方和仲裁委员会会看到）" "Why (the other side and the commission will see it)"
    MotionOpen "等仲裁委员会决定。" "Waiting for the commission."
    MotionOpenUntil "等仲裁委员会决定，最晚 {}。" "Waiting for the commission, until {} at the latest."
    MotionRejected "驳回{}" "Rejected{}"
    MotionMoved "案件移送{}" "Moved to {}"
    MotionReplaced "已换仲裁员{}" "Another arbitrator took the case{}"
    MotionAdvanced "裁决先付 {} 元，移送法院执行" "{} yuan to be paid now; handed to the court"
    ToldMotion "{}提出：{}" "{} asked: {}"
    ToldMotionAnswered "{}决定：{}" "{} decided: {}"
    PaperTribunal "仲裁委员会的决定" "Decision of the commission"
    PaperHandover "移送函" "Letter handing on"
    OfferSealed "已封存，等对方。" "Sealed; waiting for the other side."
}

pub fn arbitration_ground(ground: ArbitrationGround) -> Word {
    match ground {
        ArbitrationGround::OutOfScope => Word::ArbScope,
        ArbitrationGround::ClaimsUnclear => Word::ArbUnclear,
        ArbitrationGround::NoDirectInterest => Word::ArbInterest,
        ArbitrationGround::NoClearRespondent => Word::ArbRespondent,
        ArbitrationGround::NoJurisdiction => Word::ArbJurisdiction,
    }
}

pub fn withdrawal_ground(ground: WithdrawalGround) -> Word {
    match ground {
        WithdrawalGround::PartyOrKin => Word::GroundKin,
        WithdrawalGround::Interest => Word::GroundInterest,
        WithdrawalGround::OtherRelation => Word::GroundRelation,
        WithdrawalGround::PrivateContact => Word::GroundContact,
    }
}

pub fn advance_head(head: AdvanceHead) -> Word {
    match head {
        AdvanceHead::Pay => Word::HeadPay,
        AdvanceHead::InjuryCosts => Word::HeadInjury,
        AdvanceHead::Compensation => Word::HeadSeverance,
        AdvanceHead::Damages => Word::HeadDamages,
    }
}

pub fn paper(kind: PaperKind) -> Word {
    match kind {
        PaperKind::ExtensionRecord => Word::PaperExtension,
        PaperKind::EndNotice => Word::PaperEnd,
        PaperKind::TransferLetter => Word::PaperLetter,
        PaperKind::TransferList => Word::PaperList,
        PaperKind::ArbitrationPetition => Word::PaperPetition,
        PaperKind::ArbitrationNotice | PaperKind::AcceptanceNotice | PaperKind::ApplicationNotice => Word::PaperNotice,
        PaperKind::ArbitrationRefusal | PaperKind::ApplicationRefusal => Word::PaperRefusal,
        PaperKind::ObjectionRuling => Word::PaperObjection,
        PaperKind::DemandLetter => Word::PaperDemand,
        PaperKind::PaymentOrderPetition => Word::PaperOrder,
        PaperKind::EnforcementPetition => Word::PaperEnforcement,
        PaperKind::SuitPetition => Word::PaperSuit,
        PaperKind::AgreementPetition => Word::PaperClaim,
        PaperKind::SelfFilingPetition => Word::PaperOwn,
        PaperKind::ArbitralStatement => Word::PaperStatement,
        PaperKind::FinalAward => Word::PaperFinalAward,
        PaperKind::Award => Word::PaperAward,
        PaperKind::ArbitrationClosed | PaperKind::ApplicationClosed => Word::PaperClosed,
        PaperKind::SupportOpinion => Word::PaperSupport,
        PaperKind::AidDecision => Word::PaperAid,
        PaperKind::CompletionCertificate => Word::PaperCompletion,
        PaperKind::RequestReceipt => Word::PaperReceipt,
        PaperKind::InquiryLetter => Word::PaperInquiry,
        PaperKind::MediatorRecord => Word::PaperMediator,
        PaperKind::DisclosureRecord => Word::PaperDisclosure,
        PaperKind::JointApplication => Word::PaperApplication,
        PaperKind::MediationProof => Word::PaperProof,
        PaperKind::ExtensionApproval => Word::PaperApproval,
        PaperKind::TermNotice => Word::PaperTerm,
        PaperKind::HearingNotice => Word::PaperHearing,
        PaperKind::TribunalDecision => Word::PaperTribunal,
        PaperKind::HandoverLetter => Word::PaperHandover,
        PaperKind::ClosingReport => Word::PaperReport,
        PaperKind::ArchiveIndex => Word::PaperIndex,
        PaperKind::Minutes => Word::Minutes,
    }
}
