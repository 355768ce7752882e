//! Everything that may have happened. Past facts, additive for ever: a variant or field is never
//! renamed or removed, for the bytes are hashed and signed.

use crate::actor::{Actor, Assurance, Side};
use crate::appointment::AppointmentTurn;
use crate::arbitration::{ArbitrationGround, Petition, Pleading};
use crate::award::Conclusion;
use crate::calendar::DaysOff;
use crate::command::{
    Channel, Claim, Consent, DisputeHead, Evidence, MediationRequest, PartyParticulars, RefusalGround, RejectGround,
    Ruling, SignedStatement, Track,
};
use crate::hash::{Commitment, Digest, PublicKey, Signature};
use crate::id::{ClauseId, FactId, InvitationId, OrgId, PersonId};
use crate::mark::Sealed;
use crate::moment::{Date, Timestamp, Zone};
use crate::motion::{Answered, Asked};
use crate::offers::Gap;
use crate::order::OrderStep;
use crate::paper::{PaperKind, PaperSeal};
use crate::performance::CourtPetition;
use crate::recording::RecordedFile;
use crate::room::RoomName;
use crate::service::Means;
use crate::support::SupportKind;
use crate::term::TermMove;
use crate::terms::{Clause, Terms};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Event {
    MediationRequested(Requested),
    PartyInvited {
        invitation: InvitationId,
        side: Side,
        phone: Digest,
        token: Digest,
    },
    PartyJoined {
        side: Side,
        person: PersonId,
        particulars: PartyParticulars,
        consents: Vec<Consent>,
        assurance: Assurance,
    },
    MediationConsented {
        side: Side,
    },
    MediationDeclined {
        side: Side,
        reason: String,
    },
    /// `ends` is the last day of the mediation period (EMR 29).
    CaseAccepted {
        mediator: PersonId,
        ends: Date,
    },
    CaseRefused {
        ground: RefusalGround,
        explanation: String,
    },

    EvidenceAdded {
        by: Actor,
        evidence: Evidence,
    },
    RoomEntered {
        room: RoomName,
        by: Actor,
    },
    RoomLeft {
        room: RoomName,
        by: Actor,
    },
    CaucusOpened {
        side: Side,
    },
    CaucusClosed {
        side: Side,
    },
    IdentityConfirmed {
        side: Side,
    },
    ClauseWritten {
        clause: Clause,
        place: u32,
    },
    ClauseRemoved {
        clause: ClauseId,
    },
    ClauseMarked {
        clause: ClauseId,
        digest: Digest,
        side: Side,
        agreed: bool,
    },
    TermsAgreed {
        terms: Terms,
        digest: Digest,
    },
    MediationEnded {
        ground: EndGround,
        reason: String,
    },
    RequestWithdrawn {
        reason: String,
    },

    AgreementPresented {
        document: Digest,
        size: u64,
        terms: Digest,
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
    AgreementSigned {
        by: Actor,
        statement: SignedStatement,
    },
    SigningDeclined {
        side: Side,
        reason: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<ClauseId>,
    },
    AgreementSealed {
        org: OrgId,
        key: PublicKey,
        signature: Signature,
        /// The sealed and timestamped file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<Sealed>,
    },
    /// `at` is the last required signature (LMAL 14). `review_until` and `confirmation_until`
    /// are the last days of the two windows (CHR 74; CPL 205).
    AgreementEffective {
        at: Timestamp,
        review_until: Date,
        confirmation_until: Date,
    },

    ReviewApplied {
        side: Side,
        track: Track,
        institution: OrgId,
        statement: SignedStatement,
    },
    /// Both halves are there: the joint application is filed.
    ApplicationFiled {
        track: Track,
        institution: OrgId,
    },
    ApplicationWithdrawn {
        by: Actor,
        reason: String,
    },
    /// `decide_by` is the last day to decide (CHR 76; CPL 187).
    ApplicationAccepted {
        by: Actor,
        decide_by: Date,
        /// A court's own practice, in days.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<u32>,
    },
    ApplicationRejected {
        by: Actor,
        ground: RejectGround,
        explanation: String,
    },
    SupplementRequested {
        by: Actor,
        items: String,
    },
    Supplemented {
        side: Side,
        answer: String,
        evidence: Vec<Evidence>,
    },
    ReviewDecided {
        by: Actor,
        ruling: Ruling,
    },
    DecisionIssued {
        document: Digest,
        size: u64,
        number: String,
        key: PublicKey,
        signature: Signature,
        /// `true`: the document bears the institution's seal itself.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        marked: bool,
    },
    DecisionReceived {
        side: Side,
        document: Digest,
    },
    /// The document can be enforced (CHR 77; CPL 206).
    DecisionEffective {
        at: Timestamp,
    },

    ReviewExtended {
        by: Actor,
        approved_by: String,
        reason: String,
        decide_by: Date,
    },
    RulingObjected {
        side: Side,
        reason: String,
    },
    /// `upheld` revokes the ruling (CPL-Int 372).
    ObjectionDecided {
        by: Actor,
        upheld: bool,
        explanation: String,
    },

    ExtensionProposed {
        by: Actor,
        until: Date,
        reason: String,
    },
    ExtensionAgreed {
        side: Side,
        until: Date,
    },
    /// Both agreed: `until` is the last day of the mediation period now (EMR 29).
    MediationExtended {
        until: Date,
    },
    FactStated {
        fact: FactId,
        text: String,
    },
    FactConfirmed {
        side: Side,
        fact: FactId,
        digest: Digest,
    },
    /// 15 days since the request without agreement: both were told that arbitration is open (LMAL 14).
    ArbitrationPrompted {
        since: Date,
    },
    /// A side wants arbitration instead (LMAL 5, 14).
    ArbitrationChosen {
        side: Side,
    },
    CaseTransferred {
        commission: OrgId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attestor: Option<PublicKey>,
        /// The petition goes along, from a commission without jurisdiction: the last day for this one to take it
        /// (CHR 9, 30).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accept_by: Option<Date>,
    },
    /// `accept_by` is the commission's last day to accept or refuse (CHR 30).
    ArbitrationApplied {
        side: Side,
        petition: Petition,
        accept_by: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        statement: Option<SignedStatement>,
    },
    PetitionReturned {
        by: Actor,
        items: String,
    },
    /// `award_by` is the last day to decide (LMAL 43; CHR 45).
    ArbitrationAccepted {
        by: Actor,
        award_by: Date,
    },
    ArbitrationRefused {
        by: Actor,
        ground: ArbitrationGround,
        explanation: String,
    },
    DutyReported {
        side: Side,
        clause: ClauseId,
        part: u32,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<Evidence>,
    },
    DutyConfirmed {
        side: Side,
        clause: ClauseId,
        part: u32,
    },
    DutyDisputed {
        side: Side,
        clause: ClauseId,
        part: u32,
        reason: String,
    },
    /// Its day passed unconfirmed (LMAL 16).
    DutyOverdue {
        clause: ClauseId,
        part: u32,
    },
    PaymentDemanded {
        side: Side,
    },
    PetitionPrepared {
        side: Side,
        kind: CourtPetition,
    },
    /// Every duty is confirmed.
    PerformanceCompleted,
    PaperIssued {
        kind: PaperKind,
        document: Digest,
        size: u64,
        number: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seal: Option<PaperSeal>,
    },
    /// The institution has the filing under that number of its own.
    FilingAcknowledged {
        by: Actor,
        number: String,
    },
    /// An interested third party objects to the ruling that confirmed (CPL-Int 372).
    ThirdPartyObjected {
        by: Actor,
        who: Commitment,
        knew: Date,
        reason: String,
    },
    /// No commission of the body's region is on this portal.
    CommissionMissing,
    /// A side made its petition ready to hand it in itself (LMAL 28).
    SelfFilingPrepared {
        side: Side,
        petition: Petition,
    },
    HearingScheduled {
        by: Actor,
        at: Timestamp,
        place: String,
    },
    HearingRecorded {
        by: Actor,
        text: String,
    },
    RecordConfirmed {
        side: Side,
        digest: Digest,
    },
    AwardExtended {
        by: Actor,
        approved_by: String,
        reason: String,
        award_by: Date,
    },
    ArbitrationConcluded {
        by: Actor,
        conclusion: Conclusion,
    },
    StatementRefused {
        side: Side,
        reason: String,
    },
    PaperReceived {
        side: Side,
        document: Digest,
    },
    ServiceChosen {
        side: Side,
        electronic: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<Commitment>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<Commitment>,
    },
    /// It reached the side on that day.
    DocumentServed {
        by: Actor,
        side: Side,
        document: Digest,
        means: Means,
        on: Date,
    },
    SuitReported {
        side: Side,
        on: Date,
    },
    /// The 调解书 both received, or the award nobody sued on, can be enforced (LMAL 42, 50, 51).
    ConclusionEffective {
        at: Timestamp,
    },
    OrderStepRecorded {
        side: Side,
        step: OrderStep,
        on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proof: Option<Evidence>,
    },
    /// `decide_by` is the last day to decide on legal aid (法律援助法 43).
    SupportAsked {
        side: Side,
        org: OrgId,
        kind: SupportKind,
        reason: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decide_by: Option<Date>,
    },
    /// `appoint_by` is the last day to name a helper (法律援助法 43).
    SupportDecided {
        by: Actor,
        granted: bool,
        explanation: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        appoint_by: Option<Date>,
    },
    HelperAppointed {
        by: Actor,
        helper: String,
    },
    MediatorChosen {
        side: Side,
        mediator: PersonId,
    },
    /// `appoint_by` is the last day for the body to appoint another (OMR 10, 14).
    MediatorObjected {
        side: Side,
        reason: String,
        appoint_by: Date,
    },
    /// It leads the case from now on: `by` both sides' choice (`None`), or the body.
    MediatorAppointed {
        mediator: PersonId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Actor>,
    },
    MediatorDisclosed {
        by: Actor,
        text: String,
    },
    /// What an instalment waited for came about.
    ConditionMet {
        by: Actor,
        clause: ClauseId,
        part: u32,
        on: Date,
    },
    /// 归档, to be kept until that day at least (PML 27; EMR 32; CHR 24).
    CaseArchived {
        keep_until: Date,
    },
    /// 电子笔录: the text stands beside the log, `size` bytes (OMR 22).
    MinutesClosed {
        document: Digest,
        size: u64,
    },
    /// A side confirms that text, or answers it with a remark.
    MinutesAnswered {
        side: Side,
        document: Digest,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remark: Option<String>,
    },
    InterpreterCalled {
        person: PersonId,
        language: String,
    },
    /// A side's figure; the portal alone holds what it commits to.
    OfferSealed {
        side: Side,
        offer: Commitment,
    },
    OffersCompared {
        gap: Gap,
    },
    /// 录音录像 of the main room, to be kept so many days after its end; the mediator agrees with it.
    RecordingProposed {
        keep_days: u32,
    },
    /// `agreed: false`: a refusal, or a withdrawal.
    RecordingAnswered {
        person: PersonId,
        agreed: bool,
    },
    /// Everyone present has agreed.
    RecordingStarted,
    /// It is over, and this is all there is of it.
    RecordingKept {
        recording: u32,
        files: Vec<RecordedFile>,
    },
    RecordingDeleted {
        recording: u32,
    },
    /// Made, a time named, cancelled, held or missed.
    AppointmentRecorded {
        by: Actor,
        turn: AppointmentTurn,
    },
    /// The claims as they stand from now on: of the request, or of the petition once it was accepted.
    ClaimsAmended {
        claims: Vec<Claim>,
    },
    /// What a side laid before the tribunal; the other reads it at once (CHR 33, 44).
    Pleaded {
        side: Side,
        pleading: Pleading,
    },
    /// The claims last asked for were not taken (CHR 44).
    AmendmentDeclined {
        by: Actor,
        explanation: String,
    },
    /// Until when evidence and other claims are laid before the tribunal (CHR 15, 44).
    EvidencePeriodSet {
        by: Actor,
        until: Date,
    },
    /// The tribunal's days stand still, go on or begin anew (CHR 46, 47).
    AwardTermMoved(TermMove),
    /// A side asked something of the commission; the parties' first program leaves it out ([`crate::motion`]).
    #[cfg_attr(feature = "party", serde(skip))]
    CommissionAsked(Asked),
    #[cfg_attr(feature = "party", serde(skip))]
    MotionAnswered(Answered),
    /// A side wants to mediate again, the court not having confirmed (CPL 206).
    MediationAskedAgain {
        side: Side,
    },
    /// What interrupted or suspended limitation; `until` is the last day to claim now (LMAL 27; CHR 27, 28).
    LimitationMoved {
        from: Date,
        /// The last day of a suspension; an interruption has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Date>,
        reason: String,
        until: Date,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Requested {
    pub number: String,
    pub body: OrgId,
    pub zone: Zone,
    pub channel: Channel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimant_person: Option<PersonId>,
    pub claimant: PartyParticulars,
    pub respondent: PartyParticulars,
    pub heads: Vec<DisputeHead>,
    pub claims: Vec<Claim>,
    pub facts: String,
    pub consents: Vec<Consent>,
    /// Last day to accept or refuse (EMR 22).
    pub accept_by: Date,
    /// Days the body's place gives off beside the country's; every later period heeds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub local_holidays: Vec<DaysOff>,
}

impl Requested {
    pub fn of(request: &MediationRequest, accept_by: Date) -> Self {
        Self {
            number: request.number.clone(),
            body: request.body,
            zone: Zone::CHINA,
            channel: request.channel,
            claimant_person: request.claimant_person,
            claimant: request.claimant.clone(),
            respondent: request.respondent.clone(),
            heads: request.heads.clone(),
            claims: request.claims.clone(),
            facts: request.facts.clone(),
            consents: request.consents.clone(),
            accept_by,
            local_holidays: request.local_holidays.clone(),
        }
    }
}

/// 调解终止 (PML 26; EMR 29; OMR 25)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EndGround {
    ClaimantUnwilling,
    RespondentUnwilling,
    MediatorEnded,
    PeriodOver,
}
