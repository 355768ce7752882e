//! The people of a case and what they do on which day. Some messages come twice, of some the answer is
//! lost and they are sent again.

use super::chance::Chance;
use domain::actor::{Actor, Assurance, Role, Side};
use domain::api::Submission;
use domain::arbitration::Petition;
use domain::award::{AwardHead, AwardItem, Conclusion};
use domain::case::Case;
use domain::command::*;
use domain::hash::{Digest, Disclosure, Nonce, PublicKey, Salt, Signature};
use domain::id::{CaseId, ClauseId, CommandId, InvitationId, OrgId, PersonId};
use domain::moment::{Date, MINUTE, Timestamp, Zone};
use domain::money::Fen;
use domain::paper::{self, PaperKind, PaperSeal};
use domain::seal::{Act, Attestation, Attested, Statement, seal_bytes};
use domain::terms::{Clause, ClauseBody, Instalment, PayManner, Payment, PaymentHead};
use ed25519_dalek::{Signer, SigningKey};
use server::identity::orgs;
use server::store::{ActError, Store};
use std::sync::Arc;
use uuid::Uuid;

/// Something the people of a case do in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    Request,
    /// Invited, joined, consented, accepted.
    Begin,
    /// Both agree to thirty days more.
    Extend,
    Leave,
    /// Drafted, signed by all, sealed: two instalments, in 20 and 40 days.
    Settle,
    /// The first instalment is confirmed.
    Confirm,
    /// Both apply to the court, which does not accept it, and mediate again: two clocks at once until the talks
    /// end.
    Again,
    /// Handed over, filed, accepted, awarded, received by both.
    Arbitrate,
}

pub struct Story {
    pub id: CaseId,
    n: u64,
    minute: i64,
}

const KEY: [u8; 32] = [7; 32];

fn key() -> SigningKey {
    SigningKey::from_bytes(&KEY)
}

fn public() -> PublicKey {
    PublicKey(key().verifying_key().to_bytes())
}

fn sign(bytes: &[u8]) -> Signature {
    Signature(key().sign(bytes).to_bytes())
}

fn hidden(value: &str) -> Disclosure {
    Disclosure {
        salt: Salt([9; 16]),
        value: value.into(),
    }
}

impl Story {
    pub fn new(id: CaseId, n: u64) -> Self {
        Self { id, n, minute: 0 }
    }

    /// Days from its beginning, and what is done on each.
    pub fn agenda(&self, chance: &mut Chance) -> Vec<(i64, Life)> {
        let few = |chance: &mut Chance, most| i64::try_from(chance.below(most)).expect("days");
        let mut agenda = vec![(0, Life::Request)];
        let begun = few(chance, 4);
        match self.n % 6 {
            0 => {}
            1 => agenda.push((begun, Life::Begin)),
            2 => agenda.extend([(begun, Life::Begin), (begun + 3 + few(chance, 8), Life::Extend)]),
            3 => agenda.extend([(begun, Life::Begin), (begun + few(chance, 12), Life::Leave)]),
            4 => {
                let settled = begun + 1 + few(chance, 8);
                agenda.extend([(begun, Life::Begin), (settled, Life::Settle)]);
                match chance.below(3) {
                    0 => {}
                    1 => agenda.push((settled + 10, Life::Confirm)),
                    _ => agenda.push((settled + 1 + few(chance, 18), Life::Again)),
                }
            }
            _ => {
                let left = begun + few(chance, 10);
                agenda.extend([(begun, Life::Begin), (left, Life::Leave), (left + 2, Life::Arbitrate)]);
            }
        }
        agenda
    }

    fn party(&self, side: Side) -> Actor {
        let offset = if side == Side::Claimant { 1 } else { 2 };
        let person = PersonId(Uuid::from_u128(u128::from(self.n) * 10 + offset));
        actor(person, side.into(), None, Assurance::Phone)
    }

    /// Acts as `actor`, now and then twice, or again after a lost answer.
    async fn does(&mut self, store: &Store, who: Actor, command: Command, now: Timestamp, chance: &mut Chance) {
        self.minute += 1;
        let now = now.plus_ms(self.minute % 300 * MINUTE / 5);
        let submission = Submission {
            id: CommandId(chance.uuid()),
            expected_seq: None,
            command,
        };
        let times = if chance.below(5) == 0 { 2 } else { 1 };
        for _ in 0..times {
            match store.act(self.id, &submission, &who, now).await {
                Ok(_) => {}
                Err(ActError::Refused(refusal)) => panic!("{refusal:?} refuses {:?}", submission.command),
                Err(error) => panic!("{error:?}"),
            }
        }
    }

    async fn case(&self, store: &Store) -> Arc<Case> {
        store.load(self.id).await.expect("it reads").expect("it is open")
    }

