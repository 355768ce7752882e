//! Instants in UTC and calendar days in the case's zone.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// Minutes east of UTC. China has used +08:00 without summer time since 1991.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Zone(pub i16);

impl Zone {
    pub const CHINA: Self = Self(480);
}

/// A day of the Gregorian calendar, `2026-12-31` on the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub time::Date);

impl Date {
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        time::Date::from_calendar_date(year, time::Month::try_from(month).ok()?, day)
            .ok()
            .map(Self)
    }
    pub fn year(self) -> i32 {
        self.0.year()
    }
    pub fn month(self) -> u8 {
        self.0.month().into()
    }
    pub fn day(self) -> u8 {
        self.0.day()
    }
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(time::Duration::days(days)))
    }
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).whole_days()
    }
    /// The last instant of this day in `zone` (periods end at 24:00, 民法典 203).
    pub fn end(self, zone: Zone) -> Timestamp {
        Timestamp(self.plus_days(1).start(zone).0 - 1)
    }
    pub fn start(self, zone: Zone) -> Timestamp {
        let days = i64::from(self.0.to_julian_day() - 2_440_588);
        Timestamp(days * DAY - i64::from(zone.0) * MINUTE)
    }
}

impl Timestamp {
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
    pub fn date(self, zone: Zone) -> Date {
        let days = self.0.saturating_add(i64::from(zone.0) * MINUTE).div_euclid(DAY);
        // Outside the years a date can hold, the nearest day there is.
        let julian = i32::try_from(days + 2_440_588).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX });
        let furthest = if days < 0 { time::Date::MIN } else { time::Date::MAX };
        Date(time::Date::from_julian_day(julian).unwrap_or(furthest))
    }
    /// `(hour, minute)` on the wall clock of `zone`.
    pub fn clock(self, zone: Zone) -> (u8, u8) {
        let minutes = self.0.saturating_add(i64::from(zone.0) * MINUTE).rem_euclid(DAY) / MINUTE;
        ((minutes / 60) as u8, (minutes % 60) as u8)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}
impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADate;
impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date of the form 2026-12-31")
    }
}

impl FromStr for Date {
    type Err = NotADate;
    fn from_str(s: &str) -> Result<Self, NotADate> {
        let bytes = s.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| {
                if i == 4 || i == 7 {
                    *b == b'-'
                } else {
                    b.is_ascii_digit()
                }
            });
        if !shaped {
            return Err(NotADate);
        }
        let part = |range: std::ops::Range<usize>| s[range].parse::<u16>().map_err(|_| NotADate);
        Self::new(i32::from(part(0..4)?), part(5..7)? as u8, part(8..10)? as u8).ok_or(NotADate)
    }
}
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(d)?
            .parse()
            .map_err(D::Error::custom)
    }
}
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Date {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(
                utoipa::openapi::KnownFormat::Date,
            )))
            .into()
    }
}
#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Date {}
