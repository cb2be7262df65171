//! The IAM policy that a scan needs: what the rules declare, without what only a function does.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shared::{AnyRule, Permission, listing, recorder};

use crate::statements::place::usual_prefix;

/// What a deployed function calls and a scan does not.
const OF_A_FUNCTION: [&str; 3] = [
    "config:GetComplianceDetailsByConfigRule",
    "config:GetResourceConfigHistory",
    "config:PutEvaluations",
];
/// What a scan calls besides.
const OF_A_SCAN: [&str; 4] =
    ["ec2:DescribeRegions", listing::ACTION, recorder::DESCRIBE, recorder::STATUS];

/// The policy for a scan by `rules`, in any account and region of the partition `aws`.
pub fn policy(rules: &[&dyn AnyRule]) -> Value {
    let mut actions: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    actions.entry("*".to_owned()).or_default().extend(OF_A_SCAN);
    let declared = rules.iter().flat_map(|rule| rule.metadata().all_permissions());
    for Permission { action, resource } in declared.filter(|it| !OF_A_FUNCTION.contains(&it.action))
    {
        actions.entry(everywhere(resource)).or_default().insert(action);
    }
    // What may be done to all resources need not be said of some.
    let all = actions["*"].clone();
    actions.iter_mut().filter(|(resource, _)| *resource != "*").for_each(|(_, some)| {
        some.retain(|action| !all.contains(action));
    });
    let statements = actions.iter().filter(|(_, actions)| !actions.is_empty());
    let statements: Vec<Value> = statements
        .map(|(resource, actions)| {
            json!({ "Effect": "Allow", "Action": actions, "Resource": resource })
        })
        .collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// The resource as the template has it, in every account and region.
fn everywhere(resource: &str) -> String {
    let prefix = usual_prefix();
    [
        ("${AWS::Partition}", "aws"),
        ("${AWS::AccountId}", "*"),
        ("${AWS::Region}", "*"),
        ("${HomeRegion}", "*"),
        ("${AttestationPrefix}", &prefix),
        ("${ControlId}", "*"),
        ("${Control}", "*"),
    ]
    .into_iter()
    .fold(resource.to_owned(), |text, (name, value)| text.replace(name, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::RULES;

    /// How the names of actions begin that change nothing of the account's; a credential report is
    /// generated to be read.
    const READING: [&str; 7] =
        ["Batch", "Describe", "GenerateCredentialReport", "Get", "List", "Lookup", "Select"];

    fn actions(policy: &Value) -> Vec<String> {
        let statements = policy["Statement"].as_array().unwrap();
        let actions = statements.iter().flat_map(|it| it["Action"].as_array().unwrap());
        actions.map(|it| it.as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_scan_only_reads() {
        for action in actions(&policy(RULES)) {
            let (_, name) = action.split_once(':').unwrap();
            assert!(READING.iter().any(|it| name.starts_with(it)), "{action}");
            assert!(!OF_A_FUNCTION.contains(&action.as_str()), "{action}");
        }
    }

    #[test]
    fn it_is_what_the_rules_declare_without_placeholders() {
        let policy = policy(RULES);
        assert!(!policy.to_string().contains("${"), "{policy}");
        let actions = actions(&policy);
        for rule in RULES {
            for permission in rule.metadata().permissions {
                assert!(actions.iter().any(|it| it == permission.action), "{}", permission.action);
            }
        }
    }

    #[test]
    fn it_fits_a_managed_policy() {
        // White space does not count.
        assert!(policy(RULES).to_string().len() <= 6144);
    }
}
