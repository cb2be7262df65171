//! What changed since an earlier report.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use shared::ComplianceType;

use crate::answer::Answer;
use crate::conclusion::Conclusion;
use crate::evidence::{Evidence, ResourceKey};
use crate::report::Report;
use crate::sighting::Place;

/// What changed in the answer to one question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The earlier answer; none if the question was not in the earlier report.
    pub was: Option<Conclusion>,
    /// How many results do not comply now that did, or were unknown; each is marked as new.
    pub new_failures: usize,
    /// The resources that did not comply and do now, are gone, or are none of the control's.
    pub fixed: Vec<ResourceKey>,
    /// The places that were assessed and are not any more: what failed there is not known to be
    /// fixed.
    pub newly_not_assessed: Vec<Place>,
}

impl Report {
    /// Adds to each answer what changed since `earlier`, and what did not fit in that.
    pub fn compare(&mut self, earlier: &Self) {
        let mut before: HashMap<&str, &Answer> = HashMap::new();
        for answer in &earlier.answers {
            before.insert(&answer.control, answer);
        }
        for answer in &mut self.answers {
            let was = before.get(answer.control.as_str()).copied();
            answer.change = Some(change(answer, was));
        }
        self.since = Some(earlier.generated);
        let misfits = earlier.misfits.iter().map(|it| format!("The earlier report: {it}"));
        self.misfits.extend(misfits);
    }
}

fn change(answer: &mut Answer, was: Option<&Answer>) -> Change {
    let Some(was) = was else {
        return Change { new_failures: mark(answer, &HashSet::new()), ..Change::default() };
    };
    let failed: HashSet<ResourceKey> = was.failures().map(Evidence::key).collect();
    let new_failures = mark(answer, &failed);
    let fails: HashSet<ResourceKey> = answer.failures().map(Evidence::key).collect();
    let unseen: HashSet<Place> = answer
        .coverage
        .gaps
        .iter()
        .filter(|gap| gap.hides())
        .map(|gap| gap.place.clone())
        .collect();
    let unseen_before: HashSet<&Place> =
        was.coverage.gaps.iter().filter(|gap| gap.hides()).map(|gap| &gap.place).collect();
    let place = |key: &ResourceKey| Place::new(&key.account, &key.region);
    let seen = |key: &ResourceKey| !unseen.contains(&place(key));
    let mut fixed: Vec<ResourceKey> =
        failed.into_iter().filter(|key| !fails.contains(key) && seen(key)).collect();
    fixed.sort();
    let mut newly_not_assessed: Vec<Place> =
        unseen.iter().filter(|place| !unseen_before.contains(place)).cloned().collect();
    newly_not_assessed.sort();
    Change { was: Some(was.answer), new_failures, fixed, newly_not_assessed }
}

/// Marks the failures of `answer` that are not among those that `failed` earlier, and counts them.
fn mark(answer: &mut Answer, failed: &HashSet<ResourceKey>) -> usize {
    let mut count = 0;
    for evidence in &mut answer.evidence {
        evidence.new = evidence.compliance == ComplianceType::NonCompliant
            && !failed.contains(&evidence.key());
        count += usize::from(evidence.new);
    }
    count
}
