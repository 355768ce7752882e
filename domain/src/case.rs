//! A case as folded from its events, and the one function that rules on commands.

use crate::actor::{Actor, Role, Side};
use crate::appointment::Appointment;
use crate::arbitration::{Arbitration, ArbitrationGround, Extension, Fact, Petition, Transfer};
use crate::calendar::DaysOff;
use crate::command::{
    Claim, Command, Consent, DisputeHead, Evidence, PartyParticulars, RefusalGround, RejectGround, Ruling, Track,
};
use crate::deadline::Deadline;
use crate::event::{EndGround, Event};
use crate::hash::{Commitment, Digest, Nonce, PublicKey};
use crate::id::{CaseId, ClauseId, InvitationId, OrgId, PersonId};
use crate::log::{ChainFault, Entry};
use crate::mark::SignedFile;
use crate::minutes::{Interpreter, Minutes};
use crate::moment::{Date, Timestamp, Zone};
use crate::offers::Gap;
use crate::order::OrderStep;
use crate::paper::Paper;
use crate::performance::{CourtPetition, Standing};
use crate::recording::Recording;
use crate::refusal::Refusal;
use crate::room::RoomName;
use crate::seal::Attestation;
use crate::service::{Chosen, Served};
use crate::sorted::{Map, Set};
use crate::support::Support;
use crate::terms::Terms;
use serde::{Deserialize, Serialize};

/// Where the case stands (law.md 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 待受理
    Pending,
    /// 调解中
    Mediating,
    /// 待签: terms are frozen; first the document, then the signatures.
    Signing,
    /// 协议生效, and between or after reviews.
    Effective,
    /// 审查/确认待受理
    ApplicationPending,
    /// 审查中/确认中
    UnderReview,
    /// Decided and granted; the document is being made or served.
    Serving,
    /// 调解书生效 / 已确认
    Enforceable,
    /// 不予受理, 调解不成 or 撤回: see [`Case::ended`].
    Ended,
    /// 转仲裁: the commission has the case; a petition is to be completed.
    Transferred,
    /// 仲裁待受理: the petition is before the commission.
    ArbitrationPending,
    /// 仲裁中
    Arbitrating,
    /// 仲裁结案: awarded or settled; receipt, suit and enforcement are the sides'.
    Concluded,
    /// 履行完毕
    Performed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    NotAccepted(RefusalGround),
    Declined(Side),
    Withdrawn,
    Failed(EndGround),
    /// 不予受理 by the commission: the applicant may sue (LMAL 29).
    NotArbitrated(ArbitrationGround),
    /// 撤回仲裁申请 or treated as such (CHR 39).
    ArbitrationWithdrawn,
}

/// One side's seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub person: Option<PersonId>,
    pub particulars: PartyParticulars,
    pub consents: Vec<Consent>,
    /// 同意调解
    pub consented: bool,
    /// The mediator saw the document on camera.
    pub identity_seen: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub side: Side,
    pub token: Digest,
    pub used: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// What was shown to the signers; every later file begins with it.
    pub document: Digest,
    pub size: u64,
    pub attestor: PublicKey,
    /// `true`: signatures and seal are set in the document itself.
    pub marked: bool,
    /// Of what its second column says, if it has one.
    pub translation: Option<Digest>,
    /// Whom it names as witness of interpretation.
    pub interpreter: Option<PersonId>,
    /// The newest file, with all marks so far.
    pub file: SignedFile,
}

/// An agreement that took effect and that both then talked about anew (CPL 206): the last one binds until
/// another takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub terms: Option<(Terms, Digest)>,
    pub agreement: Option<Agreement>,
    pub signatures: Vec<Attestation>,
    pub effective_at: Option<Timestamp>,
    pub review_until: Option<Date>,
    pub confirmation_until: Option<Date>,
    /// Applications up to then.
    pub applications: usize,
}

/// One application for review or confirmation, and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    pub track: Track,
    pub institution: OrgId,
    pub applied: Set<Side>,
    pub filed: Option<Timestamp>,
    /// The institution's own number for it (收件回执).
    pub receipt: Option<String>,
    pub accepted: Option<Timestamp>,
    pub decide_by: Option<Date>,
    /// Who approved more time, if it was extended.
    pub extended: Option<String>,
    /// Why it was.
    pub extended_for: String,
    /// What the institution asked for, until a side answers.
    pub supplement: Option<String>,
    pub ruling: Option<Ruling>,
    /// The arbitrator or judge who ruled.
    pub ruled_by: Option<PersonId>,
    pub rejected: Option<RejectGround>,
    /// The explanation with it.
    pub rejected_for: String,
    pub withdrawn: bool,
    /// Which side withdrew it, and why.
    pub withdrawn_by: Option<(Side, String)>,
    pub decision: Option<Decision>,
    /// Objections to the ruling that confirmed, the present one last.
    pub objections: Vec<Objection>,
}

