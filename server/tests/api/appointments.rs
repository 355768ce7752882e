//! 约定时间 over the wire: told at once, moved by all three, reminded of once; in every calendar the same entry.

use crate::support::mailbox::Mailbox;
use crate::support::story::{EMPLOYER, Story, WORKER, hide, mediating, view};
use crate::support::{Person, Portal};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::actor::Role;
use domain::api::MinutesDraft;
use domain::appointment::{AppointmentStep as Step, AppointmentTurn as Turn};
use domain::command::Command;
use domain::hash::Digest;
use domain::moment::{DAY, HOUR, MINUTE, Timestamp};
use serde_json::{Value, json};
use server::identity::orgs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

const PLACE: &str = "枫林市石桥镇石桥村 12 号；张家院, 东厢房";

fn command(turn: Turn) -> Command {
    Command::RecordAppointment {
        turn,
        disclosures: Vec::new(),
    }
}

fn made(n: u32, at: Timestamp, place: Option<&str>) -> Command {
    let mut disclosures = Vec::new();
    let place = place.map(|place| hide(&mut disclosures, place));
    let turn = Turn {
        step: Step::Made,
        minutes: 90,
        place,
        ..Turn::naming(n, at)
    };
    Command::RecordAppointment { turn, disclosures }
}

fn cancelled(n: u32, at: Timestamp) -> Command {
    command(Turn {
        step: Step::Cancelled,
        note: "调解员出差".into(),
        ..Turn::naming(n, at)
    })
}

/// All three name `at`.
async fn moved(story: &Story, at: Timestamp) {
    for person in [&story.worker, &story.employer, &story.mediator] {
        person.acts(story.case, command(Turn::naming(0, at))).await;
    }
}

