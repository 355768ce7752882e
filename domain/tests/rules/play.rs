//! One case played by fixed people with fixed keys at fixed times: given, when, then.

use domain::actor::{Actor, Assurance, Role, Side};
use domain::case::Case;
use domain::command::*;
use domain::event::Event;
use domain::hash::{Commitment, Digest, Disclosure, Nonce, PublicKey, Salt, Signature};
use domain::id::{CaseId, ClauseId, CommandId, EvidenceId, InvitationId, OrgId, PersonId};
use domain::log::Entry;
use domain::moment::{Date, MINUTE, Timestamp, Zone};
use domain::money::Fen;
use domain::refusal::Refusal;
use domain::room::RoomName;
use domain::seal::{Act, Attestation, Attested, Statement, seal_bytes};
use domain::terms::{Clause, ClauseBody, DefaultRemedy, Instalment, PayManner, Payment, PaymentHead};
use ed25519_dalek::{Signer, SigningKey};
use uuid::Uuid;

pub const CASE: CaseId = CaseId(Uuid::from_u128(0xc0));
pub const CENTRE: OrgId = OrgId(Uuid::from_u128(0xa1));
pub const COMMISSION: OrgId = OrgId(Uuid::from_u128(0xa2));
pub const COURT: OrgId = OrgId(Uuid::from_u128(0xa3));
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
pub const SYSTEM: Actor = Actor::SYSTEM;
pub const STRANGER: Actor = someone(0x09, Role::Respondent, None);

