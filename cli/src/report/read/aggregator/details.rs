//! What an aggregator holds of the rules.

use answers::{Place, Row};
use aws_sdk_config::Client;
use aws_sdk_config::types::ComplianceType;
use shared::paging::Paging;
use shared::{Error, Result};

use crate::report::read::row::Parts;

pub(super) const ACTION: &str = "config:GetAggregateComplianceDetailsByConfigRule";
/// The most results on a page.
const PAGE: i32 = 100;
/// The most rules on a page.
const RULES: i32 = 1000;

/// Every rule at every place, those of others included.
pub(super) async fn rules(client: &Client, aggregator: &str) -> Result<Vec<(Place, String)>> {
    const ACTION: &str = "config:DescribeAggregateComplianceByConfigRules";
    let (mut rules, mut paging) = (Vec::new(), Paging::of(ACTION));
    loop {
        let request = client.describe_aggregate_compliance_by_config_rules();
        let request = request.configuration_aggregator_name(aggregator).limit(RULES);
        let page = request.set_next_token(paging.token()).send().await;
        let page = page.map_err(Error::calling(ACTION))?;
        for rule in page.aggregate_compliance_by_config_rules.unwrap_or_default() {
            let place = rule.account_id.zip(rule.aws_region);
            let place = place.map(|(account, region)| Place::new(account, region));
            rules.extend(place.zip(rule.config_rule_name));
        }
        if !paging.advance(page.next_token)? {
            return Ok(rules);
        }
    }
}

/// The results of a rule at a place.
pub(super) async fn rows(
    client: &Client,
    aggregator: &str,
    place: &Place,
    rule: &str,
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    // Without a type, AWS returns those of both in the present; it says nothing of the future.
    for compliance in [ComplianceType::NonCompliant, ComplianceType::Compliant] {
        let request = client
            .get_aggregate_compliance_details_by_config_rule()
            .configuration_aggregator_name(aggregator)
            .config_rule_name(rule)
            .account_id(&place.account)
            .aws_region(&place.region)
            .compliance_type(compliance)
            .limit(PAGE);
        let mut paging = Paging::of(ACTION);
        loop {
            let page = request.clone().set_next_token(paging.token()).send().await;
            let page = page.map_err(Error::calling(ACTION))?;
            for result in page.aggregate_evaluation_results.unwrap_or_default() {
                let parts = Parts {
                    identifier: result.evaluation_result_identifier,
                    compliance: result.compliance_type,
                    annotation: result.annotation,
                    recorded: result.result_recorded_time,
                };
                rows.extend(parts.row(ACTION)?);
            }
            if !paging.advance(page.next_token)? {
                break;
            }
        }
    }
    Ok(rows)
}
