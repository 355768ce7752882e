//! The dossier of one whole case, made by fixed keys: the test vector of `docs/spec`.

use super::packer::Packer;
use super::play::*;
use domain::actor::Actor;
use domain::binary::Binary;
use domain::case::Case;
use domain::command::Track;
use domain::dossier::{Contents, TrustRoot, TrustedSeal, Unsealed};
use domain::hash::Digest;
use domain::id::OrgId;
use domain::log::Entry;
use domain::merkle::{self, Checkpoint, Inclusion, Place};
use domain::sight;
use ed25519_dalek::SigningKey;

pub const ORIGIN: &str = "maplebridge.example/log";

pub fn trust() -> TrustRoot {
    let seal = |org: OrgId, name: &str| TrustedSeal {
        org,
        name: name.into(),
        key: public(&seal_key(org)),
    };
    TrustRoot {
        origin: ORIGIN.into(),
        log: public(&log_key()),
        attestor: public(&attestor()),
        dossier: public(&dossier_key()),
        seals: vec![
            seal(CENTRE, "枫林市劳动争议联合调解中心"),
            seal(COMMISSION, "枫林市劳动人事争议仲裁委员会"),
            seal(COURT, "青溪区人民法院"),
        ],
        roots: vec![Binary(Packer::own().root.clone())],
        witnesses: Vec::new(),
        quorum: 0,
    }
}

/// A tree in which the case's entries stand between those of other cases.
pub fn log_of(entries: &[Entry], signer: &SigningKey) -> (Vec<Inclusion>, String) {
    let mut leaves = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        leaves.push(merkle::leaf(&Digest::of(format!("another case {i}").as_bytes())));
        leaves.push(merkle::leaf(&entry.hash()));
    }
    let size = leaves.len() as u64;
    let hash = |place: &Place| {
        let from = (place.index << place.level) as usize;
        subtree(&leaves[from..from + (1 << place.level)])
    };
    let fold = |places: &[Place]| merkle::fold(&places.iter().map(hash).collect::<Vec<_>>());
    let proofs = (0..entries.len()).map(|i| {
        let index = 2 * i as u64 + 1;
        let path = merkle::path(index, size).iter().map(|step| fold(step)).collect();
        Inclusion { index, path }
    });
    let checkpoint = Checkpoint {
        origin: ORIGIN.into(),
        size,
        root: fold(&merkle::peaks(size)),
    };
    let signature = sign(signer, checkpoint.text().as_bytes());
    (proofs.collect(), checkpoint.note(&public(signer), &signature))
}

fn subtree(leaves: &[Digest]) -> Digest {
    match leaves {
        [one] => *one,
        many => {
            let (left, right) = many.split_at(many.len() / 2);
            merkle::node(&subtree(left), &subtree(right))
        }
    }
}

/// The dossier of `play` as `viewer` would download it.
pub fn dossier(play: &Play, viewer: &Actor) -> Vec<u8> {
    let entries: Vec<Entry> = play
        .entries
        .iter()
        .map(|entry| sight::view(&play.case, entry, viewer))
        .collect();
    let (inclusion, checkpoint) = log_of(&play.entries, &log_key());
    packed(play, viewer, &entries, &inclusion, &checkpoint, Packer::own())
}

/// The case as the reader of `entries` knows it.
pub fn folded(entries: &[Entry]) -> Case {
    let mut case = Case::new(CASE);
    for entry in entries {
        if let Some(event) = entry.event().unwrap() {
            case.apply(&event, entry.header().unwrap().time);
        }
    }
    case
}

pub fn packed(
    play: &Play,
    viewer: &Actor,
    entries: &[Entry],
    inclusion: &[Inclusion],
    checkpoint: &str,
    packer: &Packer,
) -> Vec<u8> {
    let case = &folded(entries);
    let decisions = case.applications.iter().filter_map(|it| it.decision.as_ref());
    let issued = |document: Digest| match document == Digest::of(REFUSAL_PDF) {
        true => REFUSAL_PDF.to_vec(),
        false => DECISION_PDF.to_vec(),
    };
    let decisions: Vec<Vec<u8>> = decisions.map(|it| issued(it.document)).collect();
    let earlier: Vec<Vec<u8>> = case.settled.iter().map(|_| play.agreement.clone()).collect();
    let papers: Vec<Vec<u8>> = case.papers.iter().map(|paper| paper_pdf(paper.kind)).collect();
    let evidence: Vec<Vec<u8>> = case.evidence.iter().map(|_| PHOTO.to_vec()).take(1).collect();
    let disclosures = disclosed(sight::enclosed(case, viewer));
    let contents = Contents {
        case: CASE,
        number: &case.number,
        made: play.now,
        entries,
        disclosures: &disclosures,
        inclusion,
        checkpoint,
        renewals: &[],
        artefacts: &[],
        agreement: case.agreement.as_ref().map(|_| play.agreement.as_slice()),
        translation: None,
        rendering: play.rendering.as_ref().filter(|_| case.agreement.is_some()),
        terms: case.agreed_terms.as_ref().map(|(terms, _)| terms),
        earlier: &earlier,
        decisions: &decisions,
        papers: &papers,
        evidence: &evidence,
    };
    let unsealed = Unsealed::of(&contents);
    let seal = packer.seal(unsealed.manifest(), play.now);
    unsealed.sealed(seal)
}

/// The vector itself: arbitration review to the end, as the claimant has it.
pub fn whole() -> (Play, Vec<u8>) {
    let play = Play::enforceable(Track::ArbitrationReview);
    let bytes = dossier(&play, &WORKER);
    (play, bytes)
}
