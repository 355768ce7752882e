//! One case played by the cast at fixed times: given, when, then.

pub use super::cast::*;
use domain::actor::{Actor, Side};
use domain::arbitration::Petition;
use domain::case::Case;
use domain::command::*;
use domain::dossier::Source;
use domain::event::Event;
use domain::hash::{Digest, Nonce, Salt, WideDigest};
use domain::id::CommandId;
use domain::log::Entry;
use domain::mark::{Mark, SignedFile};
use domain::moment::{Date, MINUTE, Timestamp, Zone};
use domain::paper::{self, PaperKind, PaperSeal};
use domain::performance::CourtPetition;
use domain::refusal::Refusal;
use domain::room::RoomName;
use domain::seal::{Act, Attestation, Statement, seal_bytes};
use domain::signer::MarkDigest;
use uuid::Uuid;

/// The case, its log and the clock of the play.
#[derive(Clone)]
pub struct Play {
    pub case: Case,
    pub now: Timestamp,
    pub entries: Vec<Entry>,
    /// The agreement's file, and what it was made of.
    pub agreement: Vec<u8>,
    pub rendering: Option<Source>,
    head: (u64, Digest),
    made: u128,
}

impl Play {
    pub fn new() -> Self {
        Self {
            case: Case::new(CASE),
            now: START,
            entries: Vec::new(),
            agreement: AGREEMENT_PDF.to_vec(),
            rendering: None,
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

    /// Assigned by a court, both joined and consenting, accepted.
    pub fn assigned() -> Self {
        let mut play = Self::new();
        play.does(&MEDIATOR, assignment());
        play.does(&SYSTEM, invite_claimant()).does(&WORKER, claimant_joins());
        play.does(&SYSTEM, invite())
            .does(&EMPLOYER, Command::JoinCase(joining()));
        for party in [&WORKER, &EMPLOYER] {
            play.does(party, Command::ConsentToMediation);
        }
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
        let agreement = self.case.agreement.as_ref().unwrap().document;
        let terms = self.case.agreed_terms.as_ref().unwrap().1;
        self.states(actor, act, (agreement, terms))
    }

    /// A statement by `actor` on `petition`, to the commission that has the case.
    pub fn petitions(&mut self, actor: &Actor, petition: &Petition) -> SignedStatement {
        let act = Act::Petition { commission: COMMISSION };
        self.states(actor, act, (petition.digest(), petition.digest()))
    }

    fn states(&mut self, actor: &Actor, act: Act, (agreement, terms): (Digest, Digest)) -> SignedStatement {
        let nonce = Nonce((0xf0_0000 + self.next()).to_be_bytes());
        let statement = Statement {
            case: CASE,
            act,
            role: actor.role,
            agreement,
            terms,
            consent: "本人已阅读并同意协议全部内容，自愿签署。".into(),
            nonce,
            reading: None,
        };
        let signer = key(0x40 + actor.person.0.as_u128() as u8);
        let attestation = Attestation {
            person: actor.person,
            role: actor.role,
            assurance: actor.assurance,
            key: public(&signer).into(),
            statement: statement.digest(),
            issued: self.now,
            helper: None,
        };
        signed(statement, attestation, &signer)
    }

    /// Presented to be signed in the document itself; the worker's mark on it.
    pub fn marked() -> (Self, Mark) {
        let mut play = Self::agreed();
        let Command::PresentAgreement {
            document,
            size,
            attestor,
            ..
        } = present()
        else {
            unreachable!()
        };
        let marked = Command::PresentAgreement {
            document,
            size,
            attestor,
            marked: true,
            translation: None,
            interpreter: None,
        };
        play.does(&SYSTEM, marked);
        let (content, certificate) = (
            MarkDigest::Wide(WideDigest([1; 64])),
            MarkDigest::Wide(WideDigest([2; 64])),
        );
        let signer = key(0x40 + WORKER.person.0.as_u128() as u8);
        let mark = Mark {
            base: document,
            content,
            certificate,
            signature: sign(&signer, &Mark::attributes(&content, &certificate)),
            file: Some(SignedFile {
                digest: Digest::of(b"signed"),
                size: 6,
            }),
        };
        (play, mark)
    }

    pub fn sign(&mut self, actor: &Actor) -> Command {
        Command::Sign(self.statement(actor, Act::SignAgreement))
    }

    pub fn signed_by_all() -> Self {
        let mut play = Self::presented();
        play.all_sign();
        play
    }

    fn all_sign(&mut self) -> &mut Self {
        for signer in [&WORKER, &EMPLOYER, &MEDIATOR] {
            let sign = self.sign(signer);
            self.does(signer, sign);
        }
        self
    }

    /// From clauses that both agree to, to the seal.
    pub fn concludes(&mut self) -> &mut Self {
        let agree = self.agree();
        self.does(&MEDIATOR, agree).does(&SYSTEM, present()).all_sign();
        let seal = self.seal();
        self.does(&SYSTEM, seal)
    }

    pub fn seal(&self) -> Command {
        let terms = self.case.agreed_terms.as_ref().unwrap().1;
        let key = seal_key(CENTRE);
        let bytes = seal_bytes(CASE, CENTRE, Digest::of(&self.agreement), terms);
        Command::SealAgreement {
            key: public(&key),
            signature: sign(&key, &bytes),
            file: None,
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
            marked: false,
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

    /// Facts both confirmed, offers made, then the worker leaves for arbitration.
    pub fn left() -> Self {
        let mut play = Self::drafted();
        play.does(&MEDIATOR, state_fact());
        for party in [&WORKER, &EMPLOYER] {
            play.does(party, confirm_fact());
        }
        play.does(&WORKER, leave());
        play
    }

    /// Handed over by the portal, letter and list made.
    pub fn transferred() -> Self {
        let mut play = Self::left();
        play.hands_over();
        play
    }

    pub fn hands_over(&mut self) -> &mut Self {
        let commission = COMMISSION;
        self.does(
            &SYSTEM,
            Command::TransferCase {
                commission,
                attestor: None,
            },
        )
        .makes_papers()
    }

    /// Everything the case wants to be made is made.
    pub fn makes_papers(&mut self) -> &mut Self {
        while let Some(paper) = self.paper() {
            self.does(&SYSTEM, paper);
        }
        self
    }

    pub fn paper(&self) -> Option<Command> {
        Some(self.paper_of(paper::wanted(&self.case)?))
    }

    /// A paper of `kind`, sealed by whose it is.
    pub fn paper_of(&self, kind: PaperKind) -> Command {
        let pdf = paper_pdf(kind);
        let document = Digest::of(&pdf);
        let seal = paper::organ(&self.case, kind).map(|org| {
            let (key, bytes) = (seal_key(org), paper::seal_bytes(CASE, org, kind, document));
            PaperSeal {
                org,
                key: public(&key),
                signature: sign(&key, &bytes),
            }
        });
        Command::IssuePaper {
            kind,
            document,
            size: pdf.len() as u64,
            number: "枫劳调函〔2026〕1号".into(),
            seal,
        }
    }

    /// Taken by the commission on the first day.
    pub fn arbitrating() -> Self {
        let mut play = Self::before_the_commission();
        play.does(&ARBITRATOR, Command::AcceptArbitration).makes_papers();
        play
    }

    /// The papers made so far, but those of every case's beginning and end.
    pub fn kinds(&self) -> Vec<PaperKind> {
        let of_every_case = [
            PaperKind::RequestReceipt,
            PaperKind::InquiryLetter,
            PaperKind::AcceptanceNotice,
            PaperKind::MediatorRecord,
            PaperKind::ArchiveIndex,
        ];
        let all = self.case.papers.iter().map(|paper| paper.kind);
        all.filter(|kind| !of_every_case.contains(kind)).collect()
    }

    /// The newest paper of `kind`.
    pub fn made(&self, kind: PaperKind) -> Digest {
        self.case
            .papers
            .iter()
            .rev()
            .find(|paper| paper.kind == kind)
            .unwrap()
            .document
    }

    pub fn receives(&mut self, actor: &Actor, kind: PaperKind) -> &mut Self {
        let document = self.made(kind);
        self.does(actor, Command::ReceivePaper { document })
    }

    /// The first instalment was missed, and the order's petition made ready.
    pub fn ordering() -> Self {
        let mut play = Self::effective();
        play.after(day("2026-04-01")).does(&SYSTEM, Command::Tick);
        play.does(&WORKER, prepare(CourtPetition::PaymentOrder)).makes_papers();
        play
    }

    pub fn before_the_commission() -> Self {
        let mut play = Self::transferred();
        play.does(&WORKER, petition_of(petition())).makes_papers();
        play
    }
}
