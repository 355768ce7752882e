//! What is told of appointments: that one was made, asked to be moved, moved or cancelled; and a reminder
//! a day and an hour before. One job for each person and way, so that one that fails repeats no other.

use super::{Kind, enqueue};
use crate::app::Shared;
use crate::calendar::ics::{self, Method};
use crate::calendar::{self, AHEAD, said};
use crate::identity::{name_of, persons};
use crate::store::StoreError;
use anyhow::Context;
use domain::actor::{Role, Side};
use domain::appointment::{Appointment, AppointmentStep as Step, AppointmentTurn, talking};
use domain::case::Case;
use domain::id::CaseId;
use domain::moment::{DAY, HOUR, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::{Any, Transaction};

const ALL: [Role; 3] = [Role::Claimant, Role::Respondent, Role::Mediator];
const SIDES: [Role; 2] = [Role::Claimant, Role::Respondent];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Made,
    Asked,
    Moved,
    Cancelled,
    DayAhead,
    HourAhead,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    Sms,
    Mail,
}

#[derive(Serialize, Deserialize)]
struct Message {
    to: Role,
    way: Way,
    told: Told,
    appointment: u32,
    /// The time it was about when this was put in the post.
    at: Timestamp,
}

/// Puts in the post what follows from `turn` by `by`; `case` has taken it in, as its entry `seq`.
///
/// # Errors
/// [`StoreError`].
pub async fn put(
    tx: &mut Transaction<'_, Any>,
    case: &Case,
    (turn, by): (&AppointmentTurn, Role),
    seq: u64,
    now: Timestamp,
) -> Result<(), StoreError> {
    let n = turn.appointment;
    let Some(it) = case.appointments.get(n as usize) else {
        return Ok(());
    };
    let agreed = it.named == [Some(it.at); 3];
    match turn.step {
        Step::Made => {
            post(tx, case, (Told::Made, &SIDES), it.at, n, (&seq.to_string(), now)).await?;
            remind(tx, case, it, n, now).await
        }
        // All three named it: told once for each move.
        Step::TimeNamed if agreed && it.moves > 0 => {
            let once = format!("moved {}", it.moves);
            post(tx, case, (Told::Moved, &SIDES), it.at, n, (&once, now)).await?;
            remind(tx, case, it, n, now).await
        }
        Step::TimeNamed if turn.at != it.at => {
            let others = ALL.into_iter().filter(|role| *role != by);
            let others: Vec<Role> = others
                .filter(|role| it.named[*role as usize] != Some(turn.at))
                .collect();
            post(tx, case, (Told::Asked, &others), turn.at, n, (&seq.to_string(), now)).await
        }
        Step::Cancelled => post(tx, case, (Told::Cancelled, &SIDES), it.at, n, (&seq.to_string(), now)).await,
        Step::TimeNamed | Step::Held | Step::Missed => Ok(()),
    }
}

/// Reminders of the time it stands at; of what is nearer than that, whoever hears of it now is not reminded.
async fn remind(
    tx: &mut Transaction<'_, Any>,
    case: &Case,
    it: &Appointment,
    n: u32,
    now: Timestamp,
) -> Result<(), StoreError> {
    for (ahead, told) in AHEAD.into_iter().zip([Told::DayAhead, Told::HourAhead]) {
        let run_at = it.at.plus_ms(-ahead);
        if run_at > now {
            // Moved away and back again, it is the same reminder.
            post(tx, case, (told, &ALL), it.at, n, (&it.at.0.to_string(), run_at)).await?;
        }
    }
    Ok(())
}

/// One job for each of `to` and each way; `once` makes their keys.
async fn post(
    tx: &mut Transaction<'_, Any>,
    case: &Case,
    (told, to): (Told, &[Role]),
    at: Timestamp,
    appointment: u32,
    (once, run_at): (&str, Timestamp),
) -> Result<(), StoreError> {
    for to in to.iter().copied() {
        let ways: &[Way] = match to.side() {
            Some(_) => &[Way::Sms, Way::Mail],
            None => &[Way::Sms],
        };
        for way in ways.iter().copied() {
            let message = Message {
                to,
                way,
                told,
                appointment,
                at,
            };
            let names = [name_of(told), name_of(to), name_of(way)].join(":");
            let key = format!("appointment:{}:{appointment}:{once}:{names}", case.id);
            let payload = serde_json::to_string(&message).unwrap_or_default();
            enqueue(tx, &key, Kind::TellAppointment, Some(case.id), &payload, run_at).await?;
        }
    }
    Ok(())
}

