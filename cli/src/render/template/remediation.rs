//! The remediations that AWS Config offers, each with a role that may do just that.

use shared::AnyRule;

use super::function::{role, statement};
use super::yaml::{pascal_case, quoted, substituted};
use crate::render::lines;
use crate::render::remedy::{Offer, Remedy, Value, remedy};

/// The remediations that are offered for `rules`.
pub(super) fn of(rules: &[&dyn AnyRule]) -> String {
    let offers = rules.iter().filter_map(|rule| match remedy(rule.metadata().number()) {
        Remedy::Offered(offer) => Some(resources(&pascal_case(rule.metadata().state()), &offer)),
        Remedy::Refused(_) => None,
    });
    offers.collect()
}

fn resources(id: &str, offer: &Offer) -> String {
    let Offer { document, condition, resource_type, .. } = offer;
    let given = offer.parameters.iter().map(|(name, value)| {
        let value = match value {
            Value::ResourceId => "ResourceValue: {Value: RESOURCE_ID}".to_owned(),
            Value::Text(text) => format!("StaticValue: {{Values: [{}]}}", quoted(text)),
            Value::Parameter(name) => format!("StaticValue: {{Values: [!Ref {name}]}}"),
        };
        format!("        {name}:\n          {value}")
    });
    let given = lines(given);
    let statements: String = offer
        .permissions
        .iter()
        .map(|it| statement(&[it.action], &substituted(it.resource)))
        .collect();
    let role = role("ssm.amazonaws.com", "calls-of-the-remediation", &statements);
    format!(
        "
  {id}Remediation:
    Type: AWS::Config::RemediationConfiguration
    Condition: {condition}
    Properties:
      ConfigRuleName: !Ref {id}Rule
      TargetType: SSM_DOCUMENT
      TargetId: {document}
      ResourceType: {resource_type}
      Automatic: false
      Parameters:
        AutomationAssumeRole:
          StaticValue: {{Values: [!GetAtt {id}RemediationRole.Arn]}}
{given}
  {id}RemediationRole:
    Type: AWS::IAM::Role
    Condition: {condition}
{role}"
    )
}
