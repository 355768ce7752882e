//! 函件: letters an institution sends beside its cases, and the days in which they are to be answered: a
//! union's 一函两书, a commission's proposal and referral to mediate. Rows of the institution's register, no
//! events of a case.

use crate::api::OrgKind;
use crate::calendar::{CalendarMissing, DaysOff, working_days_after};
use crate::moment::Date;
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// 工会劳动法律监督提示函: a risk, early signs, the season; an answer where the letter asks for one.
    Reminder,
    /// 工会劳动法律监督意见书: a violation found and not corrected (工会法 23); answered in the place's days.
    Opinion,
    /// 工会劳动法律监督建议书, to the department: the opinion was not taken, not answered in time, or nothing
    /// was corrected.
    Recommendation,
    /// 调解建议书 of a commission, before it takes a petition (CHR 69).
    MediationProposal,
    /// 委托调解函 of a commission, before the hearing and with both sides' consent (CHR 70).
    MediationReferral,
}

impl LetterKind {
    pub const ALL: [Self; 5] = [
        Self::Reminder,
        Self::Opinion,
        Self::Recommendation,
        Self::MediationProposal,
        Self::MediationReferral,
    ];

    /// Who writes it.
    pub fn writer(self) -> OrgKind {
        match self {
            Self::Reminder | Self::Opinion | Self::Recommendation => OrgKind::TradeUnion,
            Self::MediationProposal | Self::MediationReferral => OrgKind::ArbitrationCommission,
        }
    }

    pub fn article(self) -> &'static str {
        match self {
            Self::Reminder => "工会劳动法律监督办法",
            Self::Opinion | Self::Recommendation => "工会法 23",
            Self::MediationProposal => "劳动人事争议仲裁办案规则 69",
            Self::MediationReferral => "劳动人事争议仲裁办案规则 70",
        }
    }

    /// Working days that the law itself gives, whatever the place says.
    pub fn days(self) -> Option<u32> {
        match self {
            Self::MediationReferral => Some(10),
            _ => None,
        }
    }

    /// It must say by when it is to be answered.
    pub fn wants_days(self) -> bool {
        matches!(self, Self::Opinion | Self::MediationReferral)
    }
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterStep {
    /// 发出
    Sent,
    /// 签收: from the next day the days to answer run.
    Received,
    /// 拒收
    Declined,
    /// 答复
    Replied,
    /// 已改正, 已办结
    Settled,
    /// 未改正
    Uncorrected,
}

impl LetterStep {
    pub const ALL: [Self; 6] = [
        Self::Sent,
        Self::Received,
        Self::Declined,
        Self::Replied,
        Self::Settled,
        Self::Uncorrected,
    ];
}

/// A letter as far as its clock goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub kind: LetterKind,
    /// Working days to answer; `None` asks for no answer.
    pub days: Option<u32>,
    pub steps: Vec<(LetterStep, Date)>,
}

impl Letter {
    pub fn on(&self, step: LetterStep) -> Option<Date> {
        self.steps.iter().find(|(known, _)| *known == step).map(|(_, on)| *on)
    }

    /// Whether `step` may be written down today as of `on`.
    ///
    /// # Errors
    /// [`Refusal::AlreadyDone`], [`Refusal::WrongStage`] out of order, [`Refusal::DayUnfit`] for a day before
    /// the step before it, or to come.
    pub fn may(&self, step: LetterStep, on: Date, today: Date) -> Result<(), Refusal> {
        use LetterStep as S;
        let done = |step| self.on(step).is_some();
        let ended = done(S::Settled) || done(S::Uncorrected);
        if done(step) || ended {
            return Err(Refusal::AlreadyDone);
        }
        let fits = match step {
            S::Sent => true,
            S::Received => done(S::Sent) && !done(S::Declined),
            S::Declined => done(S::Sent) && !done(S::Received),
            S::Replied => done(S::Received),
            S::Settled | S::Uncorrected => done(S::Received) || done(S::Declined),
        };
        if !fits {
            return Err(Refusal::WrongStage);
        }
        let before = self.steps.last().map(|(_, on)| *on);
        if on > today || before.is_some_and(|before| on < before) {
            return Err(Refusal::DayUnfit);
        }
        Ok(())
    }

    /// OPINION_REPLY: the last day to answer, in working days from receipt. `None` before receipt, and where
    /// no answer is asked for.
    ///
    /// # Errors
    /// [`CalendarMissing`].
    pub fn reply_by(&self, local: &[DaysOff]) -> Result<Option<Date>, CalendarMissing> {
        let (Some(received), Some(days)) = (self.on(LetterStep::Received), self.days) else {
            return Ok(None);
        };
        working_days_after(received, days, local).map(Some)
    }

