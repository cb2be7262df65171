//! The rules of the pack as they are deployed.

use std::collections::HashMap;

use aws_sdk_config::Client;
use shared::paging::Paging;
use shared::{Error, Result, Timestamp};

use super::row::moment;
use crate::registry::is_deployed_as;

/// A rule as it is deployed.
pub(super) struct Deployed {
    /// The name it is deployed under.
    pub(super) name: String,
    /// The version of the pack that its description names.
    pub(super) version: Option<String>,
}

/// Every rule of the account and region: asking for ours by name would fail if one is missing.
pub(super) async fn rules(client: &Client) -> Result<Vec<Deployed>> {
    const ACTION: &str = "config:DescribeConfigRules";
    let (mut rules, mut paging) = (Vec::new(), Paging::of(ACTION));
    loop {
        let page = client.describe_config_rules().set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for rule in page.config_rules.unwrap_or_default() {
            let version = rule.description.as_deref().and_then(version);
            rules.extend(rule.config_rule_name.map(|name| Deployed { name, version }));
        }
        if !paging.advance(page.next_token)? {
            return Ok(rules);
        }
    }
}

/// When each rule last ran successfully.
pub(super) async fn last_runs(client: &Client) -> Result<HashMap<String, Timestamp>> {
    const ACTION: &str = "config:DescribeConfigRuleEvaluationStatus";
    let (mut runs, mut paging) = (HashMap::new(), Paging::of(ACTION));
    loop {
        let request = client.describe_config_rule_evaluation_status();
        let page = request.set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for status in page.config_rules_evaluation_status.unwrap_or_default() {
            let last = status.last_successful_evaluation_time.as_ref().and_then(moment);
            runs.extend(status.config_rule_name.zip(last));
        }
        if !paging.advance(page.next_token)? {
            return Ok(runs);
        }
    }
}

/// The name among `deployed` that means the rule `name`: its own, else as an organization or a
/// conformance pack names it.
pub(super) fn find<'a, T>(
    deployed: impl Iterator<Item = &'a T> + Clone,
    name: &str,
    of: impl Fn(&T) -> &str,
) -> Option<&'a T> {
    let mut exact = deployed.clone();
    let mut derived = deployed;
    let own = exact.find(|it| of(it) == name);
    own.or_else(|| derived.find(|it| is_deployed_as(name, of(it))))
}

/// The pack's version at the end of a rule's description: `… (aws-core-rules 0.1.0)`.
fn version(description: &str) -> Option<String> {
    let (_, version) = description.strip_suffix(')')?.rsplit_once("(aws-core-rules ")?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{find, version};

    #[test]
    fn a_description_may_name_the_packs_version() {
        assert_eq!(version("Open? (aws-core-rules 1.2.3)").as_deref(), Some("1.2.3"));
        assert_eq!(version("Open?"), None);
    }

    #[test]
    fn a_rule_is_known_under_its_derived_names_unless_its_own_is_there() {
        let own = "aws-core-1-a";
        let found = |names: &[&'static str]| find(names.iter(), own, |it| it).copied();
        assert_eq!(found(&["OrgConfigRule-aws-core-1-a-xyz", own]), Some(own));
        assert_eq!(
            found(&["aws-core-1-a-conformance-pack-x"]),
            Some("aws-core-1-a-conformance-pack-x")
        );
        assert_eq!(found(&["aws-core-1-ab", "aws-core-10-a"]), None);
    }
}
