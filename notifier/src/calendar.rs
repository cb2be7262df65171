//! On which days to tell of a statement, by its dates alone: nothing is remembered between runs.
//!
//! On the day the notice begins, weekly from then on, daily in the last three days, and weekly once
//! it has expired. What counts for nothing is told of on the day it was written and the next, since
//! the run of that day may have been earlier, and weekly from then on. A run that fails for good
//! loses its day: that is what the alarm on failed invocations is for.

use shared::date::{self, Date};
use shared::statements::{Listed, State};

/// How many days before the end, the last one included, are told of daily.
const LAST: i64 = 3;
const WEEK: i64 = 7;

/// Whether `today` is a day to tell of the statement, which is to be told of from `notice_days`
/// before its last day on.
pub fn is_due(listed: &Listed, today: Date, notice_days: u32) -> bool {
    let notice = i64::from(notice_days);
    let left = listed.days_left(today);
    match (&listed.state, left) {
        (State::InForce, Some(left)) => {
            left <= notice && (left < LAST || (notice - left) % WEEK == 0)
        }
        (State::Expired, Some(left)) => (left + 1) % WEEK == 0,
        (State::Malformed(_), _) => {
            let age = listed.modified.map_or(0, |it| date::days_between(date::of(it), today));
            age <= 0 || (age - 1) % WEEK == 0
        }
        (State::NotYetValid, _) | (State::InForce | State::Expired, None) => false,
    }
}

#[cfg(test)]
mod tests {
    use shared::statements::Kind;

    use super::*;

    const TODAY: Date = Date::constant(2026, 6, 1);

    fn listed(state: State, until: Option<Date>, modified: Option<&str>) -> Listed {
        Listed {
            kind: Kind::Exception,
            control: "aws-core-19-ingress-http-only".to_owned(),
            resource: None,
            state,
            person: None,
            answer: None,
            text: None,
            from: None,
            until,
            parameter: String::new(),
            modified: modified.map(|it| it.parse().unwrap()),
        }
    }

    /// How many days before the end it is told of, seen from 40 days before.
    fn told(state: &State, left: impl Iterator<Item = i64>) -> Vec<i64> {
        let until = |left: i64| TODAY.checked_add(jiff::Span::new().days(left)).unwrap();
        left.filter(|left| is_due(&listed(state.clone(), Some(until(*left)), None), TODAY, 30))
            .collect()
    }

    #[test]
    fn weekly_then_daily_then_weekly() {
        assert_eq!(told(&State::InForce, (0..=40).rev()), [30, 23, 16, 9, 2, 1, 0]);
        assert_eq!(told(&State::Expired, (-23..0).rev()), [-1, -8, -15, -22]);
        assert!(told(&State::NotYetValid, -5..40).is_empty());
    }

    #[test]
    fn what_counts_for_nothing_is_told_of_at_once() {
        let due = |modified: &str| {
            let state = State::Malformed("it is no JSON list".to_owned());
            is_due(&listed(state, None, Some(modified)), TODAY, 30)
        };
        for (modified, expected) in [
            ("2026-06-01T00:00:00Z", true),
            ("2026-05-31T23:59:59Z", true),
            ("2026-05-30T12:00:00Z", false),
            ("2026-05-25T12:00:00Z", false),
            ("2026-05-24T12:00:00Z", true),
            ("2026-05-17T12:00:00Z", true),
        ] {
            assert_eq!(due(modified), expected, "{modified}");
        }
        let unknown = listed(State::Malformed(String::new()), None, None);
        assert!(is_due(&unknown, TODAY, 30), "when it was written is not known");
    }
}