/// 异议 (CPL-Int 372)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    pub by_whom: Objector,
    pub reason: String,
    /// Whether the court upheld it, and why; `None` while it is open.
    pub decided: Option<(bool, String)>,
    /// The judge who decided it.
    pub by: Option<PersonId>,
}

/// Who objects (CPL-Int 372)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objector {
    Party(Side),
    /// 利害关系人, by the name the court took down
    Third(Commitment),
}

impl Application {
    /// The court took its ruling back.
    pub fn revoked(&self) -> bool {
        let upheld = |objection: &Objection| objection.decided.as_ref().is_some_and(|(upheld, _)| *upheld);
        self.objections.iter().any(upheld)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub document: Digest,
    pub size: u64,
    pub number: String,
    /// It bears the institution's seal itself.
    pub marked: bool,
    pub received: Set<Side>,
    /// When each side received it.
    pub received_at: Map<Side, Timestamp>,
}

/// The folded state. Public to read; only [`Case::apply`] changes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: CaseId,
    /// `None` before the first event.
    pub stage: Option<Stage>,
    pub ended: Option<Ending>,
    pub number: String,
    pub body: Option<OrgId>,
    pub zone: Zone,
    /// Asked for online; else at the body, by word of mouth (LMAL 12).
    pub request_online: bool,
    /// By a court: [`crate::command::Channel::Assigned`].
    pub assigned: bool,
    /// When a party last signed the agreement.
    pub party_signed: Option<Timestamp>,
    /// When it came to an end without agreement, or left for the commission.
    pub ended_at: Option<Timestamp>,
    /// Days off of the body's place beside the country's.
    pub local: Vec<DaysOff>,
    pub opened: Timestamp,
    /// The latest time anything happened at.
    pub latest: Timestamp,
    /// Entries taken in.
    pub entries: u64,
    /// Of those the last that was more than paper following upon an act: whoever has seen it acts on the
    /// case as it stands.
    pub acted: u64,
    pub heads: Vec<DisputeHead>,
    pub claims: Vec<Claim>,
    pub facts: String,
    pub claimant: Option<Seat>,
    pub respondent: Option<Seat>,
    pub accept_by: Option<Date>,
    pub mediator: Option<PersonId>,
    /// Every mediator who led the case, the present one last, and whether both sides chose it.
    pub mediators: Vec<(PersonId, bool)>,
    /// Whom each side wants instead.
    pub chosen: Map<Side, PersonId>,
    /// Last day for both to choose: two working days from acceptance (OMR 10). `None` where the holiday
    /// table is missing, or a mediator was appointed since.
    pub choose_until: Option<Date>,
    /// A side's objection to the mediator that the body has not answered (OMR 14).
    pub objected: Option<(Side, String, Date)>,
    /// 披露 (OMR 13)
    pub disclosed: Vec<String>,
    /// Days on which what instalments wait for came about.
    pub conditions: Map<(ClauseId, u32), Date>,
    /// 归档 at each end, with the day until which the file is kept at least.
    pub archived: Vec<Date>,
    /// Ends without more to come that the case has reached; it is archived at each.
    pub ends: u32,
    /// Day from which arbitration is open whatever becomes of the mediation: 15 days after the
    /// request (LMAL 14). `None` where the holiday table is missing.
    pub right_to_arbitrate: Option<Date>,
    /// Both were told of it.
    pub prompted: bool,
    /// A later last day of mediation, not yet agreed by both.
    pub extension: Option<Extension>,
    /// Each last day that both agreed to, with the one before it.
    pub extended_to: Vec<(Date, Date)>,
    /// What both might confirm, or have, in the order it was written.
    pub stated: Vec<Fact>,
    /// Last day of the mediation period.
    pub mediation_ends: Option<Date>,
    pub invitations: Map<InvitationId, Invitation>,
    pub evidence: Vec<(Actor, Evidence)>,
    pub present: Map<PersonId, (Role, RoomName)>,
    pub caucus: Option<Side>,
    /// Who interprets, if anyone was called.
    pub interpreter: Option<Interpreter>,
    /// Figures sealed in this round, by side.
    pub offers: Map<Side, Commitment>,
    /// What was told of earlier rounds.
    pub compared: Vec<Gap>,
    /// 电子笔录, the newest last.
    pub minutes: Vec<Minutes>,
    /// 录音录像, the newest last.
    pub recordings: Vec<Recording>,
    /// In the order they were made.
    pub appointments: Vec<Appointment>,
    pub draft: Terms,
    /// Marks on the clauses' present wording.
    pub marks: Map<ClauseId, Map<Side, bool>>,
    pub agreed_terms: Option<(Terms, Digest)>,
    pub agreement: Option<Agreement>,
    pub signatures: Vec<Attestation>,
    pub effective_at: Option<Timestamp>,
    pub review_until: Option<Date>,
    pub confirmation_until: Option<Date>,
    /// Agreements before the present one, in the order they took effect.
    pub settled: Vec<Settled>,
    /// Who wants to mediate again, until the body takes it up (CPL 206).
    pub again: Set<Side>,
    /// The day on which asking for it, or its end without another agreement, last began the year to claim anew
    /// (EMR 31; LMAL 27).
    pub claimed_again: Option<Date>,
    /// How often the body took the case up.
    pub accepted: u32,
    /// All applications, the present one last.
    pub applications: Vec<Application>,
    pub enforceable_at: Option<Timestamp>,
    /// The side that chose arbitration, if one did.
    pub chose_arbitration: Option<Side>,
    pub transfer: Option<Transfer>,
    /// The petition as it was last filed, and what became of it.
    pub arbitration: Option<Arbitration>,
    /// The region has no commission on this portal: the sides file by themselves.
    pub commission_missing: bool,
    /// Petitions made ready to be handed in by a side itself.
    pub self_filed: Vec<(Side, Petition)>,
    /// Petitions before the present one: withdrawn and filed again (CHR 35), or of a commission that gave the case
    /// away (CHR 9).
    pub earlier: Vec<Arbitration>,
    /// What was asked of the commission while it arbitrated, and its answers.
    #[cfg(not(feature = "party"))]
    pub motions: Vec<crate::motion::Motion>,
    /// What interrupted limitation, or suspended it through a day, each with the last day to claim since.
    pub limits: Vec<(Date, Option<Date>, Date)>,
    /// Receipt of papers, by document and side.
    pub received: Map<(Digest, Side), Timestamp>,
    /// How each side wants to be reached, where it has said so since it joined.
    pub service: Map<Side, Chosen>,
    /// What reached whom.
    pub services: Vec<Served>,
    /// What became of the payment order, step by step.
    pub order: Vec<(OrderStep, Date)>,
    /// 支持起诉, 法律援助
    pub supports: Vec<Support>,
    /// What became of the agreement's duties, by clause and instalment.
    pub duties: Map<(ClauseId, u32), Standing>,
    /// 催告, by whom and when.
    pub demands: Vec<(Side, Timestamp)>,
    /// Petitions made ready for a court.
    pub petitions: Vec<(Side, CourtPetition, Timestamp)>,
    pub completed_at: Option<Timestamp>,
    /// Papers beside the agreement and the decisions, in the order they were made.
    pub papers: Vec<Paper>,
    /// Commitments some command disclosed.
    pub known: Set<Commitment>,
    pub nonces: Set<Nonce>,
}

