//! The AWS Config rules of a region: whether the pack's find room, and whose have their names.

use aws_sdk_config::Client;
use aws_sdk_config::types::{ConfigRule, Owner};
use shared::paging::Paging;
use shared::{Error, Metadata, Result};

use super::check::Check;
use super::examine::Place;
use crate::render::function_id;

const DESCRIBE: &str = "config:DescribeConfigRules";
/// The most rules of an account in a region, as the API's text says.
const LIMIT: usize = 1000;

/// Every rule of the region.
pub(super) async fn read(client: &Client) -> Result<Vec<ConfigRule>> {
    let (mut rules, mut paging) = (Vec::new(), Paging::of(DESCRIBE));
    loop {
        let page = client.describe_config_rules().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(DESCRIBE))?;
        rules.extend(page.config_rules.unwrap_or_default());
        if !paging.advance(page.next_token)? {
            return Ok(rules);
        }
    }
}

/// Checks that there is room, and that no name is taken.
pub(super) fn check(present: &[ConfigRule], place: &Place<'_>) -> Vec<Check> {
    let rules = place.rules_here();
    let missing = rules.iter().filter(|it| find(present, it.name).is_none()).count();
    vec![quota(present.len(), missing), names(present, &rules)]
}

fn quota(present: usize, missing: usize) -> Check {
    const SUBJECT: &str = "Room for rules";
    let sum = present + missing;
    let finding = format!("{present} rules exist, {missing} are to come; the limit is {LIMIT}.");
    if sum <= LIMIT {
        return Check::ok(SUBJECT, finding);
    }
    Check::problem(SUBJECT, finding)
        .means("The deployment fails with MaxNumberOfConfigRulesExceededException.")
        .remedied_by(
            "Delete rules that nobody needs, or ask for a higher quota. The limit is the one that \
             the API's text names; Service Quotas shows the account's own.",
        )
}

fn names(present: &[ConfigRule], rules: &[&'static Metadata]) -> Check {
    const SUBJECT: &str = "Names of rules";
    let taken = rules.iter().filter_map(|rule| Some((rule, find(present, rule.name)?)));
    let (ours, foreign): (Vec<_>, Vec<_>) = taken.partition(|(rule, it)| is_ours(it, rule));
    if foreign.is_empty() {
        let finding = match ours.len() {
            0 => "None of the pack's names is taken.".to_owned(),
            ours => format!("{ours} of {} rules of the pack are deployed already.", rules.len()),
        };
        return Check::ok(SUBJECT, finding);
    }
    let list: Vec<String> = foreign
        .iter()
        .map(|(rule, it)| format!("{} ({})", rule.name, source(it).unwrap_or("no function")))
        .collect();
    Check::problem(SUBJECT, format!("Taken by other functions: {}.", list.join(", ")))
        .means(
            "CloudFormation refuses to create a rule whose name exists, and the stack rolls back.",
        )
        .remedied_by(
            "Delete these rules if nobody needs them. Whose they are is told by the function's \
             name; if another stack of this pack made them, update that one instead.",
        )
}

/// The rule called `name`.
pub(super) fn find<'a>(present: &'a [ConfigRule], name: &str) -> Option<&'a ConfigRule> {
    present.iter().find(|it| it.config_rule_name.as_deref() == Some(name))
}

/// The ARN of the function that judges for a rule.
pub(super) fn source(rule: &ConfigRule) -> Option<&str> {
    rule.source.as_ref()?.source_identifier.as_deref()
}

/// Whether the rule is invoked as the stack would have it: its function's name holds the logical id
/// that SAM makes it of, or is the rule's own.
fn is_ours(present: &ConfigRule, rule: &Metadata) -> bool {
    let owner = present.source.as_ref().map(|it| &it.owner);
    let function = source(present).and_then(|it| it.split_once(":function:")).map(|(_, it)| it);
    owner == Some(&Owner::CustomLambda)
        && function.is_some_and(|it| {
            it.split(':').next() == Some(rule.name) || it.contains(&function_id(rule))
        })
}