/// What the independent parser makes of `calendar`.
fn parsed(calendar: &str) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/support/ics.py");
    let mut parser = std::process::Command::new("/usr/bin/python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("cargo xtask setup installs it");
    let written = parser.stdin.take().expect("piped").write_all(calendar.as_bytes());
    let said = parser.wait_with_output().expect("it ends");
    assert!(
        written.is_ok() && said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    serde_json::from_slice(&said.stdout).expect("JSON")
}

async fn file(person: &Person, story: &Story, n: u32) -> Value {
    let answer = person
        .get(&format!("/api/v1/cases/{}/appointments/{n}", story.case))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(
        answer
            .header("content-type")
            .starts_with("text/calendar; charset=utf-8; method=")
    );
    parsed(&answer.text).remove(0)
}

/// Messages to `phone` that hold `mark`.
fn told(portal: &Portal, phone: &str, mark: &str) -> usize {
    portal.messages(phone).iter().filter(|text| text.contains(mark)).count()
}

on_both_databases! {
    async fn an_appointment_is_told_at_once_moved_by_all_and_reminded_of_exactly_once(portal: Portal) {
        let story = mediating(&portal).await;
        let case = story.case;
        let first = portal.now().plus_ms(3 * DAY);
        story.mediator.acts(case, made(0, first, None)).await;
        for phone in [WORKER, EMPLOYER] {
            let text = portal.message(phone, "约定").await;
            assert!(text.contains("11月29日（周日）09:00（北京时间）视频调解"), "{text}");
        }
        let then = first.plus_ms(2 * HOUR);
        story.worker.acts(case, command(Turn::naming(0, then))).await;
        let text = portal.message(EMPLOYER, "希望把").await;
        assert!(text.contains("申请人希望把 11月29日（周日）09:00（北京时间） 的视频调解改到 11月29日（周日）11:00"), "{text}");
        for person in [&story.employer, &story.mediator] {
            person.acts(case, command(Turn::naming(0, then))).await;
        }
        for phone in [WORKER, EMPLOYER] {
            portal.message(phone, "已改到 11月29日（周日）11:00").await;
        }
        assert_eq!(told(&portal, WORKER, "希望把"), 0);
        // A day before the time that no longer stands, nothing is said; a day before the new one it is.
        portal.pass(2 * DAY + 2 * HOUR);
        for phone in [WORKER, EMPLOYER] {
            let text = portal.message(phone, "提醒：").await;
            assert!(text.contains("11:00"), "{text}");
        }
        assert_eq!(pending(&portal).await, 0);
        for phone in [WORKER, EMPLOYER] {
            assert_eq!(told(&portal, phone, "提醒："), 1, "{:?}", portal.messages(phone));
        }
        // A portal that begins again has forgotten nothing and repeats nothing; messages are counted anew.
        let portal = portal.restart().await;
        portal.pass(23 * HOUR);
        for phone in [WORKER, EMPLOYER] {
            portal.message(phone, "一小时内将开始").await;
        }
        portal.pass(2 * HOUR);
        assert_eq!(pending(&portal).await, 0);
        for phone in [WORKER, EMPLOYER] {
            assert_eq!(told(&portal, phone, "提醒："), 1, "{:?}", portal.messages(phone));
        }
    }

    async fn nobody_is_reminded_of_what_was_cancelled(portal: Portal) {
        let story = mediating(&portal).await;
        let case = story.case;
        let at = portal.now().plus_ms(2 * DAY);
        story.mediator.acts(case, made(0, at, Some(PLACE))).await;
        let text = portal.message(WORKER, "上门调解").await;
        assert!(!text.contains("石桥"), "{text}");
        story.mediator.acts(case, cancelled(0, at)).await;
        for phone in [WORKER, EMPLOYER] {
            portal.message(phone, "已取消").await;
        }
        portal.pass(2 * DAY - 30 * MINUTE);
        assert_eq!(pending(&portal).await, 0);
        for phone in [WORKER, EMPLOYER] {
            assert_eq!(told(&portal, phone, "提醒："), 0);
        }
    }

    async fn a_calendars_file_keeps_its_uid_and_counts_its_changes(portal: Portal) {
        let story = mediating(&portal).await;
        let case = story.case;
        let at = portal.now().plus_ms(3 * DAY);
        story.mediator.acts(case, made(0, at, None)).await;
        story.mediator.acts(case, made(1, at.plus_ms(DAY), Some(PLACE))).await;
        let uid = format!("{case}-0@maplebridge");
        let first = file(&story.worker, &story, 0).await;
        let number = view(&story.worker, case).await;
        assert_eq!(first, json!({
            "method": "PUBLISH",
            "uid": uid,
            "sequence": 0,
            "start": "2026-11-29T01:00:00+00:00",
            "minutes": 90,
            "summary": format!("视频调解 Mediation by video · {}", domain_number(&number)),
            "location": "网上调解室 Online mediation room",
            "status": "CONFIRMED",
            "organizer": "王秀兰",
            "attendee": "",
        }));
        assert_eq!(file(&story.employer, &story, 1).await["location"], PLACE);
        moved(&story, at.plus_ms(HOUR)).await;
        let second = file(&story.employer, &story, 0).await;
        assert_eq!((&second["uid"], &second["sequence"]), (&json!(uid), &json!(1)));
        assert_eq!(second["start"], "2026-11-29T02:00:00+00:00");
        story.mediator.acts(case, cancelled(0, at.plus_ms(HOUR))).await;
        let last = file(&story.worker, &story, 0).await;
        assert_eq!((&last["uid"], &last["sequence"]), (&json!(uid), &json!(2)));
        assert_eq!((&last["method"], &last["status"]), (&json!("CANCEL"), &json!("CANCELLED")));
        let path = |n: u32| format!("/api/v1/cases/{case}/appointments/{n}");
        story.worker.get(&path(2)).await.refused(404, "unknown_file");
        let other = portal.party("13900000009").await;
        other.get(&path(0)).await.refused(404, "unknown_case");
        // Whoever gets the case later learns nothing of where the mediator went.
        let reason = "不愿再谈".to_owned();
        story.worker.acts(case, Command::LeaveForArbitration { reason }).await;
        crate::transfer::papers(&portal, &story.worker, case, 2).await;
        let arbitrator = portal.staff("zhao", Role::Arbitrator, orgs::COMMISSION).await;
        arbitrator.get(&path(1)).await.refused(404, "unknown_file");
        let seen = serde_json::to_string(&view(&arbitrator, case).await).unwrap();
        assert!(!seen.contains("appointment") && !seen.contains("石桥镇石桥村 12 号；"));
        // With the talks the appointment ended too.
        assert_eq!(file(&story.worker, &story, 1).await["status"], "CANCELLED");
    }

    async fn a_mediators_calendar_holds_all_own_cases_under_an_address_that_can_be_taken_back(portal: Portal) {
        let story = mediating(&portal).await;
        let case = story.case;
        let at = portal.now().plus_ms(HOUR);
        story.mediator.acts(case, made(0, at, None)).await;
        story.mediator.acts(case, made(1, at.plus_ms(HOUR), Some(PLACE))).await;
        let week = story.mediator.get("/calendar").await.text;
        assert!(week.contains("10:00–11:30") && week.contains("张建国") && week.contains("时间冲突"), "{week}");
        let next = story.mediator.get("/calendar?week=2026-12-03").await.text;
        assert!(!next.contains("data-testid=\"appointment\""));
        let colleague = portal.staff("li", Role::Mediator, orgs::CENTRE).await;
        assert!(!colleague.get("/calendar").await.text.contains("10:00–11:30"));
        // Parties and other staff have no such page.
        assert_eq!(story.worker.get("/calendar").await.status, 303);
        let new = async |person: &Person| {
            let answer = person.request(reqwest::Method::POST, "/calendar/feed").header("origin", &portal.origin);
            let text = crate::support::person::Answer::of(answer).await.text;
            let (_, rest) = text.split_once("/calendar/feed/").expect("an address");
            rest.split_once(".ics").expect("an address").0.to_owned()
        };
        let secret = new(&story.mediator).await;
        let path = |secret: &str| format!("/calendar/feed/{secret}.ics");
        let stranger = portal.stranger();
        let feed = stranger.get(&path(&secret)).await;
        assert_eq!(feed.status, 200, "{}", feed.text);
        let entries = parsed(&feed.text);
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[1]["location"], PLACE);
        assert!(!feed.text.contains("张建国"));
        portal.app.store.rebuild().await.unwrap();
        assert_eq!(parsed(&stranger.get(&path(&secret)).await.text).len(), 2);
        let second = new(&story.mediator).await;
        stranger.get(&path(&secret)).await.refused(404, "link_unknown");
        assert_eq!(stranger.get(&path(&second)).await.status, 200);
        let end = story.mediator.request(reqwest::Method::POST, "/calendar/feed/end").header("origin", &portal.origin);
        assert_eq!(crate::support::person::Answer::of(end).await.status, 200);
        stranger.get(&path(&second)).await.refused(404, "link_unknown");
    }

    async fn minutes_of_a_visit_are_kept_without_the_room_and_closed_like_any_other(portal: Portal) {
        let story = mediating(&portal).await;
        let case = story.case;
        let path = format!("/api/v1/cases/{case}/minutes");
        let text = "上门调解笔录\n到场：双方";
        let draft = MinutesDraft { text: text.into() };
        story.worker.post(&path, &draft).await.refused(422, "not_your_role");
        story.worker.get(&path).await.refused(422, "not_your_role");
        let blank = MinutesDraft { text: " ".into() };
        story.mediator.post(&path, &blank).await.refused(422, "text_unfit");
        story.mediator.post(&path, &draft).await.ok();
        assert_eq!(story.mediator.get(&path).await.read::<MinutesDraft>(), draft);
        let close = Command::CloseMinutes {
            document: Digest::of(text.as_bytes()),
            size: text.len() as u64,
        };
        story.mediator.acts(case, close).await;
    }
}

