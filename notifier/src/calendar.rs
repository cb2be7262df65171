//! On which days to tell of a statement, by its dates alone: nothing is remembered between runs.
//!
//! On the day the notice begins, weekly from then on, daily in the last three days, and weekly once
//! it has expired. What counts for nothing and what is broad is reported on the day it was written
//! and the next, since the run of that day may have been earlier, and weekly from then on; every other
//! exception on these two days. A run that fails for good loses its day: that is what the alarm on
//! failed invocations is for.

use shared::date::{self, Date};
use shared::statements::{Kind, Listed, State};

/// How many days before the end, the last one included, are told of daily.
const LAST: i64 = 3;
const WEEK: i64 = 7;

/// Whether `today` is a day to tell of the statement, which is to be told of from `notice_days`
/// before its last day on.
pub fn is_due(listed: &Listed, today: Date, notice_days: u32) -> bool {
    let notice = i64::from(notice_days);
    let left = listed.days_left(today);
    let age = age(listed, today).unwrap_or(0);
    let since_written = age <= 0 || (age - 1) % WEEK == 0;
    let of_itself = match (&listed.state, left) {
        (State::InForce, Some(left)) => {
            left <= notice && (left < LAST || (notice - left) % WEEK == 0)
        }
        (State::Expired, Some(left)) => (left + 1) % WEEK == 0,
        (State::Malformed(_), _) => since_written,
        (State::NotYetValid, _) | (State::InForce | State::Expired, None) => false,
    };
    of_itself || is_new(listed, today) || (counts(listed) && listed.broad && since_written)
}

/// Whether it is an exception that counts, or will, in a list that was written on the day `today` or
/// the one before. Parameter Store dates the whole list, not its entries.
pub fn is_new(listed: &Listed, today: Date) -> bool {
    let written = age(listed, today).is_some_and(|it| it <= 1);
    listed.kind == Kind::Exception && counts(listed) && written
}

fn counts(listed: &Listed) -> bool {
    matches!(listed.state, State::InForce | State::NotYetValid)
}

/// The days since it was written, where Parameter Store dates it.
fn age(listed: &Listed, today: Date) -> Option<i64> {
    listed.modified.map(|it| date::days_between(date::of(it), today))
}

#[cfg(test)]
mod tests {
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
            broad: false,
            writer: None,
            writer_verified: false,
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
    fn a_new_exception_is_reported_twice_and_a_broad_one_weekly() {
        let until = Some(TODAY.checked_add(jiff::Span::new().days(200)).unwrap());
        for (modified, new, broad) in [
            ("2026-06-01T00:00:00Z", true, true),
            ("2026-05-31T23:59:59Z", true, true),
            ("2026-05-30T12:00:00Z", false, false),
            ("2026-05-24T12:00:00Z", false, true),
            ("2026-05-17T12:00:00Z", false, true),
        ] {
            for state in [State::InForce, State::NotYetValid] {
                let narrow = listed(state, until, Some(modified));
                assert_eq!(is_due(&narrow, TODAY, 30), new, "{modified}");
                assert_eq!(is_new(&narrow, TODAY), new, "{modified}");
                let attestation = Listed { kind: Kind::Attestation, ..narrow.clone() };
                assert!(!is_due(&attestation, TODAY, 30), "{modified}");
                assert_eq!(
                    is_due(&Listed { broad: true, ..narrow }, TODAY, 30),
                    broad,
                    "{modified}"
                );
            }
        }
        let undated = listed(State::InForce, until, None);
        assert!(!is_due(&undated, TODAY, 30), "when it was written is not known");
        assert!(is_due(&Listed { broad: true, ..undated }, TODAY, 30));
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
