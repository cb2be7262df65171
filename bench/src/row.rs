//! A line of the report: one measure of the functions side by side.

use serde::Serialize;

/// What a figure counts, and how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Milliseconds,
    PerSecond,
    /// Bytes, written as MB of 10^6.
    Bytes,
}

/// A limit that the pack has set itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Target {
    /// What is measured.
    pub(crate) measure: String,
    /// The limit, in words.
    pub(crate) limit: String,
    /// Whether it was met.
    pub(crate) met: bool,
}

/// A line of the report.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) measure: String,
    pub(crate) floor: String,
    pub(crate) ours: String,
    pub(crate) rdklib: String,
    pub(crate) to_rdklib: String,
    pub(crate) to_floor: String,
    pub(crate) targets: Vec<Target>,
}

/// The same measure of the three functions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trio {
    pub(crate) floor: f64,
    pub(crate) ours: f64,
    pub(crate) rdklib: f64,
}

impl Unit {
    pub(crate) fn text(self, figure: f64) -> String {
        match self {
            Self::Milliseconds => format!("{figure:.2} ms"),
            Self::PerSecond => format!("{}/s", thousands(figure)),
            Self::Bytes => format!("{:.2} MB", figure / 1e6),
        }
    }

    /// How many times `ours` is as good as `other`.
    fn gain(self, ours: f64, other: f64) -> f64 {
        if self == Self::PerSecond { ours / other } else { other / ours }
    }
}

impl Row {
    /// A measure without the others beside it.
    pub(crate) fn of(measure: impl Into<String>, ours: impl Into<String>) -> Self {
        Self { measure: measure.into(), ours: ours.into(), ..Self::default() }
    }

    /// A measure of all three: as many times as good as rdklib, as many times the cost of the floor.
    pub(crate) fn beside(measure: &str, unit: Unit, trio: Trio) -> Self {
        let Trio { floor, ours, rdklib } = trio;
        Self {
            floor: unit.text(floor),
            rdklib: unit.text(rdklib),
            to_rdklib: format!("{:.1}×", unit.gain(ours, rdklib)),
            to_floor: format!("{:.2}×", unit.gain(floor, ours)),
            ..Self::of(measure, unit.text(ours))
        }
    }

    /// Adds that ours is to be at least `times` as good as rdklib.
    pub(crate) fn above_rdklib(self, unit: Unit, trio: Trio, times: f64) -> Self {
        let met = unit.gain(trio.ours, trio.rdklib) >= times;
        self.target(format!("≥ {times}× rdklib"), met)
    }

    /// Adds that ours is to cost at most `times` as much as the floor.
    pub(crate) fn near_floor(self, unit: Unit, trio: Trio, times: f64) -> Self {
        let met = unit.gain(trio.floor, trio.ours) <= times;
        self.target(format!("≤ {times}× floor"), met)
    }

    /// Adds a target.
    pub(crate) fn target(mut self, limit: impl Into<String>, met: bool) -> Self {
        self.targets.push(Target { measure: self.measure.clone(), limit: limit.into(), met });
        self
    }

    /// What the targets say, and whether they were met.
    pub(crate) fn verdicts(&self) -> (String, String) {
        let limits: Vec<&str> = self.targets.iter().map(|it| it.limit.as_str()).collect();
        let met: Vec<&str> =
            self.targets.iter().map(|it| if it.met { "met" } else { "MISSED" }).collect();
        (limits.join("\n"), met.join("\n"))
    }
}

/// A whole number in groups of three digits.
pub(crate) fn thousands(figure: f64) -> String {
    let digits = format!("{figure:.0}");
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gain_is_above_one_where_ours_is_better() {
        assert!(Unit::Milliseconds.gain(1.0, 40.0) > 39.0);
        assert!(Unit::PerSecond.gain(100.0, 4.0) > 24.0);
    }

    #[test]
    fn numbers_are_read_in_threes() {
        assert_eq!(thousands(7.4), "7");
        assert_eq!(thousands(1234.0), "1,234");
        assert_eq!(thousands(400_000.0), "400,000");
    }
}
