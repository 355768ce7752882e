//! Two witnesses watch the log; their cosignatures stand in dossiers. A log that forks is found.

use crate::support::signing::{effective, presented};
use crate::support::{Kind, Portal, portal};
use domain::dossier::{self, Report, TrustRoot};
use domain::hash::{Digest, PublicKey, Signature};
use domain::merkle::Checkpoint;
use domain::moment::Timestamp;
use domain::witness::Witness;
use ed25519_dalek::{Signer, SigningKey};
use server::clock::Clock;
use server::trust::vault::Secret;
use server::trust::witnesses::request;
use server::witness::{self, Memory, Refused};
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;

const COURT: &str = "court.example/witness";
const UNION: &str = "union.example/witness";

/// What opens the key of a witness.
fn secret(folder: &Path) -> Secret {
    Secret::of(folder, None, None).expect("a key file")
}

/// A witness that does not serve yet: its portal must know it first.
struct Waiting {
    folder: tempfile::TempDir,
    listener: TcpListener,
    name: &'static str,
    key: PublicKey,
}

impl Waiting {
    async fn new(name: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key = server::trust::locked(folder.path(), "witness", &secret(folder.path()));
        let key = key.expect("a key").public();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        Self {
            folder,
            listener,
            name,
            key,
        }
    }

    /// As a portal's settings name it.
    fn setting(&self) -> String {
        let witness = Witness {
            name: self.name.into(),
            key: self.key,
        };
        let address = self.listener.local_addr().expect("bound");
        format!("{}@http://{address}", witness.verifier())
    }

    /// Serves the log of `root` from now on; answers its address and folder.
    fn serves(self, root: &TrustRoot) -> (String, tempfile::TempDir) {
        let memory = witness::open(self.folder.path(), self.name, root, &secret(self.folder.path())).expect("it opens");
        let address = self.listener.local_addr().expect("bound");
        let router = witness::router(memory, Clock::System);
        tokio::spawn(async move { axum::serve(self.listener, router).await });
        (format!("http://{address}"), self.folder)
    }
}

