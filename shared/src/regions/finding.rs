//! What a survey says of a protection that every active region must have, in a sentence.

use super::Survey;
use crate::annotation;
use crate::verdict::Verdict;

impl<T> Survey<T> {
    /// Where all is well: `all 17 active regions`, or `us-east-1, the only active region`.
    pub fn everywhere(&self) -> String {
        let mut names = self.answers.keys().chain(self.unreadable.keys());
        match (names.next(), names.next()) {
            (Some(only), None) => format!("{only}, the only active region{}", self.closed_note()),
            _ => format!("all {}", self.active_regions()),
        }
    }

    /// The regions where something is wrong, each with what `gap` says of its answer, and those
    /// that gave no answer; `None` where there are neither.
    ///
    /// `what` and `is_off` begin the sentence: `AWS Config` `is off` in 2 of 17 active regions. The
    /// whole sentences in `note`, a space before each, end the text however many regions there are.
    pub fn finding(
        &self,
        what: &str,
        is_off: &str,
        gap: impl Fn(&T) -> Option<String>,
        note: &str,
    ) -> Option<Verdict> {
        if self.active() == 0 {
            let text = format!("No enabled region counts as active: {what} was not looked for.");
            return Some(Verdict::unknown(text));
        }
        let of_all = |count: usize| format!("in {count} of {}", self.active_regions());
        let off = self.answers.iter().filter_map(|(region, answer)| {
            let gap = gap(answer)?;
            Some(format!("{region} ({gap})"))
        });
        let off: Vec<String> = off.collect();
        let unverified =
            self.unreadable.iter().map(|(region, error)| format!("{region} ({})", error.brief()));
        let unverified: Vec<String> = unverified.collect();
        if off.is_empty() && unverified.is_empty() {
            return None;
        }
        if off.is_empty() {
            let before = format!("{what} could not be verified {}: ", of_all(unverified.len()));
            let text = annotation::list(&before, unverified, &format!(".{note}"));
            return Some(Verdict::unknown(text));
        }
        // One, for the reason: the regions where it is off are the finding.
        let one = annotation::enumeration(&unverified, unverified.len().min(1));
        let also = if one.is_empty() { one } else { format!(" Could not be verified: {one}.") };
        let before = format!("{what} {is_off} {}: ", of_all(off.len()));
        let text = annotation::list(&before, off, &format!(".{also}{note}"));
        Some(Verdict::non_compliant(text))
    }

    /// How many regions are active, whether or not they gave an answer.
    fn active(&self) -> usize {
        self.answers.len() + self.unreadable.len()
    }

    fn active_regions(&self) -> String {
        let note = self.closed_note();
        match self.active() {
            1 => format!("1 active region{note}"),
            several => format!("{several} active regions{note}"),
        }
    }

    fn closed_note(&self) -> String {
        match self.closed.len() {
            0 => String::new(),
            1 => " (1 region denied by SCP)".to_owned(),
            several => format!(" ({several} regions denied by SCP)"),
        }
    }
}

#[cfg(test)]
mod tests;