fn domain_number(view: &domain::api::CaseView) -> String {
    domain::case::Case::fold(view.id, &view.entries)
        .expect("it folds")
        .number
}

/// Jobs due by now that are not done; asked until the workers have looked.
async fn pending(portal: &Portal) -> i64 {
    use sqlx::Row;
    for _ in 0..300 {
        let row = sqlx::query("SELECT COUNT(*) AS n FROM jobs WHERE done = 0 AND run_at <= $1")
            .bind(portal.now().0)
            .fetch_one(portal.app.store.pool())
            .await
            .expect("it reads");
        let left: i64 = row.try_get("n").expect("a number");
        if left == 0 {
            return 0;
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_reads_mail_gets_the_entry_with_it_again_when_it_moved_and_struck_out_when_cancelled() {
    let (mailbox, portal) = Mailbox::and_portal().await;
    let story = mediating(&portal).await;
    let case = story.case;
    let mut disclosures = Vec::new();
    let choose = Command::ChooseService {
        electronic: true,
        email: Some(hide(&mut disclosures, "zhang@example.cn")),
        address: None,
        disclosures,
    };
    story.worker.acts(case, choose).await;
    let at = portal.now().plus_ms(3 * DAY);
    story.mediator.acts(case, made(0, at, None)).await;
    // Each change waits for the mail of the one before: they would be sent side by side.
    let entry = async |method: &str| portal.until(|| attached(&mailbox, method)).await;
    let first = entry("REQUEST").await;
    assert_eq!(first["attendee"], "mailto:zhang@example.cn");
    moved(&story, at.plus_ms(HOUR)).await;
    let second = portal
        .until(|| attached(&mailbox, "REQUEST").filter(|entry| entry["sequence"] == 1))
        .await;
    assert_eq!((&first["uid"], first["sequence"].clone()), (&second["uid"], json!(0)));
    story.mediator.acts(case, cancelled(0, at.plus_ms(HOUR))).await;
    let last = entry("CANCEL").await;
    assert_eq!(
        (&last["uid"], &last["sequence"], &last["status"]),
        (&first["uid"], &json!(2), &json!("CANCELLED"))
    );
}

/// The newest entry that came by mail under `method`.
fn attached(mailbox: &Mailbox, method: &str) -> Option<Value> {
    let mark = format!("method={method}");
    let mail = mailbox.mails().into_iter().rev().find(|mail| mail.contains(&mark))?;
    let (_, part) = mail.split_once(&mark)?;
    let (_, body) = part.split_once("\r\n\r\n")?;
    let body: String = body.split("\r\n--").next()?.split_whitespace().collect();
    let calendar = STANDARD.decode(body).expect("base64");
    Some(parsed(std::str::from_utf8(&calendar).expect("UTF-8")).remove(0))
}
