//! Conditions on one field of an event.

use serde::Deserialize;

use crate::trail::Access;

/// How many of some events there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    None,
    Some,
    All,
}

/// Conditions on a field: one of those that include must hold, where there is any, and none of
/// those that exclude.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct Conditions {
    pub(super) field: String,
    pub(super) equals: Vec<String>,
    pub(super) starts_with: Vec<String>,
    pub(super) ends_with: Vec<String>,
    pub(super) not_equals: Vec<String>,
    pub(super) not_starts_with: Vec<String>,
    pub(super) not_ends_with: Vec<String>,
}

impl Conditions {
    /// Whether `value` itself is among those that are in.
    pub(super) fn includes(&self, value: &str) -> bool {
        self.equals.iter().any(|it| it == value) && !self.excludes()
    }

    /// Which events the field `readOnly` leaves.
    pub(super) fn access(&self) -> Access {
        Access { reads: self.includes("true"), writes: self.includes("false") }
    }

    fn excludes(&self) -> bool {
        let lists = [&self.not_equals, &self.not_starts_with, &self.not_ends_with];
        lists.into_iter().any(|it| !it.is_empty())
    }

    /// Whether every value is in but, at most, some of `values`.
    pub(super) fn excludes_only(&self, values: &[&str]) -> bool {
        let exact = Self {
            field: self.field.clone(),
            not_equals: self.not_equals.clone(),
            ..Self::default()
        };
        *self == exact && self.not_equals.iter().all(|it| values.contains(&it.as_str()))
    }

    /// Whether an event whose field has this value is in.
    pub(super) fn admits(&self, value: &str) -> bool {
        let chosen = self.equals.iter().any(|it| it == value)
            || self.starts_with.iter().any(|it| value.starts_with(it.as_str()))
            || self.ends_with.iter().any(|it| value.ends_with(it.as_str()));
        let excluded = self.not_equals.iter().any(|it| it == value)
            || self.not_starts_with.iter().any(|it| value.starts_with(it.as_str()))
            || self.not_ends_with.iter().any(|it| value.ends_with(it.as_str()));
        (chosen || !self.chooses()) && !excluded
    }

    /// How many of the ARNs that begin with `objects`, which ends with a slash, are in.
    pub(super) fn extent(&self, objects: &str) -> Extent {
        let excludes_whole = |beginning: &str| {
            self.not_starts_with.iter().any(|it| beginning.starts_with(it.as_str()))
        };
        if excludes_whole(objects) {
            return Extent::None;
        }
        let chooses_all =
            !self.chooses() || self.starts_with.iter().any(|it| objects.starts_with(it.as_str()));
        let chooses_some = || {
            self.starts_with.iter().any(|it| it.starts_with(objects) && !excludes_whole(it))
                || self.equals.iter().any(|it| names_object(it, objects) && self.admits(it))
                // Some key in the bucket ends with whatever it is.
                || !self.ends_with.is_empty()
        };
        // The bucket's own ARN is meant to exclude it, whether or not CloudTrail understands so.
        let bucket = objects.trim_end_matches('/');
        let excludes_some = !self.not_ends_with.is_empty()
            || self.not_equals.iter().any(|it| it == bucket || names_object(it, objects))
            || self.not_starts_with.iter().any(|it| it.starts_with(objects) && is_literal(it));
        match (chooses_all, excludes_some) {
            (true, false) => Extent::All,
            (true, true) => Extent::Some,
            (false, _) if chooses_some() => Extent::Some,
            (false, _) => Extent::None,
        }
    }

    fn chooses(&self) -> bool {
        [&self.equals, &self.starts_with, &self.ends_with].into_iter().any(|it| !it.is_empty())
    }
}

/// Whether `arn` names an object, of those whose ARNs begin with `objects`. A slash at the end
/// makes it the beginning of ARNs, which is none itself.
fn names_object(arn: &str, objects: &str) -> bool {
    arn.starts_with(objects) && !arn.ends_with('/') && is_literal(arn)
}

/// Whether `arn` holds no wildcard: conditions take none, so one that was meant to be a pattern
/// names nothing.
fn is_literal(arn: &str) -> bool {
    !arn.contains(['*', '?'])
}