pub const AGREEMENT_PDF: &[u8] = b"%PDF-1.7\n% agreement of the test vector\n%%EOF\n";
pub const DECISION_PDF: &[u8] = b"%PDF-1.7\n% decision of the test vector\n%%EOF\n";
pub const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 a photograph of the test vector";

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
        },
        Instalment {
            amount: Fen(860_000),
            due: day("2026-05-06"),
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

/// The case, its log and the clock of the play.
#[derive(Clone)]
pub struct Play {
    pub case: Case,
    pub now: Timestamp,
    pub entries: Vec<Entry>,
    head: (u64, Digest),
    made: u128,
}

impl Play {
    pub fn new() -> Self {
        Self {
            case: Case::new(CASE),
            now: START,
            entries: Vec::new(),
            head: (0, Digest::ZERO),
            made: 0,
        }
    }

    fn next(&mut self) -> u128 {
        self.made += 1;
        self.made
    }

    /// One minute later, `actor` asks; what follows is applied and logged.
    pub fn when(&mut self, actor: &Actor, command: Command) -> Result<Vec<Event>, Refusal> {
        self.now = self.now.plus_ms(MINUTE);
        let events = self.case.decide(&command, actor, self.now)?;
        let command = CommandId(Uuid::from_u128(0xd0_0000 + self.next()));
        for event in &events {
            let salt = Salt((0xe0_0000 + self.next()).to_be_bytes());
            let entry = Entry::write(CASE, self.head, self.now, *actor, command, salt, event);
            self.head = (self.head.0 + 1, entry.hash());
            self.entries.push(entry);
            self.case.apply(event, self.now);
        }
        Ok(events)
    }

    /// As [`Play::when`], for what must be allowed.
    #[track_caller]
    pub fn does(&mut self, actor: &Actor, command: Command) -> &mut Self {
        let told = format!("{command:?}");
        if let Err(refusal) = self.when(actor, command) {
            panic!("{refusal:?} refuses {told}");
        }
        self
    }

    /// What must be refused, and leaves the case as it was.
    #[track_caller]
    pub fn refuses(&mut self, actor: &Actor, command: Command, refusal: Refusal) -> &mut Self {
        let (before, told) = (self.case.clone(), format!("{command:?}"));
        assert_eq!(self.when(actor, command), Err(refusal), "{told}");
        assert_eq!(self.case, before);
        self
    }

    /// Moves the clock to the first instant after `day`.
    pub fn after(&mut self, day: Date) -> &mut Self {
        self.now = day.end(Zone::CHINA).plus_ms(1);
        self
    }

    pub fn requested() -> Self {
        let mut play = Self::new();
        play.does(&WORKER, Command::RequestMediation(request()));
        play
    }

    pub fn joined() -> Self {
        let mut play = Self::requested();
        play.does(&SYSTEM, invite());
        play.does(&EMPLOYER, Command::JoinCase(joining()));
        play
    }

    pub fn mediating() -> Self {
        let mut play = Self::joined();
        play.does(&EMPLOYER, Command::ConsentToMediation);
        play.does(&MEDIATOR, Command::AcceptCase);
        play
    }

    /// Two clauses, marked by both, evidence shown and a caucus held.
    pub fn drafted() -> Self {
        let mut play = Self::mediating();
        let caucus = Side::Claimant;
        play.does(&WORKER, Command::AddEvidence(photo(0x51, true)));
        play.does(&MEDIATOR, Command::EnterRoom { room: RoomName::Main });
        play.does(&WORKER, Command::EnterRoom { room: RoomName::Main });
        play.does(&MEDIATOR, Command::OpenCaucus { side: caucus });
        let room = RoomName::CaucusClaimant;
        play.does(&WORKER, Command::EnterRoom { room });
        play.does(&WORKER, Command::LeaveRoom { room });
        play.does(&MEDIATOR, Command::CloseCaucus { side: caucus });
        play.does(&MEDIATOR, Command::ConfirmIdentity { side: caucus });
        for clause in [payment(), default_clause()] {
            play.does(&MEDIATOR, write(&clause));
            play.does(&WORKER, mark(&clause, true));
            play.does(&EMPLOYER, mark(&clause, true));
        }
        play
    }

    pub fn agree(&self) -> Command {
        Command::AgreeTerms {
            terms: self.case.draft.digest(),
        }
    }

    pub fn agreed() -> Self {
        let mut play = Self::drafted();
        let agree = play.agree();
        play.does(&MEDIATOR, agree);
        play
    }

    pub fn presented() -> Self {
        let mut play = Self::agreed();
        play.does(&SYSTEM, present());
        play
    }

    /// A statement by `actor` on the present agreement, attested now; each with a nonce of its own.
    pub fn statement(&mut self, actor: &Actor, act: Act) -> SignedStatement {
        let nonce = Nonce((0xf0_0000 + self.next()).to_be_bytes());
        let agreement = self.case.agreement.as_ref().unwrap().document;
        let terms = self.case.agreed_terms.as_ref().unwrap().1;
        let statement = Statement {
            case: CASE,
            act,
            role: actor.role,
            agreement,
            terms,
            consent: "本人已阅读并同意协议全部内容，自愿签署。".into(),
            nonce,
        };
        let signer = key(0x40 + actor.person.0.as_u128() as u8);
        let attestation = Attestation {
            person: actor.person,
            role: actor.role,
            assurance: actor.assurance,
            key: public(&signer),
            statement: statement.digest(),
            issued: self.now,
        };
        signed(statement, attestation, &signer)
    }

    pub fn sign(&mut self, actor: &Actor) -> Command {
        Command::Sign(self.statement(actor, Act::SignAgreement))
    }

    pub fn signed_by_all() -> Self {
        let mut play = Self::presented();
        for signer in [&WORKER, &EMPLOYER, &MEDIATOR] {
            let sign = play.sign(signer);
            play.does(signer, sign);
        }
        play
    }

    pub fn seal(&self) -> Command {
        let terms = self.case.agreed_terms.as_ref().unwrap().1;
        let key = seal_key(CENTRE);
        let bytes = seal_bytes(CASE, CENTRE, Digest::of(AGREEMENT_PDF), terms);
        Command::SealAgreement {
            key: public(&key),
            signature: sign(&key, &bytes),
        }
    }

    pub fn effective() -> Self {
        let mut play = Self::signed_by_all();
        let seal = play.seal();
        play.does(&SYSTEM, seal);
        play
    }

    pub fn apply_for(&mut self, actor: &Actor, track: Track) -> Command {
        let institution = institution(track);
        let statement = self.statement(actor, Act::Apply { track, institution });
        Command::ApplyForReview {
            track,
            institution,
            statement,
        }
    }

    pub fn filed(track: Track) -> Self {
        let mut play = Self::effective();
        play.files(track);
        play
    }

    pub fn files(&mut self, track: Track) -> &mut Self {
        for party in [&WORKER, &EMPLOYER] {
            let half = self.apply_for(party, track);
            self.does(party, half);
        }
        self
    }

    pub fn under_review(track: Track) -> Self {
        let mut play = Self::filed(track);
        play.does(desk(track), Command::AcceptApplication);
        play
    }

    pub fn issue(&self, track: Track, document: &[u8]) -> Command {
        let (org, document, size) = (institution(track), Digest::of(document), document.len() as u64);
        let terms = self.case.agreed_terms.as_ref().unwrap().1;
        let key = seal_key(org);
        Command::IssueDecision {
            document,
            size,
            number: "枫劳人仲调〔2026〕1号".into(),
            key: public(&key),
            signature: sign(&key, &seal_bytes(CASE, org, document, terms)),
        }
    }

    pub fn issued(track: Track) -> Self {
        let mut play = Self::under_review(track);
        play.does(desk(track), Command::Decide(Ruling::Grant));
        let issue = play.issue(track, DECISION_PDF);
        play.does(&SYSTEM, issue);
        play
    }

    pub fn enforceable(track: Track) -> Self {
        let mut play = Self::issued(track);
        for party in [&WORKER, &EMPLOYER] {
            play.does(party, receive(DECISION_PDF));
        }
        play
    }
}

pub fn present() -> Command {
    Command::PresentAgreement {
        document: Digest::of(AGREEMENT_PDF),
        size: AGREEMENT_PDF.len() as u64,
        attestor: public(&attestor()),
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
    SignedStatement { attested, signature }
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