    pub async fn live(&mut self, store: &Store, step: Life, now: Timestamp, chance: &mut Chance) {
        let (worker, employer) = (self.party(Side::Claimant), self.party(Side::Respondent));
        let mediator = staff(3, Role::Mediator, orgs::CENTRE);
        let arbitrator = staff(4, Role::Arbitrator, orgs::COMMISSION);
        let day = now.date(Zone::CHINA);
        if step == Life::Request {
            let command = Command::RequestMediation(request(&worker));
            return self.does(store, worker, command, now, chance).await;
        }
        let mut acts: Vec<(Actor, Command)> = Vec::new();
        match step {
            Life::Request => {}
            Life::Begin => {
                let (particulars, disclosures) = firm();
                let invitation = InvitationId(self.id.0);
                let invite = Command::InviteParty {
                    invitation,
                    side: Side::Respondent,
                    phone: particulars.phone,
                    token: Digest::of(b"link"),
                };
                let joining = Joining {
                    invitation,
                    particulars,
                    consents: Consent::ALL.to_vec(),
                    disclosures,
                };
                acts.extend([
                    (Actor::SYSTEM, invite),
                    (employer, Command::JoinCase(joining)),
                    (employer, Command::ConsentToMediation),
                    (mediator, Command::AcceptCase),
                ]);
            }
            Life::Extend => {
                let until = self
                    .case(store)
                    .await
                    .mediation_ends
                    .expect("it is mediated")
                    .plus_days(30);
                let reason = String::new();
                acts.extend([
                    (worker, Command::ProposeExtension { until, reason }),
                    (employer, Command::AgreeToExtension { until }),
                ]);
            }
            Life::Leave => acts.push((worker, Command::LeaveForArbitration { reason: String::new() })),
            Life::Settle => return self.settle(store, now, day, chance).await,
            Life::Again => return self.again(store, now, chance).await,
            Life::Confirm => {
                let command = Command::ConfirmDuty {
                    clause: ClauseId(self.id.0),
                    part: 0,
                };
                acts.push((worker, command));
            }
            Life::Arbitrate => {
                let petition = Petition {
                    claims: request(&worker).claims,
                    facts: "自 2025 年 9 月起未足额发放工资。".into(),
                    evidence: Vec::new(),
                    opponent_address: None,
                    opponent_head: None,
                };
                let disclosures = Vec::new();
                let commission = orgs::COMMISSION;
                let item = AwardItem {
                    head: AwardHead::Money,
                    text: "支付工资".into(),
                    amount: Some(Fen(99_000_000)),
                };
                let conclusion = Conclusion::Awarded {
                    items: vec![item],
                    minimum_wage: Fen(199_000),
                    source: "测试".into(),
                };
                acts.extend([
                    (
                        Actor::SYSTEM,
                        Command::TransferCase {
                            commission,
                            attestor: None,
                        },
                    ),
                    (
                        worker,
                        Command::ApplyForArbitration {
                            petition,
                            disclosures,
                            statement: None,
                        },
                    ),
                    (arbitrator, Command::AcceptArbitration),
                    (arbitrator, Command::Conclude(conclusion)),
                ]);
            }
        }
        for (who, command) in acts {
            self.does(store, who, command, now, chance).await;
        }
        if step == Life::Arbitrate {
            while let Some(paper) = self.paper(store).await {
                self.does(store, Actor::SYSTEM, paper, now, chance).await;
            }
            let case = self.case(store).await;
            let award = case.papers.iter().find(|paper| paper.kind == PaperKind::Award);
            let document = award.expect("the award").document;
            for who in [worker, employer] {
                self.does(store, who, Command::ReceivePaper { document }, now, chance)
                    .await;
            }
        }
    }

    /// The next paper the case wants, sealed with the test's own key.
    async fn paper(&self, store: &Store) -> Option<Command> {
        let case = self.case(store).await;
        let kind = paper::wanted(&case)?;
        let document = Digest::of(format!("{}/{}", self.id, case.papers.len()).as_bytes());
        let seal = paper::organ(&case, kind).map(|org| PaperSeal {
            org,
            key: public(),
            signature: sign(&paper::seal_bytes(case.id, org, kind, document)),
        });
        Some(Command::IssuePaper {
            kind,
            document,
            size: 1,
            number: "测试 1 号".into(),
            seal,
        })
    }

