//! A list that is made while it is written.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// The items of an iterator, as a list.
pub(super) struct Each<I>(pub I);

impl<I: Iterator<Item = Value> + Clone> Each<I> {
    /// Whether there are none: OSCAL has no empty lists.
    pub(super) fn is_empty(&self) -> bool {
        self.0.clone().next().is_none()
    }
}

impl<I: Iterator<Item = Value> + Clone> Serialize for Each<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}
