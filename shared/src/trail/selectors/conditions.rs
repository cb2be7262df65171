//! Conditions on one field of an event.

use serde::Deserialize;

use crate::trail::Access;

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

    /// Whether every ARN that begins with `objects`, which ends with a slash, is in.
    pub(super) fn holds_all(&self, objects: &str) -> bool {
        let nothing_chosen =
            [&self.equals, &self.starts_with, &self.ends_with].into_iter().all(Vec::is_empty);
        let included =
            nothing_chosen || self.starts_with.iter().any(|it| objects.starts_with(it.as_str()));
        // The bucket's own ARN is meant to exclude it, whether or not CloudTrail understands so.
        let hit =
            |it: &String| it.starts_with(objects) || it.as_str() == &objects[..objects.len() - 1];
        let excluded = self.not_equals.iter().any(hit)
            || self.not_starts_with.iter().any(|it| hit(it) || objects.starts_with(it.as_str()))
            // Some key in the bucket ends with whatever it is.
            || !self.not_ends_with.is_empty();
        included && !excluded
    }
}
