//! Wire types of `/api/v1`, used by the server's handlers and the browser's client alike.

use crate::actor::{Actor, Role, Side};
use crate::command::Command;
use crate::connection::{Findings, Verdict};
use crate::hash::{Digest, Disclosure, Nonce, Signature};
use crate::id::{CaseId, ClauseId, CommandId, InvitationId, OrgId, PersonId};
use crate::log::Entry;
use crate::moment::{Date, Timestamp};
use crate::quality::Quality;
use crate::room::RoomName;
use crate::seal::{Attested, Statement};
use crate::showing::{ShowAsk, ShowTell};
use crate::signer::{KeyAlgorithm, SignerKey};
use crate::terms::second::SecondLanguage;
use serde::{Deserialize, Serialize};

macro_rules! wire {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name { $($body)* }
    )+};
}

wire! {
    /// `POST /api/v1/cases/{id}/commands`
    pub struct Submission {
        pub id: CommandId,
        /// The last seq the sender has seen; `None` skips the check (facts of the room).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub expected_seq: Option<u64>,
        pub command: Command,
    }

    /// `GET`, `POST /api/v1/cases/{id}/minutes`: what is not closed yet.
    pub struct MinutesDraft { pub text: String }

    /// `GET /api/v1/cases/{id}/translation`: the agreement's second column.
    pub struct SecondColumn {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub language: Option<SecondLanguage>,
        /// In that language: that Chinese governs.
        pub governs: String,
        /// In the order of the terms.
        pub clauses: Vec<TranslatedClause>,
        /// Characters of the agreement that no face prints, for its mediator.
        pub unprintable: String,
    }

    pub struct TranslatedClause {
        pub clause: ClauseId,
        pub digest: Digest,
        /// Its words are the drafters' own: only the mediator translates them.
        pub free: bool,
        /// `false`: nobody did; `text` is the Chinese.
        pub translated: bool,
        pub text: String,
    }

    /// `POST /api/v1/cases/{id}/translation`
    pub struct TranslationDraft {
        /// `None`: Chinese alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub language: Option<SecondLanguage>,
        pub texts: Vec<ClauseTranslation>,
    }

    pub struct ClauseTranslation {
        /// Of the clause's present wording.
        pub clause: Digest,
        pub text: String,
    }

    /// `PUT /api/v1/cases/{id}/connection` answers with this.
    pub struct ConnectionJudged {
        pub verdict: Verdict,
    }

    /// What one person's browser found last.
    pub struct ConnectionTested {
        pub person: PersonId,
        pub time: Timestamp,
        pub verdict: Verdict,
        pub findings: Findings,
    }

    /// `POST /api/v1/cases/{id}/preview`: what would be asked of the case.
    pub struct Foresight {
        pub command: Command,
    }

    /// A document a command would lead to. Nothing of it is kept or numbered.
    pub struct Foreseen {
        pub title: String,
        /// What it says, a paragraph to a line.
        pub text: String,
        /// SVG, page below page.
        pub picture: String,
    }

    /// Answer to a command: the new head and the entries it made, as the sender may see them.
    pub struct Accepted {
        pub seq: u64,
        pub time: Timestamp,
        pub entries: Vec<Entry>,
    }

    /// RFC 9457 problem document (`application/problem+json`).
    pub struct Problem {
        /// `urn:maplebridge:problem:<code>`
        #[serde(rename = "type")]
        pub kind: String,
        pub title: String,
        pub status: u16,
        /// Stable code; a refusal's own code for 422.
        pub code: String,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        pub article: String,
        /// For 409: the entries that were missed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub missed: Vec<Entry>,
        /// For 429 and 503: seconds to wait.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub retry_after: Option<u64>,
    }

    /// `GET /api/v1/session`
    pub struct Session {
        pub actor: Actor,
        pub name: String,
        /// The seats a party holds; empty for staff.
        pub cases: Vec<CaseId>,
        pub org: Option<Organisation>,
        pub demo: bool,
        /// Name of the staff member who lent the device, and helps.
        pub helper: Option<String>,
        pub time: Timestamp,
    }

    /// `GET /api/v1/bodies`
    pub struct Organisation {
        pub id: OrgId,
        pub kind: OrgKind,
        pub name: String,
        pub name_en: String,
        pub region: String,
        /// Why it may mediate or decide (law.md 1.2).
        pub legal_basis: String,
        pub phone: String,
    }

    /// `POST /api/v1/session/code` and `/api/v1/invitations/{token}/code`
    pub struct CodeRequest { pub phone: String }
    /// Where the code went, and how long to wait before asking again.
    pub struct CodeSent { pub phone_tail: String, pub resend_after: u64 }
    /// `POST /api/v1/session/verify` and `/api/v1/invitations/{token}/verify`
    pub struct CodeCheck { pub phone: String, pub code: String }

    /// `GET /api/v1/invitations/{token}`: what the person is invited to.
    pub struct InvitationView {
        pub case: CaseId,
        pub number: String,
        pub invitation: InvitationId,
        pub side: Side,
        pub body: Organisation,
        pub phone_tail: String,
    }
    /// `POST /api/v1/cases/{id}/invitations` by the mediator.
    pub struct InviteRequest { pub command: CommandId, pub side: Side, pub phone: Disclosure }
    pub struct InviteMade { pub invitation: InvitationId, pub link: String, pub qr_svg: String, pub seq: u64 }

    /// One line of a list, from the read table.
    pub struct CaseLine {
        pub id: CaseId,
        pub number: String,
        pub stage: String,
        pub claimant: String,
        pub respondent: String,
        pub mediator: Option<PersonId>,
        pub amount: crate::money::Fen,
        pub due: Option<Date>,
        pub track: Option<crate::command::Track>,
        pub updated: Timestamp,
    }

    /// `GET /api/v1/cases/{id}`: everything the viewer may fold.
    pub struct CaseView {
        pub id: CaseId,
        pub you: Actor,
        pub entries: Vec<Entry>,
        /// Disclosed values the viewer may read.
        pub disclosures: Vec<Disclosure>,
        pub people: Vec<PersonName>,
        pub orgs: Vec<Organisation>,
        pub time: Timestamp,
    }
    /// A rule that differs by place, in force there on the day asked for, with where it stands.
    pub struct LocalRule { pub rule: LocalRuleKind, pub value: i64, pub from: Date, pub until: Option<Date>, pub region: String, pub org: Option<OrgId>, pub source: String }
    /// `GET /api/v1/cases/{id}/commission`: who may take the case there, and other commissions it may go to.
    pub struct Commission { pub arbitrators: Vec<PersonName>, pub others: Vec<Organisation> }
    pub struct PersonName { pub person: PersonId, pub name: String, pub role: Role }

    /// One message of the case's event stream: `id:` is the seq.
    pub struct Live { pub seq: u64, pub entry: Entry, #[serde(default, skip_serializing_if = "Vec::is_empty")] pub disclosures: Vec<Disclosure>, pub time: Timestamp }

    /// `POST /api/v1/cases` : opens a case; `command` must be `request_mediation`.
    pub struct NewCase { pub case: CaseId, pub id: CommandId, pub request: crate::command::MediationRequest }
    pub struct Opened { pub case: CaseId, pub number: String, pub seq: u64 }

    /// `POST /api/v1/cases/{id}/files` answers this.
    pub struct Stored { pub digest: Digest, pub media_type: String, pub size: u64 }

    /// `POST /api/v1/cases/{id}/ceremony/code`: a one-time code to the signer's phone.
    /// `passkey` holds the JSON options for `navigator.credentials.get` where a staff member's
    /// passkey is asked instead of a code; the assertion's JSON then stands for the code.
    pub struct CeremonyCode {
        pub sent: CodeSent,
        pub nonce: Nonce,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub passkey: Option<String>,
        /// What the mediation body has its parties sign with.
        #[serde(default)]
        pub keys: KeyAlgorithm,
    }
    /// `POST /api/v1/cases/{id}/ceremony/attest`
    pub struct AttestRequest {
        pub statement: Statement,
        pub key: SignerKey,
        /// By `key` over the statement's bytes: proof of possession.
        pub proof: Signature,
        /// The one-time code; staff send the assertion of their passkey instead.
        pub code: String,
    }
    pub struct AttestAnswer {
        pub attested: Attested,
        /// Where the signer's mark goes in the agreement, if it is signed in the document itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<crate::mark::MarkPlace>,
    }

    /// Demo only: `GET /api/v1/demo/outbox`
    pub struct OutboxMessage { pub phone: String, pub text: String, pub sent: Timestamp }
    /// Demo only: `POST /api/v1/demo/enter`
    pub struct DemoEnter { pub persona: String }
}

/// What differs by place. `value` is by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LocalRuleKind {
    /// 月最低工资标准, fen: final awards (LMAL 47), deductions (工资支付暂行规定 16)
    MinimumWage,
    /// 上年度职工月平均工资, fen: the cap of severance (LCL 47)
    AverageWage,
    /// Working days to answer a union's 意见书
    LetterReply,
    /// 1: the court confirms agreements of labour bodies; 0: only of people's mediation (解释(一) 52)
    TakesLabourBodies,
    /// Days in which the court confirms, at most 30 (CPL 187; the 2011 rules gave 15)
    ConfirmWithin,
    /// Days off of an ethnic holiday (全国年节及纪念日放假办法 4); `value` says nothing
    Holiday,
}

