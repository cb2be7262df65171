//! Every rule of the pack.

use shared::AnyRule;

/// The rules, sorted by the number of their control.
pub static RULES: &[&dyn AnyRule] = &[];

/// The rules that `name` means: a rule's whole name, its control's id, or the control's number.
pub fn find(name: &str) -> Option<&'static dyn AnyRule> {
    RULES.iter().copied().find(|rule| is_called(*rule, name))
}

/// Whether `name` is the rule's name, its control's id (`aws-core-19`), the state it stands for
/// (`ingress-http-only`) or its control's number (`19`).
pub fn is_called(rule: &dyn AnyRule, name: &str) -> bool {
    let metadata = rule.metadata();
    let name = name.to_ascii_lowercase();
    [metadata.name, metadata.control_id(), metadata.state()].contains(&name.as_str())
        || name.parse() == Ok(metadata.number())
}
