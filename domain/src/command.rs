//! Everything an actor may ask of a case. Imperatives; each is answered by events or a refusal.

use crate::actor::Side;
use crate::appointment::AppointmentTurn;
use crate::arbitration::{ArbitrationGround, Petition, Pleading};
use crate::award::Conclusion;
use crate::calendar::DaysOff;
use crate::hash::{Commitment, Digest, Disclosure, PublicKey, Signature};
use crate::id::{ClauseId, EvidenceId, FactId, InvitationId, OrgId, PersonId};
use crate::mark::{Mark, Sealed};
use crate::moment::{Date, Timestamp};
use crate::money::Fen;
use crate::motion::{Matter, Plea, Reply};
use crate::order::OrderStep;
use crate::paper::{PaperKind, PaperSeal};
use crate::performance::CourtPetition;
use crate::recording::RecordedFile;
use crate::room::RoomName;
use crate::seal::Attested;
use crate::service::Means;
use crate::support::SupportKind;
use crate::term::TermGround;
use crate::terms::Clause;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Command {
    // Intake
    /// 申请调解 (LMAL 12; EMR 21). Opens the case: the first command and only as such.
    RequestMediation(MediationRequest),
    /// The body invites a side by personal link; `token` is SHA-256 of the link's secret.
    #[cfg_attr(feature = "party", serde(skip))]
    InviteParty {
        invitation: InvitationId,
        side: Side,
        phone: Digest,
        token: Digest,
    },
    /// The invited person takes the seat with identity, delivery address and consents
    /// (OMR 17, 送达地址确认书).
    JoinCase(Joining),
    /// 同意调解 (EMR 22; PML 17)
    ConsentToMediation,
    /// 再次调解 after the court did not confirm (CPL 206): both say so, and the body accepts the case anew.
    MediateAgain,
    /// 不同意调解: the request is not accepted (EMR 22).
    DeclineMediation {
        reason: String,
    },
    /// 受理 (EMR 22): in scope and both consent. The accepting mediator takes the case. Again where both want
    /// to talk anew (CPL 206).
    #[cfg_attr(feature = "party", serde(skip))]
    AcceptCase,
    /// 不予受理 (EMR 22)
    #[cfg_attr(feature = "party", serde(skip))]
    RefuseCase {
        ground: RefusalGround,
        explanation: String,
    },

    // Mediation
    AddEvidence(Evidence),
    /// Fact of the room: this person came in (law.md 2 row 7).
    EnterRoom {
        room: RoomName,
    },
    LeaveRoom {
        room: RoomName,
    },
    /// 单独会谈: the mediator meets one side apart.
    #[cfg_attr(feature = "party", serde(skip))]
    OpenCaucus {
        side: Side,
    },
    #[cfg_attr(feature = "party", serde(skip))]
    CloseCaucus {
        side: Side,
    },
    /// The mediator compared the person's document on camera (OMR 17).
    #[cfg_attr(feature = "party", serde(skip))]
    ConfirmIdentity {
        side: Side,
    },
    /// Adds a clause or replaces the one with the same id. `place` is the index to stand at.
    #[cfg_attr(feature = "party", serde(skip))]
    WriteClause {
        clause: Clause,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<u32>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        disclosures: Vec<Disclosure>,
    },
    #[cfg_attr(feature = "party", serde(skip))]
    RemoveClause {
        clause: ClauseId,
    },
    /// A party's mark on exactly this wording.
    MarkClause {
        clause: ClauseId,
        digest: Digest,
        agreed: bool,
    },
    /// 达成协议: freezes the wording for signing.
    #[cfg_attr(feature = "party", serde(skip))]
    AgreeTerms {
        terms: Digest,
    },
    /// 选定调解员: a side names whom it wants of the body's roster; once both name the same, that one
    /// leads (OMR 10).
    ChooseMediator {
        mediator: PersonId,
    },
    /// 申请更换调解员 (OMR 14; PML 23): the body appoints another.
    ObjectToMediator {
        reason: String,
    },
    /// 结束调解 by either side or the mediator, at any time before effect (PML 23).
    EndMediation {
        reason: String,
    },
    /// 撤回申请 by the claimant.
    WithdrawRequest {
        reason: String,
    },

    // Signing
    /// The portal made the agreement document from the frozen terms.
    #[cfg_attr(feature = "party", serde(skip))]
    PresentAgreement {
        document: Digest,
        size: u64,
        attestor: PublicKey,
        /// `true`: signatures and seal are set in the document itself.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        marked: bool,
        /// SHA-256 of what its second column says ([`crate::terms::second::Translation`]).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        translation: Option<Digest>,
        /// Whom it names as witness of interpretation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        interpreter: Option<PersonId>,
    },
    Sign(SignedStatement),
    /// A side refuses to sign: drafting opens again.
    DeclineToSign {
        reason: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<ClauseId>,
    },
    /// The mediation body's seal: the last required mark (LMAL 14; EMR 26).
    #[cfg_attr(feature = "party", serde(skip))]
    SealAgreement {
        key: PublicKey,
        signature: Signature,
        /// The sealed and timestamped file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<Sealed>,
    },

    // The way out
    /// One side's half of the joint application (CHR 74; CPL 205).
    ApplyForReview {
        track: Track,
        institution: OrgId,
        statement: SignedStatement,
    },
    /// 撤回审查/确认申请 before the document is served (CHR 76; CPL-Int 357).
    WithdrawApplication {
        reason: String,
    },
    /// 收件回执: the institution has the filing, under that number of its own (CHR 29).
    #[cfg_attr(feature = "party", serde(skip))]
    AcknowledgeFiling {
        number: String,
    },
    /// 受理 by the commission or the court.
    #[cfg_attr(feature = "party", serde(skip))]
    AcceptApplication,
    /// 不予受理 (CHR 75; CPL-Int 355)
    #[cfg_attr(feature = "party", serde(skip))]
    RejectApplication {
        ground: RejectGround,
        explanation: String,
    },
    /// 补正
    #[cfg_attr(feature = "party", serde(skip))]
    ReturnForSupplement {
        items: String,
    },
    /// A side answers the request for supplement.
    Supplement {
        answer: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        evidence: Vec<Evidence>,
    },
    /// 出具调解书 / 裁定确认: `Grant`; or refuse (CHR 78; CPL-Int 358).
    #[cfg_attr(feature = "party", serde(skip))]
    Decide(Ruling),
    /// 延期: 5 working days more with approval (CHR 76), or to the day the court's president approved
    /// (CPL 187). Once, and before the period is over.
    #[cfg_attr(feature = "party", serde(skip))]
    ExtendReview {
        approved_by: String,
        reason: String,
        /// For the court; the commission's 5 days are counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Date>,
    },
    /// 异议 by a party against the ruling that confirmed, within 15 days of its receipt
    /// (CPL-Int 372).
    ObjectToRuling {
        reason: String,
    },
    /// 异议 by an interested third party, taken down by the court: within 6 months of the day it knew
    /// (CPL-Int 372).
    #[cfg_attr(feature = "party", serde(skip))]
    ObjectAsThird {
        /// Its name
        who: Commitment,
        knew: Date,
        reason: String,
        disclosures: Vec<Disclosure>,
    },
    /// The court upholds the objection and revokes the ruling, or dismisses it (CPL-Int 372).
    #[cfg_attr(feature = "party", serde(skip))]
    DecideObjection {
        upheld: bool,
        explanation: String,
    },
    /// The portal made the decision document.
    #[cfg_attr(feature = "party", serde(skip))]
    IssueDecision {
        document: Digest,
        size: u64,
        number: String,
        key: PublicKey,
        signature: Signature,
        /// `true`: the document bears the institution's seal itself.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        marked: bool,
    },
    /// 签收
    ReceiveDecision {
        document: Digest,
    },

    // The mediation period and what is left of it
    /// 延期: a later last day, put to both by the mediator or a side, whose consent it then carries
    /// (EMR 29).
    ProposeExtension {
        until: Date,
        reason: String,
    },
    /// The other half of an extension; with both it holds (EMR 29).
    AgreeToExtension {
        until: Date,
    },
    /// 无争议事实: the mediator writes down what both might confirm (OMR 18, 22).
    #[cfg_attr(feature = "party", serde(skip))]
    StateFact {
        fact: FactId,
        text: String,
    },
    /// A side confirms exactly this wording.
    ConfirmFact {
        fact: FactId,
        digest: Digest,
    },

    // To arbitration without an agreement
    /// 转仲裁 by either side at any time before an agreement takes effect, and after mediation has
    /// ended without one (LMAL 5, 14; PML 26). Never blocked; the reason may be blank.
    LeaveForArbitration {
        reason: String,
    },
    /// The portal hands the case to the competent commission (LMAL 14, 21). With `attestor`, its key for
    /// vouching who held a key, the petition is signed.
    #[cfg_attr(feature = "party", serde(skip))]
    TransferCase {
        commission: OrgId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attestor: Option<PublicKey>,
    },
    /// 申请仲裁: the transfer is no filing; one side completes it and signs it with a statement of its own
    /// (LMAL 28; CHR 29). What is made ready to be handed in by oneself is signed on paper.
    ApplyForArbitration {
        petition: Petition,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        disclosures: Vec<Disclosure>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        statement: Option<SignedStatement>,
    },
    /// What is wrong with the petition, told once and as a whole (CHR 29).
    #[cfg_attr(feature = "party", serde(skip))]
    ReturnPetition {
        items: String,
    },
    /// 受理 (LMAL 29; CHR 30)
    #[cfg_attr(feature = "party", serde(skip))]
    AcceptArbitration,
    /// 不予受理 with its ground; the applicant may then sue (LMAL 29; CHR 31).
    #[cfg_attr(feature = "party", serde(skip))]
    RefuseArbitration {
        ground: ArbitrationGround,
        explanation: String,
    },
    /// The body's region has no commission on this portal: the sides file by themselves, with
    /// everything made ready (LMAL 5, 21).
    #[cfg_attr(feature = "party", serde(skip))]
    ReportNoCommission,

    // Claims and days that change
    /// 增加、变更请求: the claims as they stand now, taken down by the mediator until there is an agreement
    /// (LMAL 12; EMR 21), or accepted by the tribunal, whose days begin anew with them (CHR 44, 46(3)).
    #[cfg_attr(feature = "party", serde(skip))]
    AmendClaims {
        claims: Vec<Claim>,
    },
    /// 中止, 恢复, and what begins the tribunal's days anew (CHR 46, 47). A suspension names who approved it.
    #[cfg_attr(feature = "party", serde(skip))]
    MoveTerm {
        ground: TermGround,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        approved_by: String,
        explanation: String,
    },
    /// 时效中断 on the day `from`, or 中止 from that day through `to`, as it was shown to the mediator or the
    /// tribunal (LMAL 27; CHR 27, 28).
    #[cfg_attr(feature = "party", serde(skip))]
    RecordLimitation {
        from: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Date>,
        reason: String,
    },

    // In arbitration
    /// 开庭通知: at least five working days ahead (CHR 38).
    #[cfg_attr(feature = "party", serde(skip))]
    ScheduleHearing {
        at: Timestamp,
        place: String,
    },
    /// 庭审笔录 (LMAL 40), and before it 调解笔录 by the mediator (OMR 22)
    #[cfg_attr(feature = "party", serde(skip))]
    RecordHearing {
        text: String,
    },
    /// 增加、变更仲裁请求 by the applicant, which the tribunal takes or does not (CHR 44), or 答辩 by the other side
    /// (CHR 33).
    Plead(Pleading),
    /// The claims asked for are not taken: they were asked for late and are to be filed apart, or for another reason
    /// (CHR 44).
    #[cfg_attr(feature = "party", serde(skip))]
    DeclineAmendment {
        explanation: String,
    },
    /// 指定举证期限, or a later day in its place: until when evidence and other claims are laid before the tribunal
    /// (CHR 15, 44).
    #[cfg_attr(feature = "party", serde(skip))]
    SetEvidencePeriod {
        until: Date,
    },
    /// A side confirms exactly this record.
    ConfirmRecord {
        digest: Digest,
    },
    /// 延期: 15 days more, once, with approval (LMAL 43; CHR 45).
    #[cfg_attr(feature = "party", serde(skip))]
    ExtendAward {
        approved_by: String,
        reason: String,
    },
    /// 调解书, 裁决书, or treated as withdrawn (LMAL 42, 47-50; CHR 39).
    #[cfg_attr(feature = "party", serde(skip))]
    Conclude(Conclusion),
    /// 管辖异议, 回避申请, 先予执行申请, 延期开庭申请 of a side (LMAL 33, 35, 44; CHR 10, 11, 38).
    #[cfg_attr(feature = "party", serde(skip))]
    AskCommission {
        plea: Plea,
        reason: String,
    },
    /// What the commission decides on it; that a case is another's, unasked too (CHR 9, 10, 12, 38, 51).
    #[cfg_attr(feature = "party", serde(skip))]
    AnswerMotion {
        matter: Matter,
        reply: Reply,
        explanation: String,
        /// 仲裁委员会主任 or 仲裁院负责人, who decides on a withdrawal (CHR 12).
        #[serde(default, skip_serializing_if = "String::is_empty")]
        approved_by: String,
    },
    /// 撤回仲裁申请 by whoever filed it.
    WithdrawArbitration {
        reason: String,
    },
    /// 签收 of a paper.
    ReceivePaper {
        document: Digest,
    },
    /// 签收前反悔: the tribunal awards instead (LMAL 42).
    RefuseStatement {
        reason: String,
    },
    /// 送达地址确认书: whether by the account here, with mail to that address, and where paper goes
    /// (CPL 90; OLR 29).
    ChooseService {
        electronic: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<Commitment>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<Commitment>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        disclosures: Vec<Disclosure>,
    },
    /// 送达: the portal by electronic means, the mediator or the institution on paper; a signed return
    /// slip is the side's receipt (CPL 87-95; OLR 31; CHR 20).
    #[cfg_attr(feature = "party", serde(skip))]
    RecordService {
        side: Side,
        document: Digest,
        means: Means,
        on: Date,
    },
    /// 起诉 against an award, on that day (LMAL 48, 50).
    ReportSuit {
        on: Date,
    },

    // The mediator
    /// 指派, by the body: another mediator leads (OMR 10, 14).
    #[cfg_attr(feature = "party", serde(skip))]
    AppointMediator {
        mediator: PersonId,
    },
    /// 披露: kinship, interest or another relation that may bear on fairness (OMR 13).
    #[cfg_attr(feature = "party", serde(skip))]
    Disclose {
        text: String,
    },
    /// A court with a practice of its own takes the application: decided within so many days, never
    /// more than CPL 187 gives.
    #[cfg_attr(feature = "party", serde(skip))]
    AcceptWithin {
        days: u32,
    },
    /// 条件成就: what an instalment waits for came about on that day, as the mediator was shown.
    #[cfg_attr(feature = "party", serde(skip))]
    RecordCondition {
        clause: ClauseId,
        part: u32,
        on: Date,
    },

    // Beside any stage
    /// 申请法律援助 or 支持起诉 (法律援助法 31, 42; CPL 15).
    AskForSupport {
        org: OrgId,
        kind: SupportKind,
        reason: String,
    },
    #[cfg_attr(feature = "party", serde(skip))]
    DecideSupport {
        granted: bool,
        explanation: String,
    },
    /// 指派 within three days of the decision (法律援助法 43).
    #[cfg_attr(feature = "party", serde(skip))]
    AppointHelper {
        helper: String,
    },

    // Minutes and interpreter
    /// 电子笔录 of a session, closed for both to confirm (OMR 22): a text the mediator wrote live.
    #[cfg_attr(feature = "party", serde(skip))]
    CloseMinutes {
        document: Digest,
        /// Bytes of the text.
        size: u64,
    },
    /// A side confirms exactly this text; with a remark it objects to it instead.
    AnswerMinutes {
        document: Digest,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remark: Option<String>,
    },
    /// 翻译人员 of the mediation body, between Chinese and `language`.
    #[cfg_attr(feature = "party", serde(skip))]
    CallInterpreter {
        person: PersonId,
        language: String,
    },

    // Sealed offers
    /// 密封报价: the least the claimant would take, the most the respondent would pay, in yuan.
    SealOffer {
        offer: Commitment,
        disclosures: Vec<Disclosure>,
    },
    /// The portal compares two sealed figures.
    #[cfg_attr(feature = "party", serde(skip))]
    CompareOffers {
        disclosures: Vec<Disclosure>,
    },

    // Recording
    /// 录音录像 of the main room, to be kept so many days; begins once everyone there has agreed (OMR 22).
    #[cfg_attr(feature = "party", serde(skip))]
    ProposeRecording {
        keep_days: u32,
    },
    /// Of each person there, and of whoever comes later before coming in; `false` refuses or withdraws
    /// (PIPL 15, 29).
    AnswerRecording {
        agreed: bool,
    },
    /// The portal closed what was recorded: the so-manieth recording of the case, from 0.
    #[cfg_attr(feature = "party", serde(skip))]
    KeepRecording {
        recording: u32,
        files: Vec<RecordedFile>,
    },
    /// Its files go; what the log says of them stays (PIPL 19, 47).
    #[cfg_attr(feature = "party", serde(skip))]
    DeleteRecording {
        recording: u32,
    },

    // Appointments
    /// 约定调解时间: the mediator makes one, by video or 上门, and cancels it or says how it went; either side
    /// and the mediator name times at which they can come, and a time all three name moves it.
    RecordAppointment {
        turn: AppointmentTurn,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        disclosures: Vec<Disclosure>,
    },

    /// The portal made a paper the case wants ([`crate::paper::wanted`]).
    #[cfg_attr(feature = "party", serde(skip))]
    IssuePaper {
        kind: PaperKind,
        document: Digest,
        size: u64,
        /// Of the issuing institution's series; blank for a party's own paper.
        number: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seal: Option<PaperSeal>,
    },

    // After signing
    /// A duty of the agreement is done, says the side that owed it, on that day; with proof.
    ReportDuty {
        clause: ClauseId,
        /// The instalment, from 0.
        part: u32,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<Evidence>,
    },
    /// The other side has what it was owed, reported or not. With the last duty the case is done.
    ConfirmDuty {
        clause: ClauseId,
        part: u32,
    },
    /// What was reported did not happen, or not as agreed.
    DisputeDuty {
        clause: ClauseId,
        part: u32,
        reason: String,
    },
    /// 催告: asks for everything overdue; interrupts limitation (CHR 27).
    DemandPayment,
    /// What became of the payment order, with its day and its proof (CPL 226-228; CPL-Int 430).
    RecordOrderStep {
        step: OrderStep,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<Evidence>,
    },
    /// Makes a petition ready: payment order (LMAL 16), enforcement (CPL 250), suit (解释(一) 13, 51) or
    /// arbitration on the agreement (EMR 28).
    PreparePetition {
        kind: CourtPetition,
    },

    /// Time passed: whatever is due happens.
    #[cfg_attr(feature = "party", serde(skip))]
    Tick,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MediationRequest {
    /// The body's case number, allotted by the portal.
    pub number: String,
    pub body: OrgId,
    pub channel: Channel,
    /// The person who takes the claimant's seat; `None` when a mediator records an oral request
    /// and the claimant joins by invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimant_person: Option<PersonId>,
    pub claimant: PartyParticulars,
    pub respondent: PartyParticulars,
    pub heads: Vec<DisputeHead>,
    pub claims: Vec<Claim>,
    /// 事实与理由
    pub facts: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Consent>,
    /// Days the body's place gives off beside the country's, filled in by the portal.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub local_holidays: Vec<DaysOff>,
    pub disclosures: Vec<Disclosure>,
}

/// 申请方式 (LMAL 12)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Online,
    /// 口头申请, recorded on the spot by the mediator
    Oral,
    /// 法院委派 (OMR 10-12), entered by the mediator: the court platform's rules hold, with thirty days from
    /// acceptance (OMR 24) and effect once all parties have signed (OMR 19).
    Assigned,
}

