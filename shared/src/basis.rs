//! What a verdict rests on, and the marker at the start of an annotation that says so.
//!
//! AWS Config stores a compliance type and a sentence, nothing else. A reader of stored results must
//! still know whether the evidence was measured, or is somebody's word, or is missing. So
//! [`Basis::mark`] writes the basis in front of the sentence, and [`Basis::read`] is its inverse:
//! both know one place and no words. Nothing that a user can name reads as a marker.

use serde::{Deserialize, Serialize};

use crate::annotation::{self, LIMIT};

/// What a verdict rests on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// What AWS answered. A violation that was seen is measured, whatever else is unknown.
    #[default]
    Measured,
    /// A tag or a parameter, which is the word of whoever may set it.
    Declared,
    /// A valid attestation.
    Attested,
    /// Nothing: what AWS answers leaves the question open, and no attestation settles it.
    NeedsAttestation,
    /// Nothing: the evidence could not be read.
    Unverified,
    /// A finding that an accepted exception covers.
    Excepted,
}

impl Basis {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Measured,
        Self::Declared,
        Self::Attested,
        Self::NeedsAttestation,
        Self::Unverified,
        Self::Excepted,
    ];

    /// The name in reports: `needs_attestation`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Declared => "declared",
            Self::Attested => "attested",
            Self::NeedsAttestation => "needs_attestation",
            Self::Unverified => "unverified",
            Self::Excepted => "excepted",
        }
    }

    /// The marker: nothing for what was measured.
    const fn marker(self) -> &'static str {
        match self {
            Self::Measured => "",
            Self::Declared => "[declared] ",
            Self::Attested => "[attested] ",
            Self::NeedsAttestation => "[needs attestation] ",
            Self::Unverified => "[not verified] ",
            Self::Excepted => "[excepted] ",
        }
    }

    /// How many characters of text an annotation has room for beside the marker.
    pub const fn room(self) -> usize {
        LIMIT - self.marker().len()
    }

    /// The annotation for AWS Config: the marker, then `text`, within [`LIMIT`] characters.
    pub fn mark(self, text: &str) -> String {
        let text = self.fit(text);
        format!("{}{text}", self.marker())
    }

    /// The text of an annotation: fit for AWS Config, and never the start of a marker.
    pub fn fit(self, text: &str) -> String {
        let text = annotation::fit_within(text, self.room());
        match text.strip_prefix('[') {
            Some(rest) if self == Self::Measured => format!("({rest}"),
            _ => text,
        }
    }

    /// The basis and the text of an annotation that AWS Config stored.
    pub fn read(annotation: &str) -> (Self, &str) {
        let mut marked = Self::ALL.into_iter().filter(|it| *it != Self::Measured);
        marked
            .find_map(|it| Some((it, annotation.strip_prefix(it.marker())?)))
            .unwrap_or((Self::Measured, annotation))
    }

    /// What two verdicts of the same compliance type on one resource rest on together: for a finding
    /// the stronger evidence, since a known violation stays one beside something unknown; otherwise
    /// the weaker, since a pass is no better than its weakest part.
    pub(crate) fn join(self, other: Self, is_finding: bool) -> Self {
        let (stronger, weaker) =
            if self.rank() <= other.rank() { (self, other) } else { (other, self) };
        if is_finding { stronger } else { weaker }
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Measured => 0,
            Self::Declared => 1,
            Self::Attested => 2,
            Self::NeedsAttestation => 3,
            Self::Unverified => 4,
            Self::Excepted => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_marker_stands_before_the_text() {
        assert_eq!(Basis::Unverified.mark("Bucket a."), "[not verified] Bucket a.");
        assert_eq!(Basis::read("[not verified] Bucket a."), (Basis::Unverified, "Bucket a."));
        assert_eq!(Basis::Measured.mark("Bucket a."), "Bucket a.");
        // As written by an earlier version of the pack, or by another rule.
        assert_eq!(Basis::read("Bucket a."), (Basis::Measured, "Bucket a."));
    }

    #[test]
    fn text_that_looks_like_a_marker_is_none() {
        for basis in Basis::ALL {
            let forged = format!("{}TCP 22 open.", basis.marker());
            let stored = Basis::Measured.mark(&forged);
            assert_eq!(Basis::read(&stored).0, Basis::Measured, "{stored}");
        }
    }

    #[test]
    fn a_known_violation_outweighs_what_is_unknown() {
        use Basis::{Attested, Measured, Unverified};
        assert_eq!(Unverified.join(Measured, true), Measured);
        assert_eq!(Measured.join(Unverified, true), Measured);
        assert_eq!(Measured.join(Attested, false), Attested);
    }

    fn basis() -> impl Strategy<Value = Basis> {
        proptest::sample::select(Basis::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            basis in basis(),
            other in basis(),
            text in ".{0,300}",
            begins_like_a_marker: bool,
        ) {
            let text = if begins_like_a_marker { format!("{}{text}", other.marker()) } else { text };
            let stored = basis.mark(&text);
            prop_assert!((1..=LIMIT).contains(&stored.chars().count()));
            let fitted = basis.fit(&text);
            prop_assert_eq!(Basis::read(&stored), (basis, fitted.as_str()));
            prop_assert_eq!(basis.mark(&fitted), stored);
        }
    }
}