    /// Received, and the days ran out without an answer.
    ///
    /// # Errors
    /// [`CalendarMissing`].
    pub fn overdue(&self, today: Date, local: &[DaysOff]) -> Result<bool, CalendarMissing> {
        let silent = self.on(LetterStep::Replied).is_none() && self.on(LetterStep::Settled).is_none();
        Ok(silent && self.reply_by(local)?.is_some_and(|last| today > last))
    }

    /// 意见书 that was refused, not answered in time, or not followed: a recommendation to the department may
    /// rest on it.
    ///
    /// # Errors
    /// [`CalendarMissing`].
    pub fn calls_for_recommendation(&self, today: Date, local: &[DaysOff]) -> Result<bool, CalendarMissing> {
        let failed = [LetterStep::Declined, LetterStep::Uncorrected]
            .iter()
            .any(|step| self.on(*step).is_some());
        Ok(self.kind == LetterKind::Opinion
            && self.on(LetterStep::Settled).is_none()
            && (failed || self.overdue(today, local)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn opinion(steps: &[(LetterStep, &str)]) -> Letter {
        Letter {
            kind: LetterKind::Opinion,
            days: Some(15),
            steps: steps.iter().map(|(step, on)| (*step, day(on))).collect(),
        }
    }

    #[test]
    fn a_unions_opinion_is_answered_within_the_days_it_names_from_receipt() {
        let letter = opinion(&[(LetterStep::Sent, "2026-09-14"), (LetterStep::Received, "2026-09-17")]);
        // Ten working days would end on 10-08, as the statute book has it; the make-up Saturday counts.
        assert_eq!(letter.reply_by(&[]), Ok(Some(day("2026-10-14"))));
        assert_eq!(letter.overdue(day("2026-10-14"), &[]), Ok(false));
        assert_eq!(letter.overdue(day("2026-10-15"), &[]), Ok(true));
        let there = [DaysOff {
            from: day("2026-09-21"),
            to: day("2026-09-22"),
        }];
        assert_eq!(letter.reply_by(&there), Ok(Some(day("2026-10-16"))));
        assert_eq!(opinion(&[(LetterStep::Sent, "2026-09-14")]).reply_by(&[]), Ok(None));
        let into_no_table = opinion(&[(LetterStep::Sent, "2027-12-28"), (LetterStep::Received, "2027-12-29")]);
        assert_eq!(into_no_table.reply_by(&[]), Err(CalendarMissing { year: 2028 }));
    }

    #[test]
    fn the_department_is_written_to_only_when_the_opinion_failed() {
        let received = [(LetterStep::Sent, "2026-09-14"), (LetterStep::Received, "2026-09-17")];
        let today = day("2026-10-14");
        assert_eq!(opinion(&received).calls_for_recommendation(today, &[]), Ok(false));
        assert_eq!(
            opinion(&received).calls_for_recommendation(day("2026-10-15"), &[]),
            Ok(true)
        );
        let declined = [(LetterStep::Sent, "2026-09-14"), (LetterStep::Declined, "2026-09-15")];
        assert_eq!(opinion(&declined).calls_for_recommendation(today, &[]), Ok(true));
        let mut answered = opinion(&received);
        answered.steps.push((LetterStep::Replied, day("2026-09-28")));
        assert_eq!(answered.calls_for_recommendation(day("2026-12-01"), &[]), Ok(false));
        answered.steps.push((LetterStep::Uncorrected, day("2026-10-09")));
        assert_eq!(answered.calls_for_recommendation(today, &[]), Ok(true));
        let mut reminder = opinion(&declined);
        reminder.kind = LetterKind::Reminder;
        assert_eq!(reminder.calls_for_recommendation(today, &[]), Ok(false));
    }

    #[test]
    fn what_became_of_a_letter_is_written_down_in_order_and_once() {
        let (sent, today) = (day("2026-09-14"), day("2026-09-20"));
        let letter = opinion(&[]);
        assert_eq!(letter.may(LetterStep::Received, today, today), Err(Refusal::WrongStage));
        assert_eq!(
            letter.may(LetterStep::Sent, day("2026-09-21"), today),
            Err(Refusal::DayUnfit)
        );
        assert_eq!(letter.may(LetterStep::Sent, sent, today), Ok(()));
        let letter = opinion(&[(LetterStep::Sent, "2026-09-14")]);
        assert_eq!(letter.may(LetterStep::Sent, today, today), Err(Refusal::AlreadyDone));
        assert_eq!(
            letter.may(LetterStep::Received, day("2026-09-13"), today),
            Err(Refusal::DayUnfit)
        );
        assert_eq!(letter.may(LetterStep::Replied, today, today), Err(Refusal::WrongStage));
        let letter = opinion(&[(LetterStep::Sent, "2026-09-14"), (LetterStep::Declined, "2026-09-15")]);
        assert_eq!(letter.may(LetterStep::Received, today, today), Err(Refusal::WrongStage));
        assert_eq!(letter.may(LetterStep::Settled, today, today), Ok(()));
    }
}