/// Personal values as commitments; what they say stands in the command's `disclosures`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyParticulars {
    pub kind: PartyKind,
    pub name: Digest,
    /// GB 11643 number, passport, or GB 32100 code by `kind`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_number: Option<Digest>,
    pub phone: Digest,
    /// 送达地址
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Digest>,
    /// Who acts for an employer, and with what power (CPL 62).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Agent>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// Resident identity card
    Resident,
    /// Passport or work permit
    Foreigner,
    /// Unified social credit code
    Organisation,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agent {
    pub name: Digest,
    pub authority: Authority,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// 法定代表人
    LegalRepresentative,
    /// 特别授权: may settle (CPL 62)
    Special,
    /// 一般授权: may not settle
    General,
}

/// The six heads of LMAL 2, split where the documents differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DisputeHead {
    /// 确认劳动关系: closes arbitration review (CHR 75(4))
    LabourRelation,
    Contract,
    Dismissal,
    HoursAndLeave,
    SocialInsurance,
    Pay,
    WorkInjury,
    Compensation,
    /// 返还风险抵押金等 (解释(一) 1)
    Deposit,
}

impl DisputeHead {
    pub const ALL: [Self; 9] = [
        Self::Pay,
        Self::Deposit,
        Self::Compensation,
        Self::Dismissal,
        Self::WorkInjury,
        Self::SocialInsurance,
        Self::HoursAndLeave,
        Self::Contract,
        Self::LabourRelation,
    ];
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Claim {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Fen>,
}

/// What a party was told and agreed to (law.md 1.9), each on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Mediation online (OMR 4)
    OnlineMediation,
    /// Electronic signature (ESL 3)
    ElectronicSignature,
    /// Electronic service at the given address (CPL 90)
    ElectronicService,
    /// Sensitive personal data, apart (PIPL 29)
    PersonalData,
}

