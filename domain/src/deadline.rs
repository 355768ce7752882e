//! The clocks of the procedure (law.md 1.14).

pub mod beside;

use crate::actor::Side;
use crate::award;
use crate::case::{Case, Stage};
use crate::limitation;
use crate::moment::{Date, Timestamp};
use crate::order;
use crate::performance;
use crate::term;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// MED_ACCEPT: 3 working days from the request (EMR 22), OMR_CONFIRM: 3 from a court's assignment (OMR 12). A duty of the body: when it is over the
    /// request stays open, and the desk sees it overdue.
    Accept,
    /// MED_END: 15 days from acceptance (EMR 29), OMR_END: 30 of what a court assigned (OMR 24); [`crate::command::Command::Tick`] closes the case.
    MediationEnd,
    /// ARB_REVIEW_APPLY: 15 natural days from effect (CHR 74)
    ReviewWindow,
    /// JC_APPLY: 30 days from effect (CPL 205)
    ConfirmationWindow,
    /// A duty of the institution: ARB_REVIEW_END 5 working days (CHR 76) or JC_END 30 days (CPL 187) from acceptance
    Decide,
    /// MED_RIGHT_ARB: 15 days from the request (LMAL 14); the tick after it tells both sides once.
    RightToArbitrate,
    /// ARB_ACCEPT, a duty of the commission: 5 working days from the petition (CHR 30); overdue, the
    /// applicant may sue (LMAL 29).
    ArbitrationAccept,
    /// The next duty of the agreement; the tick after it marks it overdue (LMAL 16).
    Duty,
    /// EXEC: two years from the last instalment's day (CPL 250)
    Enforcement,
    /// ARB_AWARD: 45 days from acceptance (LMAL 43)
    Award,
    /// SUE: 15 days from receipt of the award; after both an award that is not final takes effect by
    /// the tick (LMAL 48, 50).
    Sue,
    /// SETASIDE: 30 days from the employer's receipt of a final award (LMAL 49)
    SetAside,
    /// PO_ACCEPT: 5 days from handing in (CPL 226)
    OrderAccept,
    /// PO_ISSUE: 15 days from acceptance (CPL 227)
    OrderIssue,
    /// PO_SERVE: 30 days from issue (CPL-Int 430)
    OrderServe,
    /// PO_OBJECT: 15 days from the debtor's receipt (CPL 227)
    OrderObject,
    /// PO_NOSUIT: 7 days from the ruling that ended the procedure (CPL-Int 438)
    DeclineSuit,
    /// LIMIT: one year from the end of talks without agreement, from what was missed or last demanded (LMAL 27)
    Limitation,
    /// AID_DECIDE: 7 days from the application (法律援助法 43)
    AidDecide,
    /// AID_APPOINT: 3 days from the decision (法律援助法 43)
    AidAppoint,
    /// OMR_PICK: both choose a mediator within 2 working days of acceptance, or the body's appointment stands
    /// (OMR 10).
    Choose,
    /// OMR_APPOINT, a duty of the body: another mediator 3 working days from a side's objection (OMR 10, 14)
    Appoint,
    /// ARB_DEFENCE: 10 working days from the copy of the petition, or of its amended claims (CHR 33, 44)
    Defence,
    /// JC_OBJECT: 15 days from a side's own receipt of the ruling (CPL-Int 372)
    ObjectToRuling,
    /// A duty of the commission: the copy of the petition to the other side, 5 working days from acceptance (CHR 33)
    PetitionCopy,
    /// A duty of the commission: who sits is told to both, 5 working days from acceptance (CHR 37)
    TribunalNotice,
    /// A duty of the tribunal: day and place told to both, 5 working days before the hearing (CHR 38)
    HearingNotice,
    /// Until 3 working days before the hearing a side may ask for another day (CHR 38).
    Adjournment,
    /// 举证期限, of both sides, where the tribunal set one (CHR 15, 44)
    Evidence,
}

