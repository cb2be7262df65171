//! The part of the Internet that something is open to, and how it is told.

use std::collections::BTreeSet;

use crate::annotation::enumeration_of;

/// The part of the Internet that something is open to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Internet {
    pub(super) v4: Share,
    pub(super) v6: Share,
    /// What could not be read, and may be of either family.
    pub(super) unreadable: Share,
}

/// Blocks of one family.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Share {
    /// How many there are.
    pub(super) count: usize,
    /// The first of them, in words.
    shown: Vec<String>,
    /// The prefix lists that have a part in any.
    pub(super) lists: BTreeSet<String>,
    /// Whether a permission itself names a part of any.
    pub(super) is_named: bool,
}

impl Internet {
    /// How many blocks are shown, and how many prefix lists.
    const SHOWN: usize = 4;

    /// Whether it is none of the Internet.
    pub fn is_empty(&self) -> bool {
        self.shares().all(|it| it.count == 0)
    }

    /// Whether IPv4 addresses are of it, or may be.
    pub fn has_v4(&self) -> bool {
        self.v4.count + self.unreadable.count > 0
    }

    /// Whether IPv6 addresses are of it, or may be.
    pub fn has_v6(&self) -> bool {
        self.v6.count + self.unreadable.count > 0
    }

    /// What is left of it where only these families count.
    #[must_use]
    pub fn only(mut self, v4: bool, v6: bool) -> Self {
        if !v4 {
            self.v4 = Share::default();
        }
        if !v6 {
            self.v6 = Share::default();
        }
        if !v4 && !v6 {
            self.unreadable = Share::default();
        }
        self
    }

    /// Where something is open to: after the preposition `to` as `to 0.0.0.0/0 and ::/0` or `through
    /// prefix list pl-1 (0.0.0.0/0)`.
    pub fn tell(&self, preposition: &str) -> String {
        let count: usize = self.shares().map(|it| it.count).sum();
        let shown = self.shares().flat_map(|it| &it.shown).take(Self::SHOWN).cloned();
        let shown: Vec<String> = shown.collect();
        let told = enumeration_of(&shown, count - shown.len());
        let lists: BTreeSet<&String> = self.shares().flat_map(|it| &it.lists).collect();
        if lists.is_empty() {
            return format!("{preposition} {told}");
        }
        let name = if lists.len() == 1 { "prefix list" } else { "prefix lists" };
        let hidden = lists.len().saturating_sub(Self::SHOWN);
        let lists: Vec<String> = lists.into_iter().take(Self::SHOWN).cloned().collect();
        let lists = enumeration_of(&lists, hidden);
        if self.shares().any(|it| it.is_named) {
            format!("{preposition} {told}, in part through {name} {lists}")
        } else {
            format!("through {name} {lists} ({told})")
        }
    }

    fn shares(&self) -> impl Iterator<Item = &Share> {
        [&self.v4, &self.v6, &self.unreadable].into_iter()
    }
}

impl Share {
    /// Adds a block; its text is asked for only if it is shown.
    pub(super) fn add(&mut self, text: impl FnOnce() -> String) {
        self.count += 1;
        if !self.is_full() {
            self.shown.push(text());
        }
    }

    /// Whether no more are shown.
    pub(super) fn is_full(&self) -> bool {
        self.shown.len() >= Internet::SHOWN
    }
}
