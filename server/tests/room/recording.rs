//! A recording from end to end: asked for in the log, taken from real packets, kept, played, deleted.

use super::guest::{Guest, Kind};
use super::portal::Portal;
use super::turn;
use domain::api::{RecordingLine, RoomTell, Submission};
use domain::command::Command;
use domain::event::Event;
use domain::hash::Digest;
use domain::id::CommandId;
use domain::moment::DAY;
use domain::room::RoomName::{CaucusClaimant, Main};
use reqwest::{Client, Response, StatusCode};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);
const YES: Command = Command::AnswerRecording { agreed: true };
const NO: Command = Command::AnswerRecording { agreed: false };

async fn act(portal: &Portal, who: &Guest, command: Command) {
    let submission = Submission {
        id: CommandId(uuid::Uuid::now_v7()),
        expected_seq: None,
        command,
    };
    let url = format!("http://{}/api/v1/cases/{}/commands", portal.address, portal.case);
    let answer = Client::new()
        .post(url)
        .header("cookie", &who.cookie)
        .json(&submission)
        .send();
    let answer = answer.await.expect("an answer");
    let status = answer.status();
    assert!(status.is_success(), "{status}: {}", answer.text().await.expect("words"));
}

async fn get(portal: &Portal, cookie: &str, below: &str, range: Option<&str>) -> Response {
    let url = format!(
        "http://{}/api/v1/cases/{}/recordings{below}",
        portal.address, portal.case
    );
    let mut ask = Client::new().get(url).header("cookie", cookie);
    if let Some(range) = range {
        ask = ask.header("range", range);
    }
    ask.send().await.expect("an answer")
}

async fn lines(portal: &Portal, cookie: &str) -> Vec<RecordingLine> {
    get(portal, cookie, "", None).await.json().await.expect("lines")
}

/// Waits until the log holds `wanted` so many times.
async fn logged(portal: &Portal, count: usize, wanted: impl Fn(&Event) -> bool) {
    let read = async {
        let mut hints = portal.app.store.hints();
        loop {
            let entries = portal.app.store.entries(portal.case, 0).await.expect("a log");
            let events = entries.iter().filter_map(|entry| entry.event().ok()?);
            if events.filter(|event| wanted(event)).count() >= count {
                return;
            }
            let _ = hints.recv().await;
        }
    };
    timeout(PATIENCE, read).await.expect("the log has it");
}

async fn kept(portal: &Portal, count: usize) {
    logged(portal, count, |event| matches!(event, Event::RecordingKept { .. })).await;
}

/// The mediator and both sides in the main room, each heard by the others.
async fn gathered(portal: &Portal, chapter: u8) -> [Guest; 3] {
    let mut host = Guest::come(portal, "mediator").await;
    let mut left = Guest::come(portal, "worker").await;
    let mut right = Guest::come(portal, "employer").await;
    host.shift(left.person, Main);
    host.shift(right.person, Main);
    left.moved(Main).await;
    right.moved(Main).await;
    logged(portal, 3, |event| {
        matches!(event, Event::RoomEntered { room: Main, .. })
    })
    .await;
    turn(&[&host, &left, &right], chapter);
    for guest in [&mut left, &mut right] {
        guest.hears(host.person, chapter).await;
    }
    host.hears(left.person, chapter).await;
    host.hears(right.person, chapter).await;
    [host, left, right]
}

