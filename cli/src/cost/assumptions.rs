//! What is taken for granted, as `assumptions.json` has it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use shared::ACCOUNT;

use super::account::Account;

/// Assumptions, and what was measured.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Assumptions {
    pub(super) days_per_month: f64,
    /// The rules' parameter.
    pub(super) refresh_days: f64,
    /// The stack's parameter.
    pub(super) log_retention_days: f64,
    pub(super) measured: Measured,
    pub(super) lambda_megabytes: f64,
    /// The memory that comes with a whole core.
    pub(super) megabytes_of_one_core: f64,
    /// How long AWS takes to answer a call.
    pub(super) milliseconds_per_call: f64,
    pub(super) log_bytes_per_invocation: f64,
    pub(super) share_of_changes_that_flip_a_verdict: f64,
    /// How many of a thousand resources are of a type; the rest is of types nobody judges.
    pub(super) per_thousand: BTreeMap<String, f64>,
    pub(super) once_a_region: Vec<String>,
    pub(super) once_an_account: Vec<String>,
    pub(super) users_per_group: f64,
    /// How many resources a rule judges anew because one of another type changed.
    pub(super) judged_anew_by_a_change_of: BTreeMap<String, f64>,
}

/// Processor time on a whole core, as `bench/README.md` has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Measured {
    pub(super) change_milliseconds: f64,
    pub(super) sweep_milliseconds: f64,
    pub(super) sweep_milliseconds_per_resource: f64,
}

static ASSUMPTIONS: LazyLock<Assumptions> = LazyLock::new(|| {
    serde_json::from_str(include_str!("assumptions.json")).expect("a test reads assumptions.json")
});

/// All assumptions.
pub(super) fn assumptions() -> &'static Assumptions {
    &ASSUMPTIONS
}

impl Assumptions {
    /// How many resources of a type one region of `account` holds.
    pub(super) fn count(&self, resource_type: &str, account: &Account, is_home: bool) -> f64 {
        let at_home = if is_home { 1.0 } else { 0.0 };
        match resource_type {
            ACCOUNT => 1.0,
            "AWS::IAM::User" => account.users * at_home,
            "AWS::IAM::Role" => account.roles * at_home,
            "AWS::IAM::Group" => account.users / self.users_per_group * at_home,
            it if self.once_a_region.iter().any(|of| of == it) => 1.0,
            it if self.once_an_account.iter().any(|of| of == it) => at_home,
            it => {
                let share = self.per_thousand.get(it).copied().unwrap_or_default() / 1000.0;
                account.resources * share / account.regions
            }
        }
    }

    /// How often resources of a type change in one region in a month: changes meet all alike.
    pub(super) fn changes(&self, resource_type: &str, account: &Account, is_home: bool) -> f64 {
        let all = account.resources + account.users + account.roles;
        if all == 0.0 {
            return 0.0;
        }
        let a_month = account.changes_per_day * self.days_per_month;
        a_month * self.count(resource_type, account, is_home) / all
    }

    /// Whether the type is one that anything is assumed of.
    #[cfg(test)]
    pub(super) fn knows(&self, resource_type: &str) -> bool {
        let named = |of: &[String]| of.iter().any(|it| it == resource_type);
        [ACCOUNT, "AWS::IAM::User", "AWS::IAM::Role", "AWS::IAM::Group"].contains(&resource_type)
            || self.per_thousand.contains_key(resource_type)
            || named(&self.once_a_region)
            || named(&self.once_an_account)
    }
}