impl LocalRuleKind {
    pub const ALL: [Self; 6] = [
        Self::MinimumWage,
        Self::AverageWage,
        Self::LetterReply,
        Self::TakesLabourBodies,
        Self::ConfirmWithin,
        Self::Holiday,
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrgKind {
    MediationCentre,
    ArbitrationCommission,
    Court,
    /// 法律援助机构
    LegalAid,
    /// 人民检察院: may support a suit (CPL 15)
    Procuratorate,
    /// 总工会: may support a suit (CPL 15; 工会法 22)
    TradeUnion,
}

/// A recording of the mediation room that its reader may play.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordingLine {
    /// The so-manieth of the case, from 0.
    pub recording: u32,
    pub started: Timestamp,
    pub ended: Timestamp,
    /// Then it is deleted.
    pub kept_until: Timestamp,
    /// Packets there was no time to write.
    pub lost: i64,
    pub files: Vec<RecordedStretch>,
}

/// One file of it: a person, for as long as the picture neither came nor went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecordedStretch {
    pub person: PersonId,
    pub digest: Digest,
    /// Milliseconds after the recording began.
    pub begins: i64,
    /// Milliseconds.
    pub lasts: i64,
    pub picture: bool,
    /// The person's picture was of a kind that is not kept.
    pub unkept: bool,
}