/// The chapters its sound was sent in: what the guests say ends with it, after the flags of its block.
fn chapters(file: &[u8]) -> BTreeSet<u8> {
    let sound = |bytes: &[u8]| (bytes[..4] == [0x80, 0xfc, 0, 0]).then(|| bytes[4]);
    file.windows(5).filter_map(sound).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_between_the_last_consent_and_the_first_withdrawal_is_recorded_and_nothing_else() {
    let portal = Portal::start().await;
    let [mut host, left, right] = gathered(&portal, 2).await;
    act(&portal, &host, Command::ProposeRecording { keep_days: 30 }).await;
    act(&portal, &left, YES).await;
    // Chapter 3: one has not agreed yet.
    turn(&[&host, &left, &right], 3);
    host.hears(left.person, 3).await;
    host.hears(right.person, 3).await;
    // Chapter 4 begins before the last word, so that nothing of 3 is under way any more.
    turn(&[&host, &left, &right], 4);
    host.hears(left.person, 4).await;
    host.hears(right.person, 4).await;
    act(&portal, &right, YES).await;
    logged(&portal, 1, |event| *event == Event::RecordingStarted).await;
    let enough = host.count(left.person, Kind::Audio, 4) + 150;
    timeout(PATIENCE, async {
        while host.count(left.person, Kind::Audio, 4) < enough {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("three seconds of sound");
    act(&portal, &left, NO).await;
    kept(&portal, 1).await;
    turn(&[&host, &left, &right], 5);
    host.hears(left.person, 5).await;

    let all = lines(&portal, &host.cookie).await;
    assert_eq!(all.len(), 1);
    let line = &all[0];
    assert_eq!((line.recording, line.lost), (0, 0));
    let people: BTreeSet<_> = line.files.iter().map(|file| file.person).collect();
    assert_eq!(people, BTreeSet::from([host.person, left.person, right.person]));
    for file in &line.files {
        assert!(file.picture && file.lasts >= 2_500, "{file:?}");
        let below = format!("/{}", file.digest);
        let answer = get(&portal, &right.cookie, &below, None).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "video/webm");
        let whole = answer.bytes().await.expect("a file");
        assert_eq!(Digest::of(&whole), file.digest);
        assert_eq!(chapters(&whole), BTreeSet::from([4]));
        // As a player asks: a part from the middle, over the edges of what is encrypted at a time.
        let part = get(&portal, &right.cookie, &below, Some("bytes=100-1999")).await;
        assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
        assert_eq!(
            part.headers()["content-range"],
            format!("bytes 100-1999/{}", whole.len())
        );
        assert_eq!(part.bytes().await.expect("a part"), whole[100..2_000]);
        let beyond = format!("bytes={}-", whole.len());
        let refused = get(&portal, &right.cookie, &below, Some(&beyond)).await;
        assert_eq!(refused.status(), StatusCode::RANGE_NOT_SATISFIABLE);
        // On the disk nothing of it can be read.
        let sealed = portal.data().join("recordings").join(format!("{}.sealed", file.digest));
        let sealed = std::fs::read(sealed).expect("on the disk");
        assert!(!sealed.windows(6).any(|bytes| bytes == b"A_OPUS"));
        for stranger in ["arbitrator", "judge"] {
            let cookie = portal.enter(stranger).await;
            assert_eq!(
                get(&portal, &cookie, &below, None).await.status(),
                StatusCode::NOT_FOUND
            );
        }
    }

    // Thirty days later the files go; the log keeps what they were.
    let mut jobs = server::jobs::start(&portal.app);
    portal.ahead.store(29 * DAY, Ordering::SeqCst);
    assert_eq!(lines(&portal, &portal.enter("mediator").await).await.len(), 1);
    portal.ahead.store(31 * DAY, Ordering::SeqCst);
    logged(&portal, 1, |event| {
        matches!(event, Event::RecordingDeleted { recording: 0 })
    })
    .await;
    let folder = portal.data().join("recordings");
    timeout(PATIENCE, async {
        let sealed = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("readable").path().extension().is_some();
        while std::fs::read_dir(&folder).expect("a folder").any(sealed) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("the files are gone");
    jobs.abort_all();
    assert!(lines(&portal, &portal.enter("mediator").await).await.is_empty());
    let case = portal
        .app
        .store
        .load(portal.case)
        .await
        .expect("a store")
        .expect("a case");
    let (_, files) = case.recordings[0].kept.as_ref().expect("kept");
    assert_eq!(files.len(), line.files.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caucus_ends_a_recording_and_whoever_comes_later_is_asked_at_the_door() {
    let portal = Portal::start().await;
    let mut host = Guest::come(&portal, "mediator").await;
    let mut left = Guest::come_by_phone(&portal, "worker").await;
    host.shift(left.person, Main);
    left.moved(Main).await;
    logged(&portal, 2, |event| {
        matches!(event, Event::RoomEntered { room: Main, .. })
    })
    .await;
    turn(&[&host, &left], 2);
    host.hears(left.person, 2).await;
    act(&portal, &host, Command::ProposeRecording { keep_days: 1 }).await;
    act(&portal, &left, YES).await;
    logged(&portal, 1, |event| *event == Event::RecordingStarted).await;

    let mut right = Guest::come(&portal, "employer").await;
    host.told(|tell| super::waits(tell, right.person)).await;
    host.shift(right.person, Main);
    assert_eq!(host.problem().await, "consent_missing");
    act(&portal, &right, YES).await;
    // What the log has reaches the room a moment later.
    timeout(PATIENCE, async {
        loop {
            host.shift(right.person, Main);
            let answer =
                host.told(|tell| matches!(tell, RoomTell::Problem { .. }) || super::stands(tell, right.person, Main));
            if !matches!(answer.await, RoomTell::Problem { .. }) {
                return;
            }
        }
    })
    .await
    .expect("let in");
    right.moved(Main).await;

    host.shift(host.person, CaucusClaimant);
    host.shift(left.person, CaucusClaimant);
    left.moved(CaucusClaimant).await;
    kept(&portal, 1).await;
    turn(&[&host, &left, &right], 9);
    host.hears(left.person, 9).await;
    for file in &lines(&portal, &host.cookie).await[0].files {
        let whole = get(&portal, &host.cookie, &format!("/{}", file.digest), None).await;
        let whole = whole.bytes().await.expect("a file");
        assert!(!chapters(&whole).contains(&9));
        // A phone that sends H.264 alone is heard and not seen.
        assert_eq!(
            (file.unkept, file.picture),
            (file.person == left.person, file.person != left.person)
        );
    }
}