async fn watched(witnesses: &[&Waiting]) -> (Portal, TrustRoot) {
    let settings: Vec<String> = witnesses.iter().map(|it| it.setting()).collect();
    let portal = Portal::start_with(Kind::Sqlite, Timestamp(portal::NOW), |config| config.witness = settings).await;
    let root = portal.stranger().get("/api/v1/trust").await.read();
    (portal, root)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dossier_carries_the_cosignatures_of_both_witnesses() {
    let (court, union) = (Waiting::new(COURT).await, Waiting::new(UNION).await);
    let (portal, root) = watched(&[&court, &union]).await;
    assert_eq!(root.witnesses.len(), 2);
    let (at, folder) = court.serves(&root);
    let (_, _other) = union.serves(&root);
    let story = presented(&portal).await;
    effective(&portal, &story).await;
    let both = async {
        loop {
            let path = format!("/api/v1/cases/{}/dossier", story.case);
            let answer = story.worker.request(reqwest::Method::GET, &path).send().await.unwrap();
            assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
            let packed = answer.bytes().await.unwrap();
            let report: Report = dossier::verify(&packed, &root);
            assert_eq!(report.faults, []);
            if report.witnesses.len() == 2 {
                return (packed, report);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let (packed, report) = tokio::time::timeout(Duration::from_secs(30), both)
        .await
        .expect("within half a minute");
    let names: Vec<&str> = report.witnesses.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, [COURT, UNION]);
    // A reader may demand them, and one who demands more than there are is not content.
    let mut strict = root.clone();
    strict.quorum = 2;
    assert_eq!(dossier::verify(&packed, &strict).faults, []);
    strict.quorum = 3;
    assert_eq!(dossier::verify(&packed, &strict).faults[0].code, "witnesses_missing");
    // Another key under a witness's name.
    let mut swapped = root.clone();
    swapped.witnesses[0].key = root.witnesses[1].key;
    let fault = &dossier::verify(&packed, &swapped).faults[0];
    assert_eq!(
        (fault.code.as_str(), fault.place.as_str()),
        ("cosignature_invalid", "log/checkpoint.txt#court.example/witness")
    );
    // What the witness tells whoever compares.
    let shown = reqwest::get(format!("{at}/checkpoint"))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(
        std::fs::read_to_string(folder.path().join("latest.txt")).unwrap(),
        shown
    );
    assert!(domain::witness::open(&shown, &root.log, &root.witnesses).is_some_and(|it| it.by.len() == 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_portal_shouts_when_its_witness_has_seen_another_history() {
    let court = Waiting::new(COURT).await;
    let (portal, root) = watched(&[&court]).await;
    // The witness was shown a tree of one leaf that the portal never had.
    let mut memory = witness::open(court.folder.path(), COURT, &root, &secret(court.folder.path())).unwrap();
    let other = Checkpoint {
        origin: root.origin.clone(),
        size: 1,
        root: Digest::of(b"another history"),
    };
    let note = other.note(&root.log, &portal.app.trust.log.sign(other.text().as_bytes()));
    memory.add(&request(0, &[], &note), portal.now()).unwrap();
    drop(memory);
    let (_, folder) = court.serves(&root);
    presented(&portal).await;
    let shouted = async {
        loop {
            let text = portal.stranger().get("/metrics").await.text;
            let count = text
                .lines()
                .find(|line| line.starts_with("log_forks_total{witness=\"court.example/witness\"}"));
            if count.is_some() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), shouted)
        .await
        .expect("within half a minute");
    let kept = std::fs::read_dir(folder.path()).unwrap().filter_map(Result::ok);
    let fork = kept
        .map(|it| it.path())
        .find(|path| path.display().to_string().contains("/fork-"));
    let evidence = std::fs::read_to_string(fork.expect("evidence is kept")).unwrap();
    assert!(evidence.starts_with(&note), "both sides of the fork, signed by the log");
}

/// A log of the test's own.
struct Log(SigningKey, Vec<Digest>);

impl Log {
    fn new() -> (Self, TrustRoot) {
        let secret = SigningKey::from_bytes(&[5; 32]);
        let key = PublicKey(secret.verifying_key().to_bytes());
        let root = TrustRoot {
            origin: "log.example".into(),
            log: key,
            attestor: key,
            dossier: key,
            seals: Vec::new(),
            roots: Vec::new(),
            witnesses: Vec::new(),
            quorum: 0,
        };
        (Self(secret, Vec::new()), root)
    }

    fn tree(leaves: &[Digest]) -> Digest {
        match leaves {
            [one] => *one,
            many => {
                let split = 1 << (usize::BITS - 1 - (many.len() - 1).leading_zeros());
                domain::merkle::node(&Self::tree(&many[..split]), &Self::tree(&many[split..]))
            }
        }
    }

    fn note(&self) -> String {
        let checkpoint = Checkpoint {
            origin: "log.example".into(),
            size: self.1.len() as u64,
            root: Self::tree(&self.1),
        };
        let signature = Signature(self.0.sign(checkpoint.text().as_bytes()).to_bytes());
        checkpoint.note(&PublicKey(self.0.verifying_key().to_bytes()), &signature)
    }

    /// A request from the tree of `old` leaves on.
    fn asks(&self, old: u64) -> String {
        let steps = domain::witness::consistency(old, self.1.len() as u64);
        let hash = |place: &domain::merkle::Place| {
            let from = (place.index << place.level) as usize;
            Self::tree(&self.1[from..from + (1 << place.level)])
        };
        let proof = steps
            .iter()
            .map(|step| domain::merkle::fold(&step.iter().map(hash).collect::<Vec<_>>()));
        request(old, &proof.collect::<Vec<_>>(), &self.note())
    }

    fn grow(&mut self, words: &[&str]) {
        self.1.extend(
            words
                .iter()
                .map(|word| domain::merkle::leaf(&Digest::of(word.as_bytes()))),
        );
    }
}

#[test]
fn a_witness_cosigns_one_history_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (mut log, root) = Log::new();
    let open = || -> Memory { witness::open(folder.path(), COURT, &root, &secret(folder.path())).unwrap() };
    let now = Timestamp(portal::NOW);
    let mut memory = open();
    log.grow(&["a", "b", "c"]);
    memory.add(&log.asks(0), now).unwrap();
    assert!(memory.add(&log.asks(3), now).is_ok(), "the same again");
    let before = log.1.clone();
    log.grow(&["d", "e"]);
    assert!(matches!(memory.add(&log.asks(0), now), Err(Refused::Stale(3))));
    memory.add(&log.asks(3), now).unwrap();
    // Memory outlives the process.
    let mut memory = open();
    assert!(matches!(memory.add(&log.asks(3), now), Err(Refused::Stale(5))));
    // The log goes back, forks at the same size, forks beyond it.
    let mut forked = Log(log.0.clone(), before);
    assert!(matches!(memory.add(&forked.asks(3), now), Err(Refused::Stale(5))));
    assert!(matches!(memory.add(&forked.asks(5), now), Err(Refused::Malformed)));
    forked.grow(&["d", "x"]);
    assert!(matches!(memory.add(&forked.asks(5), now), Err(Refused::Forked)));
    forked.grow(&["f"]);
    assert!(matches!(memory.add(&forked.asks(5), now), Err(Refused::Forked)));
    let kept = std::fs::read_dir(folder.path()).unwrap().filter_map(Result::ok);
    assert_eq!(
        kept.filter(|it| it.file_name().to_string_lossy().starts_with("fork-"))
            .count(),
        2
    );
    // Another log, another key, no note at all.
    let other = log.asks(5).replace("log.example", "other.example");
    assert!(matches!(memory.add(&other, now), Err(Refused::OtherLog)));
    let stranger = Log(SigningKey::from_bytes(&[6; 32]), log.1.clone());
    assert!(matches!(memory.add(&stranger.asks(5), now), Err(Refused::Unsigned)));
    for body in ["", "old 5\n\n", "old +5\n\nx", "old 05\n\nx"] {
        assert!(
            matches!(memory.add(body, now), Err(Refused::Malformed | Refused::OtherLog)),
            "{body:?}"
        );
    }
    log.grow(&["f"]);
    assert!(memory.add(&log.asks(5), now).is_ok(), "the true history goes on");
}