impl Consent {
    pub const ALL: [Self; 4] = [
        Self::OnlineMediation,
        Self::ElectronicSignature,
        Self::ElectronicService,
        Self::PersonalData,
    ];
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Joining {
    pub invitation: InvitationId,
    pub particulars: PartyParticulars,
    pub consents: Vec<Consent>,
    pub disclosures: Vec<Disclosure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RefusalGround {
    OutOfScope,
    NotCompetent,
    RespondentUnreachable,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    pub id: EvidenceId,
    /// What the file shows, in the sender's words.
    pub title: String,
    pub digest: Digest,
    pub media_type: String,
    pub size: u64,
    /// `false`: for the mediator's eyes only (EMR 11).
    pub shared: bool,
}

/// The two tracks from agreement to enforceable document (law.md 1.4, 1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// 仲裁审查: joint, within 15 natural days of effect (CHR 74)
    ArbitrationReview,
    /// 司法确认: joint, within 30 days of effect (CPL 205)
    JudicialConfirmation,
}

/// A statement signed in the signer's own browser, with the portal's attestation of who held
/// the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedStatement {
    pub attested: Attested,
    /// By `attested.attestation.key` over the canonical bytes of the statement.
    pub signature: Signature,
    /// The same person's mark in the document, by the same key in the same act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RejectGround {
    /// CHR 75(1); CPL-Int 355(1)
    OutOfScope,
    /// CHR 75(2); CPL-Int 355(2)
    NoJurisdiction,
    /// CHR 75(3); CPL 205
    Late,
    /// CHR 75(4)
    ConfirmsLabourRelation,
    /// CHR 75(5)
    AlreadyConfirmed,
    /// CPL-Int 355(3)-(5)
    ExcludedMatter,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    Grant,
    Refuse { ground: RulingGround, explanation: String },
}

/// CHR 78 and CPL-Int 358, which differ only in public order and suspected false evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RulingGround {
    MandatoryLaw,
    HarmToOthers,
    /// CHR 78(3), arbitration only
    SuspectedFalseEvidence,
    /// CPL-Int 358(3), court only
    PublicOrder,
    NotVoluntary,
    Unclear,
    Other,
}