/// Signalling of the room: `GET /api/v1/cases/{id}/room` (WebSocket), browser to server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomAsk {
    /// First message: device state. `resume` is the token of an earlier connection after a reload.
    Hello {
        audio: bool,
        video: bool,
        #[serde(default)]
        resume: Option<String>,
    },
    /// SDP offer of the publish connection; answered by [`RoomTell::PublishAnswer`].
    Publish {
        sdp: String,
    },
    /// SDP offer of the subscribe connection (data channel only, or ICE restart); answered by
    /// [`RoomTell::SubscribeAnswer`].
    Subscribe {
        sdp: String,
    },
    /// Answer to [`RoomTell::SubscribeOffer`].
    SubscribeAnswer {
        sdp: String,
        version: u32,
    },
    Device {
        audio: bool,
        video: bool,
    },
    /// Mediator: let a person in from the lobby, or move anyone.
    Move {
        person: PersonId,
        room: RoomName,
    },
    /// Mediator: both into the main room from a caucus.
    Mute {
        person: PersonId,
    },
    /// Does the reader want pictures at all? Sound always comes. `tiles` says at how many lines of
    /// the screen some people are seen, 0 for out of sight; of the rest the best is wanted.
    Receive {
        video: bool,
        #[serde(default)]
        tiles: Vec<(PersonId, u16)>,
    },
    /// Words for those in the writer's room, up to [`crate::text::REASON`] characters; from the
    /// lobby, for the mediator. A mediator answers one who waits by `to`.
    Say {
        text: String,
        #[serde(default)]
        to: Option<PersonId>,
    },
    /// Onto the interpreter's channel, or back to the floor alone.
    Interpret {
        on: bool,
    },
    /// Mediator, in the main room: the minutes as they stand, up to [`crate::text::MINUTES`] characters;
    /// may be blank.
    Minutes {
        text: String,
    },
    /// Whoever presides: one who waits is told that he is known to wait.
    #[cfg_attr(feature = "party", serde(skip))]
    Hold {
        person: PersonId,
    },
    /// Whoever presides: one who waits is sent away, and may ask again after a while.
    #[cfg_attr(feature = "party", serde(skip))]
    Refuse {
        person: PersonId,
    },
    /// Whoever presides: those elsewhere are told in how many minutes it goes on, 1 to 60.
    #[cfg_attr(feature = "party", serde(skip))]
    Announce {
        minutes: u8,
    },
    /// Raises or lowers one's hand; a mediator lowers another's.
    Hand {
        up: bool,
        #[serde(default)]
        person: Option<PersonId>,
    },
    /// A screen stands, or stands no longer, in the place of the camera's picture. A move ends it: until the
    /// browser says so too, its picture goes nowhere.
    Screen {
        on: bool,
    },
    /// A party's browser writes it in the part of its program that shows pages.
    #[cfg_attr(feature = "party", serde(skip))]
    Show(ShowAsk),
    Leave,
}

