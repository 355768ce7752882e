//! Why not. Each reason has a stable code; the words for users live in the app's catalogue.

use serde::{Deserialize, Serialize};

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident $code:literal $article:literal)+) => {
        /// Why a command is refused. Closed and stable: clients may match on [`Refusal::code`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Refusal { $($(#[$doc])* $name,)+ }

        impl Refusal {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// Stable code, `snake_case`.
            pub fn code(self) -> &'static str { match self { $(Self::$name => $code),+ } }
            /// The rule behind the refusal, empty where it is the portal's own.
            pub fn article(self) -> &'static str { match self { $(Self::$name => $article),+ } }
        }
    };
}

refusals! {
    /// The case does not exist, or is already open.
    UnknownCase "unknown_case" ""
    AlreadyOpen "already_open" ""
    /// This role may not do this at all.
    NotYourRole "not_your_role" ""
    /// Another person or institution holds that seat.
    NotYourCase "not_your_case" ""
    /// The case is not at the stage where this is done.
    WrongStage "wrong_stage" ""
    /// The case has ended.
    CaseEnded "case_ended" ""
    /// Already done; nothing would change.
    AlreadyDone "already_done" ""

    /// A text is empty, too long, or holds control or bidirectional-override characters.
    TextUnfit "text_unfit" ""
    /// A commitment without its value and salt, or a value that does not match.
    NotDisclosed "not_disclosed" ""
    NameUnfit "name_unfit" ""
    PhoneUnfit "phone_unfit" ""
    /// The identity number fails its check digit (GB 11643, GB 32100).
    IdNumberUnfit "id_number_unfit" "GB 11643; GB 32100"
    AccountUnfit "account_unfit" ""
    AmountUnfit "amount_unfit" ""
    TooMany "too_many" ""
    /// Claims, heads or facts are missing.
    RequestIncomplete "request_incomplete" "劳动争议调解仲裁法 12; 企业劳动争议协商调解规定 21"
    /// Each consent must be given on its own.
    ConsentMissing "consent_missing" "个人信息保护法 29; 人民法院在线调解规则 4"
    AuthorityMissing "authority_missing" "民事诉讼法 62"
    FileUnfit "file_unfit" ""

    InvitationUnknown "invitation_unknown" ""
    InvitationUsed "invitation_used" ""
    /// The person already sits on the other side.
    BothSides "both_sides" ""
    /// Mediation needs the consent of both.
    ConsentOfBoth "consent_of_both" "企业劳动争议协商调解规定 22; 人民调解法 17"
    PartyNotJoined "party_not_joined" "人民法院在线调解规则 17"
    PeriodOver "period_over" "企业劳动争议协商调解规定 29"
    /// The holiday table for that year is not loaded; nothing is guessed.
    CalendarMissing "calendar_missing" ""

    /// Not of the body's roster, a party itself, or chosen after its days.
    MediatorUnfit "mediator_unfit" "人民法院在线调解规则 10-14"

    /// A person may not stand in that room.
    RoomClosed "room_closed" ""
    CaucusOpen "caucus_open" ""

    /// Kept for no day, for longer than the file itself, or deleted before its day.
    RetentionUnfit "retention_unfit" "个人信息保护法 19; 劳动人事争议仲裁办案规则 24"

    ClauseUnknown "clause_unknown" ""
    /// The wording changed since it was read.
    ClauseChanged "clause_changed" ""
    TermsChanged "terms_changed" ""
    /// The linter still has errors.
    TermsIncomplete "terms_incomplete" "企业劳动争议协商调解规定 26; 民诉法解释 461"
    NotAllAgreed "not_all_agreed" "人民调解法 23"

    DocumentMissing "document_missing" ""
    /// The statement names another document, case, role or sentence.
    StatementMismatch "statement_mismatch" "电子签名法 13"
    SignatureInvalid "signature_invalid" "电子签名法 13"
    /// The key was attested more than ten minutes ago.
    KeyExpired "key_expired" ""
    NonceReused "nonce_reused" ""
    AlreadySigned "already_signed" ""
    /// The signer's mark in the document itself is missing.
    MarkMissing "mark_missing" "电子签名法 13"
    /// Someone else signed meanwhile: the mark is on an older file.
    MarkStale "mark_stale" ""
    /// Parties first, then the mediator, then the seal.
    NotYourTurn "not_your_turn" "劳动争议调解仲裁法 14"

    /// The window for this track is over.
    WindowOver "window_over" "劳动人事争议仲裁办案规则 74; 民事诉讼法 205"
    /// Agreements confirming a labour relation go no further on this track.
    ConfirmsLabourRelation "confirms_labour_relation" "劳动人事争议仲裁办案规则 75(4)"
    AlreadyConfirmed "already_confirmed" "劳动人事争议仲裁办案规则 75(5)"
    /// The other side chose another track or institution.
    OtherTrack "other_track" "劳动人事争议仲裁办案规则 74; 民事诉讼法 205"
    /// This institution does not handle this track.
    InstitutionUnfit "institution_unfit" "劳动争议调解仲裁法 21; 民事诉讼法 205"
    GroundUnfit "ground_unfit" "劳动人事争议仲裁办案规则 75, 78; 民诉法解释 355, 358"
    DecisionServed "decision_served" "劳动人事争议仲裁办案规则 76"

    /// The day is not later than the present last one, or a year away, or that one is past; or nobody
    /// proposed it.
    ExtensionUnfit "extension_unfit" "企业劳动争议协商调解规定 29; 劳动人事争议仲裁办案规则 76; 民事诉讼法 187"
    /// 15 days from receipt are over, or the ruling is none that can be objected to.
    ObjectionLate "objection_late" "民诉法解释 372"
    FactUnknown "fact_unknown" ""
    /// The wording changed since it was read, or both have confirmed it already.
    FactChanged "fact_changed" "人民法院在线调解规则 18"
    /// The agreement asks no such thing.
    DutyUnknown "duty_unknown" ""
    /// The day is still to come.
    DayUnfit "day_unfit" ""
    /// No sum is past its day.
    NothingOverdue "nothing_overdue" "劳动争议调解仲裁法 16; 民事诉讼法 225"
    /// Not the worker, not one of the four heads, or there is a document to enforce already.
    PaymentOrderUnfit "payment_order_unfit" "劳动争议调解仲裁法 16; 民诉法解释 427"
    /// There is no document that can be enforced.
    NotEnforceable "not_enforceable" "劳动争议调解仲裁法 51; 民事诉讼法 206"
    /// Not in its turn, or outside the days the law gives it.
    OrderStepUnfit "order_step_unfit" "民事诉讼法 225-228; 民诉法解释 430, 437"
    /// Not within 15 days of receipt, not against this award, or not on this agreement.
    SuitUnfit "suit_unfit" "劳动争议调解仲裁法 48-50; 解释(一) 13, 51"
    /// Less than five working days ahead, or after the last day to decide.
    HearingUnfit "hearing_unfit" "劳动人事争议仲裁办案规则 38"
    /// An item without its sum, no local minimum wage, or a second settlement after a refused one.
    AwardUnfit "award_unfit" "劳动争议调解仲裁法 42, 47; 劳动人事争议仲裁办案规则 50"
    /// Claims added or changed after the time for evidence: they are filed apart.
    ClaimsLate "claims_late" "劳动人事争议仲裁办案规则 44"
    /// Before the days to answer are over, after the last day to decide, or no later than the day named before.
    EvidencePeriodUnfit "evidence_period_unfit" "劳动人事争议仲裁办案规则 15, 33, 44"
    /// After the days to answer the petition, after the debate, known before the hearing began, or less than three
    /// working days before the hearing that is to be put off.
    MotionLate "motion_late" "劳动人事争议仲裁办案规则 10, 11, 38"
    /// Not for such a claim, beyond what is claimed, or an answer that does not fit what was asked.
    MotionUnfit "motion_unfit" "劳动争议调解仲裁法 33, 35, 44; 劳动人事争议仲裁办案规则 9-12, 38, 51"
    /// What a side asked of the commission must be decided first.
    MotionOpen "motion_open" "劳动人事争议仲裁办案规则 10, 12, 38"
    /// No such mail address, no address for paper, or no consent to electronic service.
    ServiceUnfit "service_unfit" "民事诉讼法 90; 人民法院在线诉讼规则 29"
    /// Not the worker's to ask, or of one who mediates or decides the case.
    SupportUnfit "support_unfit" "法律援助法 31, 42; 民事诉讼法 15"
    /// Two years from the last instalment are over.
    EnforcementLate "enforcement_late" "民事诉讼法 250"
    /// A time that is past or after the end of the mediation, or an appointment that was moved or closed
    /// since it was read.
    AppointmentUnfit "appointment_unfit" ""
    /// Claims, facts or the other side's domicile are missing.
    PetitionIncomplete "petition_incomplete" "劳动争议调解仲裁法 28; 劳动人事争议仲裁办案规则 29"
}
