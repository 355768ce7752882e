//! Writes iCalendar objects (RFC 5545) under a METHOD (RFC 5546). Times are UTC: whoever reads one needs no
//! rules of any zone.

use domain::moment::{Timestamp, Zone};
use std::fmt::Write;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To be looked at: a download, a subscription.
    Publish,
    /// To the one invited, again whenever it moved.
    Request,
    /// To the one invited: it does not take place.
    Cancel,
}

impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// One VEVENT.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The same for ever, whatever becomes of the appointment.
    pub uid: String,
    /// Grows with each change.
    pub sequence: u32,
    pub from: Timestamp,
    /// `None` where nobody said how long it lasts.
    pub until: Option<Timestamp>,
    pub summary: String,
    /// Blank: none.
    pub location: String,
    pub description: String,
    pub url: String,
    pub cancelled: bool,
    /// Name and address (a URI) of who leads it.
    pub organizer: (String, String),
    /// Mail address of the one invited.
    pub attendee: Option<String>,
}

/// The object as bytes of a `text/calendar` body; `stamped` is when it is made.
pub fn write(method: Method, entries: &[Entry], stamped: Timestamp) -> String {
    let mut out = String::new();
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Maplebridge//Appointments//ZH");
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, &format!("METHOD:{}", method.name()));
    for entry in entries {
        event(&mut out, entry, stamped);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn event(out: &mut String, entry: &Entry, stamped: Timestamp) {
    let mut say = |text: &str| line(out, text);
    say("BEGIN:VEVENT");
    say(&format!("UID:{}", entry.uid));
    say(&format!("SEQUENCE:{}", entry.sequence));
    say(&format!("DTSTAMP:{}", utc(stamped)));
    say(&format!("DTSTART:{}", utc(entry.from)));
    if let Some(until) = entry.until {
        say(&format!("DTEND:{}", utc(until)));
    }
    say(&format!("SUMMARY:{}", text(&entry.summary)));
    if !entry.location.is_empty() {
        say(&format!("LOCATION:{}", text(&entry.location)));
    }
    say(&format!("DESCRIPTION:{}", text(&entry.description)));
    say(&format!("URL:{}", entry.url));
    say(if entry.cancelled {
        "STATUS:CANCELLED"
    } else {
        "STATUS:CONFIRMED"
    });
    let (name, address) = &entry.organizer;
    say(&format!("ORGANIZER;CN={}:{address}", quoted(name)));
    if let Some(attendee) = &entry.attendee {
        // An answer by mail would reach nobody: times are named in the case.
        say(&format!("ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:{attendee}"));
    }
    say("END:VEVENT");
}

/// `20261201T013000Z`
fn utc(at: Timestamp) -> String {
    let zone = Zone(0);
    let (day, (hour, minute)) = (at.date(zone), at.clock(zone));
    let second = at.0.div_euclid(1_000).rem_euclid(60);
    format!(
        "{:04}{:02}{:02}T{hour:02}{minute:02}{second:02}Z",
        day.year(),
        day.month(),
        day.day()
    )
}

/// A TEXT value (RFC 5545 §3.3.11).
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A parameter's value: it has no way to say a quotation mark (§3.2).
fn quoted(value: &str) -> String {
    let plain: String = value.chars().filter(|c| *c != '"' && !c.is_control()).collect();
    format!("\"{plain}\"")
}

/// Octets of a line without its end (§3.1).
const LONGEST: usize = 75;

/// One content line, folded between characters.
fn line(out: &mut String, content: &str) {
    let mut width = 0;
    for c in content.chars() {
        if width + c.len_utf8() > LONGEST {
            let _ = write!(out, "\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            uid: "c0-0@maplebridge".into(),
            sequence: 2,
            // 2026-12-01 09:30 in China.
            from: Timestamp(1_796_088_600_000),
            until: Some(Timestamp(1_796_092_200_000)),
            summary: "上门调解".into(),
            location: "枫林市青溪区石桥镇石桥村 12 号，张家院；东厢房, 请敲门; 没有门铃，请向村委会值班室打听".into(),
            description: "第一行\n第二行 \\".into(),
            url: "http://127.0.0.1:8080/app/#/case/c0".into(),
            cancelled: false,
            organizer: ("王\"秀\"兰".into(), "mailto:tiaojie@example.cn".into()),
            attendee: Some("zhang@example.cn".into()),
        }
    }

    #[test]
    fn lines_are_folded_at_75_octets_between_characters() {
        let written = write(Method::Request, &[entry()], Timestamp(0));
        assert!(written.ends_with("END:VCALENDAR\r\n"));
        for line in written.split("\r\n") {
            assert!(line.len() <= 75 && !line.contains('\n'), "{line}");
        }
        assert!(written.replace("\r\n ", "").contains(
            "LOCATION:枫林市青溪区石桥镇石桥村 12 号，张家院；东厢房\\, 请敲门\\; 没有门铃，请向村委会值班室打听\r\n"
        ));
    }

    #[test]
    fn an_entry_reads_as_rfc_5545_has_it() {
        let written = write(Method::Request, &[entry()], Timestamp(1_795_654_800_000)).replace("\r\n ", "");
        for line in [
            "METHOD:REQUEST",
            "DTSTAMP:20261126T010000Z",
            "DTSTART:20261201T013000Z",
            "DTEND:20261201T023000Z",
            "DESCRIPTION:第一行\\n第二行 \\\\",
            "STATUS:CONFIRMED",
            "ORGANIZER;CN=\"王秀兰\":mailto:tiaojie@example.cn",
            "ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:zhang@example.cn",
        ] {
            assert!(written.contains(&format!("\r\n{line}\r\n")), "{line}: {written}");
        }
    }
}