/// Server to browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomTell {
    /// First of all: `Hello` may be said when the reader comes in; and before that, where the server
    /// has room for it, `Subscribe`.
    Door {
        prepare: bool,
    },
    /// Comes before `Welcome`, where the portal has a relay.
    Relay(Relay),
    Welcome {
        you: PersonId,
        room: RoomName,
        resume: String,
    },
    /// Everyone the reader may know of: the same room, and for the mediator all rooms.
    People {
        people: Vec<RoomPerson>,
    },
    PublishAnswer {
        sdp: String,
    },
    SubscribeAnswer {
        sdp: String,
    },
    SubscribeOffer {
        sdp: String,
        version: u32,
    },
    /// The last [`RoomTell::PublishAnswer`] once more, with other wishes for the voice.
    Voice {
        sdp: String,
    },
    /// You stand in another room now.
    Moved {
        room: RoomName,
    },
    /// To one who waits: the how-manieth of those who do, from 1; `held` once whoever presides asked to wait a
    /// little longer.
    Waiting {
        place: u32,
        held: bool,
    },
    /// It goes on in so many minutes.
    Resuming {
        minutes: u8,
    },
    /// To whoever presides.
    #[cfg(not(feature = "party"))]
    Floor(Floor),
    Muted,
    /// Who speaks now, loudest first.
    Speaking {
        people: Vec<PersonId>,
    },
    Said(RoomWords),
    /// The minutes as they stand, to all who may read them; to the mediator too, once they are kept.
    Minutes {
        text: String,
    },
    /// After `Welcome`: what the reader was told before, oldest first.
    Talk {
        words: Vec<RoomWords>,
    },
    /// Read where [`RoomAsk::Show`] is written.
    #[cfg_attr(feature = "party", serde(skip))]
    Show(ShowTell),
    Problem {
        code: String,
    },
}

/// How long each side has spoken since the room was first entered, in seconds. Kept in memory while anybody is in the
/// case's rooms, and nowhere else; an interpreter lends a voice and is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floor {
    pub claimant: u32,
    pub respondent: u32,
    pub presiding: u32,
}

/// What one person wrote. Kept in memory while anybody is in the case's rooms, and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomWords {
    pub from: PersonId,
    pub name: String,
    pub role: Role,
    /// Where the writer stood.
    pub room: RoomName,
    /// One who waits, where a mediator answered.
    #[serde(default)]
    pub to: Option<PersonId>,
    pub text: String,
}

/// A TURN server and the time-limited right to use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relay {
    /// RFC 7065.
    pub urls: Vec<String>,
    pub username: String,
    pub credential: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomPerson {
    pub person: PersonId,
    pub name: String,
    pub role: Role,
    pub room: RoomName,
    pub audio: bool,
    pub video: bool,
    /// `msid` stream id of this person's media on the reader's subscribe connection; empty for one
    /// never to be heard or seen there yet.
    pub stream: String,
    pub connected: bool,
    /// The hand is up; the lower the number, the longer.
    #[serde(default)]
    pub hand: Option<u32>,
    /// On the interpreter's channel: [`crate::room::Place::interpreted`].
    #[serde(default)]
    pub interpreted: bool,
    /// The reader's device cannot show this picture; of the reader's own, somebody's here cannot.
    #[serde(default)]
    pub unshown: bool,
    /// The picture is a screen's.
    #[serde(default)]
    pub screen: bool,
    /// How well this person's sound and picture come and go, the worse of both ways.
    #[serde(default)]
    pub network: Quality,
}