impl Case {
    /// The case as its entries leave it; withheld ones leave it as it is.
    ///
    /// # Errors
    /// [`ChainFault`] of the first entry that cannot be read.
    pub fn fold(id: CaseId, entries: &[Entry]) -> Result<Self, ChainFault> {
        let mut case = Self::new(id);
        for entry in entries {
            let time = entry.header()?.time;
            if let Some(event) = entry.event()? {
                case.apply(&event, time);
            }
        }
        Ok(case)
    }

    pub fn new(id: CaseId) -> Self {
        Self {
            id,
            stage: None,
            ended: None,
            number: String::new(),
            body: None,
            zone: Zone::CHINA,
            request_online: true,
            assigned: false,
            party_signed: None,
            ended_at: None,
            local: Vec::new(),
            opened: Timestamp(0),
            latest: Timestamp(i64::MIN),
            entries: 0,
            acted: 0,
            heads: Vec::new(),
            claims: Vec::new(),
            facts: String::new(),
            claimant: None,
            respondent: None,
            accept_by: None,
            mediator: None,
            mediators: Vec::new(),
            chosen: Map::new(),
            choose_until: None,
            objected: None,
            disclosed: Vec::new(),
            conditions: Map::new(),
            archived: Vec::new(),
            ends: 0,
            right_to_arbitrate: None,
            prompted: false,
            extension: None,
            extended_to: Vec::new(),
            stated: Vec::new(),
            mediation_ends: None,
            invitations: Map::new(),
            evidence: Vec::new(),
            present: Map::new(),
            caucus: None,
            interpreter: None,
            offers: Map::new(),
            compared: Vec::new(),
            minutes: Vec::new(),
            recordings: Vec::new(),
            appointments: Vec::new(),
            draft: Terms::default(),
            marks: Map::new(),
            agreed_terms: None,
            agreement: None,
            signatures: Vec::new(),
            effective_at: None,
            review_until: None,
            confirmation_until: None,
            settled: Vec::new(),
            again: Set::new(),
            claimed_again: None,
            accepted: 0,
            applications: Vec::new(),
            enforceable_at: None,
            chose_arbitration: None,
            transfer: None,
            arbitration: None,
            commission_missing: false,
            self_filed: Vec::new(),
            earlier: Vec::new(),
            #[cfg(not(feature = "party"))]
            motions: Vec::new(),
            limits: Vec::new(),
            received: Map::new(),
            service: Map::new(),
            services: Vec::new(),
            order: Vec::new(),
            supports: Vec::new(),
            duties: Map::new(),
            demands: Vec::new(),
            petitions: Vec::new(),
            completed_at: None,
            papers: Vec::new(),
            known: Set::new(),
            nonces: Set::new(),
        }
    }

