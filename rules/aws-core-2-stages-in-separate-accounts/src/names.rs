//! The stages that the names of an organization's accounts denote.

use std::collections::BTreeMap;

use shared::document::shortened;
use shared::organization::Account;
use shared::{Verdict, annotation};

use crate::Parameters;
use crate::stage::Stage;
use crate::vocabulary::Vocabulary;

/// How much of an account's name an annotation can spare.
const MAX_NAME: usize = 40;

/// Whether each required stage has an account of its own.
pub(crate) fn judge(accounts: &[Account], parameters: &Parameters) -> Verdict {
    let vocabulary = Vocabulary::of(parameters);
    let mut by_stage: BTreeMap<Stage, Vec<&str>> = BTreeMap::new();
    for account in accounts.iter().filter(|it| it.is_active()) {
        if let Some(stage) = vocabulary.of_name(&account.name) {
            by_stage.entry(stage).or_default().push(&account.name);
        }
    }
    let required = &parameters.required_stages.0;
    let missing: Vec<String> = required
        .iter()
        .filter(|stage| !by_stage.contains_key(stage))
        .map(Stage::to_string)
        .collect();
    if !missing.is_empty() {
        let stages = if missing.len() == 1 { "stage" } else { "stages" };
        let missing = annotation::enumeration(&missing, missing.len());
        return Verdict::non_compliant(format!(
            "No account name of the organization denotes {stages} {missing}."
        ));
    }
    let accounts: Vec<String> =
        required.iter().map(|stage| of_stage(*stage, &by_stage[stage])).collect();
    Verdict::compliant(format!("Stages are separate: {}.", accounts.join(", ")))
}

/// `production 'acme-prod' (2 accounts)`.
fn of_stage(stage: Stage, names: &[&str]) -> String {
    let first = shortened(names.iter().min().copied().unwrap_or_default(), MAX_NAME);
    let accounts = if names.len() == 1 { "account" } else { "accounts" };
    format!("{stage} '{first}' ({} {accounts})", names.len())
}
