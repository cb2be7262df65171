//! What AWS Config knows of the rules, read from it.

use aws_sdk_config::Client;
use aws_sdk_config::primitives::DateTime;
use aws_sdk_config::types::{self, EvaluationResult};
use futures::{StreamExt as _, stream};
use shared::{AnyRule, ComplianceType, Error, Timestamp};

use super::model::{Control, Finding, Report, Results};
use crate::error::Result;
use crate::render::pack_rule_name;

/// How many rules are asked about at once; AWS Config throttles early.
const AT_ONCE: usize = 4;
/// The most results on a page.
const PAGE: i32 = 100;
const ALL: [types::ComplianceType; 3] = [
    types::ComplianceType::Compliant,
    types::ComplianceType::NonCompliant,
    types::ComplianceType::NotApplicable,
];

/// A rule as it is deployed.
struct Deployed {
    name: String,
    arn: String,
}

/// Reads what AWS Config knows of `rules`, for a report made at the moment `now`.
pub async fn read(client: &Client, rules: &[&dyn AnyRule], now: Timestamp) -> Result<Report> {
    let deployed = deployed(client).await?;
    let controls = rules.iter().map(async |rule| {
        let results = match find(&deployed, rule.metadata().name) {
            Some(it) => Some(Results {
                deployed_as: it.name.clone(),
                results: results(client, &it.name).await,
            }),
            None => None,
        };
        Control::new(*rule, results)
    });
    let controls: Vec<Control> = stream::iter(controls).buffered(AT_ONCE).collect().await;
    let mut ours = rules.iter().filter_map(|rule| find(&deployed, rule.metadata().name));
    let any = ours.next().or(deployed.first());
    // arn:aws:config:us-east-1:111122223333:config-rule/config-rule-abc123
    let part = |index| Some(any?.arn.split(':').nth(index)?.to_owned());
    let region = part(3).or_else(|| Some(client.config().region()?.to_string()));
    Ok(Report::new(now, part(4), region, controls))
}

/// Every rule of the account: asking for ours by name would fail if one of them is missing.
async fn deployed(client: &Client) -> Result<Vec<Deployed>> {
    let rules = client.describe_config_rules().into_paginator().items().send();
    let rules: Vec<types::ConfigRule> =
        rules.try_collect().await.map_err(Error::calling("config:DescribeConfigRules"))?;
    let deployed = rules.into_iter().filter_map(|rule| {
        Some(Deployed {
            name: rule.config_rule_name?,
            arn: rule.config_rule_arn.unwrap_or_default(),
        })
    });
    Ok(deployed.collect())
}

/// The rule under its own name, else as an organization or a conformance pack names it.
fn find<'a>(deployed: &'a [Deployed], name: &str) -> Option<&'a Deployed> {
    let (organization, pack) =
        (format!("OrgConfigRule-{name}-"), format!("{}-conformance-pack-", pack_rule_name(name)));
    let by = |means: &dyn Fn(&str) -> bool| deployed.iter().find(|it| means(&it.name));
    by(&|it| it == name)
        .or_else(|| by(&|it| it.starts_with(&organization) || it.starts_with(&pack)))
}

async fn results(client: &Client, name: &str) -> shared::Result<Vec<(ComplianceType, Finding)>> {
    let results = client
        .get_compliance_details_by_config_rule()
        .config_rule_name(name)
        .set_compliance_types(Some(ALL.to_vec()))
        .limit(PAGE)
        .into_paginator()
        .items()
        .send();
    let results: Vec<EvaluationResult> = results
        .try_collect()
        .await
        .map_err(Error::calling("config:GetComplianceDetailsByConfigRule"))?;
    Ok(results.into_iter().filter_map(result).collect())
}

/// A result as the report has it; one without a verdict is none.
fn result(result: EvaluationResult) -> Option<(ComplianceType, Finding)> {
    let compliance_type = match result.compliance_type? {
        types::ComplianceType::Compliant => ComplianceType::Compliant,
        types::ComplianceType::NonCompliant => ComplianceType::NonCompliant,
        types::ComplianceType::NotApplicable => ComplianceType::NotApplicable,
        _ => return None,
    };
    let of = result.evaluation_result_identifier?.evaluation_result_qualifier?;
    let finding = Finding {
        resource_type: of.resource_type?,
        resource_id: of.resource_id?,
        annotation: result.annotation.unwrap_or_default(),
        recorded: result.result_recorded_time.as_ref().and_then(moment),
    };
    Some((compliance_type, finding))
}

fn moment(time: &DateTime) -> Option<Timestamp> {
    Timestamp::from_millisecond(time.to_millis().ok()?).ok()
}