impl Clock {
    /// The rule behind the clock.
    pub fn article(self) -> &'static str {
        if let Some(usual) = self.usual_article() {
            return usual;
        }
        match self {
            Self::Choose | Self::Appoint => "人民法院在线调解规则 10, 14",
            Self::ArbitrationAccept => "劳动争议调解仲裁法 29; 劳动人事争议仲裁办案规则 30",
            Self::Award => "劳动争议调解仲裁法 43; 劳动人事争议仲裁办案规则 45",
            Self::Sue => "劳动争议调解仲裁法 48, 50",
            Self::SetAside => "劳动争议调解仲裁法 49",
            Self::OrderAccept => "民事诉讼法 226",
            Self::OrderIssue | Self::OrderObject => "民事诉讼法 227",
            Self::OrderServe => "民诉法解释 430",
            Self::DeclineSuit => "民诉法解释 438",
            Self::Limitation => "劳动争议调解仲裁法 27; 企业劳动争议协商调解规定 31",
            Self::AidDecide | Self::AidAppoint => "法律援助法 43",
            Self::Defence => "劳动人事争议仲裁办案规则 33, 44",
            Self::ObjectToRuling => "民诉法解释 372",
            Self::PetitionCopy => "劳动人事争议仲裁办案规则 33",
            Self::TribunalNotice => "劳动人事争议仲裁办案规则 37",
            Self::HearingNotice | Self::Adjournment => "劳动人事争议仲裁办案规则 38",
            Self::Evidence => "劳动人事争议仲裁办案规则 15, 44",
            _ => "",
        }
    }

    /// The same, of the clocks that run until a document can be enforced: a party's first program knows no others.
    pub fn usual_article(self) -> Option<&'static str> {
        Some(match self {
            Self::Accept => "企业劳动争议协商调解规定 22; 人民法院在线调解规则 12",
            Self::MediationEnd => "企业劳动争议协商调解规定 29; 人民法院在线调解规则 24",
            Self::ReviewWindow => "劳动人事争议仲裁办案规则 74",
            Self::ConfirmationWindow => "民事诉讼法 205",
            Self::Decide => "劳动人事争议仲裁办案规则 76; 民事诉讼法 187",
            Self::Duty => "劳动争议调解仲裁法 14, 16",
            Self::Enforcement => "民事诉讼法 250",
            Self::RightToArbitrate => "劳动争议调解仲裁法 14",
            _ => return None,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deadline {
    pub clock: Clock,
    pub day: Date,
    /// The end of that day in the case's zone.
    pub at: Timestamp,
}

/// All running clocks, nearest first.
pub fn running(case: &Case) -> Vec<Deadline> {
    let right = (
        Clock::RightToArbitrate,
        case.right_to_arbitrate.filter(|_| !case.prompted),
    );
    let arbitration = case.arbitration.as_ref();
    let days: &[(Clock, Option<Date>)] = match case.stage {
        Some(Stage::Pending) => &[(Clock::Accept, case.accept_by), right],
        // Once both have signed there is agreement within the period; only marks of others are missing.
        Some(Stage::Signing) if Side::BOTH.iter().all(|side| case.has_signed((*side).into())) => &[],
        Some(Stage::Mediating | Stage::Signing) => &[(Clock::MediationEnd, case.mediation_ends), right],
        // The request interrupted it; with the end of the talks the year begins again (EMR 31).
        Some(Stage::Ended | Stage::Transferred) => &[(Clock::Limitation, limitation::until(case))],
        Some(Stage::Effective) => &[
            (Clock::Accept, case.accept_by.filter(|_| case.again.len() == 2)),
            (Clock::ReviewWindow, case.review_until),
            (Clock::ConfirmationWindow, case.confirmation_until),
            (Clock::Limitation, limitation::until(case)),
        ],
        Some(Stage::UnderReview) => &[(
            Clock::Decide,
            case.application().and_then(|application| application.decide_by),
        )],
        Some(Stage::Enforceable) => &[
            (Clock::Duty, performance::look_at(case).map(|(day, _)| day)),
            (Clock::Enforcement, performance::enforce_until(case)),
        ],
        Some(Stage::ArbitrationPending) => &[(Clock::ArbitrationAccept, arbitration.map(|it| it.accept_by))],
        // Suspended, it stands still (CHR 46(6), 47).
        Some(Stage::Arbitrating) if term::suspended(case).is_some() => &[],
        Some(Stage::Arbitrating) => &[(Clock::Award, arbitration.and_then(|it| it.award_by))],
        Some(Stage::Concluded) => &[
            (Clock::Sue, award::effect_day(case).or_else(|| final_suit(case))),
            (Clock::SetAside, award::set_aside_until(case)),
        ],
        _ => &[],
    };
    let order = order::running(case).map(|(clock, day)| (clock, Some(day)));
    let supports = case.supports.iter().flat_map(|it| {
        [
            (Clock::AidDecide, it.decide_by.filter(|_| it.decided.is_none())),
            (Clock::AidAppoint, it.appoint_by.filter(|_| it.appointed.is_none())),
        ]
    });
    let mut running: Vec<Deadline> = days
        .iter()
        .copied()
        .chain(order)
        .chain(supports)
        .filter_map(|(clock, day)| {
            day.map(|day| Deadline {
                clock,
                day,
                at: day.end(case.zone),
            })
        })
        .collect();
    running.sort_by_key(|deadline| deadline.at);
    running
}

/// Clocks about who mediates, nearest first: they close nothing and stand behind the case's own.
pub fn about_mediator(case: &Case) -> Vec<Deadline> {
    let mediating = case.stage == Some(Stage::Mediating);
    let days = [
        (Clock::Choose, case.choose_until),
        (Clock::Appoint, case.objected.as_ref().map(|(_, _, by)| *by)),
    ];
    let running = days.into_iter().filter(|_| mediating);
    let mut running: Vec<Deadline> = running
        .filter_map(|(clock, day)| {
            day.map(|day| Deadline {
                clock,
                day,
                at: day.end(case.zone),
            })
        })
        .collect();
    running.sort_by_key(|deadline| deadline.at);
    running
}

/// The last day to sue on a final award, which is in force meanwhile (LMAL 48).
fn final_suit(case: &Case) -> Option<Date> {
    Side::BOTH.into_iter().find_map(|side| award::sue_until(case, side))
}

/// The nearest clock that makes [`crate::command::Command::Tick`] do something.
pub fn next(case: &Case) -> Option<Deadline> {
    let duty = performance::look_at(case).map(|(day, at)| Deadline {
        clock: Clock::Duty,
        day,
        at,
    });
    let ticks = |deadline: &Deadline| match deadline.clock {
        Clock::MediationEnd | Clock::RightToArbitrate => true,
        Clock::Sue => award::effect_day(case) == Some(deadline.day),
        _ => false,
    };
    // Talks about another agreement do not stop the days of the one that binds.
    running(case)
        .into_iter()
        .find(ticks)
        .into_iter()
        .chain(duty)
        .min_by_key(|deadline| deadline.at)
}

/// `true` once the mediation period has run out without agreement (EMR 29): then only an end is
/// possible, whether or not the tick has come.
pub fn period_over(case: &Case, now: Timestamp) -> bool {
    running(case)
        .iter()
        .any(|deadline| deadline.clock == Clock::MediationEnd && now > deadline.at)
}