    pub fn seat(&self, side: Side) -> Option<&Seat> {
        match side {
            Side::Claimant => self.claimant.as_ref(),
            Side::Respondent => self.respondent.as_ref(),
        }
    }

    /// The application under way, if any.
    pub fn application(&self) -> Option<&Application> {
        self.applications.last().filter(|application| {
            !application.withdrawn
                && !application.revoked()
                && application.rejected.is_none()
                && !matches!(application.ruling, Some(Ruling::Refuse { .. }))
        })
    }

    /// The applications for the present agreement.
    pub fn present_applications(&self) -> &[Application] {
        let before = self.settled.last().map_or(0, |it| it.applications);
        self.applications.get(before..).unwrap_or_default()
    }

    /// `true` if the person of `role` has signed the present agreement.
    pub fn has_signed(&self, role: Role) -> bool {
        self.signatures.iter().any(|attestation| attestation.role == role)
    }

    /// The application that was ruled on and still waits for its document.
    pub fn undocumented(&self) -> Option<&Application> {
        self.applications.iter().find(|application| {
            application.ruling.is_some() && application.decision.is_none() && !application.withdrawn
        })
    }

    /// Rules on `command`. Deterministic; invents nothing.
    ///
    /// # Errors
    /// The first [`Refusal`] that applies; the case is unchanged.
    pub fn decide(&self, command: &Command, actor: &Actor, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        crate::stage::decide(self, command, actor, now)
    }

    /// As [`Case::decide`] for a party; commands no party gives are refused unread. A party's browser
    /// is sent the rules of its own commands only.
    ///
    /// # Errors
    /// The refusal, with the article it rests on.
    pub fn decide_for_party(&self, command: &Command, actor: &Actor, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        crate::stage::decide_for_party(self, command, actor, now)
    }

    /// As [`Case::decide_for_party`], but for what leads from a request to a document that can be enforced: all else
    /// is refused unread. A party's browser fetches the rules of the rest with the screens they are for.
    ///
    /// # Errors
    /// The refusal, with the article it rests on.
    pub fn decide_on_the_way(&self, command: &Command, actor: &Actor, now: Timestamp) -> Result<Vec<Event>, Refusal> {
        crate::stage::decide_on_the_way(self, command, actor, now)
    }

    /// Takes in what happened at `at`. Infallible: history is not argued with.
    pub fn apply(&mut self, event: &Event, at: Timestamp) {
        crate::stage::apply(self, event, at);
    }

    /// The next deadline; the scheduler answers with [`Command::Tick`].
    pub fn due(&self) -> Option<Deadline> {
        crate::deadline::next(self)
    }
}
