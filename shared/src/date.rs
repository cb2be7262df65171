//! Days: what annotations state and people write, always in UTC.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub use jiff::civil::Date;

/// The day of `time`, in UTC.
pub fn of(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// Reads a full-date of RFC 3339, such as `2026-01-15`, that exists in the calendar.
pub fn parse(text: &str) -> Option<Date> {
    // The calendar's own reader takes more of ISO 8601, such as `20260115` and times.
    let digit_or_dash = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    let full_date = text.len() == 10 && text.bytes().enumerate().all(digit_or_dash);
    full_date.then(|| text.parse().ok()).flatten()
}

/// The days from `earlier` to `later`; negative where that is the wrong order.
pub fn days_between(earlier: Date, later: Date) -> i64 {
    earlier.duration_until(later).as_hours() / 24
}

/// Whether `moment` lies more than `days` times 24 hours before `time`: to the second, and never
/// where it lies in the future.
pub fn is_older(moment: Timestamp, days: u32, time: Timestamp) -> bool {
    time.duration_since(moment) > SignedDuration::from_hours(24 * i64::from(days))
}

/// A number of days in words: `1 day`, `90 days`.
pub fn days(number: u32) -> String {
    if number == 1 { "1 day".to_owned() } else { format!("{number} days") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_full_dates_of_the_calendar_are_read() {
        assert_eq!(parse("2026-01-15"), Some(Date::constant(2026, 1, 15)));
        assert_eq!(parse("2028-02-29"), Some(Date::constant(2028, 2, 29)));
        for wrong in [
            "2026-02-29",
            "2026-02-31",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "20260115",
            "2026-1-15",
            "2026-01-15T00:00:00Z",
            " 2026-01-15",
            "2026-W03-4",
            "+026-01-15",
            "-026-01-15",
            "2026/01/15",
            "15.01.2026",
            "",
            "never",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_day_is_that_of_utc() {
        let day = |text: &str| of(text.parse().unwrap());
        assert_eq!(day("2026-01-15T23:59:59Z"), Date::constant(2026, 1, 15));
        assert_eq!(day("2026-01-16T00:30:00+01:00"), Date::constant(2026, 1, 15));
    }

    #[test]
    fn an_age_is_exceeded_by_a_second() {
        let time = |text: &str| -> Timestamp { text.parse().unwrap() };
        let now = time("2026-01-15T10:30:00Z");
        assert!(!is_older(time("2025-10-17T10:30:00Z"), 90, now));
        assert!(is_older(time("2025-10-17T10:29:59Z"), 90, now));
        assert!(!is_older(now, 0, now));
        assert!(!is_older(time("2027-01-01T00:00:00Z"), 0, now));
        assert!(!is_older(Timestamp::MIN, u32::MAX, Timestamp::MAX));
    }

    #[test]
    fn days_are_counted_and_told() {
        let (first, last) = (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31));
        assert_eq!(days_between(first, last), 364);
        assert_eq!(days_between(last, first), -364);
        assert_eq!(days_between(Date::MIN, Date::MAX), 7_304_483);
        assert_eq!([days(1), days(90)], ["1 day", "90 days"]);
    }

    proptest! {
        #[test]
        fn never_panics(text in ".*") {
            let _ = parse(&text);
        }
    }
}