    async fn settle(&mut self, store: &Store, now: Timestamp, day: Date, chance: &mut Chance) {
        let (worker, employer) = (self.party(Side::Claimant), self.party(Side::Respondent));
        let mediator = staff(3, Role::Mediator, orgs::CENTRE);
        let instalment = |amount, days| Instalment {
            amount: Fen(amount),
            due: day.plus_days(days),
            condition: None,
        };
        let clause = Clause {
            id: ClauseId(self.id.0),
            body: ClauseBody::Payment(Payment {
                head: PaymentHead::WageArrears,
                payer: Side::Respondent,
                payee: Side::Claimant,
                total: Fen(300_000),
                instalments: vec![instalment(100_000, 20), instalment(200_000, 40)],
                manner: PayManner::Cash,
                account: None,
            }),
        };
        let mark = || Command::MarkClause {
            clause: clause.id,
            digest: clause.digest(),
            agreed: true,
        };
        let write = Command::WriteClause {
            clause: clause.clone(),
            place: None,
            disclosures: Vec::new(),
        };
        for (who, command) in [(mediator, write), (worker, mark()), (employer, mark())] {
            self.does(store, who, command, now, chance).await;
        }
        let terms = self.case(store).await.draft.digest();
        self.does(store, mediator, Command::AgreeTerms { terms }, now, chance)
            .await;
        let document = Digest::of(self.id.0.as_bytes());
        let present = Command::PresentAgreement {
            document,
            size: 1,
            attestor: public(),
            marked: false,
            translation: None,
            interpreter: None,
        };
        self.does(store, Actor::SYSTEM, present, now, chance).await;
        for who in [worker, employer, mediator] {
            let signed = self.signed(&who, Act::SignAgreement, (document, terms), now, chance);
            self.does(store, who, Command::Sign(signed), now, chance).await;
        }
        let seal = Command::SealAgreement {
            key: public(),
            signature: sign(&seal_bytes(self.id, orgs::CENTRE, document, terms)),
            file: None,
        };
        self.does(store, Actor::SYSTEM, seal, now, chance).await;
    }

    async fn again(&mut self, store: &Store, now: Timestamp, chance: &mut Chance) {
        let parties = Side::BOTH.map(|side| self.party(side));
        let (track, institution) = (Track::JudicialConfirmation, orgs::COURT);
        let case = self.case(store).await;
        let terms = case.agreed_terms.as_ref().expect("it is settled").1;
        let document = case.agreement.as_ref().expect("it is settled").document;
        for who in parties {
            let act = Act::Apply { track, institution };
            let statement = self.signed(&who, act, (document, terms), now, chance);
            let apply = Command::ApplyForReview {
                track,
                institution,
                statement,
            };
            self.does(store, who, apply, now, chance).await;
        }
        let reject = Command::RejectApplication {
            ground: RejectGround::NoJurisdiction,
            explanation: "不属于本院管辖".into(),
        };
        self.does(store, staff(5, Role::Judge, institution), reject, now, chance)
            .await;
        for who in parties {
            self.does(store, who, Command::MediateAgain, now, chance).await;
        }
        let mediator = staff(3, Role::Mediator, orgs::CENTRE);
        self.does(store, mediator, Command::AcceptCase, now, chance).await;
    }

    fn signed(
        &self,
        who: &Actor,
        act: Act,
        (agreement, terms): (Digest, Digest),
        now: Timestamp,
        chance: &mut Chance,
    ) -> SignedStatement {
        let statement = Statement {
            case: self.id,
            act,
            role: who.role,
            agreement,
            terms,
            consent: "本人自愿签署。".into(),
            nonce: Nonce(*chance.uuid().as_bytes()),
            reading: None,
        };
        let attestation = Attestation {
            person: who.person,
            role: who.role,
            assurance: who.assurance,
            key: public().into(),
            statement: statement.digest(),
            // The signature follows within the hour of the story's own minutes.
            issued: now.plus_ms((self.minute + 1) % 300 * MINUTE / 5),
            helper: None,
        };
        let signature = sign(&statement.bytes());
        let word = sign(&attestation.bytes());
        SignedStatement {
            attested: Attested {
                statement,
                attestation,
                signature: word,
            },
            signature,
            mark: None,
        }
    }
}

fn actor(person: PersonId, role: Role, org: Option<OrgId>, assurance: Assurance) -> Actor {
    Actor {
        person,
        role,
        org,
        assurance,
    }
}

fn staff(n: u128, role: Role, org: OrgId) -> Actor {
    let person = PersonId(Uuid::from_u128(0xffff_0000_0000 + n));
    actor(person, role, Some(org), Assurance::Passkey)
}

fn firm() -> (PartyParticulars, Vec<Disclosure>) {
    let values = [
        "云岭枫建公司",
        "91350100M000100Y43",
        "13900139000",
        "枫林市高新区 8 楼",
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

fn request(worker: &Actor) -> MediationRequest {
    let values = ["张建国", "11010519491231002X", "13800138000", "枫林市石桥村 12 号"].map(hidden);
    let [name, id_number, phone, address] = [0, 1, 2, 3].map(|at| values[at].commitment());
    let claimant = PartyParticulars {
        kind: PartyKind::Resident,
        name,
        id_number: Some(id_number),
        phone,
        address: Some(address),
        agent: None,
    };
    let (mut respondent, known) = firm();
    (respondent.id_number, respondent.address, respondent.agent) = (None, None, None);
    let mut disclosures = values.to_vec();
    disclosures.extend([known[0].clone(), known[2].clone()]);
    MediationRequest {
        local_holidays: Vec::new(),
        number: String::new(),
        body: orgs::CENTRE,
        channel: Channel::Online,
        claimant_person: Some(worker.person),
        claimant,
        respondent,
        heads: vec![DisputeHead::Pay],
        claims: vec![Claim {
            text: "支付拖欠工资".into(),
            amount: Some(Fen(300_000)),
        }],
        facts: "自 2025 年 9 月起未足额发放工资。".into(),
        consents: Consent::ALL.to_vec(),
        disclosures,
    }
}