/// Whether `message` is still true, and not out of time.
fn holds(case: &Case, it: &Appointment, message: &Message, now: Timestamp) -> bool {
    let stands = talking(case) && it.closed.is_none() && it.at > now;
    match message.told {
        Told::Made | Told::Moved => stands && it.at == message.at,
        Told::DayAhead => stands && it.at == message.at && it.at.0 - now.0 > HOUR,
        Told::HourAhead => stands && it.at == message.at,
        Told::Asked => stands && it.at != message.at && it.named.contains(&Some(message.at)),
        Told::Cancelled => matches!(it.closed, Some((Step::Cancelled, _))),
    }
}

/// Sends one message.
///
/// # Errors
/// While the way fails that may still come to work.
pub async fn tell(app: &Shared, id: CaseId, payload: &str) -> anyhow::Result<()> {
    let message: Message = serde_json::from_str(payload)?;
    let case = app.store.load(id).await?.context("the case")?;
    let Some(it) = case.appointments.get(message.appointment as usize) else {
        return Ok(());
    };
    if !holds(&case, it, &message, app.clock.now()) {
        return Ok(());
    }
    let link = calendar::link(app, id, message.to);
    let text = format!("【枫桥云调】{}：{}{link}", case.number, sentence(&case, it, &message));
    match (message.to.side(), message.way) {
        (Some(side), Way::Mail) => mail(app, &case, side, &message, &text).await,
        (Some(side), Way::Sms) => {
            // Who never joined was invited, and has no appointment yet.
            let seat = case.seat(side).filter(|seat| seat.person.is_some());
            let phone = calendar::value(app, id, seat.map(|seat| seat.particulars.phone)).await?;
            sms(app, &phone, &text).await
        }
        (None, _) => {
            let Some(mediator) = case.mediator else { return Ok(()) };
            let person = persons::find(app.store.pool(), mediator).await?;
            let phone = person.and_then(|it| it.phone).unwrap_or_default();
            sms(app, &phone, &text).await
        }
    }
}

/// Nobody is written to whose number is not known, or erased.
async fn sms(app: &Shared, phone: &str, text: &str) -> anyhow::Result<()> {
    if phone.is_empty() {
        return Ok(());
    }
    app.sms.send(phone, text, app.clock.now()).await
}

fn sentence(case: &Case, it: &Appointment, message: &Message) -> String {
    let kind = if it.place.is_some() {
        "上门调解"
    } else {
        "视频调解"
    };
    let at = said(message.at, case.zone);
    let place = if it.place.is_some() {
        "地点在案件中。"
    } else {
        ""
    };
    match message.told {
        Told::Made => format!("调解员约定 {at}{kind}，{place}时间不合适，可以在案件中提出改期。"),
        Told::Asked => {
            let stands = said(it.at, case.zone);
            let names = ["申请人", "被申请人", "调解员"].into_iter().zip(it.named);
            let wish = names
                .filter(|(_, named)| *named == Some(message.at))
                .map(|(name, _)| name);
            let wish = wish.collect::<Vec<_>>().join("、");
            format!("{wish}希望把 {stands} 的{kind}改到 {at}。您方便的话，请在案件中同意；各方都同意才改期。")
        }
        Told::Moved => format!("{kind}已改到 {at}。{place}"),
        Told::Cancelled => format!("{at} 的{kind}已取消。"),
        Told::DayAhead => format!("提醒：{at}{kind}，请安排好时间。{place}"),
        Told::HourAhead => {
            let how = if it.place.is_some() {
                ""
            } else {
                "请准备好手机，提前几分钟进入。"
            };
            format!("提醒：一小时内将开始{kind}（{at}）。{how}{place}")
        }
    }
}

/// With the calendar's entry, which the reader's calendar takes in, moves or strikes out.
async fn mail(app: &Shared, case: &Case, side: Side, message: &Message, text: &str) -> anyhow::Result<()> {
    let email = case.service.get(&side).and_then(|chosen| chosen.email);
    let to = calendar::value(app, case.id, email).await?;
    if to.is_empty() {
        return Ok(());
    }
    let method = match message.told {
        Told::Made | Told::Moved => Some(Method::Request),
        Told::Cancelled => Some(Method::Cancel),
        Told::Asked | Told::DayAhead | Told::HourAhead => None,
    };
    let subject = match message.told {
        Told::Made => "调解时间",
        Told::Asked => "希望改期",
        Told::Moved => "调解改期",
        Told::Cancelled => "调解取消",
        Told::DayAhead | Told::HourAhead => "调解提醒",
    };
    let subject = format!("{subject} {}", case.number);
    let entry = calendar::entry(app, case, message.appointment, side.into()).await?;
    let file = entry.zip(method).map(|(mut entry, method)| {
        entry.attendee = Some(to.clone());
        (method, ics::write(method, &[entry], app.clock.now()))
    });
    app.mail.send_with(&to, &subject, text, file).await.map(drop)
}

const _: () = assert!(AHEAD[0] == DAY && AHEAD[1] == HOUR, "as the names of the reminders say");
